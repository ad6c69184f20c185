package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// leftBy says who took somebody off the list.
type leftBy int

const (
	bySelf leftBy = iota
	byOrganiserForHer
	byOrganiser
)

func leftLetter(by leftBy) letter {
	return letter{CancelledMail, false, func(l i18n.Lang, a about, _ Registration, _ time.Time) (string, mail.Body) {
		subject, text := l.T("Du er meldt av %s", a.Title), l.T("Du har meldt deg av, og står ikke lenger på listen.")
		switch by {
		case byOrganiserForHer:
			text = l.T("%s har meldt deg av for deg. Du står ikke lenger på listen.", a.Organiser)
		case byOrganiser:
			subject, text = l.T("Du er tatt av listen: %s", a.Title), l.T("%s har tatt deg av listen. Svar på denne e-posten hvis du lurer på hvorfor.", a.Organiser)
		}
		return subject, mail.Body{Paragraphs: []string{text}, Button: button(l.T("Se påmeldingen"))}
	}}
}

// tellLeft writes to somebody who leaves the list, before she does. Whoever had a
// place has the dates in her calendar, so they are cancelled there.
func (s *Service) tellLeft(ctx context.Context, tx pgx.Tx, r Registration, by leftBy) error {
	if r.Email == "" {
		return nil
	}
	a, err := readAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	var files []mail.Attachment
	if r.Status == Confirmed {
		dates, err := comingOf(ctx, tx, r.SlotID, s.now())
		if err != nil {
			return err
		}
		if files, err = s.calendarFile(ctx, tx, a, r.Lang, nil, dates, r.Lang.T("Meldt av: %s", a.Title)); err != nil {
			return err
		}
	}
	return s.writeFiles(ctx, tx, a, r, leftLetter(by), key(CancelledMail, r.ID, r.Version), "", files)
}

// comingOf are the dates of a slot that people know of and that are still to come.
func comingOf(ctx context.Context, tx pgx.Tx, slotID int64, now time.Time) ([]known, error) {
	all, err := postgres.Many[known](ctx, tx, wasSQL, pgx.StrictNamedArgs{"slot_id": slotID})
	var coming []known
	for _, k := range all {
		if k.EndsAt.After(now) && !k.Cancelled {
			coming = append(coming, k)
		}
	}
	return coming, err
}

func movedLetter(from about, had bool) letter {
	return letter{ChangedMail, false, func(l i18n.Lang, a about, r Registration, _ time.Time) (string, mail.Body) {
		texts := []string{l.T("%s har flyttet påmeldingen din til «%s» til en annen dato.", a.Organiser, a.Title)}
		switch {
		case r.Status == Confirmed:
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

func (a about) dateAndPlace(l i18n.Lang) string {
	text := dated(l, a.StartsAt, a.EndsAt, a.AllDay)
	if a.Place != "" {
		text += ", " + a.Place
	}
	return text
}

// tellMoved writes to somebody who was moved from what old says. The calendar
// file takes away the date that she had and adds the one that she has.
func (s *Service) tellMoved(ctx context.Context, tx pgx.Tx, old, r Registration, now time.Time) error {
	if r.Email == "" {
		return nil
	}
	from, err := readAbout(ctx, tx, old.SlotID)
	if err != nil {
		return err
	}
	to, err := readAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	var gone []known
	if old.Status == Confirmed {
		if gone, err = comingOf(ctx, tx, old.SlotID, now); err != nil {
			return err
		}
	}
	var ids []int64
	if r.Status == Confirmed {
		ids = to.OccurrenceIDs
	}
	files, err := s.calendarFile(ctx, tx, to, r.Lang, ids, gone, r.Lang.T("Flyttet: %s", to.Title))
	if err != nil {
		return err
	}
	return s.writeFiles(ctx, tx, to, r, movedLetter(from, old.Holds == HoldsPlace), key(ChangedMail, r.ID, now.UnixNano()), "", files)
}
