// Whom a file of contacts means, and what it leaves open: its columns, and names that nobody knows here.

package contact

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
)

// mostAsked is how many names of each kind are asked about; a column with more is
// hardly one of topics.
const mostAsked = 100

// questions collects what is open while the rows are gone through.
type questions struct {
	columns []intake.Question
	words   []intake.Question
	at      map[string]int // index in words
}

// ask notes a name that nobody knows here, and is what was chosen for it.
func (l lookup) ask(about intake.About, word string) string {
	q := l.open
	if q.at == nil {
		q.at = map[string]int{}
	}
	id := string(about) + " " + fold(word)
	i, known := q.at[id]
	if !known {
		i = len(q.words)
		q.at[id] = i
		q.words = append(q.words, intake.Question{About: about, Word: i18n.Cut(word, 120), Value: l.choices[about][fold(word)]})
		if about == intake.Unit && q.words[i].Value == "" {
			q.words[i].Value = intake.Make
		}
	}
	q.words[i].Rows++
	return q.words[i].Value
}

// asked are the questions, those of most rows first, with their options.
func (l lookup) asked() intake.Asked {
	asked := intake.Asked{Questions: slices.Clone(l.open.columns), Options: map[intake.About][]intake.Option{intake.Column: intake.ColumnOptions(importColumns())}}
	words := slices.Clone(l.open.words)
	slices.SortStableFunc(words, func(a, b intake.Question) int { return b.Rows - a.Rows })
	count := map[intake.About]int{}
	for _, q := range words {
		if count[q.About]++; count[q.About] <= mostAsked {
			asked.Questions = append(asked.Questions, q)
		}
	}
	for about, known := range map[intake.About]named{intake.Topic: l.names, intake.Area: l.places, intake.Unit: l.offices} {
		if count[about] > 0 {
			asked.Options[about] = append([]intake.Option{intake.Leave()}, known.options()...)
		}
	}
	if count[intake.Unit] > 0 {
		asked.Options[intake.Unit] = append([]intake.Option{{Value: intake.Make, Label: i18n.Mark("Lag som ny enhet"), Words: true}}, asked.Options[intake.Unit]...)
	}
	return asked
}

// named are the names of things by their ids.
type named map[int64]string

// id is the id that an answer gives, when it is one of these.
func (n named) id(answer string) (int64, bool) {
	id, err := strconv.ParseInt(answer, 10, 64)
	_, known := n[id]
	return id, err == nil && known
}

