package accounts_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

func TestInviteToGroup(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	boss := s.As(s.Member(s.Organisation("Vik IL"), account.GroupAdmin))
	boss.Post("/lag/personer", webtest.Values("navn", "Nina", "epost", "tull", "rolle", "")).Want(http.StatusUnprocessableEntity).
		Has(".ds-error-summary", "gyldig e-postadresse").Has(`input[name=navn][value=Nina]`)
	boss.Post("/lag/personer", webtest.Values("navn", "Nina", "epost", "nina@lag.example", "rolle", "administrator")).Want(http.StatusUnprocessableEntity).
		Has(".ds-error-summary", "Velg en rolle")
	boss.Post("/lag/personer", webtest.Values("navn", "Nina", "epost", "nina@lag.example", "rolle", "group_member")).Follow().
		Has(".flash", "sendt til nina@lag.example").Has("#inviterte", "Nina", "Medarbeider i laget")

	nina := s.Anonymous()
	link := webtest.LinkIn(t, mailtest.Last(t, s.Pool, "nina@lag.example"))
	shown := nina.Get(link).Want(http.StatusOK).Has("main", "Vik IL", "Medarbeider i laget").Has(`input[name=navn][value=Nina]`)
	if got := shown.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q, want no-store", got)
	}
	if len(shown.Header.Values("Set-Cookie")) != 0 {
		t.Errorf("looking at an invitation sets a cookie")
	}
	nina.Post(link, webtest.Values("navn", " ", "vilkar", "ja", "vilkarversjon", "1")).Want(http.StatusSeeOther)
	nina.Get("/lag/personer").Want(http.StatusOK).Has(".user-box__name", "Nina").HasNot("form[action='/lag/personer']", "")
	nina.Post(link, nil).Want(http.StatusConflict).Has("main", "Invitasjonen er brukt")
	boss.Get("/lag/personer").Has(".person", "Nina").HasNot("#inviterte", "")
}

func TestChangePeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	org := s.Organisation("Vik IL")
	boss, ola := s.Member(org, account.GroupAdmin), s.Member(org, account.GroupMember)
	c := s.As(boss)
	own, other := "/lag/personer/"+ui.Itoa(boss.AccountID), "/lag/personer/"+ui.Itoa(ola.AccountID)
	c.Post(own+"/fjern", nil).Want(http.StatusConflict).Has("main", "minst én ansvarlig")
	c.Post(other+"/rolle", webtest.Values("rolle", "group_admin")).Follow().Has(".flash", "Rollen er endret")
	c.Get(other+"/fjern").Want(http.StatusOK).Has("main h1", "Vil du fjerne").Has(".confirm", "hører til laget")
	c.Get(own+"/fjern").Want(http.StatusOK).Has("main h1", "Vil du avslutte tilgangen din").Has(".confirm", "kontoen din")
	c.Post(own+"/fjern", nil).Follow().Want(http.StatusOK).Has("main", "Du er logget ut")
	c.Get("/lag/personer").Want(http.StatusSeeOther)
}

// Somebody who may manage nobody ends her own access, from where she is told that she can.
func TestMemberLeaves(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	org := s.Organisation("Vik IL")
	ola, other := s.Member(org, account.GroupMember), s.Member(org, account.GroupAdmin)
	c, leave := s.As(ola), "/lag/personer/"+ui.Itoa(ola.AccountID)+"/fjern"
	c.Get("/lag/konto").Has("[aria-labelledby=slutter] a[href='"+leave+"']", "Avslutt tilgangen min")
	c.Get("/lag/personer").Has("main a[href='"+leave+"']", "Avslutt tilgangen min").HasNot("main a[href='/lag/personer/"+ui.Itoa(other.AccountID)+"/fjern']", "")
	c.Get(leave).Has("main h1", "Vil du avslutte tilgangen din til Vik IL?")
	c.Post(leave, nil).Follow().Has("main", "Du er logget ut")
	if n := s.Int(`select count(*) from account where id = $1 and ended_at is not null`, ola.AccountID); n != 1 {
		t.Error("the account is still open, with nothing that it may do")
	}
}

