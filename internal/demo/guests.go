// The invented people who sign up.

package demo

import (
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
)

// guest is a party that signs up: the contact person, those who come along, and
// what they answer.
type guest struct {
	name     string
	phone    string // instead of an e-mail address
	lang     i18n.Lang
	with     []string // who comes along
	bands    []string // age bands of all of them, where they are asked
	answers  map[string]string
	guardian string // who must confirm for a child
	others   bool   // the contact person is not one of the party
}

// email is made of the name, "" for who has left a number.
func (g guest) email() string {
	if g.phone != "" {
		return ""
	}
	return address(g.name)
}

var ascii = strings.NewReplacer(" ", ".", "æ", "ae", "ø", "o", "å", "aa", "é", "e", "ü", "u", "ö", "o", "ñ", "n", "ł", "l")

func address(name string) string { return ascii.Replace(strings.ToLower(name)) + "@post.example" }

func (g guest) wish(activityID, occurrenceID int64) registration.Wish {
	w := registration.Wish{
		ActivityID: activityID, OccurrenceID: occurrenceID, Name: g.name, Email: g.email(), Phone: g.phone, Lang: g.lang,
		Answers: g.answers, ContactIsGuardian: g.guardian == "", Force: true,
	}
	names := append([]string{g.name}, g.with...)
	if g.others {
		names = g.with
	}
	for i, name := range names {
		p := registration.Participant{Name: name}
		if len(g.bands) > 0 {
			p.AgeBand = g.bands[i]
		}
		w.Participants = append(w.Participants, p)
	}
	w.Party = len(names)
	if g.guardian != "" {
		w.GuardianName, w.GuardianEmail = g.guardian, address(g.guardian)
	}
	return w
}

// people are guests who come alone.
func people(names ...string) []guest {
	all := make([]guest, len(names))
	for i, name := range names {
		all[i] = guest{name: name}
	}
	return all
}

// parent is a grown-up with children of an age, who are the ones to take part
// when the grown-up is not.
func parent(name, band string, children ...string) guest {
	g := guest{name: name, with: children, others: true}
	for range children {
		g.bands = append(g.bands, band)
	}
	return g
}
