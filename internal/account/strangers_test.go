package account_test

// What others do at the same time, at the other door, in the next town or in another
// browser, is nothing to whoever logs in or is invited.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres/pgtest"
)

const another = "another-browser-with-another-secret"

// A code that is typed is tried against what this browser has open at this door in this
// town, and against nothing else.
func TestWhatATryIsCountedFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	attempt := func() string { return fmt.Sprint("login_attempt ", h.int(`select max(id) from login_attempt`)) }
	ask := func(municipality int64, door account.Door, email, browser string) string {
		h.must(h.RequestLogin(t.Context(), login.Request{Door: door, MunicipalityID: municipality, Email: email, Browser: browser}))
		return attempt()
	}
	ask(x.municipality, account.StaffDoor, "admin@k.example", browser)
	h.now = h.now.Add(10 * time.Minute) // that one has run out
	ask(x.municipality, account.StaffDoor, "admin@k.example", browser)
	h.must(second(h.code(account.StaffDoor, browser, h.last("admin@k.example").Code))) // and that one is used
	ask(y.municipality, account.StaffDoor, "kari@k.example", browser)
	ask(x.municipality, account.StaffDoor, "kari@k.example", another)
	ask(x.municipality, account.GroupDoor, "kari@k.example", browser)
	ask(x.municipality, account.StaffDoor, "sjef@k.example", browser)
	h.exec(`update login_attempt set tries = 5 where id = $1`, h.int(`select max(id) from login_attempt`))
	open := []string{ask(x.municipality, account.StaffDoor, "ukjent@k.example", browser), ask(x.municipality, account.StaffDoor, "kari@k.example", browser)}
	slices.Sort(open)
	got := pgtest.Touched(t, h.pool, []string{"login_attempt"}, func() {
		_, err := h.code(account.StaffDoor, browser, "1")
		h.want("a wrong code", err, login.ErrWrongCode)
	})
	if diff := cmp.Diff(open, got); diff != "" {
		t.Errorf("requests that the try counts for (-want +got):\n%s", diff)
	}
	// The right one takes its own try back, and spends all that is open here.
	tries := func() int64 {
		return h.int(`select tries from login_attempt where account_id = $1 and browser_hash = $2 and door = 'ansatt' and tries < 5 order by id desc limit 1`, x.kari.AccountID, account.Hash("browser", browser))
	}
	before := tries()
	h.must(second(h.code(account.StaffDoor, browser, h.last("kari@k.example").Code)))
	if got := tries(); got != before {
		t.Errorf("the right code counts as a try: got %d, want %d", got, before)
	}
	if got := h.int(`select count(*) from login_attempt where used_at is null`); got != 3 {
		t.Errorf("open elsewhere: got %d, want the three of the other town, browser and door", got)
	}
}

func second[T any](_ T, err error) error { return err }

// A link is known by its token alone.
func TestLinksOfOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	h.cast(h.municipality)
	there := h.proof(y.municipality, account.StaffDoor, "kari@k.example", browser)
	here := h.proof(h.municipality, account.StaffDoor, "kari@k.example", browser)
	h.proof(h.municipality, account.GroupDoor, "ola@lag.example", browser)
	for name, change := range map[string]func(*login.Confirm){
		"no such token":  func(in *login.Confirm) { in.Token = "tull" },
		"another town's": func(in *login.Confirm) { in.Token = there.Token },
		"another door":   func(in *login.Confirm) { in.Door = account.GroupDoor },
		"another town":   func(in *login.Confirm) { in.MunicipalityID = y.municipality },
	} {
		in := here
		change(&in)
		h.want(name+", looked at", h.CheckLink(t.Context(), in), login.ErrLinkExpired)
		h.want(name, second(h.ConfirmLink(t.Context(), in)), login.ErrLinkExpired)
	}
	h.must(h.CheckLink(t.Context(), here))
	h.must(second(h.ConfirmLink(t.Context(), here)))
	h.want("looked at when it is used", h.CheckLink(t.Context(), here), login.ErrLinkUsed)
}

