package activity_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/search"
)

// trusting is a world where groups publish for themselves.
func trusting(t *testing.T) *activitytest.World {
	w := activitytest.New(t)
	w.ID(t, `update municipality set approve_activities = false where id = $1 returning id`, w.Group.MunicipalityID)
	return w
}

func wantTilbud(t *testing.T, what string, err error, field string) {
	t.Helper()
	if !fault.Is(err, fault.Invalid) || !fault.FieldsOf(err).Has(field) {
		t.Errorf("%s: got %v, want %s refused", what, err, field)
	}
}

func commercial(w *activitytest.World) activity.Draft {
	price, d := 20000, w.Draft()
	d.Offer, d.PriceOre = activity.Commercial, &price
	return d
}

func hits(t *testing.T, w *activitytest.World, f search.Filter) int {
	t.Helper()
	f.Municipality = w.Group.MunicipalityID
	page, err := w.Lists.PublicList(t.Context(), listing.Params{Filter: f})
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Cards)
}

// What is commercial waits for staff also where groups publish for themselves, is found as such, and is never free.
func TestCommercialWaitsForStaff(t *testing.T) {
	t.Parallel()
	w := trusting(t)
	ctx := t.Context()
	free := commercial(w)
	zero := 0
	free.PriceOre = &zero
	_, err := w.Service.Create(ctx, w.Group, w.Group.OrganisationID, free)
	wantTilbud(t, "commercial and free", err, "pris")

	saved := w.Create(t, w.Group, commercial(w))
	status, err := w.Service.Submit(ctx, w.Group, saved.ID, 0)
	if err != nil || status != activity.Submitted {
		t.Fatalf("got %s, %v, want it to wait", status, err)
	}
	if err := w.Service.Approve(ctx, w.Staff, saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f    search.Filter
		want int
	}{
		"all": {search.Filter{}, 1}, "commercial": {search.Filter{Offers: []string{"commercial"}}, 1}, "voluntary": {search.Filter{Offers: []string{"voluntary"}}, 0},
		"both": {search.Filter{Offers: []string{"voluntary", "commercial"}}, 1}, "free": {search.Filter{Free: true}, 0},
	} {
		if got := hits(t, w, c.f); got != c.want {
			t.Errorf("%s: found %d, want %d", name, got, c.want)
		}
	}
	voluntary := w.Create(t, w.Group, w.Draft())
	if status, err := w.Service.Submit(ctx, w.Group, voluntary.ID, 0); err != nil || status != activity.Published {
		t.Errorf("voluntary: got %s, %v", status, err)
	}
	if got := hits(t, w, search.Filter{Offers: []string{"voluntary"}, Free: true}); got != 1 {
		t.Errorf("voluntary and free: found %d", got)
	}
}

