// Several dates that were signed up for with one form: each letter about them is one.

package letters

import (
	"context"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Dated is one of several dates that were signed up for with one form.
type Dated struct {
	About
	Queued bool // on the waiting list there
}

const togetherSQL = `-- letters.together
select o.slot_id, o.holds = 'queue' as queued
from registration r join registration o on o.together = r.together and o.municipality_id = r.municipality_id and o.holds <> 'none' and o.anonymised_at is null
join signup_slot s on s.id = o.slot_id
where r.id = @id and r.municipality_id = @municipality_id and r.together is not null order by s.starts_at, o.id limit 50`

// Together are the dates that stand of the form that a registration came with; nil where that is one.
func (s *Service) Together(ctx context.Context, q postgres.Querier, municipalityID, id int64) ([]Dated, error) {
	rows, err := postgres.Many[struct {
		SlotID int64
		Queued bool
	}](ctx, q, togetherSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": municipalityID})
	if err != nil || len(rows) < 2 {
		return nil, err
	}
	all := make([]Dated, len(rows))
	for i, r := range rows {
		about, err := ReadAbout(ctx, q, r.SlotID, s.now())
		if err != nil {
			return nil, err
		}
		all[i] = Dated{about, r.Queued}
	}
	return all, nil
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

// WriteSeveral is Write with what is known of the dates of the form already: the calendar file
// has those with a place.
func (s *Service) WriteSeveral(ctx context.Context, tx pgx.Tx, r SignUp, tmpl Template, once string) error {
	if !r.reached() {
		return nil
	}
	a := r.Several[0].About
	for _, d := range r.Several {
		if d.Slot.ID == r.SlotID {
			a = d.About
		}
	}
	a.OccurrenceIDs = nil
	for _, d := range r.Several {
		if !d.Queued {
			a.OccurrenceIDs = append(a.OccurrenceIDs, d.OccurrenceIDs...)
		}
	}
	return s.writeAbout(ctx, tx, a, r, tmpl, once)
}
