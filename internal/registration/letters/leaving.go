// The letters to somebody who leaves a list or is moved to another date.

package letters

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// leftBy says who took somebody off the list.
type leftBy int

// By whom: herself, the organiser because she asked, the organiser.
const (
	BySelf leftBy = iota
	ByOrganiserForHer
	ByOrganiser
)

func leftLetter(by leftBy) Template {
	return Template{kind.SignUpCancelled, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
		subject, text := l.T("Du er meldt av %s", a.Title), l.T("Du har meldt deg av, og står ikke lenger på listen.")
		if n := len(r.Several); n > 1 {
			text = l.N("Du har meldt deg av %d dato, og står ikke lenger på listen.", "Du har meldt deg av disse %d datoene, og står ikke lenger på listene.", n)
		}
		switch by {
		case ByOrganiserForHer:
			text = l.T("%s har meldt deg av for deg. Du står ikke lenger på listen.", a.Organiser)
		case ByOrganiser:
			subject, text = l.T("Du er tatt av listen: %s", a.Title), l.T("%s har tatt deg av listen. Svar på denne e-posten hvis du lurer på hvorfor.", a.Organiser)
		}
		return subject, mail.Body{Paragraphs: []string{text}, Button: button(l.T("Se påmeldingen"))}
	}}
}

// TellLeft writes to somebody who leaves the list, before she does. Whoever had a
// place has the dates in her calendar, so they are cancelled there.
func (s *Service) TellLeft(ctx context.Context, tx pgx.Tx, r SignUp, by leftBy) error {
	if !r.reached() {
		return nil
	}
	a, err := s.about(ctx, tx, r)
	if err != nil {
		return err
	}
	slots := []int64{r.SlotID}
	if len(r.Several) > 1 {
		slots = nil
		for i := range r.Several { // of which each that she has waited for is in no calendar
			if d := &r.Several[i]; !d.Queued {
				slots = append(slots, d.ID)
			}
			r.Several[i].Queued = false // she waits for it no longer
		}
	}
	var files []mail.Attachment
	if r.Confirmed || len(r.Several) > 1 {
		var dates []known
		for _, slot := range slots {
			coming, err := comingOf(ctx, tx, slot, s.now())
			if err != nil {
				return err
			}
			dates = append(dates, coming...)
		}
		if files, err = s.calendarFile(ctx, tx, a, r.Lang, nil, titled(dates, r.Lang.T("Meldt av: %s", a.Title))); err != nil {
			return err
		}
	}
	return s.writeFiles(ctx, tx, a, r, leftLetter(by), fmt.Sprint(r.Version), files)
}

// comingOf are the dates of a slot that people know of and that are still to come.
func comingOf(ctx context.Context, tx pgx.Tx, slotID int64, now time.Time) ([]known, error) {
	all, err := postgres.Many[known](ctx, tx, wasSQL, postgres.Args{"slot_id": slotID})
	var coming []known
	for _, k := range all {
		if k.EndsAt.After(now) && (!k.Cancelled || k.postponed()) {
			coming = append(coming, k)
		}
	}
	return coming, err
}

func movedLetter(from About, had bool) Template {
	return Template{kind.SignUpChanged, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
		texts := []string{l.T("%s har flyttet påmeldingen din til «%s» til en annen dato.", a.Organiser, a.Title)}
		switch {
		case r.Confirmed:
			texts = append(texts, l.N("Du har %d plass på den nye datoen.", "Dere har %d plasser på den nye datoen.", r.PartySize, r.PartySize))
		case had:
			texts = append(texts, l.T("Det er fullt på den nye datoen, så du står på venteliste der. Plassen på den gamle datoen har du ikke lenger."))
		default:
			texts = append(texts, l.T("Det er fullt på den nye datoen, så du står på venteliste der."))
		}
		return l.T("Flyttet til en annen dato: %s", a.Title), mail.Body{
			Paragraphs: texts,
			Facts:      []mail.Fact{{Label: l.T("Før"), Value: from.dateAndPlace(l)}, {Label: l.T("Nå"), Value: a.dateAndPlace(l)}},
			Button:     button(l.T("Se, endre eller meld av")),
			After:      []string{l.T("Passer ikke den nye datoen? Meld av, eller ta kontakt med arrangøren.")},
		}
	}}
}

// TellMoved writes to somebody who was moved from what old says. The calendar
// file takes away the date that she had and adds the one that she has.
func (s *Service) TellMoved(ctx context.Context, tx pgx.Tx, old, r SignUp, now time.Time) error {
	if !r.reached() {
		return nil
	}
	from, err := ReadAbout(ctx, tx, old.SlotID, now)
	if err != nil {
		return err
	}
	to, err := ReadAbout(ctx, tx, r.SlotID, now)
	if err != nil {
		return err
	}
	var gone []known
	if old.Confirmed {
		if gone, err = comingOf(ctx, tx, old.SlotID, now); err != nil {
			return err
		}
	}
	var ids []int64
	if r.Confirmed {
		ids = to.OccurrenceIDs
	}
	files, err := s.calendarFile(ctx, tx, to, r.Lang, ids, titled(gone, r.Lang.T("Flyttet: %s", to.Title)))
	if err != nil {
		return err
	}
	return s.writeFiles(ctx, tx, to, r, movedLetter(from, old.HasPlace), fmt.Sprint(now.UnixNano()), files)
}