// Access that ends between the letter and the link opens nothing.
func TestAccessThatEndsMeanwhile(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		door account.Door
		sql  string
		want error
	}{
		"no longer staff":               {account.StaffDoor, `update account set staff_role = null where email = 'kari@k.example'`, login.ErrLinkExpired},
		"no longer of a group":          {account.GroupDoor, `delete from membership`, login.ErrLinkExpired},
		"the group is refused":          {account.GroupDoor, `update organisation set status = 'refused'`, login.ErrLinkExpired},
		"the account is ended":          {account.GroupDoor, `update account set ended_at = now() where email = 'kari@k.example'`, login.ErrLinkExpired},
		"staff's account ended":         {account.StaffDoor, `update account set ended_at = now() where email = 'kari@k.example'`, login.ErrLinkExpired},
		"a group's, not of staff":       {account.GroupDoor, `update account set staff_role = null where email = 'kari@k.example'`, nil},
		"the group is not approved yet": {account.GroupDoor, `update organisation set status = 'pending'`, nil},
	} {
		h := newHouse(t)
		h.cast(h.municipality)
		in := h.proof(h.municipality, tc.door, "kari@k.example", browser)
		h.exec(tc.sql)
		h.want(name, second(h.ConfirmLink(t.Context(), in)), tc.want)
	}
}

// Who may log in where: a letter goes out, or none.
func TestWhoGetsALetter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	far := h.town("9902", "Nabovik", "nabovik.example")
	x := h.cast(h.municipality)
	here := h.municipality
	h.municipality = far
	h.staff("bare.der@k.example", account.Reader)
	h.municipality = here
	for _, status := range []string{"pending", "approved", "refused", "ended", "merged"} {
		org := h.organisation(status)
		h.exec(`update organisation set status = $2 where id = $1`, org, status)
		h.member(status+"@lag.example", org, account.GroupAdmin)
	}
	h.exec(`update account set ended_at = now() where id = $1`, x.per.AccountID)
	for email, want := range map[string]string{
		"kari@k.example": "ansatt lag", "admin@k.example": "ansatt", "ola@lag.example": "lag", "per@lag.example": "", "bare.der@k.example": "", "ukjent@k.example": "",
		"pending@lag.example": "lag", "approved@lag.example": "lag", "refused@lag.example": "", "ended@lag.example": "", "merged@lag.example": "",
	} {
		var got []string
		for _, door := range []account.Door{account.StaffDoor, account.GroupDoor} {
			before := len(mailtest.All(t, h.pool, email))
			h.must(h.RequestLogin(t.Context(), login.Request{Door: door, MunicipalityID: here, Email: email, Browser: browser, Next: "/min side"}))
			all := mailtest.All(t, h.pool, email)
			if len(all) == before {
				continue
			}
			got = append(got, string(door))
			path := door.Path("/logg-inn/lenke/")
			if link := all[0].Links[0]; !strings.Contains(link, "example"+path) || !strings.HasSuffix(link, "?neste=%2Fmin+side") {
				t.Errorf("%s at %s: the link is %s", email, door, link)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got a letter at %v, want at %q", email, got, want)
		}
	}
	err := h.RequestLogin(t.Context(), login.Request{Door: account.StaffDoor, MunicipalityID: here, Email: "kari@k.example", Browser: strings.Repeat("a", 19)})
	h.wantKind("without a secret of the browser", err, fault.Internal)
	h.must(h.RequestLogin(t.Context(), login.Request{Door: account.StaffDoor, MunicipalityID: here, Email: "kari@k.example", Browser: strings.Repeat("a", 20)}))
}

