package terms_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// publish makes a new version of the site's terms, and gives its number.
func publish(t *testing.T, s *webtest.Site, text string) int {
	t.Helper()
	by := s.Staff(account.Administrator)
	d, err := s.Portal.Terms.Draft(t.Context(), by)
	if err != nil {
		t.Fatal(err)
	}
	d.TextNB, d.TextNN, d.TextEN, d.ChangesNB = text, "", "", "Endret: "+text
	if err := s.Portal.Terms.SaveDraft(t.Context(), by, d); err != nil {
		t.Fatal(err)
	}
	n, err := s.Portal.Terms.Publish(t.Context(), by, d.Version+1)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTermsForEverybody(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Anonymous()
	for path, title := range map[string]string{"/vilkar": "Vilkår for arrangører", "/nn/vilkar": "Vilkår for arrangørar", "/en/vilkar": "Terms for organisers"} {
		p := c.Get(path).Want(http.StatusOK).Has("h1", title).Has(`footer a[href$="/vilkar"]`)
		if n := p.Find("#vilkar h3").Length(); n != 6 {
			t.Errorf("%s: got %d headings, want 6", path, n)
		}
		if p.Find(`main a[href*="/vilkar/"]`).Length() > 0 || p.Find("#vilkar [lang]").Length() > 0 {
			t.Errorf("%s: the first version has one before it, or is in another language", path)
		}
	}
	publish(t, s, "Vær <b>snill</b>.")
	p := c.Get("/en/vilkar").Want(http.StatusOK).Has("#vilkar .note", "Endret: Vær <b>snill</b>.").Has("#vilkar .ds-prose, #vilkar .prose", "Vær").Has(`main a[href="/en/vilkar/1"]`).HasNot("#vilkar b", "")
	if lang, _ := p.Find("#vilkar .note [lang]").Attr("lang"); lang != "nb" {
		t.Errorf("without an English text: got the language %q, want it said that it is bokmål", lang)
	}
	c.Get("/vilkar/2").Want(http.StatusOK).HasNot(".ds-alert", "")
	c.Get("/vilkar/1").Want(http.StatusOK).Has(".ds-alert", "gjelder ikke lenger").Has("meta[name=robots]").Has("#vilkar", "Alle er velkomne")
	for _, path := range []string{"/vilkar/3", "/vilkar/0", "/vilkar/01", "/vilkar/x"} {
		c.Get(path).Want(http.StatusNotFound)
	}
}

// What is changed waits for the terms, with what was typed; what is read, called off and left does not.
func TestGroupIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	me := s.Member(s.Organisation("Koret"), account.GroupAdmin)
	c := s.As(me)
	c.Get("/lag").Want(http.StatusOK).HasNot("#ma-godtas", "")
	c.Get("/lag/vilkar").Want(http.StatusOK).Has(".ds-alert", "Du har godtatt").HasNot("main form", "")
	publish(t, s, "Alt er nytt.")
	for _, path := range []string{"/lag", "/lag/aktiviteter", "/lag/personer", "/lag/konto"} {
		c.Get(path).Want(http.StatusOK).Has(`#ma-godtas a[href="/lag/vilkar"]`)
	}
	for _, path := range []string{"/lag/aktiviteter/ny", "/lag/profil?x=1", "/lag/import"} {
		p := c.Get(path).Want(http.StatusSeeOther)
		if to := p.Header.Get("Location"); to != "/lag/vilkar?neste="+url.QueryEscape(path) {
			t.Errorf("%s: sent to %s", path, to)
		}
	}
	kept := c.Post("/lag/profil", webtest.Values("navn", "Nytt navn & mer", "versjon", "1")).Want(http.StatusForbidden).Has(`main a[href="/lag/vilkar"][target=_blank]`)
	if v, _ := kept.Find(`form[action="/lag/profil"] [name=navn]`).Attr("value"); v != "Nytt navn & mer" {
		t.Errorf("what was typed: got %q", v)
	}
	if n := s.Int(`select count(*) from organisation where name <> 'Koret'`); n != 0 {
		t.Error("it was changed all the same")
	}
	ask := c.Get("/lag/vilkar?neste="+url.QueryEscape("/lag/profil")).Want(http.StatusOK).Has(".note", "Nytt i versjon 2:", "Endret: Alt er nytt.").HasNot("#ma-godtas", "").Has(`main a[href="/lag/konto#slutter"]`)
	f := webtest.Values("neste", ask.Find("[name=neste]").AttrOr("value", ""), "vilkarversjon", ask.Find("[name=vilkarversjon]").AttrOr("value", ""))
	c.Post("/lag/vilkar", f).Want(http.StatusUnprocessableEntity).Has(`.ds-error-summary a[href="#vilkar"]`, "kryss av")
	f.Set("vilkar", "ja")
	publish(t, s, "Enda nyere.")
	again := c.Post("/lag/vilkar", f).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "endret mens du skrev").Has("main", "Alt er nytt.", "Enda nyere.")
	if v := again.Find("[name=vilkarversjon]").AttrOr("value", ""); v != "3" || again.Find("[name=vilkar][checked]").Length() > 0 {
		t.Errorf("asked again: got version %s, or a box that is ticked already", v)
	}
	f.Set("vilkarversjon", "3")
	c.Post("/lag/vilkar", f).Follow().Want(http.StatusOK).Has("h1", "Opplysninger om Koret").Has(".flash", "godtatt").HasNot("#ma-godtas", "")
	f.Set("neste", "//ond.example")
	if to := c.Post("/lag/vilkar", f).Want(http.StatusSeeOther).Header.Get("Location"); to != "/lag" {
		t.Errorf("sent to %q, want the group's first page", to)
	}
	s.Exec(`insert into organisation_contact (organisation_id, name, email, public, public_at) values ($1, 'Kari', $2, true, $3)`, me.OrganisationID, me.Email, s.Clock.Now())
	c.Get("/lag/konto").Has("#samtykkelogg", "Godtok vilkårene for arrangører, versjon 3", "Godtok vilkårene for arrangører, versjon 1", "kan vises som kontaktperson på lagets side", "Koret")
	s.As(s.Staff(account.Reader)).Get("/ansatt/organisasjoner/"+strconv.FormatInt(me.OrganisationID, 10)).Want(http.StatusOK).Has("main", "Godtok vilkårene, versjon 3")
}

