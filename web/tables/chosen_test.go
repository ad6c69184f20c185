package tables_test

// What is done with several rows at once and with the table itself: what is refused, and what is kept.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"
)

// A view has a name of sixty signs; one that is refused is not kept.
func TestNamesOfViews(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.ContactManager))
	long := strings.Repeat("å", 60)
	for _, name := range []string{"", "  ", long + "å"} {
		staff.Post("/ansatt/kontakter/visninger", url.Values{"sok": {"?q=kari"}, "visning": {name}}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#visning']").Has("input[name=q][value=kari]")
	}
	if n := s.Int("select count(*) from saved_view"); n != 0 {
		t.Errorf("%d are kept", n)
	}
	staff.Post("/ansatt/kontakter/visninger", url.Values{"sok": {"?q=kari"}, "visning": {long}}).Follow().Want(http.StatusOK).Has(".saved-view a[href='/ansatt/kontakter?q=kari']", long)
	staff.Post("/ansatt/kontakter/visninger/0/slett", nil).Want(http.StatusNotFound)
}

// Columns that were not ticked are hidden for the one who chose so, and for nobody else.
func TestLayoutIsOnesOwn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Exec(`insert into contact (municipality_id, name, title, confirmed_at) values ($1, 'Kari Hansen', 'Rådgiver', $2)`, s.MunicipalityID, s.Clock.Now())
	staff, other := s.As(s.Staff(account.ContactManager)), s.As(s.Staff(account.Coordinator))
	compact := func(p *webtest.Page) bool { return strings.Contains(p.Body, "Rådgiver") }
	p := staff.Post("/ansatt/kontakter/kolonner", url.Values{"sok": {"?q=kari"}, "kolonne": {"enhet", "tema"}})
	if got := p.Header.Get("Location"); p.Status != http.StatusSeeOther || got != "/ansatt/kontakter?q=kari" {
		t.Fatalf("got %d, %s", p.Status, got)
	}
	if p := p.Follow().Want(http.StatusOK); compact(p) {
		t.Error("a column that was not ticked is shown")
	}
	if p := other.Get("/ansatt/kontakter").Want(http.StatusOK); !compact(p) {
		t.Error("what one hides is hidden for another")
	}
	staff.Post("/ansatt/kontakter/kolonner", url.Values{"kolonne": {"tittel", "enhet", "tema"}}).Want(http.StatusSeeOther)
	if p := staff.Get("/ansatt/kontakter").Want(http.StatusOK); !compact(p) {
		t.Error("a column that was ticked is hidden")
	}
}

// Of several, each is done by itself: what cannot be done is told with its name and why, and the rest is done.
func TestEachOfSeveralByItself(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	contact := func(municipality int64, name string) int64 {
		return s.Int(`insert into contact (municipality_id, name, valid_from, confirmed_at) values ($1, $2, '2020-01-01', $3) returning id`, municipality, name, s.Clock.Now())
	}
	text := func(id int64) string { return strconv.FormatInt(id, 10) }
	kari, per := contact(s.MunicipalityID, "Kari Hansen"), contact(s.MunicipalityID, "Per Olsen")
	foreign := contact(s.Municipality("9902", "Annenvik", "annen.example"), "Fremmed")
	staff := s.As(s.Staff(account.ContactManager))
	const path = "/ansatt/kontakter/avslutt"
	staff.Get(path+"?sok=%3Fq%3Dkari").Want(http.StatusUnprocessableEntity).Has("#feil", "Kryss av for minst én kontakt").Has("input[name=q][value=kari]")
	staff.Get(path + "?id=" + text(foreign)).Want(http.StatusNotFound)
	asked := staff.Get(path+"?id="+text(kari)+"&id="+text(per)+"&id="+text(foreign)+"&sok=%3Fq%3Da").Want(http.StatusOK).Has("h1", "Vil du avslutte 2 kontakter?").Has("main", "Kari Hansen", "Per Olsen").HasNot("main", "Fremmed")
	if n := asked.Find("main form input[name=id]").Length(); n != 2 {
		t.Errorf("%d are sent along, want 2", n)
	}
	if got, _ := asked.Find("main form input[name=sok]").Attr("value"); got != "?q=a" {
		t.Errorf("the search is sent along as %q", got)
	}
	if n := asked.Find("main a[href='/ansatt/kontakter?q=a']").Length(); n == 0 {
		t.Error("there is no way back to the search")
	}
	staff.Post(path, url.Values{"sok": {"?q=kari"}}).Want(http.StatusUnprocessableEntity).Has("input[name=q][value=kari]")
	refused := staff.Post(path, nil).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#id']", "Kryss av for minst én kontakt")
	if boxes := refused.Find("tbody input[name=id]"); boxes.Length() != 2 || boxes.First().AttrOr("id", "") != "id" || boxes.Last().AttrOr("id", "") == "id" {
		t.Error("the error does not lead to the first box")
	}
	staff.Post(path, url.Values{"id": {text(kari), text(foreign)}, "sok": {"?q=a"}}).Want(http.StatusOK).Has("main", "Én kontakt er avsluttet.", "Én gikk ikke", "Nummer "+text(foreign)).HasNot("main", "Fremmed").Has("main a[href='/ansatt/kontakter?q=a']")
	done := staff.Post(path, url.Values{"id": {text(per)}, "sok": {"?q=a"}})
	if got := done.Header.Get("Location"); done.Status != http.StatusSeeOther || got != "/ansatt/kontakter?q=a" {
		t.Errorf("when all went: got %d, %s", done.Status, got)
	}
	done.Follow().Has(".flash", "Én kontakt er avsluttet.")
	if n := s.Int("select count(*) from contact where valid_to is not null"); n != 2 {
		t.Errorf("%d have ended, want 2", n)
	}
}

// Every table goes out as a file of its kind, with a name and a date, and no cache keeps it.
func TestFilesOfTables(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	staff := s.As(s.Staff(account.Administrator))
	for _, table := range []string{"kontakter", "organisasjoner", "aktiviteter"} {
		for ending, kind := range map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
			h := staff.Get("/ansatt/" + table + "." + ending).Want(http.StatusOK).Header
			if h.Get("Content-Type") != kind || h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s.%s: got %q, kept %q", table, ending, h.Get("Content-Type"), h.Get("Cache-Control"))
			}
			if got := h.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="`) || !strings.HasSuffix(got, s.Clock.Now().In(i18n.Oslo).Format("-2006-01-02.")+ending+`"`) {
				t.Errorf("%s.%s: got %s", table, ending, got)
			}
		}
	}
}
