package roster_test

import (
	"testing"

	"frivilligsentral/internal/registration"
)

// A stranger who types a name must not learn that its owner is coming; those who
// keep the list see every likely double.
func TestLikelyDouble(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		email, phone string
	}{
		"the same address":             {"ola.nes@post.example", ""},
		"another address":              {"nysgjerrig@post.example", ""},
		"another address, same number": {"nysgjerrig@post.example", "99887766"},
		"no address, another number":   {"", "40000001"},
		"no address, the same number":  {"", "99887766"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 10, nil)
			first := w.Wish(date, "Ola Nes", 1)
			first.Phone = "99887766"
			ola, err := w.SignUps.SignUp(t.Context(), w.Resident, first)
			must(t, err)
			again := w.Wish(date, "ola nes", 1)
			again.Email, again.Phone = tc.email, tc.phone
			got, err := w.SignUps.SignUp(t.Context(), w.Resident, again)
			must(t, err)
			if got.ID == 0 || len(got.Warnings) > 0 {
				t.Errorf("got %+v, want the answer that anybody gets", got)
			}
			desk, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, registration.Wish{ActivityID: w.Activity, OccurrenceID: date, Name: "Ola Nes", Party: 1}, false)
			must(t, err)
			if len(desk.Warnings) == 0 {
				t.Error("the desk is not told of the same name")
			}
			other, _ := w.Join(t, date, "Kari Vik", 1)
			rows := []registration.Registration{w.One(t, ola.ID), w.One(t, other.ID)}
			notes, err := w.Rosters.NotesOn(t.Context(), w.Group, w.Activity, rows)
			must(t, err)
			if !notes.Double[ola.ID] || notes.Double[other.ID] {
				t.Errorf("notes: got %v, want Ola noted as there twice", notes.Double)
			}
		})
	}
}
