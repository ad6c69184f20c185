package organisation_test

import (
	"errors"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgtest"
)

func TestUpdate(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikkelaget", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
	admin := w.Member(id, account.GroupAdmin)
	d := w.DraftOf(id)
	d.Summary, d.OrgNr, d.Kind = "Vi strikker sokker.", "", organisation.Foundation
	d.Contacts = []organisation.Contact{{Name: "Kari", Role: "leader", Email: "kari@x.example", Public: true}, {Name: "Ola", Role: "treasurer", Phone: "+4722222222"}}
	if err := w.Update(ctx, admin, d); err != nil {
		t.Fatal(err)
	}
	v, err := w.PublicShow(ctx, w.Here, id)
	if err != nil {
		t.Fatal(err)
	}
	if v.Summary != "Vi strikker sokker." || v.FieldSource["summary"] != organisation.FromSelf {
		t.Errorf("got summary %q from %q, want the group's own", v.Summary, v.FieldSource["summary"])
	}
	if v.OrgNr != orgtest.OrgNr || v.Kind != organisation.Association {
		t.Errorf("got number %q and kind %q, want a group unable to change them", v.OrgNr, v.Kind)
	}
	if len(v.Contacts) != 1 || v.Contacts[0].Name != "Kari" {
		t.Errorf("residents see %+v, want only the public contact", v.Contacts)
	}
	if err := w.Update(ctx, w.Coordinator, d); !errors.Is(err, organisation.ErrChanged) {
		t.Errorf("with an old version: got %v, want ErrChanged", err)
	}
	page, err := w.PublicList(ctx, orglist.ListParams{MunicipalityID: w.Here, Words: "sokker"})
	if err != nil || len(page.Cards) != 1 {
		t.Errorf("got %d hits (%v), want the new text found", len(page.Cards), err)
	}
}

func TestUpdateParent(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	parent, child := w.Lag("Idrettsrådet"), w.Lag("Turlaget")
	d := w.DraftOf(child)
	d.ParentID = parent
	if err := w.Update(t.Context(), w.Coordinator, d); err != nil {
		t.Fatal(err)
	}
	if v, err := w.PublicShow(t.Context(), w.Here, parent); err != nil || len(v.Children) != 1 {
		t.Errorf("got children %v (%v), want one", v.Children, err)
	}
	if v, err := w.PublicShow(t.Context(), w.Here, child); err != nil || v.Parent == nil || v.Parent.Name != "Idrettsrådet" {
		t.Errorf("got parent %v (%v), want Idrettsrådet", v.Parent, err)
	}
	d = w.DraftOf(parent)
	d.ParentID = child
	orgtest.WantField(t, w.Update(t.Context(), w.Coordinator, d), "overordnet") // a circle
}

// TestRights sends every use case as those who may not.
func TestRights(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id, other := w.Lag("Strikkelaget"), w.Lag("Turlaget")
	stranger, member := w.Member(other, account.GroupAdmin), w.Member(id, account.GroupMember)
	resident := account.Resident(w.Here)
	calls := map[string]func(account.Actor) error{
		"Update":  func(a account.Actor) error { return w.Update(ctx, a, w.DraftOf(id)) },
		"Confirm": func(a account.Actor) error { return w.Confirm(ctx, a, id) },
		"Get":     func(a account.Actor) error { _, err := w.Get(ctx, a, id); return err },
		"Approve": func(a account.Actor) error { return w.Approve(ctx, a, id) },
		"Refuse":  func(a account.Actor) error { return w.Refuse(ctx, a, id, "x") },
		"End":     func(a account.Actor) error { return w.End(ctx, a, id, "") },
		"Reopen":  func(a account.Actor) error { return w.Reopen(ctx, a, id) },
		"Merge":   func(a account.Actor) error { return w.Merge(ctx, a, id, other) },
		"Create":  func(a account.Actor) error { _, err := w.Create(ctx, a, w.DraftOf(id)); return err },
		"All":     func(a account.Actor) error { _, err := w.All(ctx, a, orglist.RegisterParams{}); return err },
		"Export":  func(a account.Actor) error { _, _, err := w.Export(ctx, a, "nb", orglist.RegisterParams{}); return err },
		"Plan": func(a account.Actor) error {
			_, err := w.Plan(ctx, w.Pool, a, orgimport.List{}, intake.Choices{})
			return err
		},
	}
	ok, forbidden, notFound := fault.Kind(-1), fault.Forbidden, fault.NotFound
	for name, want := range map[string]struct{ resident, reader, elsewhere, stranger, member fault.Kind }{
		"Update":  {forbidden, forbidden, notFound, notFound, forbidden},
		"Confirm": {forbidden, forbidden, notFound, notFound, forbidden},
		"Get":     {forbidden, ok, notFound, notFound, ok},
		"Approve": {forbidden, forbidden, notFound, forbidden, forbidden},
		"Refuse":  {forbidden, forbidden, notFound, forbidden, forbidden},
		"End":     {forbidden, forbidden, notFound, forbidden, forbidden},
		"Reopen":  {forbidden, forbidden, notFound, forbidden, forbidden},
		"Merge":   {forbidden, forbidden, notFound, forbidden, forbidden},
		"Create":  {forbidden, forbidden, ok, forbidden, forbidden},
		"All":     {forbidden, ok, ok, forbidden, forbidden},
		"Export":  {forbidden, forbidden, ok, forbidden, forbidden},
		"Plan":    {forbidden, forbidden, ok, forbidden, forbidden},
	} {
		for who, c := range map[string]struct {
			actor account.Actor
			want  fault.Kind
		}{
			"resident": {resident, want.resident}, "reader": {w.Reader, want.reader}, "elsewhere": {w.Elsewhere, want.elsewhere},
			"stranger": {stranger, want.stranger}, "member": {member, want.member},
		} {
			err := calls[name](c.actor)
			if c.want == ok && err != nil || c.want != ok && !fault.Is(err, c.want) {
				t.Errorf("%s as %s: got %v, want kind %d", name, who, err, c.want)
			}
		}
	}
}

