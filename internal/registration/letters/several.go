// Several dates that were signed up for with one form: each letter about them is one.

package letters

import (
	"context"
	"slices"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// Dated is one of several dates that were signed up for with one form.
type Dated struct {
	About
	RegistrationID int64
	Queued         bool // on the waiting list there
}

// on is where a registration is.
type on struct {
	ID     int64
	SlotID int64
	Queued bool
}

// dates are those that registrations are for, in order.
func (s *Service) dates(ctx context.Context, q postgres.Querier, rows []on) ([]Dated, error) {
	ids, by := make([]int64, len(rows)), map[int64]on{}
	for i, r := range rows {
		ids[i], by[r.SlotID] = r.SlotID, r
	}
	abouts, err := readAbouts(ctx, q, ids, s.now())
	all := make([]Dated, len(abouts))
	for i, a := range abouts {
		all[i] = Dated{a, by[a.ID].ID, by[a.ID].Queued}
	}
	return all, err
}

// Dates are those of some sign-ups, in order.
func (s *Service) Dates(ctx context.Context, q postgres.Querier, all []SignUp) ([]Dated, error) {
	rows := make([]on, len(all))
	for i, r := range all {
		rows[i] = on{r.ID, r.SlotID, !r.HasPlace}
	}
	return s.dates(ctx, q, rows)
}

// comes is a registration o whose date comes to something: it is on, or waits for another day.
const comes = `o.anonymised_at is null and (not s.cancelled or s.postponed)`

// Beside is a registration o that came with the same form as r, of the same address and with
// the same guardian, whom the answer to r is an answer for too: a guardian who has been asked
// about one of them anew answers for that alone.
const Beside = `o.together = r.together and o.municipality_id = r.municipality_id and o.status = 'unconfirmed' and o.anonymised_at is null
       and case when @purpose = 'guardian' then o.guardian_email = r.guardian_email and not exists (select from registration_token t where t.registration_id = o.id and t.purpose = 'guardian')
           else o.email = r.email end`

const unansweredSQL = `-- letters.unanswered
select o.id, o.slot_id, o.holds = 'queue' as queued
from registration r join registration o on o.id = r.id or ` + Beside + `
join signup_slot s on s.id = o.slot_id
where r.id = @id and r.municipality_id = @municipality_id and o.status = 'unconfirmed' and o.hold_expires_at > @now and ` + comes + `
  and case when @purpose = 'guardian' then o.guardian_needed and o.guardian_confirmed_at is null and (o.confirmed_at is not null or o.email = '')
      else o.confirmed_at is null and o.email <> '' end
order by s.starts_at, o.id limit 50`

// Unanswered are the dates that whoever has a link to a registration, the person or the
// guardian, answers for with it now.
func (s *Service) Unanswered(ctx context.Context, q postgres.Querier, municipalityID, id int64, purpose string) ([]Dated, error) {
	rows, err := postgres.Many[on](ctx, q, unansweredSQL, postgres.Args{"id": id, "municipality_id": municipalityID, "purpose": purpose, "now": s.now()})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return s.dates(ctx, q, rows)
}

// factsFor are facts with all the dates of the form.
func (a About) factsFor(l i18n.Lang, several []Dated) []mail.Fact {
	if len(several) < 2 {
		return a.facts(l)
	}
	facts := []mail.Fact{{Label: l.T("Hva"), Value: a.Title}}
	for _, d := range several {
		text := d.dateAndPlace(l)
		if d.Queued {
			text += ", " + l.T("på venteliste")
		}
		facts = append(facts, mail.Fact{Label: l.T("Dato"), Value: text})
	}
	return append(facts, mail.Fact{Label: l.T("Arrangør"), Value: a.Organiser})
}

// waited is how many of the dates one waits for.
func waited(several []Dated) (n int) {
	for _, d := range several {
		if d.Queued {
			n++
		}
	}
	return n
}

// ConfirmedSeveral tells how she stands with each of the dates.
var ConfirmedSeveral = Template{kind.SignUpConfirmed, true, true, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	n := len(r.Several)
	body := mail.Body{
		Button: button(l.T("Se alt du er påmeldt")),
		After:  []string{l.T("Kan du ikke komme likevel? Meld av, så får noen andre plassen.")},
	}
	if places := n - waited(r.Several); places > 0 {
		body.Paragraphs = append(body.Paragraphs, l.N("Du er påmeldt %d dato.", "Du er påmeldt %d datoer.", places)+" "+
			l.N("Vi har satt av %d plass på hver.", "Vi har satt av %d plasser på hver.", r.PartySize))
	}
	if waits := waited(r.Several); waits > 0 {
		body.Paragraphs = append(body.Paragraphs, l.N("Det er fullt på %d dato. Der står du på venteliste, og vi skriver til deg når det blir plass.", "Det er fullt på %d datoer. Der står du på venteliste, og vi skriver til deg når det blir plass.", waits))
	}
	if a.Instructions != "" {
		body.Paragraphs = append(body.Paragraphs, a.Instructions)
	}
	return l.T("Du er påmeldt %s", a.Title), body
}}

// about is what is said of a sign-up's date. Of several, the calendar file has those with a place.
func (s *Service) about(ctx context.Context, q postgres.Querier, r SignUp) (About, error) {
	i := slices.IndexFunc(r.Several, func(d Dated) bool { return d.Slot.ID == r.SlotID })
	if i < 0 {
		return ReadAbout(ctx, q, r.SlotID, s.now())
	}
	a := r.Several[i].About
	if len(r.Several) > 1 {
		a.OccurrenceIDs = nil
		for _, d := range r.Several {
			if !d.Queued {
				a.OccurrenceIDs = append(a.OccurrenceIDs, d.OccurrenceIDs...)
			}
		}
	}
	return a, nil
}
