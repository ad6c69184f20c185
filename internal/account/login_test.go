package account_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
)

func TestLoginWithCode(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	who := h.staff("kari@kommunen.example", account.Coordinator)
	h.must(h.ask(account.StaffDoor, " Kari@Kommunen.example ", browser))
	code := h.last("kari@kommunen.example").Code

	_, err := h.code(account.StaffDoor, "another-browser-with-another-secret", code)
	h.want("other browser", err, login.ErrCodeSpent)
	_, err = h.code(account.GroupDoor, browser, code)
	h.want("other door", err, login.ErrCodeSpent)
	l, err := h.code(account.StaffDoor, browser, code)
	h.must(err)
	if l.AccountID != who.AccountID || l.SessionID == 0 {
		t.Errorf("login: got %+v, want account %d", l, who.AccountID)
	}
	h.audited("login.ok")
	_, err = h.code(account.StaffDoor, browser, code)
	h.want("twice", err, login.ErrCodeSpent)
	h.audited("login.fail")
}

func TestCodeIsSpentByFiveTries(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staff("kari@kommunen.example", account.Coordinator)
	h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
	right := h.last("kari@kommunen.example").Code
	wrong := "000000"
	if right == wrong {
		wrong = "111111"
	}
	for n := range 5 {
		_, err := h.code(account.StaffDoor, browser, wrong)
		h.want(fmt.Sprint("try ", n+1), err, login.ErrWrongCode)
	}
	_, err := h.code(account.StaffDoor, browser, right)
	h.want("the right one after five wrong", err, login.ErrCodeSpent)
	in := login.Confirm{
		Door: account.StaffDoor, MunicipalityID: h.municipality, Browser: "another-browser-with-another-secret", Token: h.token(h.last("kari@kommunen.example")),
	}
	h.want("the link in another browser", h.CheckLink(t.Context(), in), login.ErrOnlyLinkThere)
}

func TestLoginTimesOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		wait    time.Duration
		expired bool
	}{{"just in time", 10*time.Minute - time.Millisecond, false}, {"too late", 10 * time.Minute, true}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.staff("kari@kommunen.example", account.Reader)
			h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
			m := h.last("kari@kommunen.example")
			h.now = h.now.Add(test.wait)
			_, codeErr := h.code(account.StaffDoor, browser, "x1")
			if test.expired {
				h.want("code", codeErr, login.ErrCodeSpent)
				_, err := h.link(account.StaffDoor, browser, h.token(m))
				h.want("link", err, login.ErrLinkExpired)
				return
			}
			h.want("code", codeErr, login.ErrWrongCode)
			_, err := h.link(account.StaffDoor, browser, h.token(m))
			h.must(err)
		})
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	h.member("ola@lag.example", org, account.GroupAdmin)
	h.must(h.ask(account.GroupDoor, "ola@lag.example", browser))
	token := h.token(h.last("ola@lag.example"))

	_, err := h.link(account.GroupDoor, "another-browser-with-another-secret", token)
	h.want("other browser", err, login.ErrOtherBrowser)
	_, err = h.link(account.StaffDoor, browser, token)
	h.want("other door", err, login.ErrLinkExpired)
	in := login.Confirm{Door: account.GroupDoor, MunicipalityID: h.municipality + 1, Browser: browser, Token: token}
	_, err = h.ConfirmLink(t.Context(), in)
	h.want("other municipality", err, login.ErrLinkExpired)
	in.MunicipalityID = h.municipality
	h.must(h.CheckLink(t.Context(), in))
	h.must(h.CheckLink(t.Context(), in)) // looking changes nothing
	l, err := h.link(account.GroupDoor, browser, token)
	h.must(err)
	if l.OrganisationID() != org {
		t.Errorf("organisation: got %d, want %d", l.OrganisationID(), org)
	}
	_, err = h.link(account.GroupDoor, browser, token)
	h.want("twice", err, login.ErrLinkUsed)
}