// Asking and guessing at other addresses, or elsewhere, takes nothing from hers.
func TestLimitsAreOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	h.cast(h.municipality)
	for range 4 {
		h.must(h.ask(account.StaffDoor, "admin@k.example", another))
		h.must(h.RequestLogin(t.Context(), login.Request{Door: account.StaffDoor, MunicipalityID: y.municipality, Email: "kari@k.example", Browser: another}))
		for range 5 {
			_ = second(h.code(account.StaffDoor, another, "1"))
		}
	}
	h.exec(`update login_attempt set tries = 30, ip = ''`)
	before := len(mailtest.All(t, h.pool, "kari@k.example"))
	for n := range 4 {
		h.must(h.ask(account.StaffDoor, "kari@k.example", browser))
		if got := len(mailtest.All(t, h.pool, "kari@k.example")) - before; got != min(n+1, 3) {
			t.Errorf("asked %d times: got %d letters, want %d", n+1, got, min(n+1, 3))
		}
	}
	h.must(second(h.code(account.StaffDoor, browser, h.last("kari@k.example").Code)))
}

// Fourteen minutes are not a quarter, and fifty-nine no hour.
func TestHowLongTheLimitsLast(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.cast(h.municipality)
	letters := func() int { return len(mailtest.All(t, h.pool, "kari@k.example")) }
	for range 3 {
		h.must(h.ask(account.StaffDoor, "kari@k.example", browser))
	}
	h.now = h.now.Add(15*time.Minute - time.Millisecond)
	before := letters()
	h.must(h.ask(account.StaffDoor, "kari@k.example", browser))
	if letters() != before {
		t.Error("a letter a moment before the quarter is over")
	}
	h.now = h.now.Add(time.Millisecond)
	h.must(h.ask(account.StaffDoor, "kari@k.example", browser))
	if letters() != before+1 {
		t.Error("no letter when the quarter is over")
	}
	h.exec(`delete from login_attempt`)
	for n := range 20 {
		h.must(h.ask(account.StaffDoor, fmt.Sprint("u", n, "@k.example"), browser))
	}
	h.now = h.now.Add(time.Hour - time.Millisecond)
	h.want("a moment before the hour is over", h.ask(account.StaffDoor, "enda@k.example", browser), account.ErrTooManyFromIP)
	h.now = h.now.Add(time.Millisecond)
	h.must(h.ask(account.StaffDoor, "enda@k.example", browser))
}

// Who has access already is not invited again; whoever has it elsewhere is.
func TestWhoIsInvitedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	h.exec(`update account set ended_at = now() where id = $1`, x.per.AccountID)
	for _, c := range []struct {
		email      string
		staff, vik bool // refused as having access
	}{
		{"admin@k.example", true, false}, {"kari@k.example", true, true}, {"ola@lag.example", false, true}, {"per@lag.example", false, false}, {"ny@k.example", false, false},
	} {
		err := h.InviteStaff(t.Context(), x.admin, invitation.Invite{Email: c.email, Name: "Ny", Role: account.Reader})
		if fault.FieldsOf(err).Has("epost") != c.staff || !c.staff && err != nil {
			t.Errorf("%s as staff: got %v, want refused %v", c.email, err, c.staff)
		}
		err = h.InviteMember(t.Context(), x.boss, x.vik, invitation.Invite{Email: c.email, Name: "Ny", Role: account.GroupMember})
		if fault.FieldsOf(err).Has("epost") != c.vik || !c.vik && err != nil {
			t.Errorf("%s in the group: got %v, want refused %v", c.email, err, c.vik)
		}
	}
}

// A link of the next town, or none, invites nobody here; one's own says what to.
func TestInvitationsOfOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	far := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	theirs, token := h.invited(far, "ny@k.example")
	h.exec(`delete from mail_allowance`)
	ours, own := h.invited(x, "ny@k.example")
	for name, token := range map[string]string{"another town's": token, "no such": "tull"} {
		h.want(name, second(h.InvitationByToken(t.Context(), h.municipality, token)), invitation.ErrInvitationExpired)
		h.want(name, second(accept(h, token)), invitation.ErrInvitationExpired)
	}
	h.wantKind("sent again", h.ResendInvitation(t.Context(), x.boss, theirs.ID), fault.NotFound)
	h.wantKind("withdrawn", h.WithdrawInvitation(t.Context(), x.boss, theirs.ID), fault.NotFound)
	got, err := h.InvitationByToken(t.Context(), h.municipality, own)
	h.must(err)
	if got.ID != ours.ID || got.OrganisationName != "Vik IL" || got.InvitedBy != "boss@lag.example" || got.Role() != account.GroupMember || got.Door() != account.GroupDoor {
		t.Errorf("got %+v", got)
	}
	l, err := h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: own, Name: " Ny  Mann ", Lang: "en"})
	h.must(err)
	if n := h.int(`select count(*) from account where id = $1 and name = 'Ny Mann' and lang = 'en' and municipality_id = $2`, l.AccountID, h.municipality); n != 1 {
		t.Error("the account is not as she said")
	}
	h.want("looked at when it is used", second(h.InvitationByToken(t.Context(), h.municipality, own)), invitation.ErrInvitationUsed)
	list, err := h.MemberInvitations(t.Context(), x.boss, x.vik)
	h.must(err)
	if len(list) != 0 {
		t.Errorf("an accepted one is still listed: %+v", list)
	}
}

