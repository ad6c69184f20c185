// What a file of contacts leaves open: its columns, and names that nobody knows here.

package contact

import (
	"cmp"
	"slices"
	"strconv"

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
