package organisationroles_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

const orgnr = "974760673"

// register answers with the text that it holds, or not at all.
func register(t *testing.T) (*atomic.Value, func(*config.Config)) {
	t.Helper()
	var says atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := says.Load().(string)
		if text == "" || !strings.HasSuffix(r.URL.Path, "/"+orgnr+"/roller") {
			http.Error(w, "not here", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(text))
	}))
	t.Cleanup(server.Close)
	return &says, func(c *config.Config) { c.BrregURL = server.URL }
}

func board(people ...string) string {
	var roles []string
	for i, p := range people {
		code := "MEDL"
		if i == 0 {
			code = "LEDE"
		}
		first, last, _ := strings.Cut(p, " ")
		roles = append(roles, `{"type":{"kode":"`+code+`"},"person":{"fodselsdato":"1980-05-17","navn":{"fornavn":"`+first+`","etternavn":"`+last+`"}}}`)
	}
	return `{"rollegrupper":[{"roller":[` + strings.Join(roles, ",") + `]}]}`
}

func lag(t *testing.T, s *webtest.Site) int64 {
	t.Helper()
	id, err := s.Portal.Organisations.Create(t.Context(), s.Staff(account.Coordinator), organisation.Draft{
		Organisation: organisation.Organisation{Name: "Strikkelaget", Kind: organisation.Association, Lang: "nb", OrgNr: orgnr},
		Contacts:     []organisation.Contact{{Name: "Kari Lie", Role: "contact", Email: "kari@lag.example", Public: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func chosen(p *webtest.Page, selector string) url.Values {
	v := url.Values{}
	for _, n := range p.Find(selector + " input[name=forslag]").Nodes {
		for _, a := range n.Attr {
			if a.Key == "value" {
				v.Add("forslag", a.Val)
			}
		}
	}
	return v
}

// Fetched, declined and accepted by the lag itself: residents see none of it, and staff see what waits.
func TestProposals(t *testing.T) {
	t.Parallel()
	says, on := register(t)
	s := webtest.New(t, on)
	id := lag(t, s)
	group, staff, public := s.As(s.Member(id, account.GroupAdmin)), s.As(s.Staff(account.Coordinator)), "/organisasjoner/"+ui.Itoa(id)+"/strikkelaget"
	s.Clock.Set(time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC))
	says.Store(board("Kari Lie", "Per Dal", "Siv Nes"))
	group.Post("/lag/roller/hent", nil).Follow().Want(http.StatusOK).Has(".flash", "3 nye forslag").Has("[aria-labelledby=hent]", "Sist hentet 3. mai 2026")
	p := group.Get("/lag/roller").Has("[aria-labelledby=forslag]", "Kari Lie, Leder", "Per Dal, Styremedlem", "etter 90 dager").
		Has("[aria-labelledby=roller]", "Kari Lie, Kontaktperson", "Oppgitt av kommunen", "Synlig for alle").HasNot("[aria-labelledby=roller]", "Per Dal").HasNot("main", "1980")
	for _, page := range []string{public, "/nn" + public} {
		s.Anonymous().Get(page).Want(http.StatusOK).HasNot("main", "Per Dal").HasNot("main", "Leder").Has("main", "kommunen")
	}
	group.Get("/lag").Has("main", "Venter på dere", "3 forslag til roller")
	staff.Get("/ansatt").Has("[aria-labelledby=roller]", "Strikkelaget", "3 forslag").HasNot("[aria-labelledby=roller]", "Per Dal")
	s.As(s.Staff(account.Reader)).Get("/ansatt").HasNot("main", "Forslag til roller")

	siv := chosen(p, "li:contains('Siv Nes') form[action$=avsla]")
	group.Post("/lag/roller/avsla", siv).Follow().Has(".flash", "Forslaget er avslått")
	all := chosen(group.Get("/lag/roller"), ".toolbar form[action$=godta]")
	if len(all["forslag"]) != 2 {
		t.Fatalf("got %v, want both that are left", all)
	}
	group.Post("/lag/roller/godta", all).Follow().Has(".flash", "2 forslag er godtatt").HasNot("main", "Siv Nes").
		Has("[aria-labelledby=roller]", "Per Dal, Styremedlem", "Fra Enhetsregisteret 3. mai 2026", "Ikke synlig for andre")
	s.Anonymous().Get(public).HasNot("main", "Per Dal")
	group.Post("/lag/roller/godta", all).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har svart")
	group.Post("/lag/roller/godta", nil).Want(http.StatusUnprocessableEntity).Has(".ds-alert", "Velg minst ett")
	group.Get("/lag/profil").Has("#persondel", "Fra Enhetsregisteret 3. mai 2026")

	s.Clock.Set(time.Date(2026, 6, 3, 10, 0, 0, 0, time.UTC))
	says.Store(board("Kari Lie", "Ny Mann", "Siv Nes"))
	at := "/ansatt/organisasjoner/" + ui.Itoa(id) + "/roller"
	staff.Post(at+"/hent", nil).Follow().Has(".flash", "2 nye forslag")
	staff.Get(at).Has("li:contains('Per Dal')", "Står ikke lenger i Enhetsregisteret", "Fjern rollen", "Behold rollen").HasNot("main", "Siv Nes").Has("main", "Ny Mann")
}

// Where the register does not answer, or does not know, the page says so and stays.
func TestRegisterDoesNotAnswer(t *testing.T) {
	t.Parallel()
	says, on := register(t)
	s := webtest.New(t, on)
	id := lag(t, s)
	says.Store("")
	group := s.As(s.Member(id, account.GroupAdmin))
	group.Post("/lag/roller/hent", nil).Want(http.StatusConflict).Has("h1", "Roller i Strikkelaget").Has(".ds-alert", "finner ikke organisasjonsnummeret")
	says.Store("{}")
	group.Post("/lag/roller/hent", nil).Want(http.StatusServiceUnavailable).Has(".ds-alert", "svarer ikke nå").Has("[aria-labelledby=roller]", "Kari Lie")
	s.As(s.Member(id, account.GroupMember)).Get("/lag/roller").Want(http.StatusForbidden)
	webtest.New(t).Anonymous().Get("/lag/roller").Want(http.StatusSeeOther)
}

// Without the look-up, there is no button for it.
func TestLookUpIsOff(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := lag(t, s)
	group := s.As(s.Member(id, account.GroupAdmin))
	group.Get("/lag/roller").Want(http.StatusOK).HasNot("main", "Hent roller")
	group.Post("/lag/roller/hent", nil).Want(http.StatusConflict).Has(".ds-alert", "ikke slått på")
}

// Saving the form keeps who says so for those that were not touched, also where a role of the register has no address.
func TestFormKeepsSources(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := lag(t, s)
	s.Exec(`insert into organisation_contact (organisation_id, name, role, source, source_at, sort) values ($1, 'Per Dal', 'board_member', 'brreg', $2, 1)`, id, s.Clock.Now())
	group := s.As(s.Member(id, account.GroupAdmin))
	f := url.Values{}
	page := group.Get("/lag/profil")
	for _, n := range page.Find("main form[action$='/lag/profil'] input, main form[action$='/lag/profil'] textarea").Nodes {
		name, value, kind, checked := "", n.FirstChild, "", false
		text := ""
		for _, a := range n.Attr {
			switch a.Key {
			case "name":
				name = a.Val
			case "value":
				text = a.Val
			case "type":
				kind = a.Val
			case "checked":
				checked = true
			}
		}
		if value != nil {
			text = value.Data
		}
		if name != "" && (kind != "checkbox" || checked) {
			f.Add(name, text)
		}
	}
	f.Set("sprak", "nb")
	f.Set("kontakt1_rolle", "contact")
	f.Set("kontakt2_rolle", "board_member")
	f.Set("kontakt3_navn", "Ola")
	f.Set("kontakt3_rolle", "treasurer")
	f.Set("kontakt3_epost", "ola@lag.example")
	group.Post("/lag/profil", f).Follow().Want(http.StatusOK).Has(".flash", "lagret")
	for name, source := range map[string]string{"Kari Lie": "staff", "Per Dal": "brreg", "Ola": "self"} {
		if n := s.Int(`select count(*) from organisation_contact where organisation_id = $1 and name = $2 and source = $3`, id, name, source); n != 1 {
			t.Errorf("%s: not from %s any more", name, source)
		}
	}
	f.Set("kontakt2_navn", "En annen") // of her the register has said nothing
	f.Set("versjon", ui.Itoa(s.Int(`select version from organisation where id = $1`, id)))
	group.Post("/lag/profil", f).Want(http.StatusUnprocessableEntity).Has("main", "Skriv e-post eller telefon")
}
