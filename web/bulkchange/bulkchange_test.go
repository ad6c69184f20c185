package bulkchange_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// town is a site with contacts, a unit and topics.
type town struct {
	*webtest.Site
	staff       *webtest.Client
	kari, per   int64
	unit, topic int64
	area        int64
}

func newTown(t *testing.T) town {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Stop()
	x := town{Site: s, staff: s.As(s.Staff(account.Coordinator)), topic: s.Code("topic", "lokaler", "Lokaler"), area: s.Area("nes", "Nes")}
	x.kari, x.per = x.contact("Kari Hansen"), x.contact("Per Olsen")
	x.unit = s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Kultur') returning id`, s.MunicipalityID)
	return x
}

func (x town) contact(name string) int64 {
	return x.Int(`insert into contact (municipality_id, name, public, valid_from, confirmed_at) values ($1, $2, false, '2020-01-01', $3) returning id`, x.MunicipalityID, name, x.Clock.Now())
}

func text(id int64) string { return strconv.FormatInt(id, 10) }

func (x town) inUnit() int64 { return x.Int(`select count(*) from contact where unit_id is not null`) }

// From two ticked contacts to the change, its undoing from the list, and one that somebody has changed since.
func TestChangeManyAndUndo(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	list := x.staff.Get("/ansatt/kontakter?q=e").Want(200)
	button := list.Find("#kontakter ~ .button-row button[formaction$='/endre'], form button[formaction$='/endre']")
	if button.Length() != 1 || button.AttrOr("formmethod", "") != "get" {
		t.Fatal("the list does not lead to changing many")
	}
	ask := x.staff.Get("/ansatt/kontakter/endre?id="+text(x.kari)+"&id="+text(x.per)+"&sok=%3Fq%3De").Want(200).
		Has("h1", "Endre flere kontakter").Has("#valgte", "Kari Hansen", "Per Olsen").Has("main", "De du har krysset av: 2 kontakter", "Alle som passer søket: 2 kontakter")
	if ask.Find("input[name=hvilke][value=valgte][checked]").Length() != 1 || ask.Find("main form input[name=id]").Length() != 2 || ask.Find("input[name=sok]").AttrOr("value", "") != "?q=e" {
		t.Error("what was ticked and searched for does not come along")
	}
	sent := url.Values{"id": {text(x.kari), text(x.per)}, "sok": {"?q=e"}, "hvilke": {"valgte"}, "enhet": {text(x.unit)}, "tema_hvordan": {"til"}, "tema": {text(x.topic)}}
	preview := x.staff.Post("/ansatt/kontakter/endre", sent).Follow().Want(200).Has("main", "Ingenting er endret ennå", "Dette blir endret: 2 kontakter").
		Has("#hva", "Temaer: legg til Lokaler", "Enhet: bytt til Kultur").Has("#endringsrader tbody", "Kari Hansen", "Endres", "Kultur", "Per Olsen")
	if x.inUnit() != 0 {
		t.Fatal("looking has changed something")
	}
	x.staff.Get("/ansatt/kontakter").Want(200).HasNot("main", "Du endret")
	store := preview.Find("form[action$='/lagre']").AttrOr("action", "")
	done := x.staff.Post(store, nil).Follow().Want(200).Has("main", "Endret: 2 kontakter", "Angre endringen").Has("a[href='/ansatt/kontakter?q=e']")
	if x.inUnit() != 2 {
		t.Fatalf("%d are changed", x.inUnit())
	}
	x.staff.Post(store, nil).Follow().Want(200).Has(".flash", "Endringen er gjort allerede.")
	x.Exec(`update contact set unit_id = null, version = version + 1 where id = $1`, x.per)
	x.As(x.Staff(account.ContactManager)).Get("/ansatt/kontakter").Want(200).HasNot("main", "Du endret")
	note := x.staff.Get("/ansatt/kontakter?q=ingen").Want(200).Has("#angre", "Du endret 2 kontakter")
	x.staff.Get("/ansatt/endringer").Want(200).Has("#endringer tbody", "2 kontakter", "Enhet: bytt til Kultur", "Gjort").Has("#endringer form[action$='/angre']")
	undo := note.Find("#angre form").AttrOr("action", "")
	x.staff.Post(undo, nil).Follow().Want(200).Has("main", "Endringen er angret").Has("#endringsrader tbody", "Angret", "Ikke angret", "Er endret siden, og blir stående.")
	if x.inUnit() != 0 || x.Int(`select count(*) from contact_topic where contact_id = $1`, x.kari) != 0 || x.Int(`select count(*) from contact_topic where contact_id = $1`, x.per) != 1 {
		t.Error("what came back is not what it was")
	}
	x.staff.Get("/ansatt/kontakter").Want(200).HasNot("main", "Du endret")
	x.staff.Get(strings.TrimSuffix(undo, "/angre")+"?vis=left").Want(200).Has("#endringsrader tbody", "Per Olsen").HasNot("#endringsrader tbody", "Kari Hansen")
	_ = done
}

