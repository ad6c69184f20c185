package participants_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"

	"github.com/google/go-cmp/cmp"
)

// phones signs somebody up who has no e-mail.
func (w *world) phones(t *testing.T, name string, party int, pairs ...string) string {
	t.Helper()
	v := url.Values{"dato": {w.Date}, "navn": {name}, "antall": {fmt.Sprint(party)}, "telefon": {"60 00 12 34"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	w.Group.Post(w.Path+"/ny", v).Want(303)
	return fmt.Sprintf("%s/%d", w.Path, w.Int(`select id from registration where name = $1`, name))
}

// to moves the clock and logs in again, as the first log-in may have run out.
func (w *world) to(at time.Time) {
	w.Clock.Set(at)
	w.Group = w.As(w.member)
}

func (w *world) refuse(address string) {
	w.Exec(`insert into email_address_status (municipality_id, address, reason) values ($1, $2, '550 no')`, w.MunicipalityID, address)
}

var question = []string{"sporsmal_1", "Trenger du garn?", "sporsmal_type_1", "yesno", "sporsmal_formal_1", "Vi låner ut.", "sporsmal_lagres_1", "5", "spor_navn", "1"}

func TestListSaysAllThatIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, question...)
	ola := w.phones(t, "Ola", 2, "deltaker_1", "Ola", "deltaker_2", "Lillesøster", "svar_q1", "ja")
	w.join(t, "Kari", 1)
	per := w.phones(t, "Per", 2, "deltaker_1", "Per", "deltaker_2", "Pia")
	w.refuse("kari@post.example")
	list := w.Group.Get(w.Path + "?dato=" + w.Date).Want(200)
	row := func(path string) string { return "#p-" + path[strings.LastIndex(path, "/")+1:] }
	list.Has(row(ola)+" details", "Ett svar", "Trenger du garn?", "Ja").Has(row(ola), "Lillesøster", "Har ikke e-post")
	list.Has(row(per), "Nummer 2 i køen", "Pia").Has(".people", "kari@post.example", "E-posten kom ikke fram")
	w.Group.Get(ola).Want(200).Has(".facts", "Trenger du garn?").HasNot(".alert", "kom ikke fram")
	w.Group.Get(strings.Replace(per, row(per)[3:], fmt.Sprint(w.Int(`select id from registration where name = 'Kari'`)), 1)).Want(200).Has("main", "E-posten kom ikke fram")

	csv := w.Group.Get(w.Path + "/liste.csv?dato=" + w.Date).Want(200)
	if !strings.Contains(csv.Body, ";Ja") {
		t.Errorf("the file has no answer in words: %q", csv.Body)
	}
	for _, q := range []string{"&q=Kari", "&status=confirmed&q=Kari"} {
		page := w.Group.Get(w.Path + "?dato=" + w.Date + q).Want(200)
		for _, ext := range []string{"csv", "xlsx"} {
			file, _ := page.Find(".link-list a[href*='liste." + ext + "']").Attr("href")
			if !strings.Contains(file, "q=Kari") || !strings.Contains(file, "dato="+w.Date) {
				t.Errorf("with %s the file is at %q, want the search in it", q, file)
			}
		}
	}
	w.Group.Get(w.Path+"/utskrift?dato="+w.Date).Want(200).
		Has(".page-head", "Torsdag 8. oktober 2026 kl. 18.00–20.00").Has("#utskrift", "Ola", "Lillesøster", "60 00 12 34", "Trenger du garn?", "Ja").HasNot("#utskrift", "Kari").
		Has(".print-queue", "Kari, én person", "Per, 2 personer")
	if n := w.Group.Get(w.Path + "/utskrift?dato=" + w.Date).Find("#utskrift .tick-box").Length(); n != 2 {
		t.Errorf("boxes to tick on paper: got %d, want 2", n)
	}
}

func TestAllOfAPartyAndAllOfTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "6")
	ola := w.join(t, "Ola", 2)
	w.join(t, "Kari", 1)
	w.Group.Post(w.Path+"/mott", url.Values{"dato": {w.Date}}).Want(409)
	for _, place := range []string{"etter", "for"} { // who ticks off somebody on a later page comes back to that page
		asked := "?" + place + "=x%2C1&q=kari&status=waiting&farlig=1"
		to, err := url.Parse(w.Group.Post(ola+"/mott", url.Values{"dato": {w.Date}, "svar": {""}, "sok": {asked}}).Want(303).Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(url.Values{place: {"x,1"}, "q": {"kari"}, "status": {"waiting"}, "dato": {w.Date}}, to.Query()); diff != "" || to.Path != w.Path {
			t.Errorf("%s: to %s (-want +got):\n%s", place, to.Path, diff)
		}
	}
	w.to(time.Date(2026, 10, 8, 18, 0, 0, 0, i18n.Oslo))
	came := func() int64 { return w.Int(`select count(*) from attendance where state = 'present'`) }
	page := w.Group.Post(ola+"/mott", url.Values{"dato": {w.Date}, "svar": {"present"}}).Follow().Want(200)
	if got, _ := page.Find(".attend-all button").Attr("aria-pressed"); got != "true" || came() != 2 {
		t.Errorf("all of the party: the button is pressed %q and %d came, want true and 2", got, came())
	}
	w.Group.Post(ola+"/mott", url.Values{"dato": {w.Date}, "svar": {""}}).Want(303)
	if came() != 0 {
		t.Errorf("taken back: %d came, want none", came())
	}
	w.Group.Get(w.Path).Want(200).Has(".people__tools", "Merk alle som møtt", "Send melding til de valgte")
	page = w.Group.Post(w.Path+"/mott", url.Values{"dato": {w.Date}}).Follow().Want(200)
	page.Has(".flash", "3 er krysset av som møtt").HasNot(".people__tools", "Merk alle").Has("main", "3 av 3 er krysset av")
}

func TestClosestDateIsTodayUntilMidnight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 10, 8, 9, 0, 0, 0, i18n.Oslo), "I dag"},
		{time.Date(2026, 10, 8, 23, 30, 0, 0, i18n.Oslo), "I dag"},
		{time.Date(2026, 10, 9, 0, 10, 0, 0, i18n.Oslo), "Torsdag 15. oktober"},
		{time.Date(2026, 10, 20, 9, 0, 0, 0, i18n.Oslo), "Torsdag 15. oktober"},
	} {
		w.to(c.at)
		w.Group.Get(w.Path).Want(200).Has(".date-nav__now", c.want)
	}
	w.to(time.Date(2026, 10, 8, 23, 30, 0, 0, i18n.Oslo))
	w.Group.Get(w.Path).Want(200).Has(".date-nav__ways", "Neste dato").HasNot(".date-nav__ways", "Forrige dato")
}

func TestDeskSaysFirstWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	if n := w.Group.Get(w.Path + "/ny?dato=" + w.Date).Want(200).Find("#overbook").Length(); n != 0 {
		t.Error("there are places left, and still one can choose to go beyond them")
	}
	w.join(t, "Ola", 2)
	w.Group.Get(w.Path+"/ny?dato="+w.Date).Want(200).Has("main", "Det er fullt", "Gi plass selv om det er fullt")
	w.Exec(`update occurrence set status = 'cancelled' where id = $1`, w.Date)
	res := w.Group.Get(w.Path+"/ny?dato="+w.Date).Want(200).Has("main", "Datoen er avlyst", "Tilbake til listen")
	if n := res.Find("main form").Length(); n != 0 {
		t.Errorf("a cancelled date has %d forms, want none", n)
	}
	w.to(time.Date(2026, 10, 16, 9, 0, 0, 0, i18n.Oslo))
	w.Group.Get(w.Path+"/ny").Want(200).Has("main", "Datoen er over")
}

