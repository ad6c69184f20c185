package account_test

// Who may take whom out of a group, and how the log names who acts.

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
)

func TestWhoRemovesWhom(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	const allowed = fault.Internal // no fault at all
	staff, own := x.admin, x.ola
	own.Door = account.StaffDoor // the account of a member, at the other door
	for name, tc := range map[string]struct {
		by   account.Actor
		whom int64
		want fault.Kind
	}{
		"a member another":                    {x.ola, x.per.AccountID, fault.Forbidden},
		"a member the one responsible":        {x.ola, x.boss.AccountID, fault.Forbidden},
		"a member herself":                    {x.ola, x.ola.AccountID, allowed},
		"the one responsible a member":        {x.boss, x.per.AccountID, allowed},
		"another group's of the same person":  {x.olaAtFjell, x.ola.AccountID, fault.NotFound},
		"the neighbour's":                     {y.boss, x.per.AccountID, fault.NotFound},
		"staff who manage groups":             {staff, x.kari.AccountID, allowed},
		"staff herself, a member at the door": {x.kariAtLag, x.kari.AccountID, allowed},
		"at the wrong door":                   {own, x.ola.AccountID, fault.Forbidden},
		"nobody":                              {account.Resident(h.municipality), x.ola.AccountID, fault.Forbidden},
		"nobody at the group's door":          {account.Actor{Door: account.GroupDoor, MunicipalityID: h.municipality, OrganisationID: x.vik}, x.ola.AccountID, fault.Forbidden},
	} {
		h.exec(`insert into membership (account_id, organisation_id, role) select $1, $2, 'group_member' on conflict do nothing`, tc.whom, x.vik)
		h.exec(`update account set ended_at = null`)
		err := h.RemoveMember(t.Context(), tc.by, x.vik, tc.whom)
		if tc.want == allowed {
			h.must(err)
			continue
		}
		h.wantKind(name, err, tc.want)
	}
	h.must(h.ChangeMemberRole(t.Context(), x.admin, x.vik, x.boss.AccountID, account.GroupAdmin))
	h.want("the last one responsible herself", h.RemoveMember(t.Context(), x.boss, x.vik, x.boss.AccountID), account.ErrLastGroupAdmin)
}

func TestHowTheLogNamesWhoActs(t *testing.T) {
	t.Parallel()
	person := account.Actor{MunicipalityID: 3, AccountID: 7, Name: "Kari", Role: account.Reader}
	at := func(door account.Door) account.Actor { a := person; a.Door = door; return a }
	for want, by := range map[audit.Actor]account.Actor{
		{Kind: "public", MunicipalityID: 3}:                         account.Resident(3),
		{Kind: "staff", ID: 7, Name: "Kari", MunicipalityID: 3}:     at(account.StaffDoor),
		{Kind: "group", ID: 7, Name: "Kari", MunicipalityID: 3}:     at(account.GroupDoor),
		{Kind: "system", MunicipalityID: 3}:                         account.SystemActor(3, ""),
		{Kind: "command", Name: "kommandolinje", MunicipalityID: 3}: account.SystemActor(3, "kommandolinje"),
	} {
		if got := by.Audit(); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}