// Everybody may end her own account, at either door; the page says what that means, and the
// last who is responsible is told why she cannot.
func TestEndOwnAccount(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	s.Staff(account.Administrator)
	org := s.Organisation("Vik IL")
	for base, who := range map[string]account.Actor{"/ansatt/konto": s.Staff(account.Reader), "/lag/konto": s.Member(org, account.GroupMember)} {
		c := s.As(who)
		c.Get(base).Has("[aria-labelledby=slutter] a[href='"+base+"/avslutt']", "Avslutt kontoen min")
		c.Get(base+"/avslutt").Has("main h1", "Vil du avslutte kontoen din?").Has("main", "Navnet og adressen din slettes om et år")
		c.Post(base+"/avslutt", nil).Want(http.StatusUnprocessableEntity).Has("main h1", "Vil du avslutte kontoen din?")
		c.Post(base+"/avslutt", webtest.Values("svar", "avslutt")).Follow().Has("main", "Du er logget ut")
		c.Get(base).Want(http.StatusSeeOther)
		if n := s.Int(`select count(*) from account where id = $1 and ended_at is not null`, who.AccountID); n != 1 {
			t.Errorf("%s: the account goes on", base)
		}
	}
	fjell := s.Organisation("Fjell IL")
	who := s.Member(fjell, account.GroupAdmin)
	only, end := s.As(who), "/lag/konto/avslutt"
	no := func(p *webtest.Page, status int) {
		p.Want(status).Has("main h1", "Kontoen kan ikke avsluttes ennå").Has("main", "Du er den eneste ansvarlige i Fjell IL").Has("main a[href='/lag/personer']", "hvem som er med").HasNot("main form", "")
	}
	no(only.Get(end), http.StatusOK) // told before she is asked
	no(only.Post(end, webtest.Values("svar", "avslutt")), http.StatusConflict)
	s.Exec(`update membership set role = 'group_admin' where account_id = $1`, s.Member(fjell, account.GroupMember).AccountID)
	only.Get(end).Has("main form", "Avslutt kontoen min")
	s.Clock.Advance(6 * time.Minute)
	again := func(p *webtest.Page, status int) {
		p.Want(status).Has("main a[href*='grunn=fersk'][href*='"+url.QueryEscape(end)+"']", "Logg inn på nytt").HasNot("main form", "")
	}
	again(only.Get(end), http.StatusOK)
	again(only.Post(end, webtest.Values("svar", "avslutt")), http.StatusForbidden)
}

// Whoever cannot be taken away is said to be so before anybody is asked to confirm it.
func TestNobodyIsAskedForWhatIsRefused(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	boss := s.Member(s.Organisation("Vik IL"), account.GroupAdmin)
	leave := "/lag/personer/" + ui.Itoa(boss.AccountID) + "/fjern"
	for status, p := range map[int]*webtest.Page{http.StatusOK: s.As(boss).Get(leave), http.StatusConflict: s.As(boss).Post(leave, nil)} {
		p.Want(status).Has("main h1", "Tilgangen kan ikke avsluttes ennå").Has("main", "Laget må ha minst én ansvarlig").Has("main a[href='/lag/personer']", "").HasNot("main form", "")
	}
	chief := s.Staff(account.Administrator)
	end := "/ansatt/brukere/" + ui.Itoa(chief.AccountID) + "/avslutt"
	c := s.As(chief)
	c.Get(end).Want(http.StatusOK).Has("main", "minst én administrator").Has("main a[href='/ansatt/brukere']", "").HasNot("main form", "")
	c.Post(end, webtest.Values("versjon", "1")).Want(http.StatusConflict).Has("main", "minst én administrator")
	s.Exec(`update account set staff_role = 'administrator' where id = $1`, s.Staff(account.Reader).AccountID)
	c.Get(end).Has("main form", "Avslutt tilgangen")
	s.Clock.Advance(6 * time.Minute)
	c.Get(end).Want(http.StatusOK).Has("main a[href*='grunn=fersk'][href*='"+url.QueryEscape(end)+"']", "Logg inn på nytt").HasNot("main form", "")
	c.Post(end, webtest.Values("versjon", "1")).Want(http.StatusForbidden).Has("main a[href*='grunn=fersk']", "Logg inn på nytt")
}