// Whoever acts for several begins where she was invited last, in the language that the
// letter knows she reads.
func TestWhereAnInvitationLeads(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	x := h.cast(h.municipality)
	h.exec(`update account set lang = 'en' where email = 'kari@k.example'`)
	h.exec(`update municipality set default_lang = 'nn'`)
	h.must(h.InviteMember(t.Context(), x.olaAtFjell, x.fjell, invitation.Invite{Email: "kari@k.example", Name: "Kari", Role: account.GroupMember}))
	h.must(h.InviteMember(t.Context(), x.olaAtFjell, x.fjell, invitation.Invite{Email: "ukjent@k.example", Name: "Ny", Role: account.GroupMember}))
	if english, nynorsk := h.last("kari@k.example").Subject, h.last("ukjent@k.example").Subject; !strings.HasPrefix(english, "You") || !strings.Contains(nynorsk, "Fjell IL") || strings.HasPrefix(nynorsk, "You") {
		t.Errorf("subjects: got %q and %q", english, nynorsk)
	}
	l, err := accept(h, h.token(h.last("kari@k.example")))
	h.must(err)
	if len(l.Organisations) != 2 || l.OrganisationID() != x.fjell {
		t.Errorf("got %+v, want Fjell IL first of two", l.Organisations)
	}
}

// Whatever is refused at the door leaves a line that says what was tried, and where.
func TestRefusedLoginsAreLogged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.cast(h.municipality)
	in := h.proof(h.municipality, account.StaffDoor, "kari@k.example", browser)
	for what, try := range map[string]func() error{
		"code": func() error { return second(h.code(account.StaffDoor, browser, "1")) },
		"link": func() error { return second(h.link(account.StaffDoor, another, in.Token)) },
	} {
		if err := try(); err == nil {
			t.Fatalf("%s: not refused", what)
		}
		if n := h.int(`select count(*) from audit_event where action = 'login.fail' and municipality_id = $1 and detail->>'door' = 'ansatt' and detail->>'reason' = $2 and actor_id is null`, h.municipality, what); n != 1 {
			t.Errorf("%s: got %d lines, want one", what, n)
		}
	}
	for range account.MaxPerAddress {
		h.must(h.ask(account.StaffDoor, "kari@k.example", browser))
	}
	if n := h.int(`select count(*) from audit_event where action = 'login.limit' and detail = '{"door": "ansatt"}'`); n != 1 {
		t.Errorf("asked too often: got %d lines, want one", n)
	}
}

// Who is invited from the command line has no name until she says it.
func TestNameOfTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.InviteFirstAdministrator(t.Context(), "", "forste@k.example")
	h.must(err)
	token := h.token(h.last("forste@k.example"))
	if _, err := accept(h, token); !fault.FieldsOf(err).Has("navn") {
		t.Errorf("without a name: got %v, want navn refused", err)
	}
	l, err := h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: token, Name: "Anne"})
	h.must(err)
	if l.Door != account.StaffDoor || h.int(`select count(*) from account where id = $1 and name = 'Anne' and staff_role = 'administrator' and lang = 'nb'`, l.AccountID) != 1 {
		t.Errorf("got %+v, want an administrator called Anne", l)
	}
}
