package setup_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"
)

const root = "/ansatt/oppsett"

func str(n int64) string { return strconv.FormatInt(n, 10) }

func TestOverviewByRole(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.As(s.Staff(account.Administrator)).Get(root).Want(http.StatusOK).Has(".big-link", "Områder", "Innstillinger", "Brukere", "Logg")
	s.As(s.Staff(account.Coordinator)).Get(root).Want(http.StatusOK).Has(".big-link", "Områder", "Logg").HasNot(".big-link", "Innstillinger")
	s.As(s.Staff(account.Reader)).Get(root).Want(http.StatusOK).Has("main", "Din rolle kan ikke endre noe her")
}

func TestAreas(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Coordinator))
	list := root + "/omrader"
	staff.Get(list).Want(http.StatusOK).Has(".empty", "Ingen områder ennå")
	staff.Post(list+"/ny", url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv et navn", "Velg hva slags område")
	staff.Post(list+"/ny", url.Values{"navn": {"Nordbyen Øst"}, "type": {"bydel"}, "aktiv": {"ja"}}).Follow().Has("#omrader", "Nordbyen Øst", "Bydel", "nordbyen-ost")
	staff.Post(list+"/ny", url.Values{"navn": {"Nordbyen øst"}, "type": {"bydel"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Adressen er i bruk")
	id := str(s.Int(`select id from area`))
	f := url.Values{"navn": {"Nordbyen"}, "type": {"bydel"}, "adresse": {"nordbyen"}, "versjon": {"3"}}
	staff.Post(list+"/"+id, f).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret dette", "Nordbyen Øst")
	f.Set("versjon", "1")
	staff.Post(list+"/"+id, f).Follow().Has("#omrader", "Nordbyen", "Ikke i bruk")
	foreign := s.Int(`insert into area (municipality_id, slug, name) values ($1, 'x', 'X') returning id`, s.Municipality("9902", "Annenvik", "annen.example"))
	staff.Get(list + "/" + str(foreign)).Want(http.StatusNotFound)
	staff.Post(list+"/"+str(foreign), f).Want(http.StatusNotFound)
	s.As(s.Staff(account.ContactManager)).Get(list).Want(http.StatusForbidden)
}

func TestCodes(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Coordinator))
	for _, list := range []string{"tema", "kategorier", "malgrupper"} {
		path := root + "/koder/" + list
		staff.Get(path).Want(http.StatusOK).Has(".empty", "Listen er tom")
		staff.Get(path+"/ny").Want(http.StatusOK).Has("form", "Navn på bokmål")
		staff.Post(path+"/ny", url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv et navn")
		staff.Post(path+"/ny", url.Values{"navn": {"Noe nytt"}, "navn_nn": {"Noko nytt"}, "aktiv": {"ja"}}).Follow().Has("#koder", "Noe nytt", "Noko nytt", "noe-nytt")
	}
	staff.Get(root + "/koder/annet").Want(http.StatusNotFound)
	staff.Post(root+"/koder/malgrupper/ny", url.Values{"navn": {"Barn"}, "alder_fra": {"12"}, "alder_til": {"6"}}).Want(http.StatusUnprocessableEntity).
		Has("#feil a[href='#alder_til']", "Høyeste alder")
	topic := str(s.Int(`select id from code where list = 'topic'`))
	staff.Get(root+"/koder/tema/"+topic).Want(http.StatusOK).Has("h1", "Rediger Noe nytt")
	staff.Get(root + "/koder/kategorier/" + topic).Want(http.StatusNotFound)
}

func TestCentre(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	admin := s.As(s.Staff(account.Administrator))
	path := root + "/sentralen"
	admin.Get(path).Want(http.StatusOK).Has("form", "Mandag", "Stengt på helligdager")
	id := str(s.Int(`select id from centre`))
	f := url.Values{"sentral": {id}, "versjon": {"1"}, "navn": {"Prøvevik hus"}, "apent_1": {"9 til"}, "apent_3": {"15-9"}, "unntak_merknad_1": {"Ferie"}, "om_nb": {"Velkommen"}}
	admin.Post(path, f).Want(http.StatusUnprocessableEntity).
		Has("#feil a[href='#apent_1']", "Skriv åpningstiden slik").Has("#feil a[href='#apent_3']", "stenge etter at det åpner").Has("#feil a[href='#unntak_fra_1']", "hvilken dag").Has("#apent_1[value='9 til']").Has("#om_nb", "Velkommen")
	f = url.Values{"sentral": {id}, "versjon": {"1"}, "navn": {"Prøvevik hus"}}
	admin.Post(path, f).Want(http.StatusUnprocessableEntity).Has("#feil", "frivilligsentral")
	f = url.Values{"sentral": {id}, "versjon": {"1"}, "navn": {"Prøvevik frivilligsentral"}, "apent_1": {"9-15.30, 18-20"}, "helligdager": {"ja"}, "om_nb": {"Hei\n\nDu"}, "eier": {"association"}}
	admin.Post(path, f).Follow().Has(".flash", "er lagret").Has(".site-footer", "mandag 09.00–15.30, 18.00–20.00", "Stengt på helligdager.").Has("#apent_1[value='09.00–15.30, 18.00–20.00']").Has("#helligdager[checked]")
	admin.Post(path, f).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret dette")
	s.Anonymous().Get("/om").Want(http.StatusOK).Has(".prose p", "Hei", "Du").Has(".hours tr", "mandag", "09.00–15.30", "Stengt").Has(".facts", "En forening eier")
	admin.Post(path, url.Values{"sentral": {"ny"}, "navn": {"Fjord frivilligsentral"}}).Want(http.StatusSeeOther)
	admin.Get(path + "?sentral=ny").Want(http.StatusOK)
	admin.Get(path + "?sentral=999").Want(http.StatusNotFound)
	s.Anonymous().Get("/om").Has("h2", "Fjord frivilligsentral")
	s.As(s.Staff(account.Coordinator)).Get(path).Want(http.StatusForbidden)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	admin := s.As(s.Staff(account.Administrator))
	path := root + "/innstillinger"
	admin.Get(path).Want(http.StatusOK).Has("form", "behandlingsansvarlig")
	admin.Post(path, url.Values{"erklaering": {"javascript:alert(1)"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "gyldig nettadresse")
	admin.Post(path, url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Velg et språk", "Velg farger")
	f := url.Values{"sprak": {"nn"}, "farger": {"kommune2"}, "ansvarlig": {"Prøvevik KF"}, "personvernombud": {"ombud@prove.example"}, "godkjenne": {"nei"}, "versjon": {"1"},
		"holdes": {"4"}, "svarfrist": {""}, "foresattalder": {"19"}, "ubekreftet": {"101"}, "kontaktdager": {"366"}}
	admin.Post(path, f).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#holdes']", "fra 5 til 1440").
		Has("#feil a[href='#svarfrist']", "fra 1 til 336").Has("#feil a[href='#foresattalder']", "fra 0 til 18").Has("#feil a[href='#ubekreftet']", "fra 1 til 100").Has("#feil a[href='#kontaktdager']", "fra 0 til 365").Has("#holdes[value='4']")
	f.Set("holdes", "45")
	f.Set("ubekreftet", "40")
	f.Set("kontaktdager", "0")
	f.Set("svarfrist", "48")
	f.Set("foresattalder", "16")
	admin.Post(path, f).Follow().Has(".flash", "Innstillingene er lagret").Has("#holdes[value='45']").Has("#svarfrist[value='48']").Has("#ubekreftet[value='40']").Has("#kontaktdager[value='0']").Has("#foresattalder[value='16']")
	admin.Post(path, f).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret dette")
	s.Anonymous().Get("/personvern").Want(http.StatusOK).Has("[aria-labelledby=ansvar]", "Prøvevik KF er behandlingsansvarlig", "ombud@prove.example")
	if n := s.Int(`select count(*) from municipality where id = $1 and not approve_activities`, s.MunicipalityID); n != 1 {
		t.Error("activities still wait for approval")
	}
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	by := s.Staff(account.Coordinator)
	staff := s.As(by)
	path := root + "/synonymer"
	staff.Get(path+"?ord=hurven").Want(http.StatusOK).Has("details", "svømming").Has("#ord[value=hurven]")
	staff.Post(path, url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv ordet", "minst ett annet ord")
	staff.Post(path, url.Values{"ord": {"Hurven"}, "betyr": {"ungdomshus, fritidsklubb"}, "begge": {"ja"}}).Follow().
		Has("#egne-ord", "hurven", "ungdomshus", "Ja")
	staff.Post(path, url.Values{"ord": {"Loftet"}, "betyr": {"bibliotek"}}).Follow().Has("#egne-ord", "loftet", "bibliotek", "Nei")
	if n := s.Int(`select count(*) from search_synonym where municipality_id = $1 and one_way = (term = 'loftet')`, s.MunicipalityID); n != 2 {
		t.Errorf("got %d words, want one both ways and one not", n)
	}
	id := s.Int(`select id from search_synonym where term = 'hurven'`)
	staff.Post(path+"/"+str(id)+"/fjern", nil).Follow().Has(".flash", "Ordet er fjernet")
	everywhere := str(s.Int(`select id from search_synonym where municipality_id is null limit 1`))
	staff.Post(path+"/"+everywhere+"/fjern", nil).Want(http.StatusNotFound)
	for _, action := range []string{"synonym.add", "synonym.remove"} {
		if n := s.Logged(by, action, "synonym", id); n != 1 {
			t.Errorf("%s: got %d rows in the log, want 1", action, n)
		}
	}
	if n := s.Int(`select count(*) from audit_event where object = 'synonym'`); n != 3 {
		t.Errorf("got %d rows in the log, want those and the other word's", n)
	}
}

func TestSearched(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Coordinator))
	path := root + "/soketreff"
	staff.Get(path).Want(http.StatusOK).Has("main", "Alle som søkte, fant noe", "Ingen ord er søkt etter tre ganger")
	today := s.Clock.Now().In(i18n.Oslo)
	s.Exec(`insert into search_word values ($1, $2, 'hurven', 4, 0), ($1, $3, 'strikk', 9, 3)`, s.MunicipalityID, today, today.AddDate(0, 0, -60))
	staff.Get(path).Has("#ikke-funnet", "hurven", "4").HasNot("main", "strikk")
	staff.Get(path+"?tid=kvartal").Has("#mest-sokt", "strikk", "9", "3")
	staff.Get(path + "?tid=tull").Want(http.StatusOK)
}
