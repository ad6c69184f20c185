// Names that are the same, however they are written.

package organisation

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"frivilligsentral/internal/postgres"

	"golang.org/x/text/unicode/norm"
)

// longNames are abbreviations in names of clubs, and what they stand for.
var longNames = map[string]string{
	"il": "idrettslag", "if": "idrettsforening", "fk": "fotballklubb", "bk": "ballklubb", "sk": "skiklubb", "ul": "ungdomslag",
	"vel": "velforening", "velet": "velforening", "frivilligsentralen": "frivilligsentral", "idrettslaget": "idrettslag", "pensjonistforeningen": "pensjonistforening",
	"husflidslaget": "husflidslag", "turlaget": "turlag", "koret": "kor", "korps": "musikkorps", "skolekorpset": "skolekorps",
}

// NameKey is what two ways of writing one organisation's name have in common: letters and digits in lower case, the words
// in their long form, in any order. "Solvik IL" and "Idrettslaget Solvik" are one.
func NameKey(name string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFKC.String(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if long, ok := longNames[w]; ok {
			words[i] = long
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

const calledSQL = `-- organisation.called
select o.id, o.name from organisation o
where o.municipality_id = @municipality_id and o.status in ('approved', 'pending', 'ended') order by o.id`

// ByNameKeys are the municipality's organisations, waiting and ended ones too, whose names have one of the keys.
func ByNameKeys(ctx context.Context, q postgres.Querier, municipalityID int64, keys map[string]bool) (map[string][]Organisation, error) {
	found := map[string][]Organisation{}
	if len(keys) == 0 {
		return found, nil
	}
	named, err := postgres.Many[struct {
		ID   int64
		Name string
	}](ctx, q, calledSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, o := range named {
		if keys[NameKey(o.Name)] {
			ids = append(ids, o.ID)
		}
	}
	all, err := ByIDs(ctx, q, municipalityID, ids)
	for _, o := range all {
		found[NameKey(o.Name)] = append(found[NameKey(o.Name)], o)
	}
	return found, err
}

// fillers say nothing of which organisation it is.
var fillers = []string{"i", "på", "og", "for", "ved", "av", "til", "den", "det", "de", "norsk", "norske", "lokallag", "avdeling", "avd", "the", "of", "in", "and"}

// sorts end the words for a sort of organisation, which people write now one way, now another.
var sorts = []string{"foreningen", "forening", "foreninga", "foreining", "foreininga", "klubben", "klubb", "gruppen", "gruppa", "gruppe", "laget", "lag"}

// nearKey is what the names of one organisation have in common when people write them from memory: the words of their
// NameKey without fillers and without the word for a sort of organisation. "Strikkelaget i Solvik" and "Solvik strikkelag"
// are near.
func nearKey(key string) string {
	var words []string
	for _, w := range strings.Fields(key) {
		for _, sort := range sorts {
			if rest, ok := strings.CutSuffix(w, sort); ok {
				w = rest
				break
			}
		}
		if w != "" && !slices.Contains(fillers, w) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// mostNear is how many are found by a name.
const mostNear = 50

// NearNames are ids of the municipality's organisations, waiting and ended ones too, with the name, and of those with
// nearly that name, at most 50 of each.
func NearNames(ctx context.Context, q postgres.Querier, municipalityID int64, name string) (same, near []int64, err error) {
	named, err := postgres.Many[struct {
		ID   int64
		Name string
	}](ctx, q, calledSQL, postgres.Args{"municipality_id": municipalityID})
	same, near = []int64{}, []int64{}
	key := NameKey(name)
	almost := nearKey(key)
	for _, o := range named {
		switch other := NameKey(o.Name); {
		case other == key:
			if len(same) < mostNear {
				same = append(same, o.ID)
			}
		case almost != "" && nearKey(other) == almost && len(near) < mostNear:
			near = append(near, o.ID)
		}
	}
	return same, near, err
}