func TestRemind(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikkelaget")
	w.Lag("Turlaget") // nobody to ask
	admin := w.Member(id, account.GroupAdmin)
	w.Member(id, account.GroupMember)
	wantReminders(w, t, admin.Email, 0)
	w.At = orgtest.Now.AddDate(1, 0, 1)
	wantReminders(w, t, admin.Email, 1)
	wantReminders(w, t, admin.Email, 1) // not twice
	rows, n, err := w.ExpiredConfirmations(ctx, w.Coordinator, 10)
	if err != nil || n != 2 || len(rows) != 2 {
		t.Errorf("got %d of %d on the list (%v), want 2", len(rows), n, err)
	}
	if err := w.Confirm(ctx, admin, id); err != nil {
		t.Fatal(err)
	}
	if _, n, _ = w.ExpiredConfirmations(ctx, w.Coordinator, 10); n != 1 {
		t.Errorf("got %d on the list after confirming, want 1", n)
	}
	w.At = orgtest.Now.AddDate(2, 1, 0)
	wantReminders(w, t, admin.Email, 2)
}

func wantReminders(w *orgtest.World, t *testing.T, to string, want int) {
	t.Helper()
	if err := w.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(mailtest.All(t, w.Pool, to)); got != want {
		t.Errorf("got %d e-mails, want %d", got, want)
	}
}

// What a lag's own people write as a name is quoted in letters, so it is no address; what was there stays.
func TestUpdateNamesAreNames(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikk.no")
	admin := w.Member(id, account.GroupAdmin)
	d := w.DraftOf(id)
	d.Summary = "Vi strikker."
	if err := w.Update(ctx, admin, d); err != nil {
		t.Errorf("a name that the municipality has given: got %v", err)
	}
	d = w.DraftOf(id)
	d.Name = "Du har vunnet www.evil.example"
	orgtest.WantField(t, w.Update(ctx, admin, d), "navn")
	d = w.DraftOf(id)
	d.Contacts = []organisation.Contact{{Name: "kari@evil.example", Role: "leader", Email: "kari@x.example"}}
	orgtest.WantField(t, w.Update(ctx, admin, d), "kontakt1_navn")
}

// Since when residents may see a person follows her through changes, and begins anew when she has been hidden.
func TestPublicSince(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	id := w.Lag("Strikkelaget")
	admin := w.Member(id, account.GroupAdmin)
	save := func(after time.Duration, people ...organisation.Contact) {
		t.Helper()
		w.At = orgtest.Now.Add(after)
		d := w.DraftOf(id)
		d.Contacts = people
		if err := w.Update(t.Context(), admin, d); err != nil {
			t.Fatal(err)
		}
	}
	hiddenAt := map[string]time.Duration{}
	since := func(what string, want ...time.Duration) {
		t.Helper()
		for i, c := range w.DraftOf(id).Contacts {
			if want[i] < 0 != (c.PublicAt == nil) || c.PublicAt != nil && !c.PublicAt.Equal(orgtest.Now.Add(want[i])) {
				t.Errorf("%s: %s may be seen since %v, want %v", what, c.Name, c.PublicAt, want[i])
			}
			if at, hidden := hiddenAt[organisation.PersonKey(c.Name)]; hidden != (c.PrivateAt != nil) || hidden && !c.PrivateAt.Equal(orgtest.Now.Add(at)) {
				t.Errorf("%s: %s hidden since %v, want %v", what, c.Name, c.PrivateAt, at)
			}
		}
	}
	kari := organisation.Contact{Name: "Kari", Role: "leader", Email: "kari@x.example", Public: true}
	ola := organisation.Contact{Name: "Ola", Role: "treasurer", Email: "ola@x.example"}
	save(time.Hour, kari, ola)
	since("at first", time.Hour, -1)
	ola.Public, kari.Role, kari.Name = true, "contact", " kari "
	save(2*time.Hour, ola, kari)
	since("with another role", 2*time.Hour, time.Hour)
	kari.Public, hiddenAt["kari"] = false, 3*time.Hour
	save(3*time.Hour, kari, ola)
	since("hidden", -1, 2*time.Hour)
	save(3*time.Hour+time.Minute, kari, ola)
	since("hidden still", -1, 2*time.Hour)
	kari.Public, hiddenAt = true, nil
	save(4*time.Hour, kari, ola)
	since("shown again", 4*time.Hour, 2*time.Hour)
}