// One answer and one kind of row for every address, and no e-mail but to those who may come in.
func TestUnknownAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staff("kari@kommunen.example", account.Reader)
	h.member("ola@lag.example", h.organisation("Vik IL"), account.GroupMember)
	ended := h.staff("slutt@kommunen.example", account.Reader)
	h.exec(`update account set ended_at = now() where id = $1`, ended.AccountID)
	for _, email := range []string{"ukjent@eksempel.no", "ola@lag.example", "slutt@kommunen.example"} {
		h.must(h.ask(account.StaffDoor, email, browser))
		if all := mailtest.All(t, h.pool, email); len(all) != 0 {
			t.Errorf("%s at the staff door: got %d e-mails, want none", email, len(all))
		}
	}
	if n := h.int(`select count(*) from login_attempt where account_id is null`); n != 3 {
		t.Errorf("attempts: got %d, want 3", n)
	}
	if n := h.int(`select count(*) from river_job where kind = 'mail.send'`); n != 0 {
		t.Errorf("jobs: got %d, want 0", n)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, email := range []string{"ukjent@eksempel.no", "kari@kommunen.example"} {
		for range 3 {
			h.must(h.ask(account.StaffDoor, email, browser))
		}
		h.must(h.ask(account.StaffDoor, email, browser)) // answered as always
	}
	h.audited("login.limit")
	h.now = h.now.Add(15 * time.Minute)
	h.must(h.ask(account.StaffDoor, "ukjent@eksempel.no", browser))
	for n := range 11 { // 20 in the hour with the nine before
		h.must(h.ask(account.StaffDoor, fmt.Sprintf("nr%d@eksempel.no", n), browser))
	}
	h.want("21st from one address", h.ask(account.StaffDoor, "enda@eksempel.no", browser), account.ErrTooManyFromIP)
	h.now = h.now.Add(time.Hour)
	h.must(h.ask(account.StaffDoor, "enda@eksempel.no", browser))
}

// What others ask for in her name fills no mailbox, tells them nothing, and does not keep
// her out where she has logged in before; elsewhere it does so for a quarter at most.
func TestAskingInAnothersName(t *testing.T) {
	t.Parallel()
	const kari, stranger = "kari@kommunen.example", "a-stranger-with-a-secret-of-its-own"
	h := newHouse(t)
	h.staff(kari, account.Coordinator)
	h.must(h.ask(account.StaffDoor, kari, browser))
	l, err := h.code(account.StaffDoor, browser, h.last(kari).Code)
	h.must(err)
	if len(l.Known) < 26 {
		t.Fatalf("known: got %q, want a secret for the browser to keep", l.Known)
	}
	h.now = h.now.Add(time.Hour)
	before := len(mailtest.All(t, h.pool, kari))
	for range 15 {
		h.must(h.ask(account.StaffDoor, kari, stranger))
		h.must(h.ask(account.GroupDoor, kari, stranger)) // where she has no access
		h.exec(`update login_attempt set ip = ''`)
	}
	if got := len(mailtest.All(t, h.pool, kari)) - before; got > account.MaxPerAddress || got == 0 {
		t.Errorf("a stranger caused %d e-mails at once, want some, and %d at most", got, account.MaxPerAddress)
	}
	asks := func(what, known, browser string, mails int, want error) {
		t.Helper()
		before := len(mailtest.All(t, h.pool, kari))
		h.want(what, h.RequestLogin(t.Context(), login.Request{
			Door: account.StaffDoor, MunicipalityID: h.municipality, Email: kari, IP: "192.0.2.7", Browser: browser, Known: known,
		}), want)
		if got := len(mailtest.All(t, h.pool, kari)) - before; got != mails {
			t.Errorf("%s: got %d e-mails, want %d", what, got, mails)
		}
	}
	asks("her own new browser", "", "a-new-browser-with-a-secret-of-its-own", 0, nil)
	asks("a secret that is nobody's", "a-stranger-with-a-secret-of-its-own", stranger, 0, nil)
	asks("a browser that has logged in before", l.Known, browser, 1, nil)
	again, err := h.ConfirmCode(t.Context(), login.Confirm{Door: account.StaffDoor, MunicipalityID: h.municipality, Browser: browser, Code: h.last(kari).Code, Known: l.Known})
	h.must(err)
	if again.Known != l.Known {
		t.Errorf("known: got %q the second time, want the secret that the browser had", again.Known)
	}
	asks("once more", l.Known, browser, 1, nil)
	asks("and once", l.Known, browser, 1, nil)
	asks("more than anybody needs", l.Known, browser, 0, account.ErrTooManyForAddress)
	h.now = h.now.Add(15 * time.Minute)
	asks("her own new browser a quarter later", "", "a-new-browser-with-a-secret-of-its-own", 1, nil)
	h.now = h.now.Add(account.KeepKnown)
	for range account.MaxPerAddress {
		asks("a stranger half a year later", "", stranger, 1, nil)
	}
	asks("a browser that has been away too long", l.Known, browser, 0, nil)
}

