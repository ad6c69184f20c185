package pagereports_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/web/webtest"
)

func form(s *webtest.Site, pairs ...string) url.Values {
	v := webtest.Values("startet", strconv.FormatInt(s.Clock.Now().Add(-time.Minute).Unix(), 10), "side", "/om", "hva", "wrong", "tekst", "Døra er låst.")
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// Every open page leads to the form, which knows the page; one whose address is a secret keeps it to itself.
func TestLinkOnEveryPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := s.Organisation("Turlaget")
	path := fmt.Sprintf("/organisasjoner/%d/turlaget", id)
	for at, want := range map[string]string{
		path: "/meld-fra?side=" + url.QueryEscape(path), "/nn" + path: "/nn/meld-fra?side=" + url.QueryEscape(path), "/aktiviteter?q=a%26b": "/meld-fra?side=" + url.QueryEscape("/aktiviteter?q=a%26b"),
		"/": "/meld-fra?side=%2F", "/pamelding/hemmelig": "/meld-fra", "/en/personvern/mine/hemmelig": "/en/meld-fra", "/aktiviteter?q=" + strings.Repeat("x", 500): "/meld-fra?side=%2Faktiviteter",
		"/finnes-ikke": "/meld-fra?side=%2Ffinnes-ikke",
	} {
		p := s.Anonymous().Get(at)
		link := p.Find("footer a[rel=nofollow]")
		if got := link.AttrOr("href", ""); got != want {
			t.Errorf("%s leads to %q, want %q", at, got, want)
		}
		if strings.Contains(link.AttrOr("href", ""), "hemmelig") {
			t.Errorf("%s passes its secret on", at)
		}
	}
	s.Anonymous().Get("/meld-fra?side="+url.QueryEscape(path)).Want(http.StatusOK).Has("main a[href='"+path+"']").Has("input[type=hidden][name=side][value='"+path+"']").HasNot("footer", "Meld fra om denne siden")
	s.As(s.Staff(account.Reader)).Get("/ansatt").HasNot("footer", "Meld fra om denne siden")
}

func TestTell(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Anonymous()
	organisation := s.Organisation("Turlaget")
	host := strings.TrimPrefix(s.Server.URL, "http://")
	p := c.Get("/meld-fra").Want(http.StatusOK).Has("label[for=side]", "Hvilken side").Has("meta[name=robots][content=noindex]")
	if started, _ := strconv.ParseInt(p.Find("[name=startet]").AttrOr("value", ""), 10, 64); started == 0 {
		t.Error("the form does not say when it was begun")
	}
	p = c.Post("/meld-fra", form(s, "hva", "", "tekst", "", "epost", "tull")).Want(http.StatusUnprocessableEntity)
	p.Has("#feil", "Velg hva som er galt", "Skriv hva du så", "gyldig e-postadresse").Has("[name=epost][value=tull]").Has("[name=side][value='/om']")
	for typed, page := range map[string]string{
		s.Server.URL + "/nn/om#skjer": "/om", host + fmt.Sprintf("/organisasjoner/%d/turlaget", organisation): fmt.Sprintf("/organisasjoner/%d/turlaget", organisation),
		s.Server.URL: "/", "/aktiviteter?q=kaf%C3%A9": "/aktiviteter?q=kaf%C3%A9", "/om?x=" + strings.Repeat("y", 600): "/om",
	} {
		c.Post("/meld-fra", form(s, "side", typed, "tekst", typed)).Follow().Want(http.StatusOK).Has("h1", "Takk")
		if got := s.Int(`select count(*) from page_report where page = $1 and body = $2`, page, typed); got != 1 {
			t.Errorf("%s: got no report about %s", typed, page)
		}
	}
	n := s.Int(`select count(*) from page_report`)
	for _, typed := range []string{"", "https://ond.example/om", "/finnes-ikke", "/ansatt", "/pamelding/hemmelig", "/personvern/mine/hemmelig", "/organisasjoner/999999", "//ond.example/om", "javascript:alert(1)", "/meld-fra"} {
		p := c.Post("/meld-fra", form(s, "side", typed)).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#side']").Has("textarea[name=tekst]", "Døra er låst.")
		if got := p.Find("input[name=side]").AttrOr("value", ""); got != typed {
			t.Errorf("%s comes back as %q", typed, got)
		}
	}
	c.Post("/meld-fra", form(s, "nettside", "http://ond.example", "side", "/finnes-ikke")).Follow().Want(http.StatusOK).Has("h1", "Takk")
	c.Post("/meld-fra", form(s, "startet", strconv.FormatInt(s.Clock.Now().Unix(), 10))).Want(http.StatusUnprocessableEntity).Has("#feil", "litt fort")
	if got := s.Int(`select count(*) from page_report`); got != n {
		t.Errorf("got %d more reports, want none", got-n)
	}
	for _, typed := range []string{"/nyheter/finnes-ikke", "/nn/sider/finnes-ikke"} {
		c.Post("/meld-fra", form(s, "side", typed)).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#side']")
	}
	for i := n; i < pagereport.MaxPerNetwork; i++ {
		c.Post("/meld-fra", form(s, "tekst", fmt.Sprint(i))).Want(http.StatusSeeOther)
	}
	c.Post("/meld-fra", form(s, "tekst", "En til")).Want(http.StatusTooManyRequests).Has(".ds-alert", "Vent litt").Has("textarea[name=tekst]", "En til")
}