// An invited person accepts the terms of a group; one who is to work for the municipality is not asked.
func TestInvitedAccepts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	org := s.Organisation("Koret")
	path := func(email string) string {
		link := webtest.LinkIn(t, mailtest.Last(t, s.Pool, email))
		return link[strings.Index(link, "/invitasjon/"):]
	}
	admin := s.Staff(account.Administrator)
	err := s.Portal.Invitations.InviteMember(t.Context(), admin, org, invitation.Invite{Email: "ny@lag.example", Name: "Ny", Role: account.GroupMember})
	if err != nil {
		t.Fatal(err)
	}
	link, c := path("ny@lag.example"), s.Anonymous()
	p := c.Get(link).Want(http.StatusOK).Has(`main a[href="/vilkar"]`)
	if v := p.Find("[name=vilkarversjon]").AttrOr("value", ""); v != "1" {
		t.Errorf("the form asks for version %q, want 1", v)
	}
	f := webtest.Values("navn", "Ny Person", "vilkarversjon", "1")
	c.Post(link, f).Want(http.StatusUnprocessableEntity).Has("#vilkar-feil", "kryss av")
	if n := s.Int(`select count(*) from account where email = 'ny@lag.example'`); n != 0 {
		t.Error("somebody who has not accepted has got an account")
	}
	f.Set("vilkar", "ja")
	c.Post(link, f).Want(http.StatusSeeOther)
	if n := s.Int(`select count(*) from terms_acceptance t join account a on a.id = t.account_id where a.email = 'ny@lag.example' and t.number = 1 and t.occasion = 'invitation' and t.accepted_at is not null`); n != 1 {
		t.Errorf("accepted: got %d, want 1", n)
	}
	s.Exec(`insert into municipal_unit (municipality_id, name) values ($1, 'Helse')`, s.MunicipalityID)
	s.Exec(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at) values ($1, 'ansatt', $2, $2, $3)`, admin.AccountID, s.Clock.Now(), s.Clock.Now().AddDate(0, 0, 1))
	admin.SessionID = s.Int(`select max(id) from login_session where account_id = $1`, admin.AccountID)
	if err := s.Portal.Invitations.InviteStaff(t.Context(), admin, invitation.Invite{Email: "ny@kommunen.example", Name: "Ny", Role: account.Reader}); err != nil {
		t.Fatal(err)
	}
	staff := s.Anonymous()
	staff.Get(path("ny@kommunen.example")).Want(http.StatusOK).HasNot("[name=vilkar]", "")
	staff.Post(path("ny@kommunen.example"), webtest.Values("navn", "Ny Ansatt")).Want(http.StatusSeeOther)
}

// The draft comes back as it was typed, and is published as it was looked at.
func TestDraftIsWrittenAndPublished(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Member(s.Organisation("Koret"), account.GroupMember)
	const path = "/ansatt/oppsett/vilkar"
	s.As(s.Staff(account.Coordinator)).Get(path).Want(http.StatusForbidden)
	c := s.As(s.Staff(account.Administrator))
	c.Get("/ansatt/oppsett").Want(http.StatusOK).Has(`main a[href="` + path + `"]`)
	p := c.Get(path).Want(http.StatusOK).Has("[name=tekst_nn]", "Alle er velkomne")
	c.Get(path + "/publiser").Want(http.StatusSeeOther) // there is nothing to publish
	f := webtest.Values("versjon", p.Find("[name=versjon]").AttrOr("value", ""), "tekst_nb", "", "tekst_en", "Be kind.", "endret_nb", "Kortere.")
	c.Post(path, f).Want(http.StatusUnprocessableEntity).Has("#tekst_nb-feil", "bokmål").Has("[name=tekst_en]", "Be kind.").Has("[name=endret_nb]", "Kortere.")
	f.Set("tekst_nb", "Vær snill.")
	c.Post(path, f).Follow().Want(http.StatusOK).Has("[name=tekst_nb]", "Vær snill.").Has(".ds-alert", "Ingen ser det")
	s.Anonymous().Get("/vilkar").HasNot("#vilkar", "snill")
	f.Set("tekst_nb", "Noe annet.")
	c.Post(path, f).Want(http.StatusConflict).Has("main", "Noen andre har endret dette", "Vær snill.").Has("[name=tekst_nb]", "Noe annet.")
	ask := c.Get(path+"/publiser").Want(http.StatusOK).Has("main", "versjon 2", "Én person må godta", "Vær snill.", "Be kind.")
	c.Post(path+"/publiser", webtest.Values("versjon", "7")).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret utkastet")
	c.Post(path+"/publiser", nil).Want(http.StatusUnprocessableEntity)
	c.Post(path+"/publiser", webtest.Values("versjon", ask.Find("[name=versjon]").AttrOr("value", ""))).Follow().Want(http.StatusOK).Has(".flash", "Versjon 2 gjelder nå")
	s.Anonymous().Get("/en/vilkar").Has("#vilkar", "Be kind.").Has("#vilkar .note", "Kortere.")
}

// However often the terms have changed, each version is found and read.
func TestAllVersionsAreFound(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Exec(`insert into terms_version (municipality_id, number, text_nb, published_at) select $1, n, 'Vilkår nummer ' || n, $2 from generate_series(1, 230) n`, s.MunicipalityID, s.Clock.Now())
	c, seen := s.Anonymous(), map[string]bool{}
	for next := "/vilkar"; next != ""; {
		p := c.Get(next).Want(http.StatusOK).Has("#vilkar", "Vilkår nummer 230")
		p.Find("[aria-labelledby=tidligere] li a").Each(func(_ int, a *goquery.Selection) { seen[a.AttrOr("href", "")] = true })
		next = p.Find("nav.pager a[rel=next]").AttrOr("href", "")
	}
	if len(seen) != 229 {
		t.Errorf("got the way to %d versions, want 229", len(seen))
	}
	c.Get("/vilkar/1").Want(http.StatusOK).Has("#vilkar", "Vilkår nummer 1", "gjelder ikke lenger")
	for _, no := range []string{"0", "231", "x", "99999999999999"} {
		c.Get("/vilkar/" + no).Want(http.StatusNotFound)
	}
}
