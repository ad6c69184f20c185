// Package questionnaire holds questions that somebody puts and others answer: how
// each is answered, why it is asked and for how long the answer is kept. It knows
// nothing of what the answers are for.
package questionnaire

import (
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
)

// Kind is how a question is answered.
type Kind string

// The kinds of question. The answer to a YesNo is "ja" or "nei".
const (
	Text   Kind = "text"
	Choice Kind = "choice"
	YesNo  Kind = "yesno"
)

// Question is one question with what those who answer must know of it.
type Question struct {
	ID       string   `json:"id"` // stable within its questionnaire: "q1", "q2", …; Name fills in what is empty
	Kind     Kind     `json:"kind"`
	Label    string   `json:"label"`
	Options  []string `json:"options,omitempty"` // of a choice
	Required bool     `json:"required"`
	Purpose  string   `json:"purpose"`   // why it is asked; shown
	KeepDays int      `json:"keep_days"` // how long the answer is kept when it is no longer needed
}

// AnswerText is an answer in words: "ja" and "nei" are codes, other answers what
// somebody wrote or chose.
func (q Question) AnswerText(l i18n.Lang, answer string) string {
	switch {
	case q.Kind == YesNo && answer == "ja":
		return l.T("Ja")
	case q.Kind == YesNo && answer == "nei":
		return l.T("Nei")
	}
	return answer
}

// Normal are the questions with texts trimmed and without empty options, in the same order.
func Normal(all []Question) []Question {
	all = slices.Clone(all)
	for i := range all {
		all[i] = all[i].normal()
	}
	return all
}

func (q Question) normal() Question {
	q.Label, q.Purpose = strings.Join(strings.Fields(q.Label), " "), strings.Join(strings.Fields(q.Purpose), " ")
	var options []string
	for _, o := range q.Options {
		if o = strings.Join(strings.Fields(o), " "); o != "" {
			options = append(options, o)
		}
	}
	q.Options = options
	if q.Kind != Choice {
		q.Options = nil
	}
	return q
}

// Following are the questions that come after the stored ones, and those retired
// since: a question that is left out is retired, and one that was never there is
// new, whatever id it has, so that no answer stands under another question.
func Following(all, stored, retired []Question) (asked, gone []Question) {
	asked, gone = slices.Clone(all), slices.Clone(retired)
	has := func(all []Question, id string) bool {
		return slices.ContainsFunc(all, func(q Question) bool { return q.ID == id })
	}
	for i, q := range asked {
		if !has(stored, q.ID) {
			asked[i].ID = ""
		}
	}
	for _, q := range stored {
		if !has(asked, q.ID) {
			gone = append(gone, q)
		}
	}
	return asked, gone
}

// Name gives each new question an id that no other has, and none of the retired
// ones had. Of two with the same id, the second is new.
func Name(all, retired []Question) {
	used := map[string]bool{}
	for _, q := range retired {
		used[q.ID] = true
	}
	for i, q := range all {
		if used[q.ID] {
			all[i].ID = ""
		}
		used[q.ID] = true
	}
	next := 1
	for i, q := range all {
		if q.ID != "" {
			continue
		}
		for used["q"+strconv.Itoa(next)] {
			next++
		}
		all[i].ID = "q" + strconv.Itoa(next)
		used[all[i].ID] = true
	}
}
