package account_test

// What somebody is told of: her own choice, of what her role can do something about.

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestKindsOfEachRole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	group := []notice.Kind{notice.SignUps, notice.OwnActivities}
	staff := []notice.Kind{notice.Organisations, notice.Activities, notice.Calls, notice.Files, notice.Other}
	for role, want := range map[account.Role][]notice.Kind{
		account.Administrator: staff, account.Coordinator: staff, account.ContactManager: {notice.Files, notice.Other}, account.Reader: nil,
		account.GroupAdmin: group, account.GroupMember: group,
	} {
		who := h.member(string(role)+"@k.example", org, account.GroupMember)
		if role != account.GroupAdmin && role != account.GroupMember {
			who = h.staff(string(role)+"2@k.example", role)
		}
		who.Role = role
		if diff := cmp.Diff(want, notice.Of(who)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", role, diff)
		}
	}
	if got := notice.Of(account.SystemActor(h.municipality, "")); got != nil {
		t.Errorf("a job is told of %v", got)
	}
}

func TestChoicesAreOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := notice.NewService(notice.Deps{Pool: h.pool, Now: func() time.Time { return h.now }})
	x, y := h.cast(h.municipality), h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	chosen := func(who account.Actor) (out []notice.Often) {
		list, err := s.Choices(t.Context(), who)
		h.must(err)
		for i, c := range list {
			if c.Kind != notice.Of(who)[i] {
				t.Errorf("place %d: got %q, want %q", i, c.Kind, notice.Of(who)[i])
			}
			out = append(out, c.Often)
		}
		return out
	}
	h.must(s.SaveChoices(t.Context(), y.kari, []notice.Choice{{Kind: notice.Other, Often: notice.Never}}))
	h.must(s.SaveChoices(t.Context(), x.admin, []notice.Choice{{Kind: notice.Organisations, Often: notice.AtOnce}}))
	for _, often := range notice.Oftens {
		touched := pgtest.Touched(t, h.pool, []string{"notice_choice"}, func() {
			h.must(s.SaveChoices(t.Context(), x.kari, []notice.Choice{{Kind: notice.Activities, Often: often}}))
		})
		if len(touched) != 1 {
			t.Errorf("rows changed: %v, want one", touched)
		}
		if diff := cmp.Diff([]notice.Often{notice.Daily, often, notice.Daily, notice.Daily, notice.Daily}, chosen(x.kari)); diff != "" {
			t.Errorf("hers (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff([]notice.Often{notice.Daily, notice.Daily, notice.Daily, notice.Daily, notice.Never}, chosen(y.kari)); diff != "" {
		t.Errorf("the neighbour's (-want +got):\n%s", diff)
	}
	h.wantKind("a kind of the other door", s.SaveChoices(t.Context(), x.kari, []notice.Choice{{Kind: notice.SignUps, Often: notice.Never}}), fault.Forbidden)
	if err := s.SaveChoices(t.Context(), x.kari, []notice.Choice{{Kind: notice.Other, Often: "hourly"}}); !fault.FieldsOf(err).Has("other") {
		t.Errorf("an hour: got %v, want it refused by its name", err)
	}
	nobody := account.Resident(h.municipality)
	_, err := s.Choices(t.Context(), nobody)
	h.wantKind("nobody's choices", err, fault.Forbidden)
	h.wantKind("nobody chooses", s.SaveChoices(t.Context(), nobody, nil), fault.Forbidden)
}