func TestChooseOrganisation(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	first, second, third := s.Organisation("Vik IL"), s.Organisation("Vik kor"), s.Organisation("Fjell IL")
	who := s.Member(first, account.GroupAdmin)
	s.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, who.AccountID, second)
	c := s.Anonymous()
	c.Post("/logg-inn", webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
	in := c.Post("/logg-inn/kode?neste=/lag/konto", webtest.Values("kode", mailtest.Last(t, s.Pool, who.Email).Code))
	page := in.Follow().Want(http.StatusOK).Has("main", "Vik IL", "Vik kor").HasNot("main", "Fjell IL")
	action, _ := page.Find("main form").First().Attr("action")
	c.Post(action, webtest.Values("lag", ui.Itoa(third))).Want(http.StatusNotFound)
	c.Post(action, webtest.Values("lag", ui.Itoa(second))).Follow().Want(http.StatusOK).Has("h1", "Min konto").Has(".user-box__role", "Vik kor", "Medarbeider")
}

func TestOwnAccount(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	c, elsewhere := s.As(who), s.As(who)
	version, _ := c.Get("/ansatt/konto").Want(http.StatusOK).Find("input[name=versjon]").Attr("value")
	c.Post("/ansatt/konto", webtest.Values("navn", "", "telefon", "12", "sprak", "nn", "versjon", version)).Want(http.StatusUnprocessableEntity).
		Has(".ds-error-summary", "Skriv navnet ditt", "telefonnummer").Has("input[name=telefon][value='12']")
	c.Post("/ansatt/konto", webtest.Values("navn", "Kari Vik", "telefon", "22 22 22 22", "sprak", "nn", "versjon", version)).Follow().
		Has(".flash", "lagret").Has(".user-box__name", "Kari Vik").Has("input[name=telefon][value='22 22 22 22']").Has("input[value=nn][checked]")
	c.Post("/ansatt/konto", webtest.Values("navn", "Kari", "versjon", version)).Want(http.StatusConflict)

	c.Post("/ansatt/konto/epost", webtest.Values("epost", "")).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "nye e-postadressen")
	c.Post("/ansatt/konto/epost", webtest.Values("epost", "kari@ny.example")).Follow().Has(".flash", "sendt en e-post")
	link := webtest.LinkIn(t, mailtest.Last(t, s.Pool, "kari@ny.example"))
	s.Anonymous().Get(link).Want(http.StatusSeeOther) // only for who asked
	c.Get(link).Want(http.StatusOK)
	c.Post(link, nil).Follow().Has(".flash", "Den nye adressa er lagra").Has("main", "kari@ny.example")
	c.Post(link, nil).Want(http.StatusConflict)
	elsewhere.Get("/ansatt/konto").Want(http.StatusSeeOther)
}

func TestEndOwnSession(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Member(s.Organisation("Vik IL"), account.GroupMember)
	c, lost := s.As(who), s.As(who)
	page := c.Get("/lag/konto").Has("#okter", "Denne")
	action, _ := page.Find("#okter tbody tr:last-child form").Attr("action")
	here, _ := page.Find("#okter tr:has(.ds-tag) form").Attr("action")
	if action == here {
		action, _ = page.Find("#okter tbody tr:first-child form").Attr("action")
	}
	c.Post(action, nil).Follow().Has(".flash", "avsluttet")
	lost.Get("/lag/konto").Want(http.StatusSeeOther)
	c.Post("/lag/konto/logg-ut-overalt", nil).Follow().Has("main", "Du er logget ut")
	c.Get("/lag/konto").Want(http.StatusSeeOther)
}

func TestUsers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.As(s.Staff(account.Administrator))
	kari := s.Staff(account.Coordinator)
	c.Post("/ansatt/brukere", webtest.Values("navn", "", "epost", "")).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "navnet", "e-postadressen", "rolle")
	c.Post("/ansatt/brukere", webtest.Values("navn", "Nils", "epost", kari.Email, "rolle", "reader")).Want(http.StatusUnprocessableEntity).Has("main", "har tilgang allerede")
	c.Post("/ansatt/brukere", webtest.Values("navn", "Nils", "epost", "nils@kommunen.example", "rolle", "reader")).Follow().Has("#inviterte", "Nils", "Lesetilgang")
	first := webtest.LinkIn(t, mailtest.Last(t, s.Pool, "nils@kommunen.example"))
	action, _ := c.Get("/ansatt/brukere").Find("#inviterte form").First().Attr("action")
	c.Post(action, nil).Follow().Has(".flash", "sendt på nytt")
	s.Anonymous().Get(first).Has("main", "gjelder ikke lenger")

	path := "/ansatt/brukere/" + ui.Itoa(kari.AccountID)
	version, _ := c.Get(path).Want(http.StatusOK).Has("input[value=coordinator][checked]").Find("input[name=versjon]").Attr("value")
	c.Post(path+"/rolle", webtest.Values("rolle", "konge", "versjon", version)).Want(http.StatusUnprocessableEntity)
	c.Post(path+"/rolle", webtest.Values("rolle", "reader", "versjon", "99")).Want(http.StatusConflict)
	c.Post(path+"/rolle", webtest.Values("rolle", "reader", "versjon", version)).Follow().Has("#brukere", "Lesetilgang")
	c.Get("/ansatt/logg?hva=user").Want(http.StatusOK).Has("#logg", "Endret rollen til en bruker: "+kari.Name, "fra Koordinator til Lesetilgang").HasNot("#logg", "invitasjon")
}

func TestOldLoginMustLogInAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	who := s.Staff(account.Administrator)
	c := s.As(who)
	s.Clock.Advance(6 * time.Minute)
	page := c.Post("/ansatt/brukere", webtest.Values("navn", "Nils", "epost", "nils@kommunen.example", "rolle", "reader")).Want(http.StatusForbidden).
		Has("main", "Logg inn på nytt").Has("input[name=navn][value=Nils]")
	again, _ := page.Find(".ds-alert a").Attr("href")
	c.Get(again).Want(http.StatusOK).Has("main", "passer ekstra godt på")
	c.Post(again, webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
	c.Post("/ansatt/logg-inn/kode", webtest.Values("kode", mailtest.Last(t, s.Pool, who.Email).Code)).Want(http.StatusSeeOther)
	c.Post("/ansatt/brukere", webtest.Values("navn", "Nils", "epost", "nils@kommunen.example", "rolle", "reader")).Want(http.StatusSeeOther)
}

func TestLogPages(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Coordinator)
	s.Exec(`insert into audit_event (municipality_id, actor_kind, actor_id, actor_name, action, object, at)
	        select $1, 'staff', $2, 'Kari', 'contact.confirm', 'contact', $3::timestamptz - n * interval '1 hour' from generate_series(1, 120) n`, s.MunicipalityID, who.AccountID, s.Clock.Now())
	c := s.As(who)
	seen := 0
	for path := "/ansatt/logg?hva=contact"; path != ""; {
		page := c.Get(path).Want(http.StatusOK)
		seen += page.Find("#logg tbody tr").Length()
		path, _ = page.Find(".pager a[rel=next]").Attr("href")
	}
	if seen != 120 {
		t.Errorf("rows on all pages: got %d, want 120", seen)
	}
	c.Get("/ansatt/logg?hvem="+ui.Itoa(who.AccountID)).Has(".ds-chip", "Kari").Has("#logg", "Bekreftet en kontakt")
	c.Get("/ansatt/logg?fra=tull").Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "Skriv datoen slik")
	c.Get("/ansatt/logg?fra=01.01.2001&til=02.01.2001").Has(".empty", "Ingenting i loggen")
	s.As(s.Staff(account.Reader)).Get("/ansatt/logg").Want(http.StatusForbidden)
}

func TestDemo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff, member := s.Staff(account.Coordinator), s.Member(s.Organisation("Vik IL"), account.GroupAdmin)
	for _, test := range []struct{ login, account, want, inside string }{
		{"/ansatt/logg-inn", staff.Email, "/ansatt", "/ansatt/konto"}, {"/logg-inn", member.Email, "/lag", "/lag/konto"},
	} {
		c := s.Anonymous()
		if got, _ := c.Get(test.login).Has(".demo-login", "Prøv som en av disse").Find("input[name=konto]").Attr("value"); got != test.account {
			t.Errorf("%s: got %q, want %q", test.login, got, test.account)
		}
		in := c.Post("/demo/logg-inn", webtest.Values("konto", test.account)).Want(http.StatusSeeOther)
		if got := in.Header.Get("Location"); got != test.want {
			t.Errorf("after login: got %q, want %q", got, test.want)
		}
		c.Get(test.inside).Want(http.StatusOK)
	}
	c := s.Anonymous()
	c.Post("/demo/logg-inn", webtest.Values("konto", "ukjent@eksempel.no")).Want(http.StatusNotFound)
	c.Post("/demo/logg-inn", webtest.Values("konto", staff.Email, "dor", "lag")).Want(http.StatusNotFound)
	c.Post("/logg-inn", webtest.Values("epost", member.Email)).Want(http.StatusSeeOther)
	list := c.Get("/demo/postkasse").Want(http.StatusOK).Has("#postkasse", "Logg inn hos", member.Email)
	href, _ := list.Find("#postkasse a").First().Attr("href")
	link, _ := c.Get(href).Want(http.StatusOK).Has("article", "Koden din").Find("article a").Attr("href")
	if !strings.Contains(link, "/logg-inn/lenke/") {
		t.Errorf("link in the e-mail: got %q", link)
	}
}