// Another's browser is not hers, and a secret from elsewhere is not taken up.
func TestKnownIsOfOnePerson(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, email := range []string{"ola@kommunen.example", "per@kommunen.example", "kari@kommunen.example"} {
		h.staff(email, account.Reader)
	}
	enter := func(email, known string) string {
		t.Helper()
		h.must(h.ask(account.StaffDoor, email, browser))
		l, err := h.ConfirmLink(t.Context(), login.Confirm{
			Door: account.StaffDoor, MunicipalityID: h.municipality, Browser: browser, Token: h.token(h.last(email)), Known: known,
		})
		h.must(err)
		return l.Known
	}
	const planted = "somebody-else-has-put-it-here"
	ola := enter("ola@kommunen.example", planted)
	if ola == planted {
		t.Error("a secret that was not given out here is taken up")
	}
	if both := enter("per@kommunen.example", ola); both != ola {
		t.Error("the second person in a browser puts the first one's secret away")
	}
	kari := enter("kari@kommunen.example", "")
	for range account.MaxPerAddress {
		h.must(h.ask(account.StaffDoor, "per@kommunen.example", browser))
	}
	for known, want := range map[string]int{kari: 0, ola: 1} {
		before := len(mailtest.All(t, h.pool, "per@kommunen.example"))
		h.must(h.RequestLogin(t.Context(), login.Request{
			Door: account.StaffDoor, MunicipalityID: h.municipality, Email: "per@kommunen.example", Browser: browser, Known: known,
		}))
		if got := len(mailtest.All(t, h.pool, "per@kommunen.example")) - before; got != want {
			t.Errorf("known by %q: got %d e-mails, want %d", known, got, want)
		}
	}
	for n := range 12 {
		h.now = h.now.Add(time.Hour)
		enter("per@kommunen.example", "")
		if got, most := h.int(`select count(*) from known_browser where account_id = (select id from account where email = 'per@kommunen.example')`), int64(10); got != min(int64(n)+2, most) {
			t.Errorf("browsers after %d logins: got %d, want %d at most", n+2, got, most)
		}
	}
}