// Archiving what is ticked is a change of many like any other: it is looked at first, and comes back.
func TestArchiveChosenAndUndo(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := text(x.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status) values ($1, $2, 'Strikk', $3, $4, 60, 'published') returning id`,
		x.MunicipalityID, x.Organisation("Strikkelaget"), x.Code("category", "tur", "Tur"), x.Clock.Now().AddDate(0, 0, 7)))
	button := x.staff.Get("/ansatt/aktiviteter").Want(200).Find("form button[formaction$='/aktiviteter/endre'][name=status]")
	if button.Length() != 1 || strings.TrimSpace(button.Text()) != "Arkiver valgte" {
		t.Fatalf("got %q", button.Text())
	}
	if x.staff.Get("/ansatt/aktiviteter/endre?status=ja").Want(200).Find("input[name=status][checked]").Length() != 0 {
		t.Error("with nothing ticked, all would be archived")
	}
	if x.staff.Get("/ansatt/aktiviteter/endre?status=ja&id="+id).Want(200).Has("#valgte", "Strikk").Find("input[name=status][checked]").Length() != 1 {
		t.Error("that they are to be archived does not come along")
	}
	preview := x.staff.Post("/ansatt/aktiviteter/endre", url.Values{"id": {id}, "hvilke": {"valgte"}, "status": {"ja"}}).Follow().Want(200).Has("main", "Dette blir endret: én aktivitet")
	archived := func() int64 { return x.Int(`select count(*) from activity where status = 'archived'`) }
	done := x.staff.Post(preview.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200).Has("main", "Endret: én aktivitet")
	if archived() != 1 {
		t.Fatal("it is not archived")
	}
	x.staff.Post(done.Find("form[action$='/angre']").AttrOr("action", ""), nil).Follow().Want(200).Has("main", "Endringen er angret")
	if archived() != 0 {
		t.Error("it does not come back")
	}
	x.staff.Get("/ansatt/aktiviteter/arkiver").Want(http.StatusNotFound)
}

// What somebody forgot comes back with the form, and nothing is kept of it.
func TestRefusedForms(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.Exec(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status) values ($1, $2, 'Strikk', $3, $4, 60, 'archived')`,
		x.MunicipalityID, x.Organisation("Strikkelaget"), x.Code("category", "tur", "Tur"), x.Clock.Now())
	for name, tc := range map[string]struct {
		path  string
		sent  url.Values
		field string
		says  string
	}{
		"nothing to change": {"/ansatt/kontakter/endre", url.Values{"id": {text(x.kari)}}, "", "Velg hva som skal endres."},
		"nobody":            {"/ansatt/kontakter/endre", url.Values{"enhet": {text(x.unit)}}, "id", "Ingen er valgt."},
		"topics, but what":  {"/ansatt/kontakter/endre", url.Values{"id": {text(x.kari)}, "tema": {text(x.topic)}}, "tema_hvordan", "Velg hva som skal gjøres med det du har krysset av."},
		"what, but topics":  {"/ansatt/kontakter/endre", url.Values{"id": {text(x.kari)}, "tema_hvordan": {"til"}, "enhet": {text(x.unit)}}, "tema", "Velg minst én."},
		"no unit of ours":   {"/ansatt/kontakter/endre", url.Values{"id": {text(x.kari)}, "enhet": {"987654"}}, "enhet", "Velg ett av valgene."},
		"half a person":     {"/ansatt/aktiviteter/endre", url.Values{"hvilke": {"alle"}, "kontakt_telefon": {"12"}}, "kontakt_telefon", "Skriv et gyldig telefonnummer"},
	} {
		p := x.staff.Post(tc.path, tc.sent).Want(http.StatusUnprocessableEntity).Has("#feil", tc.says)
		if tc.field != "" {
			p.Has("#feil a[href='#" + tc.field + "']")
		}
		for _, v := range tc.sent["enhet"] {
			if v == text(x.unit) && p.Find("select[name=enhet] option[selected][value='"+v+"']").Length() != 1 {
				t.Errorf("%s: the unit is lost", name)
			}
		}
	}
	if n := x.Int(`select count(*) from bulk_change`); n != 0 {
		t.Errorf("%d are kept", n)
	}
}

