// What waits for a group's people.

package waiting

import (
	"context"
	"fmt"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/registration/roster"
)

const groupHome = "/lag"

// signUps are those where somebody has to do something.
func (s *Service) signUps(ctx context.Context, by account.Actor, p *pile) error {
	matters, err := s.Rosters.Matters(ctx, by)
	var names []string
	for _, m := range matters {
		names = append(names, m.Title)
	}
	p.add(groupHome, len(matters), p.lang.N("En påmelding trenger noen", "%d påmeldinger trenger noen", len(matters)), names, matterThings(matters)...)
	return err
}

func matterThings(matters []roster.Matter) []string {
	var out []string
	for _, m := range matters {
		out = append(out, fmt.Sprintf("%s %d %d %d", m.Kind, m.ActivityID, m.OccurrenceID, m.RegistrationID))
	}
	return out
}

// ownActivities are those whose sign-up is not set up, and those that were sent back a
// week ago: of that the group was told at once. Between them, the dates that wait for a new time.
func (s *Service) ownActivities(ctx context.Context, by account.Actor, p *pile) error {
	unset, err := s.Rosters.WithoutForm(ctx, by)
	if err != nil {
		return err
	}
	names, things := unsetThings(unset)
	p.add(groupHome, len(unset), p.lang.N("En aktivitet har påmelding her, men den er ikke satt opp", "%d aktiviteter har påmelding her, men den er ikke satt opp", len(unset)), names, things...)
	if err := s.postponed(ctx, by, p); err != nil {
		return err
	}
	sent, err := s.Activities.Mine(ctx, by, listing.SentTab, listing.RowParams{Limit: looked})
	if err != nil {
		return err
	}
	names, things = nil, nil
	for _, a := range sent.Rows {
		if a.Status == activity.Refused && s.Now().Sub(a.UpdatedAt) > again {
			names, things = append(names, a.Title), append(things, fmt.Sprintf("refused %d", a.ID))
		}
	}
	p.add(groupHome, len(things), p.lang.N("En aktivitet må rettes før den kan publiseres", "%d aktiviteter må rettes før de kan publiseres", len(things)), names, things...)
	return nil
}

// postponed are dates without a new time, from when they should have been: until then the group knows.
func (s *Service) postponed(ctx context.Context, by account.Actor, p *pile) error {
	dates, err := s.Activities.Postponed(ctx, by, looked)
	var names, things []string
	for _, d := range dates {
		if !d.StartsAt.After(s.Now()) {
			names, things = append(names, d.Title), append(things, fmt.Sprintf("postponed %d", d.OccurrenceID))
		}
	}
	p.add(groupHome, len(things), p.lang.N("En dato er utsatt og trenger en ny tid", "%d datoer er utsatt og trenger en ny tid", len(things)), names, things...)
	return err
}

func unsetThings(unset []roster.Unset) (names, things []string) {
	for _, u := range unset {
		names, things = append(names, u.Title), append(things, fmt.Sprintf("unset %d", u.ActivityID))
	}
	return names, things
}
