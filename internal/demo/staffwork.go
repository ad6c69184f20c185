// What staff have done: notes, imports, e-mails and the log.

package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/tabular"

	"github.com/jackc/pgx/v5"
)

// addWork adds what waits for the coordinator beside registrations, and what the log tells of the last days.
func (f *filler) addWork(ctx context.Context, tx pgx.Tx) error {
	f.addEvents()
	f.addNotes()
	f.addPageReports()
	f.addArticles()
	f.addEmails()
	f.addCalendar()
	if len(f.m.Staff) < 3 {
		return nil
	}
	f.addFailedImport()
	return f.addPreview(ctx, tx)
}

// addCalendar is what organisers plan around in the coming weeks.
func (f *filler) addCalendar() {
	made := f.ago(40, 2)
	day := func(kind planning.Kind, title string, first, days int) {
		f.add(calendarEntries, f.id, kind, title, f.day(first), f.day(first+days), true, made, made)
	}
	meeting := func(title string, n, from, to int) {
		d := f.day(n)
		at := func(hour int) time.Time { return time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, i18n.Oslo) }
		f.add(calendarEntries, f.id, planning.Meeting, title, at(from), at(to), false, made, made)
	}
	day(planning.SchoolHoliday, "Planleggingsdag, skolene er stengt", 11, 1)
	day(planning.SchoolHoliday, "Skoleferie", 28, 5)
	for week := range 3 {
		meeting("Formannskapet", 9+14*week, 9, 14)
		meeting("Kommunestyret", 17+28*week, 17, 21)
	}
	meeting("Eldrerådet", 15, 12, 14)
	day(planning.Other, "Kommunens frivillighetsdag", 19, 1)
}

func (f *filler) addFailedImport() {
	by := f.m.Staff[1]
	at := f.ago(2, 3)
	hash := sha256.Sum256([]byte("medlemslag.numbers"))
	id := f.add(imports, f.id, "organisations", "medlemslag.numbers", hash[:], nil, "failed", map[string]int{}, tabular.ErrNotTable.Error(), f.accounts[by.Email], at, nil)
	f.event(at, by, "import.failed", "import", id, map[string]any{"kind": "organisations", "file": "medlemslag.numbers"})
}

// addPreview leaves a contact list half way in: read, answered row by row, not yet stored.
func (f *filler) addPreview(ctx context.Context, tx pgx.Tx) error {
	files, err := town.ImportFiles()
	if err != nil {
		return err
	}
	const name = "contacts.csv"
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read demo data: %w", err)
	}
	plan, err := f.p.Contacts.PlanImport(ctx, tx, account.SystemActor(f.id, "demo"), name, content, intake.Choices{})
	if err != nil {
		return err
	}
	counts := map[intake.Outcome]int{}
	for _, o := range intake.Outcomes {
		counts[o] = 0
	}
	for _, r := range plan.Rows {
		if !r.Aside {
			counts[r.Outcome]++
		}
	}
	by := f.m.Staff[2]
	at := f.ago(1, 5)
	hash := sha256.Sum256(content)
	id := f.add(imports, f.id, "contacts", "kontaktliste-oppvekst.csv", hash[:], content, "previewed", counts, "", f.accounts[by.Email], at, nil)
	for _, r := range plan.Rows {
		if r.Changes == nil {
			r.Changes = []intake.Change{}
		}
		if r.Remarks == nil {
			r.Remarks = []i18n.Phrase{}
		}
		f.add(importRows, id, r.Number, string(r.Outcome), r.Label, r.Remarks, r.Changes)
	}
	f.event(at, by, "import.preview", "import", id, map[string]any{"kind": "contacts", "file": "kontaktliste-oppvekst.csv", "new": counts[intake.New], "refused": counts[intake.Refused]})
	return nil
}

// event writes a line of the log. Nobody as by is the program itself.
func (f *filler) event(at time.Time, by town.Staff, action, object string, id int64, detail map[string]any) {
	kind, actor := "staff", ref(f.accounts, by.Email)
	if actor == nil {
		kind = "command"
	}
	var objectID *int64
	if id != 0 {
		objectID = &id
	}
	if detail == nil {
		detail = map[string]any{}
	}
	f.add(events, f.id, at, kind, actor, by.Name, action, object, objectID, detail)
}