// Outside a demonstration nothing of it is there.
func TestNoDemo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.Demo = false })
	who := s.Staff(account.Coordinator)
	c := s.Anonymous()
	c.Get("/ansatt/logg-inn").Want(http.StatusOK).HasNot(".demo-login", "")
	c.Get("/demo/postkasse").Want(http.StatusNotFound)
	c.Post("/demo/logg-inn", webtest.Values("konto", who.Email)).Want(http.StatusNotFound)
}

// With https the cookies are bound to the host and to encrypted lines.
func TestCookiesOverHTTPS(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.InsecureCookies = false })
	p := s.Anonymous().Post("/logg-inn", webtest.Values("epost", "a@b.no")).Want(http.StatusSeeOther)
	cookies := p.Header.Values("Set-Cookie")
	if len(cookies) != 1 {
		t.Fatalf("cookies: got %q, want the login cookie only", cookies)
	}
	for _, want := range []string{"__Host-innlogging=", "Path=/", "Max-Age=600", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookies[0], want) {
			t.Errorf("cookie %q: want %s", cookies[0], want)
		}
	}
}

// How often one is told of what waits is chosen at both doors, and each sees what she can do something about.
func TestHowOftenOneIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	boss := s.As(s.Member(s.Organisation("Vik IL"), account.GroupAdmin))
	boss.Get("/lag/konto").Has("[aria-labelledby=epost-om-det-som-venter]", "Påmeldinger som trenger noen", "Én gang om dagen").
		Has("input[name=sign_ups][value=daily][checked]").HasNot("main", "Annet på arbeidslisten")
	boss.Post("/lag/konto/varsler", webtest.Values("sign_ups", "never", "own_activities", "x")).Want(http.StatusUnprocessableEntity).
		Has(".ds-error-summary", "Velg hvor ofte").Has("input[name=sign_ups][value=never][checked]")
	boss.Post("/lag/konto/varsler", webtest.Values("sign_ups", "never", "own_activities", "at_once")).Follow().
		Has(".flash", "hvor ofte du vil ha e-post").Has("input[name=sign_ups][value=never][checked]").Has("input[name=own_activities][value=at_once][checked]")
	s.As(s.Staff(account.ContactManager)).Get("/ansatt/konto").Has("main", "Annet på arbeidslisten").HasNot("main", "venter på godkjenning")
	s.As(s.Staff(account.Reader)).Get("/ansatt/konto").Want(http.StatusOK).HasNot("main", "E-post om det som venter")
}

// Letters are ended from a letter without logging in: by its page, or by the button of a mail program.
func TestLettersEndedFromALetter(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Coordinator)
	for _, form := range []string{"", "List-Unsubscribe"} {
		s.Exec(`delete from notice_choice`)
		link := "/varsler/stopp/" + s.Portal.Notices.StopToken(s.MunicipalityID, who.AccountID)
		c := s.Anonymous()
		p := c.Get(link).Want(http.StatusOK).Has("h1", "Vil du slå av e-posten").Has("main", "gjelder sikkerheten din, kommer alltid")
		if n := s.Int(`select count(*) from notice_choice`); n != 0 || p.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("looking stored %d choices, and may be kept: %q", n, p.Header.Get("Cache-Control"))
		}
		values := url.Values{}
		if form != "" {
			values.Set(form, "One-Click")
		}
		c.Post(link, values).Follow().Want(http.StatusOK).Has("h1", "er slått av").HasNot("main form", "")
	}
	s.As(who).Get("/ansatt/konto").Has("main", "gjelder sikkerheten din, kommer alltid").Has("input[name=activities][value=never][checked]", "")
	s.Anonymous().Get("/varsler/stopp/tull").Want(http.StatusNotFound).Has("main", "virker ikke lenger")
}
