package keeping_test

// How long names, addresses and answers are kept: to the second, for each way a sign-up can stand.

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/registrationtest"
	"frivilligsentral/internal/registration/signupform"
)

func TestNamesGoWhenTheyAreDue(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	date := w.Open(t, 100, func(f *signupform.Form) { f.KeepDays = 10 })
	end := w.Dates(t, w.Activity)[0].EndsAt
	left := end.AddDate(0, 0, -20)
	day := 24 * time.Hour
	due := map[string]time.Time{}
	for name, tc := range map[string]struct {
		set string
		due time.Time
	}{
		"confirmed":     {"status = 'confirmed', holds = 'place'", end.Add(10 * day)},
		"waiting":       {"status = 'waiting', holds = 'queue'", end},
		"offered":       {"status = 'offered', holds = 'place'", end},
		"not confirmed": {"status = 'unconfirmed', holds = 'place'", end},
		"expired":       {"status = 'expired_offer', holds = 'none'", end},
		"left before":   {"status = 'cancelled', holds = 'none', cancelled_at = '" + left.Format(time.RFC3339) + "'", left.Add(10 * day)},
		"taken off":     {"status = 'cancelled_by_organiser', holds = 'none', cancelled_at = '" + left.Format(time.RFC3339) + "'", left.Add(10 * day)},
		"left after":    {"status = 'cancelled', holds = 'none', cancelled_at = '" + end.Add(day).Format(time.RFC3339) + "'", end.Add(10 * day)},
	} {
		in, _ := w.Join(t, date, "Ola "+name, 1)
		w.ID(t, "update registration set "+tc.set+" where id = $1 returning id", in.ID)
		due[name] = tc.due
	}
	moments := slices.CompactFunc(slices.SortedFunc(maps.Values(due), time.Time.Compare), time.Time.Equal)
	for _, at := range moments {
		for _, now := range []time.Time{at.Add(-time.Second), at} {
			w.Now = now
			if _, err := w.Keeping.Anonymise(t.Context()); err != nil {
				t.Fatal(err)
			}
			for name, until := range due {
				left := w.ID(t, "select count(*) from registration where name = 'Ola ' || $1 and email <> '' and anonymised_at is null", name)
				if want := now.Before(until); (left == 1) != want {
					t.Errorf("%s, at %s: %d are left, want it there: %v", name, now.UTC().Format(time.DateTime), left, want)
				}
			}
		}
	}
}

// The answer to a question goes when that is due, and no other with it.
func TestAnswersGoWhenTheyAreDue(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	date := w.Open(t, 10, func(f *signupform.Form) {
		f.KeepDays = 10
		for _, keep := range []int{0, 5, 10} {
			f.Questions = append(f.Questions, questionnaire.Question{Kind: questionnaire.Text, Label: "Spørsmål " + strings.Repeat("x", keep), Purpose: "Mat", KeepDays: keep})
		}
	})
	wish := w.Wish(date, "Ola Nes", 1)
	wish.Answers = map[string]string{"q1": "a", "q2": "b", "q3": "c"}
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token); err != nil {
		t.Fatal(err)
	}
	end := w.Dates(t, w.Activity)[0].EndsAt
	for _, look := range []struct {
		now  time.Time
		want int64
	}{{end.Add(-time.Second), 3}, {end, 2}, {end.AddDate(0, 0, 5).Add(-time.Second), 2}, {end.AddDate(0, 0, 5), 1}, {end.AddDate(0, 0, 10).Add(-time.Second), 1}, {end.AddDate(0, 0, 10), 0}} {
		w.Now = look.now
		if _, err := w.Keeping.Anonymise(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.ID(t, "select count(*) from registration_answer where registration_id = $1", in.ID); got != look.want {
			t.Errorf("at %s: %d answers are left, want %d", look.now.UTC().Format(time.DateTime), got, look.want)
		}
	}
}
