package registration_test

// One bad row is in nobody else's way.

import (
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
)

func TestSweepGoesOnBehindABadRow(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.Open(t, 20, nil)
	dates := w.Dates(t, w.Activity)
	date, tiny := dates[5].ID, dates[6].ID
	bad, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Ola Nes", 1))
	must(t, err)
	good, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Kari Vik", 1))
	must(t, err)
	unwritten, _ := w.Join(t, date, "Per Lie", 1)
	w.Join(t, date, "Siv Moe", 1)
	must(t, w.SignUps.SetCapacity(ctx, w.Group, w.Activity, tiny, number(1)))
	leaves, _ := w.Join(t, tiny, "Eva Dal", 1)
	offered, _ := w.Join(t, tiny, "Ida Bø", 1)
	_, err = w.SignUps.CancelByToken(ctx, w.Resident, leaves.Token)
	must(t, err)
	w.Now = w.Now.Add(48 * time.Hour)
	for _, name := range []string{"per.lie", "siv.moe"} {
		must(t, w.SignUps.ResendLink(ctx, w.Resident, name+"@post.example"))
	}
	for _, sql := range []string{
		"create function bad() returns trigger language plpgsql as $$ begin raise exception 'bad row'; end $$",
		fmt.Sprintf("create trigger bad before delete on registration for each row when (old.id = %d) execute function bad()", bad.ID),
		fmt.Sprintf("create trigger bad before insert on registration_token for each row when (new.registration_id = %d) execute function bad()", unwritten.ID),
	} {
		_, err := w.Pool.Exec(ctx, sql)
		must(t, err)
	}
	for range 2 {
		if err := w.SignUps.Sweep(ctx); err == nil {
			t.Error("the bad rows are passed over in silence")
		}
	}
	w.WantStatus(t, bad.ID, registration.Unconfirmed)
	_, err = w.SignUps.ByToken(ctx, w.Resident, good.Token)
	wantKind(t, err, fault.NotFound)
	w.WantStatus(t, offered.ID, registration.ExpiredOffer)
	if got := mailtest.Last(t, w.Pool, "siv.moe@post.example").Kind; got != kind.SignUpLink {
		t.Errorf("the last letter to the second who asked for a link is %s", got)
	}
	if got := w.ID(t, "select count(*) from signup_link_wish"); got != 1 {
		t.Errorf("%d wishes are left, want the one that could not be served", got)
	}
}