// A report is seen to: from the work list, answered, noted about, closed, and opened again.
func TestStaffSeeToIt(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	topic := s.Code("topic", "kultur", "Kultur")
	contact := s.Int(`insert into contact (municipality_id, name, email, phone, valid_from, public) values ($1, 'Kari Nordmann', 'k@kommunen.example', '+4722222222', '2020-01-01', true) returning id`, s.MunicipalityID)
	s.Exec(`insert into contact_topic (contact_id, code_id) values ($1, $2)`, contact, topic)
	link := s.Anonymous().Get("/kommunen?tema=kultur").Has(".person a[rel=nofollow]", "Meld fra om feil", "Kari Nordmann").Find(".person a[rel=nofollow]").AttrOr("href", "")
	told := s.Anonymous().Get(link).Want(http.StatusOK)
	s.Anonymous().Post("/meld-fra", form(s, "side", told.Find("[name=side]").AttrOr("value", ""), "kontakt", told.Find("[name=kontakt]").AttrOr("value", ""), "epost", "liv@post.example", "tekst", "Nummeret er <feil>.")).Want(http.StatusSeeOther)
	s.Anonymous().Post("/meld-fra", form(s, "hva", "other")).Want(http.StatusSeeOther)

	for role, sees := range map[account.Role]bool{account.Coordinator: true, account.ContactManager: false, account.Reader: false} {
		c := s.As(s.Staff(role))
		p := c.Get("/ansatt").Want(http.StatusOK)
		if sees {
			p.Has("[aria-labelledby=sidemeldinger]", "Meldinger om sider (2)", "Kari Nordmann", "Opplysninger som er feil", "Om frivilligsentralen")
		} else {
			p.HasNot("main", "Meldinger om sider")
			c.Get("/ansatt/sidemeldinger").Want(http.StatusForbidden)
		}
	}
	staff := s.As(s.Staff(account.Coordinator))
	id := s.Int(`select id from page_report where about = 'contact' and about_id = $1`, contact)
	path := fmt.Sprintf("/ansatt/sidemeldinger/%d", id)
	staff.Get(path).Want(http.StatusOK).Has("#main", "Nummeret er <feil>.", "Uten innlogging").Has(fmt.Sprintf("main a[href='/ansatt/kontakter/%d']", contact), "Kari Nordmann").Has("main a[href='/kommunen?tema=kultur']")

	staff.Get(path).Has("[aria-labelledby=avslutt]", "har bedt om svar og ikke fått det ennå")
	staff.Post(path+"/svar", webtest.Values("svar", " ")).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#svar']")
	staff.Post(path+"/svar", webtest.Values("svar", "Takk! Nå er det rettet.")).Follow().Has(".flash", "Svaret er sendt").Has("[aria-labelledby=svarene]", "Takk! Nå er det rettet.", "Ansatt coordinator")
	if m := mailtest.Last(t, s.Pool, "liv@post.example"); !strings.Contains(m.TextBody, "Nå er det rettet.") || strings.Contains(m.TextBody, "Nummeret") {
		t.Errorf("the letter says %q", m.TextBody)
	}
	staff.Get("/ansatt").Has("[aria-labelledby=sidemeldinger]", "Besvart")
	staff.Get(path).HasNot("[aria-labelledby=avslutt]", "har bedt om svar")
	staff.Post(path+"/notat", webtest.Values("notat", "")).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#notat']")
	staff.Post(path+"/notat", webtest.Values("notat", "Ringte Kari.")).Follow().Has("[aria-labelledby=notater]", "Ringte Kari.")
	staff.Post(path+"/avslutt", nil).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#utfall']")
	staff.Post(path+"/avslutt", webtest.Values("utfall", "corrected")).Follow().Has(".flash", "avsluttet").Has("main .ds-tag", "Rettet").HasNot("textarea[name=svar]", "")
	staff.Post(path+"/avslutt", webtest.Values("utfall", "spam")).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har avsluttet")
	staff.Post(path+"/svar", webtest.Values("svar", "Mer")).Want(http.StatusConflict).Has(".ds-alert", "Åpne den igjen")
	staff.Get("/ansatt").Has("[aria-labelledby=sidemeldinger]", "(1)").HasNot("[aria-labelledby=sidemeldinger]", "Kari")

	for query, want := range map[string]int{"": 1, "?status=ubesvart": 1, "?status=besvart": 0, "?status=avsluttet": 1, "?status=alle": 2, "?status=alle&hva=other": 1, "?status=tull": 1} {
		if got := staff.Get("/ansatt/sidemeldinger" + query).Want(http.StatusOK).Find("#sidemeldinger tbody tr").Length(); got != want {
			t.Errorf("%q: got %d rows, want %d", query, got, want)
		}
	}
	staff.Post(path+"/apne", nil).Follow().Has(".flash", "åpnet igjen").Has("main .ds-tag", "Besvart").Has("main", "Åpnet en melding om en side igjen")
	other := s.Int(`select id from page_report where email = ''`)
	staff.Get(fmt.Sprintf("/ansatt/sidemeldinger/%d", other)).Has("[aria-labelledby=svarene]", "vil ikke ha svar").HasNot("textarea[name=svar]", "")
}