func TestFlashSaysWhatIsTrue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	ola := w.join(t, "Ola", 2)
	kari := w.phones(t, "Kari", 1)
	w.Group.Post(kari+"/plass", url.Values{"likevel": {"1"}}).Follow().Want(200).Has(".flash", "har fått plass", "du må ringe 60 00 12 34")
	w.Group.Post(kari+"/fjern", url.Values{"hvorfor": {"selv"}}).Follow().Want(200).Has(".flash", "Tatt av listen", "får ikke e-post").HasNot(".flash", "ventelisten")
	w.phones(t, "Per", 1)
	w.Group.Post(ola+"/fjern", url.Values{"hvorfor": {"vi"}}).Follow().Want(200).
		Has(".flash", "får beskjed på e-post", "Den neste på ventelisten har fått tilbud om plassen")
}

func TestRingingThoseWithoutEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "10")
	ase := w.phones(t, "Åse", 1)
	w.join(t, "Kari", 2)
	date := fmt.Sprintf("/lag/aktiviteter/%d/datoer/%s", w.activity, w.Date)
	w.Group.Get(date).Want(200).Has("main", "3 personer er påmeldt", "Én kontaktperson har ikke en e-post som virker")
	w.Group.Get(fmt.Sprintf("/lag/aktiviteter/%d/avlys", w.activity)).Want(200).Has("main", "3 personer er påmeldt")
	page := w.Group.Post(date+"/avlys", url.Values{"grunn": {"Kokken er syk"}}).Follow().Want(200)
	page.Has("h1", "Ring dem som ikke får e-post").Has(".calls", "Åse", "60 00 12 34", "Vet ikke at", "er avlyst").HasNot(".calls", "Kari")
	w.WorkJobs()
	w.Group.Get("/lag").Want(200).Has("main", "Åse", "Vet ikke at det er avlyst")
	w.Group.Get(w.Path+"?dato="+w.Date).Want(200).Has(".calls", "Åse").Has(".people", "Må ringes")
	w.Other.Post(ase+"/ringt", nil).Want(404)
	w.Group.Get(ase).Want(200).Has(".calls", "Jeg har ringt")
	w.Group.Post(ase+"/ringt", url.Values{"fra": {"person"}}).Follow().Want(200).Has(".flash", "notert").HasNot("main", "Jeg har ringt").Has(".history", "Ringte og ga beskjed")
	w.Group.Get(w.Path+"/ring").Want(200).Has("main", "ingen å ringe")
	w.Group.Get("/lag").Want(200).HasNot("main", "Åse")
	if sent := mailtest.All(t, w.Pool, "kari@post.example"); len(sent) == 0 {
		t.Error("the one with e-mail was not written to")
	}
}

func TestSubstituteFindsTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.join(t, "Ola", 1)
	koret := w.Member(w.Organisation("Koret"), account.GroupMember)
	iver := w.As(koret)
	iver.Get("/lag").Want(200).HasNot("main", "vikar")
	w.Group.Post(w.Path+"/oppsett/vikar", url.Values{"epost": {koret.Email}}).Want(303)
	w.WorkJobs()
	if m := mailtest.Last(t, w.Pool, koret.Email); len(m.Links) == 0 || !strings.HasSuffix(m.Links[0], w.Path) {
		t.Errorf("e-mail: got the links %q, want the list", m.Links)
	}
	page := iver.Get("/lag").Want(200).Has("[aria-labelledby=vikar]", "Lister du er vikar for", "Strikkekafé", "Strikkelaget")
	link, _ := page.Find("[aria-labelledby=vikar] a").Attr("href")
	for _, path := range []string{link, w.Path + "/ny", w.Path + "/utskrift"} {
		crumbs := iver.Get(path).Want(200).Find(".crumbs a, .ds-breadcrumbs a")
		for i := range crumbs.Length() {
			href, _ := crumbs.Eq(i).Attr("href")
			iver.Get(href).Want(200)
		}
	}
}
