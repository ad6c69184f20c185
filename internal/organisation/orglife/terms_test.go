package orglife_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orgtest"
)

// What an applicant has accepted waits with her application: it becomes her account's when she is let in, with the time
// when she applied, and goes when she is not.
func TestTermsOfAnApplicant(t *testing.T) {
	t.Parallel()
	const accepted = `select count(*) from terms_acceptance t join account a on a.id = t.account_id
		where a.email = $1 and t.number = 1 and t.occasion = 'registration' and t.accepted_at = $2`
	waits := `select count(*) from organisation where applicant_terms > 0`
	for _, tc := range []struct {
		name string
		here bool // the organisation is here already, and nobody acts for it
		deed func(w *orgtest.World, id int64) error
		want int64
	}{
		{"approved", false, func(w *orgtest.World, id int64) error { return w.Approve(t.Context(), w.Coordinator, id) }, 1},
		{"let in", true, func(w *orgtest.World, id int64) error { return w.Approve(t.Context(), w.Coordinator, id) }, 1},
		{"refused", false, func(w *orgtest.World, id int64) error { return w.Refuse(t.Context(), w.Coordinator, id, "Nei") }, 0},
		{"not let in", true, func(w *orgtest.World, id int64) error { return w.Refuse(t.Context(), w.Coordinator, id, "Nei") }, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := orgtest.New(t)
			if tc.here {
				w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
			}
			applied := w.At
			got, err := w.Register(t.Context(), application(w))
			if err != nil {
				t.Fatal(err)
			}
			if text := mailtest.Last(t, w.Pool, "kari@strikk.example").TextBody; !strings.Contains(text, "vilkårene for arrangører, versjon 1") {
				t.Errorf("the letter does not say what she has accepted:\n%s", text)
			}
			if n := w.Int(waits); n != 1 {
				t.Errorf("got %d that wait, want 1", n)
			}
			w.At = w.At.Add(48 * time.Hour)
			if err := tc.deed(w, got.ID); err != nil {
				t.Fatal(err)
			}
			if n := w.Int(accepted, "kari@strikk.example", applied); n != tc.want {
				t.Errorf("accepted: got %d, want %d", n, tc.want)
			}
			if n := w.Int(waits); n != 0 {
				t.Errorf("got %d that wait afterwards, want none", n)
			}
		})
	}
}

// One who waits beside an approved organisation is let in to that one, and a merge that is undone gives her
// application back with what she accepted.
func TestTermsFollowTheApplication(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	first, err := w.Register(t.Context(), application(w))
	if err != nil {
		t.Fatal(err)
	}
	kept := w.Lag("Et annet")
	if err := w.Merge(t.Context(), w.Coordinator, first.ID, kept); err != nil {
		t.Fatal(err)
	}
	if n := w.Int(`select applicant_terms from organisation where id = $1`, first.ID); n != 0 {
		t.Errorf("merged away: got version %d, want it forgotten", n)
	}
	merges, err := w.Merges(t.Context(), w.Coordinator, kept)
	if err != nil || len(merges) != 1 {
		t.Fatalf("got %v, %v", merges, err)
	}
	if _, err := w.Unmerge(t.Context(), w.Coordinator, merges[0].ID); err != nil {
		t.Fatal(err)
	}
	if n := w.Int(`select applicant_terms from organisation where id = $1`, first.ID); n != 1 {
		t.Errorf("taken out again: got version %d, want 1", n)
	}
}

// The version that holds is the one that must be ticked, also when it changes meanwhile.
func TestTermsAreThoseThatHold(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	w.Int(`insert into terms_version (municipality_id, number, text_nb) values ($1, 1, 'Før'), ($1, 2, 'Nå') returning number`, w.Here)
	for number, want := range map[int]bool{0: false, 1: false, 2: true, 3: false} {
		_, err := w.Register(t.Context(), application(w, func(a *orglife.Application) { a.Terms = number }))
		if want && err == nil {
			continue
		}
		if want {
			t.Errorf("version %d: %v", number, err)
			continue
		}
		orgtest.WantField(t, err, "vilkar")
	}
	if n := w.Int(`select count(*) from organisation where applicant_terms = 2`); n != 1 {
		t.Errorf("got %d registrations, want 1", n)
	}
}
