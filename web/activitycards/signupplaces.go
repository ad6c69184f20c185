// How it stands with sign-up, as short as a card needs it.

package activitycards

import (
	"context"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
)

// AddPlaces tells on the cards of the lists how it stands with sign-up: one query
// for all the cards that have it, none where no card has. It changes often, so it is not part of what a card
// is made from.
func AddPlaces(ctx context.Context, s *signupform.Service, e *page.Env, lists ...[]CardView) error {
	var ids []int64
	for _, cards := range lists {
		for _, c := range cards {
			if c.hasSignup && !c.Cancelled {
				ids = append(ids, c.OccurrenceID)
			}
		}
	}
	places, err := PlacesAt(ctx, s, e, ids)
	if err != nil {
		return err
	}
	for _, cards := range lists {
		for i := range cards {
			cards[i].Signup = places[cards[i].OccurrenceID]
		}
	}
	return nil
}

func HasSignup(c listing.Card) bool { return c.SignupMode != activity.NoSignup && c.SignupMode != "" }

// PlacesAt is what the cards of the dates say about sign-up.
func PlacesAt(ctx context.Context, s *signupform.Service, e *page.Env, dates []int64) (map[int64]string, error) {
	places, err := s.PublicPlacesAt(ctx, e.Site.ID, dates)
	texts := make(map[int64]string, len(places))
	for id, p := range places {
		texts[id] = i18n.Capital(placesText(e.Lang, p, e.Now))
	}
	return texts, err
}

// AddPlacesTo is AddPlaces for cards under days.
func AddPlacesTo(ctx context.Context, s *signupform.Service, e *page.Env, days []Day) error {
	lists := make([][]CardView, len(days))
	for i, d := range days {
		lists[i] = d.Cards
	}
	return AddPlaces(ctx, s, e, lists...)
}

// placesText is as short as a card needs it.
func placesText(l i18n.Lang, p signupform.Places, now time.Time) string {
	if p.Elsewhere {
		return l.T("Påmelding hos arrangøren")
	}
	switch p.Gate {
	case signupform.Open:
		return openText(l, p, now)
	case signupform.OpenToWait:
		return l.T("Fullt, venteliste")
	case signupform.Full:
		return l.T("Fullt")
	case signupform.Shut:
		return l.T("Påmeldingen er stengt")
	case signupform.Over:
		return l.T("Påmeldingsfristen er ute")
	case signupform.NotYet:
		return l.T("Påmeldingen åpner %s", l.DateWeekday(*p.Form.OpensAt, now))
	}
	return ""
}

func openText(l i18n.Lang, p signupform.Places, now time.Time) string {
	closes := ""
	switch last := i18n.Midnight(p.Deadline); {
	case p.Form.ClosesHours == 0: // at the start, which stands there
	case last.Equal(i18n.Midnight(now)):
		closes = l.T("stenger i dag %s", l.Time(p.Deadline))
	case last.Equal(i18n.Midnight(now).AddDate(0, 0, 1)):
		closes = l.T("stenger i morgen")
	}
	free, limited := p.Slot.Free()
	switch {
	case limited && closes != "":
		return l.N("%d ledig plass", "%d ledige plasser", free) + ", " + closes
	case limited:
		return l.N("%d ledig plass", "%d ledige plasser", free)
	case closes != "":
		return l.T("Påmeldingen %s", closes)
	}
	return l.T("Med påmelding")
}