func (n named) options() []intake.Option {
	options := make([]intake.Option, 0, len(n))
	for id, name := range n {
		options = append(options, intake.Option{Value: strconv.FormatInt(id, 10), Label: name})
	}
	slices.SortFunc(options, func(a, b intake.Option) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return options
}

// people are those who are here, by what they are recognised by.
type people struct {
	byEmail map[string][]*existing
	byBoth  map[string][]*existing // by address and name
	byName  map[string][]*existing // by nameKey
	byKey   map[string]*existing   // by the key of an earlier import
	earlier map[string][]*existing // by the address in that key
	taken   map[int64]bool
	used    map[string]bool // keys of this file
}

func newPeople() people {
	return people{byEmail: map[string][]*existing{}, byBoth: map[string][]*existing{}, byName: map[string][]*existing{}, byKey: map[string]*existing{}, earlier: map[string][]*existing{},
		taken: map[int64]bool{}, used: map[string]bool{}}
}

func (l people) add(p *existing) {
	if email := strings.ToLower(p.Email); email != "" {
		l.byEmail[email] = append(l.byEmail[email], p)
		l.byBoth[email+"|"+fold(p.Name)] = append(l.byBoth[email+"|"+fold(p.Name)], p)
	}
	name := nameKey(p.Name, p.UnitName)
	l.byName[name] = append(l.byName[name], p)
	if p.ImportKey != "" {
		l.byKey[p.ImportKey] = p
	}
	if email, ok := strings.CutPrefix(p.ImportKey, "e:"); ok {
		email, _, _ = strings.Cut(email, "|")
		l.earlier[email] = append(l.earlier[email], p)
	}
}

func nameKey(name, unit string) string { return "n:" + fold(name) + "|" + fold(unit) }

// key is what the person of a row is recognised by in the next file.
func (r importRow) key() string {
	if email := r.cells["email"]; email != "" {
		return "e:" + email + "|" + fold(r.cells["name"]) + "|" + fold(r.cells["unit"])
	}
	return nameKey(r.cells["name"], r.cells["unit"])
}

// free is the key when nobody else has it, here or in the file.
func (l people) free(key string, who *existing) string {
	if other := l.byKey[key]; l.used[key] || other != nil && (who == nil || who.ID != other.ID) {
		return ""
	}
	l.used[key] = true
	return key
}

// meant is who the person of a row is.
type meant struct {
	old     *existing // nil: somebody new
	twin    int       // an earlier row of the same person
	several bool      // it could be one or another of those here
	sharer  string    // somebody else here with the same address
}

// person is the contact, or the row of a new one.
func (m meant) person(r importRow) person {
	if m.old != nil {
		return person(m.old.ID)
	}
	return person(-r.number)
}

// ways are the ways in which somebody here can be the person of a row, the surest first. Many share one mailbox, so an
// address alone is nobody: the name has to be hers too, or begin like it where nobody else has the address, here or in
// the file.
var ways = []func(l people, r importRow, sharing int) []*existing{
	func(l people, r importRow, _ int) []*existing {
		return matching(l.near(r), func(p *existing) bool {
			return strings.EqualFold(p.Email, r.cells["email"]) && fold(p.UnitName) == fold(r.cells["unit"]) && p.Phone == r.phone
		})
	},
	func(l people, r importRow, _ int) []*existing {
		return matching(l.near(r), func(p *existing) bool {
			return fold(p.UnitName) == fold(r.cells["unit"])
		})
	},
	func(l people, r importRow, _ int) []*existing {
		if p := l.byKey[r.key()]; p != nil {
			return []*existing{p}
		}
		return nil
	},
	func(l people, r importRow, _ int) []*existing {
		if r.cells["email"] == "" {
			return nil
		}
		return l.near(r)
	},
	func(l people, r importRow, _ int) []*existing { // the address is new
		if r.cells["email"] == "" {
			return nil
		}
		return matching(l.byName[nameKey(r.cells["name"], r.cells["unit"])], func(p *existing) bool { return p.Email == "" })
	},
	func(l people, r importRow, sharing int) []*existing { // she has got another name
		if sharing > 1 || len(l.byEmail[r.cells["email"]]) > 1 {
			return nil
		}
		return matching(l.byEmail[r.cells["email"]], func(p *existing) bool { return beginsAlike(p.Name, r.cells["name"]) })
	},
	func(l people, r importRow, sharing int) []*existing { // name or address were changed here after an earlier import
		if sharing > 1 {
			return nil
		}
		return matching(l.earlier[r.cells["email"]], func(p *existing) bool {
			_, name, _ := strings.Cut(p.ImportKey, "|")
			name, _, _ = strings.Cut(name, "|")
			return beginsAlike(p.Name, r.cells["name"]) || name != "" && beginsAlike(name, r.cells["name"])
		})
	},
}

// near are those with the row's address and name, or its name and unit where it has no address.
func (l people) near(r importRow) []*existing {
	if email := r.cells["email"]; email != "" {
		return l.byBoth[email+"|"+fold(r.cells["name"])]
	}
	return l.byName[nameKey(r.cells["name"], r.cells["unit"])]
}

func matching(all []*existing, is func(*existing) bool) []*existing {
	var out []*existing
	for _, p := range all {
		if is(p) {
			out = append(out, p)
		}
	}
	return out
}

// beginsAlike says whether two names can be one person's: she has married, or is called Tor for short.
func beginsAlike(a, b string) bool {
	x, _, _ := strings.Cut(fold(a), " ")
	y, _, _ := strings.Cut(fold(b), " ")
	return len(x) > 1 && strings.HasPrefix(y, x) || len(y) > 1 && strings.HasPrefix(x, y)
}

// recognise says who each row is: somebody here at most once, the same as an earlier row, or somebody new.
func (l people) recognise(rows []importRow) []meant {
	out := make([]meant, len(rows))
	sharing := map[string]int{}
	for _, r := range rows {
		sharing[r.cells["email"]]++
	}
	for step, way := range ways {
		for i, r := range rows {
			if out[i].old != nil || out[i].several || r.cells["name"] == "" {
				continue
			}
			found := matching(way(l, r, sharing[r.cells["email"]]), func(p *existing) bool { return !l.taken[p.ID] })
			switch {
			case len(found) == 1 || step == 0 && len(found) > 0: // who are the same in all are the same
				out[i].old = found[0]
				l.taken[found[0].ID] = true
			case len(found) > 1:
				out[i].several = true
			}
		}
	}
	first := map[string]int{} // rows by who they are, and by her number too
	for i, r := range rows {
		id := r.key()
		ids := []string{id + "|" + r.phone, id + "|"}
		if r.cells["email"] != "" || r.phone == "" {
			ids = []string{id}
		}
		for _, id := range ids {
			if n := first[id]; n != 0 && out[i].old == nil {
				out[i].twin = n
			}
		}
		for _, id := range []string{id, id + "|" + r.phone} {
			if first[id] == 0 {
				first[id] = r.number
			}
		}
		if out[i].old != nil {
			continue
		}
		if at := slices.IndexFunc(l.byEmail[r.cells["email"]], func(p *existing) bool { return fold(p.Name) != fold(r.cells["name"]) }); at >= 0 {
			out[i].sharer = l.byEmail[r.cells["email"]][at].Name
		}
	}
	return out
}