// addEvents tells who did what lately, the oldest first.
func (f *filler) addEvents() {
	f.event(f.now, town.Staff{Name: "demo"}, "demo.fill", "municipality", f.id, map[string]any{"name": f.m.Name})
	staff := f.m.Staff
	for i, o := range f.m.Organisations {
		if o.Status == "approved" && i%9 == 0 {
			f.event(f.ago(40-i/2, i), staff[i%2], "organisation.approve", "organisation", f.organisations[o.Slug], map[string]any{"name": o.Name})
		}
	}
	for i, c := range f.m.Contacts {
		if c.ConfirmedDay > -60 && i%3 == 0 {
			f.event(f.day(c.ConfirmedDay).Add(9*time.Hour), staff[i%2], "contact.confirm", "contact", f.contacts[c.Slug], nil)
		}
	}
	f.event(f.ago(1, 0), staff[0], "login.ok", "login", 0, map[string]any{"door": "ansatt"})
}

// noteTexts are what staff have written to each other about the first organisations that wait or are large.
var noteTexts = []string{
	"Ringte lederen. De trenger lokale fra januar, og spør om nøkkel til grendehuset.",
	"Kasserer slutter til årsmøtet. Følg opp at det nye styret får tilgang.",
	"Søkte om tilskudd i vår og fikk ja. Rapport skal inn før jul.",
}

func (f *filler) addNotes() {
	if len(f.m.Staff) < 3 {
		return
	}
	for i, text := range noteTexts {
		o := f.m.Organisations[3+5*i]
		f.add(notes, f.id, f.organisations[o.Slug], nil, nil, f.accounts[f.m.Staff[i%2].Email], text, f.ago(9-2*i, i))
	}
}

// addPageReports are what residents have told of the pages: one is answered, and one closed.
func (f *filler) addPageReports() {
	activity := f.activities["babykafe-sentrum"]
	if len(f.m.Staff) < 3 || activity == 0 {
		return
	}
	organisation, by := f.organisations[f.m.Organisations[3].Slug], f.accounts[f.m.Staff[1].Email]
	report := func(page, about string, aboutID any, reason, text, email string, at time.Time, answered, closed *time.Time, outcome any) int64 {
		id := f.add(pageReports, f.id, page, about, aboutID, reason, text, email, "nb", at, answered, closed, outcome)
		f.add(events, f.id, at, "public", nil, "", "page_report.receive", "page_report", id, map[string]any{"about": about})
		return id
	}
	closed, answered := f.ago(12, 0), f.ago(2, 1)
	id := report("/om", "", nil, "wrong", "Åpningstidene på fredager stemmer ikke med lappen på døra.", "", f.ago(14, 6), nil, &closed, "corrected")
	f.event(closed, f.m.Staff[1], "page_report.close", "page_report", id, nil)
	id = report(fmt.Sprintf("/organisasjoner/%d", organisation), "organisation", organisation, "broken", "Lenken til nettstedet deres virker ikke.", "per.moe@post.example", f.ago(5, 3), &answered, nil, nil)
	f.add(pageReportAnswers, f.id, id, by, "Takk for at du sier fra! Vi har spurt laget om den nye adressen.", answered)
	f.event(answered, f.m.Staff[1], "page_report.answer", "page_report", id, nil)
	f.add(notes, f.id, nil, nil, id, by, "Ringte laget, de har byttet nettsted. De legger inn den nye adressen selv.", answered)
	report("/kommunen?tema=kultur", "", nil, "accessibility", "Skjermleseren min leser telefonnumrene som ett langt tall.", "", f.ago(3, 2), nil, nil, nil)
	report(fmt.Sprintf("/aktiviteter/%d", activity), "activity", activity, "wrong", "Det står at det er i andre etasje, men døra dit er låst på onsdager. Vi måtte gå rundt.", "liv.aasen@post.example", f.ago(1, 4), nil, nil, nil)
	f.add(notes, f.id, nil, activity, nil, by, "Har bedt om fast rom i første etasje fra høsten.", f.ago(6, 2))
}

// addEmails are the letters to those who registered; one did not arrive.
func (f *filler) addEmails() {
	failed := false
	for i, o := range f.m.Organisations {
		if o.Status != "pending" {
			continue
		}
		to, at := o.Contacts[0], f.ago(1+i%6, i)
		status, reason, attempts := "sent", "", 1
		sent := &at
		if !failed {
			failed = true
			status, reason, attempts, sent = "failed", "550 5.1.1 "+to.Email+": no such user", 8, nil
		}
		what := kind.OrganisationReceived
		f.add(emails, f.id, to.Email, to.Name, f.m.Centre.Name, what.String(), string(what.About()), f.organisations[o.Slug],
			"Vi har fått registreringen av "+o.Name,
			"Hei, "+to.Name+"!\n\nTakk! Kommunen ser på registreringen. Det tar vanligvis noen få dager.\n", status, attempts, reason, at, sent)
	}
}
