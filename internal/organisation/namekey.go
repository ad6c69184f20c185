// Names that are the same, however they are written.

package organisation

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
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
	}](ctx, q, calledSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
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
