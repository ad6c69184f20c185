package account_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Whoever ends her account loses all that it may do, at both doors, and nobody else loses anything.
func TestEndOwnAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	vik, fjell := h.organisation("Vik IL"), h.organisation("Fjell IL")
	boss := h.member("boss@lag.example", vik, account.GroupAdmin)
	h.member("boss@lag.example", fjell, account.GroupAdmin)
	kari := h.staff("kari@kommunen.example", account.Coordinator)
	h.staff("admin@kommunen.example", account.Administrator)
	h.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin'), ($1, $3, 'group_member')`, kari.AccountID, vik, fjell)
	atLag := kari
	atLag.Door, atLag.OrganisationID = account.GroupDoor, vik
	atLag = h.session(atLag)

	h.wantKind("nobody", h.EndOwn(t.Context(), account.Resident(h.municipality)), fault.Forbidden)
	h.must(h.EndOwn(t.Context(), atLag))
	h.audited("account.end")
	for door, a := range map[string]account.Actor{"the group's": atLag, "the municipality's": kari} {
		if h.alive(a) {
			t.Errorf("the session at %s door lives on", door)
		}
	}
	if n := h.int(`select count(*) from account where id = $1 and ended_at = $2 and staff_role is null`, kari.AccountID, h.now); n != 1 {
		t.Errorf("the account is not ended, or has its role")
	}
	if n := h.int(`select count(*) from membership where account_id = $1`, kari.AccountID); n != 0 {
		t.Errorf("she is still in %d groups", n)
	}
	if n := h.int(`select count(*) from membership where account_id = $1`, boss.AccountID); n != 2 || !h.alive(boss) {
		t.Errorf("another person is in %d groups now, want 2, and logged in: %v", n, h.alive(boss))
	}
	if got := h.last("kari@kommunen.example"); got.Kind.String() != "account-ended" {
		t.Errorf("she is told %q, want that the account is ended", got.Kind)
	}
	h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
	for _, m := range mailtest.All(t, h.pool, "kari@kommunen.example") {
		if m.Kind.String() == "login" {
			t.Error("she can still log in")
		}
	}
}

// Nobody ends her account who is the last that answers for something that goes on.
func TestTheLastOneCannotEndHerAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	vik, old := h.organisation("Vik IL"), h.organisation("Gammelt lag")
	boss := h.member("boss@lag.example", vik, account.GroupAdmin)
	h.member("boss@lag.example", old, account.GroupAdmin)
	h.exec(`update organisation set status = 'ended' where id = $1`, old)
	err := h.EndOwn(t.Context(), boss)
	h.wantKind("the only one responsible", err, fault.Conflict)
	if !strings.Contains(err.Error(), "Vik IL") {
		t.Errorf("the refusal is %q, want it to name the group", err)
	}
	if n := h.int(`select count(*) from membership where account_id = $1`, boss.AccountID); n != 2 || !h.alive(boss) {
		t.Errorf("refused, and yet in %d groups, logged in: %v", n, h.alive(boss))
	}
	h.member("ny@lag.example", vik, account.GroupAdmin)
	h.must(h.EndOwn(t.Context(), boss)) // a group that is no more keeps nobody

	admin := h.staff("admin@kommunen.example", account.Administrator)
	h.want("the only administrator", h.EndOwn(t.Context(), admin), account.ErrLastAdministrator)
	h.now = h.now.Add(account.FreshLogin + time.Second)
	h.staff("ny@kommunen.example", account.Administrator)
	h.want("logged in long ago", h.EndOwn(t.Context(), admin), account.ErrNotFresh)
	h.must(h.EndOwn(t.Context(), h.session(admin)))
}

// Two administrators who leave at the same time: one must stay.
func TestAdministratorsLeaveAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var wg sync.WaitGroup
	for _, a := range []account.Actor{h.staff("a@k.example", account.Administrator), h.staff("b@k.example", account.Administrator)} {
		wg.Go(func() { _ = h.EndOwn(t.Context(), a) })
	}
	wg.Wait()
	if n := h.int(`select count(*) from account where staff_role = 'administrator' and ended_at is null`); n != 1 {
		t.Errorf("administrators left: got %d, want 1", n)
	}
}

// An account whose groups have all ended ends with the last of them, and comes back with it.
func TestAccountsOfAnEndedGroup(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	vik, fjell := h.organisation("Vik IL"), h.organisation("Fjell IL")
	ola := h.member("ola@lag.example", vik, account.GroupAdmin)
	both := h.member("both@lag.example", vik, account.GroupAdmin)
	h.member("both@lag.example", fjell, account.GroupAdmin)
	kari := h.staff("kari@kommunen.example", account.Reader)
	h.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, kari.AccountID, vik)
	left := h.member("left@lag.example", vik, account.GroupMember)
	h.must(h.EndOwn(t.Context(), left))
	inTx := func(do func(ctx context.Context, tx pgx.Tx) error) {
		t.Helper()
		h.must(postgres.InTx(t.Context(), h.pool, do))
	}
	want := func(when string, open string) {
		t.Helper()
		var got []string
		for name, a := range map[string]account.Actor{"ola": ola, "both": both, "kari": kari, "left": left} {
			if h.int(`select count(*) from account where id = $1 and ended_at is null`, a.AccountID) == 1 {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != open {
			t.Errorf("%s: open are %v, want %s", when, got, open)
		}
	}
	h.exec(`update organisation set status = 'ended' where id = $1`, vik)
	inTx(func(ctx context.Context, tx pgx.Tx) error { return account.EndWithGroup(ctx, tx, vik, h.now) })
	want("one group has ended", "both kari")
	h.must(h.RemoveMember(t.Context(), h.staff("chief@kommunen.example", account.Administrator), fjell, h.member("second@lag.example", fjell, account.GroupAdmin).AccountID))
	h.exec(`update organisation set status = 'approved' where id = $1`, vik)
	inTx(func(ctx context.Context, tx pgx.Tx) error { return account.ReviveWithGroup(ctx, tx, vik) })
	want("it is opened again", "both kari ola")
}