// An address that has got too many letters gets no more, and what was written is not lost.
func TestTooManyAnswers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Anonymous().Post("/meld-fra", form(s, "epost", "liv@post.example")).Want(http.StatusSeeOther)
	path := fmt.Sprintf("/ansatt/sidemeldinger/%d/svar", s.Int(`select id from page_report`))
	staff := s.As(s.Staff(account.Coordinator))
	for n := range 20 {
		p := staff.Post(path, webtest.Values("svar", fmt.Sprint("Takk! ", n)))
		if p.Status == http.StatusTooManyRequests {
			p.Has(".ds-alert", "Vent en time").Has("textarea[name=svar]", "Takk!")
			return
		}
		p.Want(http.StatusSeeOther)
	}
	t.Error("twenty letters went to one address")
}

// Staff write to each other about an activity, and its group never sees it.
func TestNotesOnActivities(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	o := s.Organisation("Turlaget")
	id := s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, published_at) values ($1, $2, 'Fjelltur', $3, $4, 60, 'published', $4) returning id`,
		s.MunicipalityID, o, s.Code("category", "tur", "Tur"), s.Clock.Now())
	path := fmt.Sprintf("/ansatt/aktiviteter/%d", id)
	staff := s.As(s.Staff(account.Coordinator))
	staff.Post(path+"/notat", webtest.Values("notat", " ")).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#notat']")
	staff.Post(path+"/notat", webtest.Values("notat", "Husk fast rom.")).Follow().Has(".flash", "Notatet er lagret").Has("[aria-labelledby=notater]", "Husk fast rom.", "Ansatt coordinator")
	reader := s.As(s.Staff(account.Reader))
	reader.Get(path).Has("[aria-labelledby=notater]", "Husk fast rom.").HasNot("textarea[name=notat]", "")
	reader.Post(path+"/notat", webtest.Values("notat", "x")).Want(http.StatusForbidden)
	group := s.As(s.Member(o, account.GroupAdmin))
	for _, at := range []string{fmt.Sprintf("/lag/aktiviteter/%d", id), "/lag"} {
		group.Get(at).Want(http.StatusOK).HasNot("main", "Husk fast rom.")
	}
	s.Anonymous().Get(fmt.Sprintf("/aktiviteter/%d", id)).HasNot("main", "Husk fast rom.")
	for i := range 60 {
		s.Exec(`insert into staff_note (municipality_id, activity_id, body, created_at) select municipality_id, id, 'Gammelt nummer ' || $1::int, $2 from activity`, i, s.Clock.Now().AddDate(0, 0, -1-i))
	}
	older := staff.Get(path).HasNot("[aria-labelledby=notater]", "Gammelt nummer 59").Find("[aria-labelledby=notater] a").AttrOr("href", "")
	staff.Get(older).Want(http.StatusOK).Has("[aria-labelledby=notater]", "Gammelt nummer 59", "Nyere notater").HasNot("[aria-labelledby=notater]", "Husk fast rom.")
}