// Whoever guesses has twenty codes a day; then the link is the only way, for her own
// known browser too only by its own mistakes.
func TestGuessingCodes(t *testing.T) {
	t.Parallel()
	for _, email := range []string{"kari@kommunen.example", "ukjent@eksempel.no"} {
		t.Run(email, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.staff("kari@kommunen.example", account.Reader)
			h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
			own, err := h.code(account.StaffDoor, browser, h.last("kari@kommunen.example").Code)
			h.must(err)
			looked := 0
			for range 24 {
				h.now = h.now.Add(16 * time.Minute)
				h.must(h.ask(account.StaffDoor, email, browser))
				for range 5 {
					if _, err := h.code(account.StaffDoor, browser, "x1"); err == login.ErrWrongCode {
						looked++
					} else if err != login.ErrOnlyLink {
						t.Fatalf("got %v", err)
					}
				}
			}
			if looked != 20 {
				t.Errorf("codes that were looked at: got %d, want 20 a day", looked)
			}
			if email != "kari@kommunen.example" {
				return
			}
			h.now = h.now.Add(16 * time.Minute)
			h.must(h.ask(account.StaffDoor, email, browser))
			m := h.last(email)
			_, err = h.code(account.StaffDoor, browser, m.Code)
			h.want("the right code", err, login.ErrOnlyLink)
			_, err = h.link(account.StaffDoor, "another-browser-with-another-secret", h.token(m))
			h.want("the link in another browser, for which no code works", err, login.ErrOnlyLinkThere)
			_, err = h.link(account.StaffDoor, browser, h.token(m))
			h.must(err)
			h.must(h.RequestLogin(t.Context(), login.Request{
				Door: account.StaffDoor, MunicipalityID: h.municipality, Email: email, Browser: browser, Known: own.Known,
			}))
			_, err = h.code(account.StaffDoor, browser, h.last(email).Code)
			h.must(err)
			h.now = h.now.Add(24 * time.Hour)
			h.must(h.ask(account.StaffDoor, email, browser))
			_, err = h.code(account.StaffDoor, browser, h.last(email).Code)
			h.must(err)
		})
	}
}

// A login with one's own code spends what the browser has open for others, and gives
// nobody more codes to guess with in their name.
func TestLoginBuysNoGuesses(t *testing.T) {
	t.Parallel()
	const victim, own = "kari@kommunen.example", "tyv@kommunen.example"
	h := newHouse(t)
	h.staff(victim, account.Administrator)
	h.staff(own, account.Reader)
	for range login.MaxWrongPerDay + 1 { // each login is a guess at the code of the other
		h.now = h.now.Add(16 * time.Minute)
		for _, email := range []string{victim, own} {
			h.must(h.ask(account.StaffDoor, email, browser))
		}
		l, err := h.code(account.StaffDoor, browser, h.last(own).Code)
		h.must(err) // one's own right codes are no wrong ones, however many
		if l.Name != own {
			t.Fatalf("logged in as %s", l.Name)
		}
	}
	h.now = h.now.Add(16 * time.Minute)
	h.must(h.ask(account.StaffDoor, victim, browser))
	_, err := h.code(account.StaffDoor, browser, h.last(victim).Code)
	h.want("a guess more than a day has", err, login.ErrOnlyLink)
}

// What is tried and asked for in one known browser takes nothing from another.
func TestKnownBrowsersCountEachForItself(t *testing.T) {
	t.Parallel()
	const kari = "kari@kommunen.example"
	h := newHouse(t)
	h.staff(kari, account.Coordinator)
	var known [2]string
	for i := range known {
		h.must(h.ask(account.StaffDoor, kari, browser))
		l, err := h.code(account.StaffDoor, browser, h.last(kari).Code)
		h.must(err)
		known[i] = l.Known
	}
	ask := func(i int) error {
		return h.RequestLogin(t.Context(), login.Request{
			Door: account.StaffDoor, MunicipalityID: h.municipality, Email: kari, Browser: fmt.Sprint("a-browser-with-a-secret-", i), Known: known[i],
		})
	}
	code := func(i int, code string) error {
		_, err := h.code(account.StaffDoor, fmt.Sprint("a-browser-with-a-secret-", i), code)
		return err
	}
	for range account.MaxPerAddress {
		h.must(ask(0))
	}
	h.want("one too many", ask(0), account.ErrTooManyForAddress)
	h.must(ask(1))
	for range login.MaxWrongPerDay {
		h.now = h.now.Add(16 * time.Minute)
		h.must(ask(0))
		for range 5 {
			code(0, "x1")
		}
	}
	h.now = h.now.Add(16 * time.Minute)
	h.must(ask(0))
	h.want("the one", code(0, h.last(kari).Code), login.ErrOnlyLink)
	h.must(ask(1))
	h.want("the other", code(1, h.last(kari).Code), nil)
}