// Whichever way a group changes what it has published, staff look at it anew; while people are signed up, only staff may.
func TestChangedOfferIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := trusting(t)
	ctx := t.Context()
	saved := w.Create(t, w.Group, w.Draft())
	if _, err := w.Service.Submit(ctx, w.Group, saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	change := func(d activity.Draft, by account.Actor) error {
		t.Helper()
		v, err := w.Service.Get(ctx, w.Staff, saved.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Service.Update(ctx, by, saved.ID, v.Version, d, activity.Falling{})
		return err
	}
	is := func(want activity.Status) {
		t.Helper()
		if v, err := w.Service.Get(ctx, w.Staff, saved.ID); err != nil || v.Status != want {
			t.Errorf("got %s, %v, want %s", v.Status, err, want)
		}
	}
	for _, d := range []activity.Draft{commercial(w), w.Draft()} {
		if err := change(d, w.Group); err != nil {
			t.Fatal(err)
		}
		is(activity.Submitted)
		if n := hits(t, w, search.Filter{}); n != 0 {
			t.Errorf("%s: residents find it while it waits", d.Offer)
		}
		if err := w.Service.Approve(ctx, w.Staff, saved.ID, 0); err != nil {
			t.Fatal(err)
		}
	}
	title := w.Draft()
	title.Title = "Strikkekafé for alle"
	if err := change(title, w.Group); err != nil {
		t.Fatal(err)
	}
	is(activity.Published)
	wantTilbud(t, "staff in the form", change(commercial(w), w.Staff), "tilbud")
}

// A business does not call what it arranges voluntary by itself. Staff may, and then it stays so; each time it waits for them.
func TestBusinesses(t *testing.T) {
	t.Parallel()
	w := trusting(t)
	ctx := t.Context()
	form := func(form string, registered bool) {
		t.Helper()
		w.ID(t, `update organisation set org_form = $2, in_voluntary_register = $3 where id = $1 returning id`, w.Group.OrganisationID, form, registered)
	}
	for name, c := range map[string]struct {
		form       string
		registered bool
		business   bool
	}{"AS": {"AS", false, true}, "small letters": {"enk", false, true}, "ideal AS": {"AS", true, false}, "association": {"FLI", false, false}, "unknown": {"", false, false}} {
		form(c.form, c.registered)
		_, err := w.Service.Create(ctx, w.Group, w.Group.OrganisationID, w.Draft())
		if c.business {
			wantTilbud(t, name, err, "tilbud")
		} else if err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	form("AS", false)
	saved := w.Create(t, w.Group, commercial(w))
	if err := w.Service.SetOffer(ctx, w.Staff, saved.ID, 0, activity.Voluntary, "Kurset er uten fortjeneste."); err != nil {
		t.Fatal(err)
	}
	v, err := w.Service.Get(ctx, w.Staff, saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := v.Draft
	d.Summary = "En ny setning."
	if _, err := w.Service.Update(ctx, w.Group, saved.ID, v.Version, d, activity.Falling{}); err != nil {
		t.Errorf("what staff have said: got %v", err)
	}
	if status, err := w.Service.Submit(ctx, w.Group, saved.ID, 0); err != nil || status != activity.Submitted {
		t.Errorf("got %s, %v, want it to wait", status, err)
	}
}

// Staff give a reason, the group is told of it, and what was free is so no longer.
func TestSetOffer(t *testing.T) {
	t.Parallel()
	w := trusting(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	for name, by := range map[string]account.Actor{"its group": w.Group, "a reader": w.Reader, "elsewhere": w.Stranger} {
		if err := w.Service.SetOffer(ctx, by, id, 0, activity.Commercial, "x"); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	wantTilbud(t, "without a reason", w.Service.SetOffer(ctx, w.Staff, id, 0, activity.Commercial, " "), "grunn")
	wantTilbud(t, "another kind", w.Service.SetOffer(ctx, w.Staff, id, 0, "gift", "x"), "tilbud")
	if err := w.Service.SetOffer(ctx, w.Staff, id, 0, activity.Voluntary, "x"); !fault.Is(err, fault.Conflict) {
		t.Errorf("as it is: got %v", err)
	}
	if err := w.Service.SetOffer(ctx, w.Staff, id, 0, activity.Commercial, "Garnet selges med fortjeneste."); err != nil {
		t.Fatal(err)
	}
	v, err := w.Service.PublicShow(ctx, w.Group.MunicipalityID, id)
	if err != nil || v.Offer != activity.Commercial || v.PriceOre != nil || v.Status != activity.Published {
		t.Errorf("got %s, price %v, %s, %v", v.Offer, v.PriceOre, v.Status, err)
	}
	if hits(t, w, search.Filter{Free: true})+hits(t, w, search.Filter{Offers: []string{"voluntary"}}) != 0 {
		t.Error("it is still found as free or voluntary")
	}
	letter := mailtest.Last(t, w.Pool, "kari@strikk.example")
	if letter.Kind.String() != "activity-offer" || !strings.Contains(letter.TextBody, "Garnet selges med fortjeneste.") {
		t.Errorf("got %+v", letter)
	}
}
