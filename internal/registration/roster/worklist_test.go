package roster_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// kinds are what waits for the actor, in the order of the list.
func (w *world) kinds(t *testing.T, actor account.Actor) []roster.MatterKind {
	t.Helper()
	matters, err := w.Rosters.Matters(t.Context(), actor)
	must(t, err)
	var all []roster.MatterKind
	for _, m := range matters {
		all = append(all, m.Kind)
	}
	return all
}

// wantKinds fails where something else waits for the group, or anything for another.
func (w *world) wantKinds(t *testing.T, what string, want ...roster.MatterKind) {
	t.Helper()
	if got := w.kinds(t, w.Group); !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
	if got := w.kinds(t, w.Rival); len(got) != 0 {
		t.Errorf("%s: another group got %v, want nothing", what, got)
	}
}

func TestMatters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	partner := w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Koret', 'association', 'approved') returning id`, w.Group.MunicipalityID)
	w.ID(t, `insert into activity_co_organiser (activity_id, organisation_id) values ($1, $2) returning 1`, w.Activity, partner)
	w.ID(t, `insert into signup_access (activity_id, account_id, email) select $1, id, email from account where id = $2 returning 1`, w.Activity, w.Reader.AccountID)
	date := w.Open(t, 2, func(f *signupform.Form) { f.MinParticipants, f.AskAges, f.ClosesHours = 2, true, 2 })
	w.Now = w.Dates(t, w.Activity)[0].StartsAt.Add(-50 * time.Hour)
	w.wantKinds(t, "nobody has signed up, and the deadline is near", roster.TooFew)
	first, err := w.SignUps.SignUp(ctx, w.Resident, w.young(date, "Ola Nes", "26-66", ""))
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, first.Token)
	must(t, err)
	child, err := w.SignUps.SignUp(ctx, w.Resident, w.young(date, "Per Vik", "10-12", "Kari Vik"))
	must(t, err)
	w.wantKinds(t, "not confirmed yet")
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, child.Token)
	must(t, err)
	w.wantKinds(t, "the guardian must", roster.GuardianAwaited)

	wish := w.young(date, "Åse Li", "67+", "")
	wish.Email, wish.Phone = "", "60 00 12 34"
	ase, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	w.wantKinds(t, "a number only", roster.Unproved, roster.GuardianAwaited)
	must(t, w.SignUps.ConfirmFor(ctx, w.Group, ase.ID))
	must(t, w.SignUps.Remove(ctx, w.Group, first.ID, true))
	w.wantKinds(t, "an offer to somebody without e-mail", roster.Unanswered, roster.GuardianAwaited)

	must(t, w.SignUps.ConfirmFor(ctx, w.Group, child.ID))
	w.refuses(t, "per.vik@post.example")
	w.wantKinds(t, "an address that refuses", roster.Unanswered, roster.Bounced)

	w.Now = w.Dates(t, w.Activity)[0].EndsAt.Add(time.Hour)
	must(t, w.SignUps.Sweep(ctx))
	w.wantKinds(t, "the date is over", roster.Unticked)
	must(t, w.Rosters.SetAttendance(ctx, w.Group, child.ID, 0, date, registration.Present))
	w.wantKinds(t, "all are ticked off")
}

func (w *world) refuses(t *testing.T, address string) {
	t.Helper()
	w.ID(t, `insert into email_address_status (municipality_id, address, reason) values ($1, $2, '550 no') returning 1`, w.Group.MunicipalityID, address)
}

// young is a wish with an age, and a guardian when there is one to confirm.
func (w *world) young(date int64, name, band, guardian string) registration.Wish {
	wish := w.Wish(date, name, 1)
	wish.Participants = []registration.Participant{{Name: name, AgeBand: band}}
	if guardian != "" {
		wish.GuardianName, wish.GuardianEmail = guardian, "kari.vik@post.example"
	}
	return wish
}

func TestMattersAreForThoseWhoKeepTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 5, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	w.refuses(t, "ola.nes@post.example")
	other := w.Group
	other.OrganisationID = w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Koret', 'association', 'approved') returning id`, w.Group.MunicipalityID)
	if got := w.kinds(t, other); len(got) != 0 {
		t.Errorf("another group: got %v, want nothing", got)
	}
	if got := w.kinds(t, w.Staff); !slices.Equal(got, []roster.MatterKind{roster.Bounced}) {
		t.Errorf("staff: got %v, want the address", got)
	}
	reader := w.Staff
	reader.Role = account.Reader
	if _, err := w.Rosters.Matters(t.Context(), reader); !fault.Is(err, fault.Forbidden) {
		t.Errorf("reader: got %v, want forbidden", err)
	}
	w.ID(t, `insert into activity_co_organiser (activity_id, organisation_id) values ($1, $2) returning activity_id`, w.Activity, other.OrganisationID)
	if got := w.kinds(t, other); len(got) != 1 {
		t.Errorf("co-organiser: got %v, want the address", got)
	}
	for what, actor := range map[string]account.Actor{"own": w.Group, "co-organiser": other} {
		coming, err := w.Rosters.ComingDates(t.Context(), actor, 5)
		must(t, err)
		if len(coming) != 1 || coming[0].DateID != date || coming[0].Taken != 1 || coming[0].Guest != (what != "own") {
			t.Errorf("%s: got %+v, want one date with one and guest %t", what, coming, what != "own")
		}
	}
	must(t, w.SignUps.Remove(t.Context(), w.Group, in.ID, true))
	w.wantKinds(t, "off the list")
}

// However many sign up without confirming, they are one matter.
func TestBurstIsOneMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 100, nil)
	for i := range roster.Burst + 1 {
		if i == roster.Burst-1 {
			w.wantKinds(t, "not so many")
		}
		_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), 1))
		must(t, err)
	}
	matters, err := w.Rosters.Matters(t.Context(), w.Group)
	must(t, err)
	if len(matters) != 1 || matters[0].Kind != roster.Unproved || matters[0].Of != roster.Burst+1 || matters[0].People != 0 {
		t.Errorf("got %+v, want one matter for all", matters)
	}
}