// A copy of the database must not open anything: no token, code or cookie is in it.
func TestNothingSecretIsStored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staff("kari@kommunen.example", account.Reader)
	h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
	m := h.last("kari@kommunen.example")
	rows, err := postgres.Scalars[string](t.Context(), h.pool, `select a::text from login_attempt a`, postgres.Args{})
	h.must(err)
	for _, secret := range []string{h.token(m), browser, m.Code, "kari@"} {
		for _, row := range rows {
			if bytes.Contains([]byte(row), []byte(secret)) {
				t.Errorf("row %s holds %q", row, secret)
			}
		}
	}
}

func TestSeveralOrganisations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, second := h.organisation("Vik IL"), h.organisation("Vik kor")
	h.member("ola@lag.example", first, account.GroupAdmin)
	a := h.member("ola@lag.example", second, account.GroupMember)
	h.must(h.ask(account.GroupDoor, "ola@lag.example", browser))
	l, err := h.code(account.GroupDoor, browser, h.last("ola@lag.example").Code)
	h.must(err)
	if len(l.Organisations) != 2 {
		t.Errorf("organisations: got %+v, want two", l.Organisations)
	}
	a.SessionID = l.SessionID
	for _, org := range []int64{first, second} {
		got, err := accounttest.BySession(t.Context(), h.Service, account.GroupDoor, h.municipality, l.SessionID, org, 0, h.now)
		h.must(err)
		if got.OrganisationID != org {
			t.Errorf("acting for: got %d, want %d", got.OrganisationID, org)
		}
	}
	other := h.organisation("Fjell IL")
	got, err := accounttest.BySession(t.Context(), h.Service, account.GroupDoor, h.municipality, l.SessionID, other, 0, h.now)
	h.must(err)
	if got.OrganisationID == other {
		t.Errorf("acting for another's organisation")
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	for _, test := range []struct {
		name string
		who  func(i int) account.Actor
		wait time.Duration
		want bool
	}{
		{"staff within half an hour", func(i int) account.Actor { return h.staff(fmt.Sprint(i, "@k.example"), account.Reader) }, 30 * time.Minute, true},
		{"staff idle", func(i int) account.Actor { return h.staff(fmt.Sprint(i, "@k.example"), account.Reader) }, 30*time.Minute + time.Second, false},
		{"group idle", func(i int) account.Actor { return h.member(fmt.Sprint(i, "@l.example"), org, account.GroupMember) }, 7 * time.Hour, true},
		{"group out of time", func(i int) account.Actor { return h.member(fmt.Sprint(i, "@l.example"), org, account.GroupMember) }, 8 * time.Hour, false},
	} {
		start := h.now
		a := test.who(int(test.wait))
		h.now = h.now.Add(test.wait)
		if got := h.alive(a); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
		h.now = start
	}
}

func TestOwnSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("kari@kommunen.example", account.Reader)
	b := h.session(a)
	other := h.staff("per@kommunen.example", account.Reader)
	list, err := h.Sessions(t.Context(), a)
	h.must(err)
	if len(list) != 2 {
		t.Errorf("sessions: got %d, want 2", len(list))
	}
	h.wantKind("another's session", h.EndSession(t.Context(), a, other.SessionID), fault.NotFound)
	h.must(h.EndSession(t.Context(), a, b.SessionID))
	if h.alive(b) || !h.alive(a) || !h.alive(other) {
		t.Errorf("ending one: got b %v, a %v, other %v; want only b ended", h.alive(b), h.alive(a), h.alive(other))
	}
	h.must(h.LogoutEverywhere(t.Context(), a))
	if h.alive(a) || !h.alive(other) {
		t.Errorf("log out everywhere: got a %v, other %v", h.alive(a), h.alive(other))
	}
	h.audited("logout.all")
}

func TestBrowserName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ ua, want string }{
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Windows"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone"},
		{"Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge · Linux"},
		{"", ""}, {"curl/8", ""},
	} {
		if got := account.BrowserName(test.ua); got != test.want {
			t.Errorf("%q: got %q, want %q", test.ua, got, test.want)
		}
	}
}