// All that a search finds is more than a page, and what it does not find stays as it is.
func TestAllOfASearch(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for n := range 60 {
		x.contact(fmt.Sprintf("Anders %02d", n))
	}
	ask := x.staff.Get("/ansatt/kontakter/endre?sok=%3Fq%3Danders").Want(200).Has("main", "Alle som passer søket: 60 kontakter")
	if got := ask.Find("input[name=hvilke]").AttrOr("value", ""); got != "alle" {
		t.Errorf("it is about %q", got)
	}
	p := x.staff.Post("/ansatt/kontakter/endre", url.Values{"sok": {"?q=anders"}, "hvilke": {"alle"}, "enhet": {text(x.unit)}}).Follow().Want(200).Has("main", "Dette blir endret: 60 kontakter")
	next := p.Find("#rader nav a").Last().AttrOr("href", "")
	x.staff.Get(next).Want(200).Has("#endringsrader tbody", "Anders 59")
	x.staff.Post(p.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200)
	if x.inUnit() != 60 {
		t.Errorf("%d are changed", x.inUnit())
	}
	x.staff.Get("/ansatt/kontakter/endre?sok=%3Fq%3Dfinnesikke").Want(200).Has("main", "Ingen å endre").Has("a[href='/ansatt/kontakter?q=finnesikke']")
	x.Exec(`insert into contact (municipality_id, name, public) select $1, 'Mange ' || n, false from generate_series(1, 5001) n`, x.MunicipalityID)
	x.staff.Get("/ansatt/kontakter/endre?sok=%3Fq%3Dmange").Want(200).Has("main", "Mer enn 5 000 passer søket").HasNot("main", "Se hva som endres")
	over := x.staff.Get("/ansatt/kontakter/endre?sok=%3Fq%3Dmange&id="+text(x.kari)).Want(200).Has("main", "De du har krysset av: én kontakt")
	if over.Find("input[name=hvilke]").Length() != 0 {
		t.Error("all can be chosen")
	}
	x.staff.Post("/ansatt/kontakter/endre", url.Values{"sok": {"?q=mange"}, "hvilke": {"alle"}, "enhet": {text(x.unit)}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Høyst 5000 kan endres på én gang")
}

// A large change says how far it has come, with and without script.
func TestProgressOfALargeChange(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.Exec(`insert into contact (municipality_id, name, public, valid_from) select $1, 'Mange ' || n, false, '2020-01-01' from generate_series(1, 400) n`, x.MunicipalityID)
	p := x.staff.Post("/ansatt/kontakter/endre", url.Values{"sok": {"?q=mange"}, "hvilke": {"alle"}, "enhet": {text(x.unit)}}).Follow()
	store := p.Find("form[action$='/lagre']").AttrOr("action", "")
	p = x.staff.Post(store, nil).Follow().Want(200).Has("[role=status][data-follow]", "0 av 400 er gått gjennom").HasNot("main form", "Endre nå")
	follow := p.Find("[data-follow]").AttrOr("data-follow", "")
	if got := x.staff.Get(follow).Want(200); !strings.Contains(got.Body, "0 av 400") {
		t.Errorf("got %s", got.Body)
	}
	x.WorkJobs()
	if got := x.staff.Get(follow).Want(200); got.Body != `{"text":"","done":0}` {
		t.Errorf("afterwards: got %s, want nothing more to follow", got.Body)
	}
	x.staff.Get(strings.TrimSuffix(store, "/lagre")).Want(200).Has("main", "Endret: 400 kontakter")
}

// Activities and organisations have their own fields, and what cannot be changed says why.
func TestOtherNouns(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	organisation := x.Organisation("Strikkelaget")
	category, sport := x.Code("category", "handverk", "Håndverk"), x.Code("category", "tur", "Tur")
	activity := func(title, status string) int64 {
		return x.Int(`insert into activity (municipality_id, organisation_id, title, category_id, venue_id, starts_at, duration_minutes, status, published_at, summary)
			values ($1, $2, $3, $4, null, $5, 60, $6, $5, 'Strikk.') returning id`, x.MunicipalityID, organisation, title, category, x.Clock.Now().Add(48*time.Hour), status)
	}
	draft, old := activity("Strikk", "draft"), activity("Gammelt", "archived")
	ask := x.staff.Get("/ansatt/aktiviteter/endre?sok=%3Fstatus%3Darchived").Want(200).Has("main", "Alle som passer søket: én aktivitet")
	for _, name := range []string{"kategori", "omrade", "kontakt_navn", "kontakt_telefon", "kontakt_epost", "status"} {
		if ask.Find("[name="+name+"]").Length() == 0 {
			t.Errorf("there is no field %s", name)
		}
	}
	x.staff.Post("/ansatt/aktiviteter/endre", url.Values{"sok": {"?status=archived"}, "hvilke": {"alle"}, "kategori": {text(sport)}}).Follow().Want(200).
		Has("main", "Det er ingenting å endre").Has("#endringsrader tbody", "Gammelt", "Kan ikke endres", "Aktiviteten er arkivert.")
	p := x.staff.Post("/ansatt/aktiviteter/endre", url.Values{"sok": {"?status=draft"}, "hvilke": {"alle"}, "kategori": {text(sport)}, "status": {"ja"}, "kontakt_navn": {"Kari"}, "kontakt_epost": {"kari@post.example"}}).Follow().Want(200).
		Has("#hva", "Kategori: bytt til Tur", "Kontaktperson: bytt til Kari, kari@post.example", "Status: bytt til Arkivert")
	p.Has("#endringsrader tbody", "Endres")
	x.staff.Post(p.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200)
	if x.Int(`select count(*) from activity where id = $1 and status = 'archived' and category_id = $2 and contact_email = 'kari@post.example'`, draft, sport) != 1 || x.Int(`select category_id from activity where id = $1`, old) != category {
		t.Error("what was changed is not what was chosen")
	}
	x.staff.Get("/ansatt/aktiviteter").Want(200).Has("#angre", "Du endret én aktivitet")
	nobody := activity("Kafé", "published")
	x.Exec(`update activity set contact_name = 'Per', contact_phone = '+4799999999', place_note = 'Biblioteket' where id = $1`, nobody)
	p = x.staff.Post("/ansatt/aktiviteter/endre", url.Values{"id": {text(nobody)}, "kontakt_bort": {"ja"}}).Follow().Want(200).Has("#endringsrader tbody", "Per, +4799999999", "tomt")
	done := x.staff.Post(p.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200)
	named := func() int64 {
		return x.Int(`select count(*) from activity where id = $1 and contact_name = 'Per' and contact_phone = '+4799999999'`, nobody)
	}
	if n := x.Int(`select count(*) from activity where id = $1 and contact_name = '' and contact_phone = ''`, nobody); n != 1 {
		t.Error("the contact person who was taken away is still there")
	}
	x.staff.Post(done.Find("form[action$='/angre']").AttrOr("action", ""), nil).Follow().Want(200)
	if named() != 1 {
		t.Error("taken back, the contact person is not there again")
	}
	x.staff.Post("/ansatt/aktiviteter/endre", url.Values{"id": {text(nobody)}, "kontakt_bort": {"ja"}, "kontakt_navn": {"Ola"}, "kontakt_telefon": {"99999999"}}).
		Want(http.StatusUnprocessableEntity).Has("#kontakt_bort-feil, main", "Du kan ikke gjøre begge deler").Has("input[name=kontakt_navn][value=Ola]")
	p = x.staff.Post("/ansatt/organisasjoner/endre", url.Values{"id": {text(organisation)}, "type": {"foundation"}, "omrade_hvordan": {"til"}, "omrade": {text(x.area)}}).Follow().Want(200).
		Has("#endringsrader tbody", "Strikkelaget", "Stiftelse", "Nes")
	forget := x.staff.Post(p.Find("form[action$='/forkast']").AttrOr("action", ""), nil)
	if got := forget.Header.Get("Location"); got != "/ansatt/organisasjoner" {
		t.Errorf("given up, it leads to %s", got)
	}
	if n := x.Int(`select count(*) from bulk_change where noun = 'organisation'`); n != 0 {
		t.Error("what was given up is kept")
	}
}

// Who manages contacts only is not shown the changes of others, and reading changes nothing.
func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	organisation := x.Organisation("Strikkelaget")
	p := x.staff.Post("/ansatt/organisasjoner/endre", url.Values{"id": {text(organisation)}, "type": {"foundation"}})
	x.staff.Post(p.Header.Get("Location")+"/lagre", nil)
	x.staff.Get("/ansatt/endringer").Want(200).Has("#endringer tbody", "én organisasjon")
	manager := x.As(x.Staff(account.ContactManager))
	manager.Get("/ansatt/endringer").Want(200).Has("main", "Ingen endringer det siste døgnet")
	manager.Get(p.Header.Get("Location")).Want(http.StatusNotFound)
	manager.Get("/ansatt/organisasjoner/endre").Want(http.StatusForbidden)
	x.As(x.Staff(account.Reader)).Get("/ansatt/kontakter").Want(200).HasNot("main", "Endre flere")
}
