// Page, letter and calendar file say how a person stands, and the same.

package signup_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/mail/mailtest"
)

// TestEveryStandingInEveryOutput puts people where a sign-up can stand and reads all that they are given.
func TestEveryStandingInEveryOutput(t *testing.T) {
	t.Parallel()
	queue := func(w world, confirm bool) string { // Ola behind Kari, who has the only place
		w.in("Kari Nordmann")
		path := w.signUp("Ola Vik", "venteliste", "ja")
		if confirm {
			w.Anonymous().Post(path+"/bekreft", nil).Follow().Want(200)
		}
		return path
	}
	leave := func(w world, path string) { w.Anonymous().Post(path+"/meld-av", nil).Want(303); w.WorkJobs() }
	place, waits, letter := "Vi har satt av", "venteliste", "e-post"
	for name, c := range map[string]struct {
		who               string
		reach             func(w world) string // makes it so, and gives the person's page
		page, notPage     []string
		calendar          string
		letter, notLetter []string
	}{
		"must confirm": {"Ola Vik", func(w world) string { return w.signUp("Ola Vik") },
			[]string{"Du er ikke påmeldt før du har bekreftet", "Hvem det gjelder"}, []string{place, waits, "Fullt", "Hvem kommer"}, "TENTATIVE",
			[]string{"gjelder når du har bekreftet"}, []string{"av plass", "du er påmeldt", waits, "fullt"}},
		"must confirm for the queue": {"Ola Vik", func(w world) string { return queue(w, false) },
			[]string{"vil stå på venteliste", "Hvem det gjelder"}, []string{place, "Hvem kommer"}, "TENTATIVE",
			[]string{"gjelder når du har bekreftet", "Det er fullt nå", "står du på ventelisten"}, []string{"av plass", "du er påmeldt"}},
		"has a place": {"Ola Vik", func(w world) string { return w.in("Ola Vik") },
			[]string{place, "Hvem kommer"}, []string{waits, "Fullt"}, "CONFIRMED",
			[]string{"Du er påmeldt", place}, []string{waits}},
		"waits": {"Ola Vik", func(w world) string { return queue(w, true) },
			[]string{"venteliste som nummer 1", "Vi skriver til deg", "Hvem det gjelder"}, []string{place, "Hvem kommer", "men du kan stå"}, "TENTATIVE",
			[]string{waits}, []string{"Du er påmeldt", "av plass"}},
		"has an offer": {"Ola Vik", func(w world) string {
			path := queue(w, true)
			leave(w, w.link("kari.nordmann@post.example"))
			return path
		}, []string{"Det er blitt plass til deg", "Hvem det gjelder"}, []string{place, "Hvem kommer"}, "TENTATIVE",
			[]string{"blitt en plass ledig"}, []string{"Du er påmeldt", "av plass"}},
		"did not answer the offer": {"Ola Vik", func(w world) string {
			path := queue(w, true)
			leave(w, w.link("kari.nordmann@post.example"))
			w.Clock.Advance(5 * 24 * time.Hour)
			w.must(w.Portal.Registrations.Sweep(t.Context()))
			w.WorkJobs()
			return path
		}, []string{"Fristen for å svare er ute", "Hvem det gjelder"}, []string{place, "Hvem kommer"}, "CANCELLED",
			[]string{"ikke svar innen fristen"}, []string{"Du er påmeldt", "av plass"}},
		"has left": {"Ola Vik", func(w world) string { path := w.in("Ola Vik"); leave(w, path); return path },
			[]string{"Du er meldt av", "Hvem det gjelder"}, []string{place, "Hvem kommer", waits}, "CANCELLED",
			[]string{"Du har meldt deg av"}, []string{place}},
		"has left the queue": {"Ola Vik", func(w world) string {
			path := queue(w, true)
			w.Anonymous().Get(path+"/meld-av").Want(200).Has("main", "ut av ventelisten").HasNot("main", "Plassen på")
			leave(w, path)
			return path
		}, []string{"Du er meldt av", "Hvem det gjelder"}, []string{place, "Hvem kommer", "plassen nå"}, "CANCELLED",
			[]string{"Du har meldt deg av"}, []string{place}},
		"awaits the organiser": {"", func(w world) string {
			return w.Anonymous().Post(w.path(0), w.typed("Ola Vik", "epost", "", "telefon", "60 00 12 34")).Want(303).Header.Get("Location")
		}, []string{"Du er ikke påmeldt før arrangøren har bekreftet", "Hvem det gjelder"}, []string{place, waits, "Hvem kommer", letter}, "TENTATIVE", nil, nil},
		"waits without e-mail": {"", func(w world) string {
			w.in("Kari Nordmann")
			v := w.typed("Ola Vik", "epost", "", "telefon", "60 00 12 34", "venteliste", "ja")
			return w.Anonymous().Post(w.path(0), v).Want(303).Header.Get("Location")
		}, []string{waits, "nummer 1"}, []string{place, "Vi skriver til deg", letter}, "TENTATIVE", nil, nil},
		"waits for what is called off": {"Ola Vik", func(w world) string {
			path := queue(w, true)
			w.must(w.Portal.Activities.CancelOccurrence(t.Context(), w.staff, activity.DateRef{ActivityID: w.activity, OccurrenceID: w.dates[0].ID, Sequence: -1}, "Syk"))
			w.WorkJobs()
			return path
		}, []string{"Dette er avlyst", "Syk"}, []string{place, "Hvem kommer", waits}, "CANCELLED",
			[]string{"venteliste til, er avlyst", "Syk"}, []string{"er påmeldt", "kalenderen din"}},
		"its date fell out": {"Ola Vik", func(w world) string {
			path := w.in("Ola Vik")
			a, err := w.Portal.Activities.Get(t.Context(), w.staff, w.activity)
			w.must(err)
			d := a.Draft
			d.StartsAt, d.ExtraDates = d.StartsAt.AddDate(0, 1, 0), []time.Time{d.StartsAt.AddDate(0, 2, 0)}
			_, err = w.Portal.Activities.Update(t.Context(), w.staff, w.activity, a.Version, d, activity.Falling{Reason: "Salen er leid ut"})
			w.must(err)
			w.WorkJobs()
			return path
		}, []string{"Dette er avlyst", "Salen er leid ut"}, []string{place, "Hvem kommer"}, "CANCELLED",
			[]string{"er avlyst", "Salen er leid ut"}, []string{place}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 1, places(1))
			path := c.reach(w)
			check := func(what, text string, want, not []string) {
				for _, s := range want {
					if !strings.Contains(text, s) {
						t.Errorf("%s: got %q, want %q in it", what, text, s)
					}
				}
				for _, s := range not {
					if strings.Contains(text, s) {
						t.Errorf("%s: got %q, want no %q in it", what, text, s)
					}
				}
			}
			check("page", w.Anonymous().Get(path).Want(200).Text("main"), c.page, c.notPage)
			file := w.Anonymous().Get(path + "/kalender.ics").Want(200).Body
			for _, status := range regexp.MustCompile(`STATUS:(\w+)`).FindAllStringSubmatch(file, -1) {
				if status[1] != c.calendar {
					t.Errorf("calendar: a date is %s, want %s", status[1], c.calendar)
				}
			}
			if n := strings.Count(file, "BEGIN:VEVENT"); n != 1 {
				t.Errorf("calendar: got %d dates, want the one she is signed up for", n)
			}
			if c.who != "" {
				w.WorkJobs()
				check("letter", mailtest.Last(t, w.Pool, email(c.who)).TextBody, c.letter, c.notLetter)
			}
		})
	}
}
