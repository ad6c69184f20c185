package venues_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

func venue(s *webtest.Site, municipalityID int64, name string) string {
	return strconv.FormatInt(s.Int(`insert into venue (municipality_id, name, kind, address, accessibility)
	    values ($1, $2, 'assembly_hall', 'Storgata 4', '{step_free,hearing_loop}') returning id`, municipalityID, name), 10)
}

func TestShow(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := venue(s, s.MunicipalityID, "Samfunnshuset")
	p := s.Anonymous().Get("/steder/" + id).Want(http.StatusOK)
	p.Has("h1", "Samfunnshuset").Has(".lead", "Forsamlingslokale").Has("[aria-labelledby=tilgjengelighet]", "Trinnfri inngang", "Teleslynge").
		Has(".facts", "Storgata 4", "Åpne i norgeskart.no").Has(".empty", "Ingenting er satt opp her")
	if href, _ := p.Find("a[href^='https://norgeskart.no/']").Attr("href"); !strings.Contains(href, "sok=Storgata") {
		t.Errorf("got the map link %q, want a search for the address", href)
	}
	s.Exec(`update venue set latitude = 59.9139, longitude = 10.7522, active = false`)
	p = s.Anonymous().Get("/nn/steder/" + id).Want(http.StatusOK)
	if href, _ := p.Find("a[href^='https://norgeskart.no/']").Attr("href"); !strings.Contains(href, "lat=59.913900&lon=10.752200") {
		t.Errorf("got the map link %q, want the position", href)
	}
	other := venue(s, s.Municipality("9902", "Annenvik", "annen.example"), "Deres hus")
	s.Anonymous().Get("/steder/" + other).Want(http.StatusNotFound)
	s.Anonymous().Get("/steder/hus").Want(http.StatusNotFound)
}

func TestRegister(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Coordinator))
	staff.Get("/ansatt/steder").Want(http.StatusOK).Has(".empty", "Legg inn det første")
	id := venue(s, s.MunicipalityID, "Samfunnshuset")
	staff.Get("/ansatt/steder?q=storg").Has("#steder th a", "Samfunnshuset")
	staff.Get("/ansatt/steder?type=library").Has(".empty", "Ingen steder passer")
	reader := s.As(s.Staff(account.Reader))
	reader.Get("/ansatt/steder").Want(http.StatusOK).HasNot("main", "Nytt sted")
	reader.Get("/ansatt/steder/" + id).Want(http.StatusForbidden)
	reader.Post("/ansatt/steder/ny", nil).Want(http.StatusForbidden)
}

func TestSave(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Coordinator))
	p := staff.Post("/ansatt/steder/ny", url.Values{"breddegrad": {"mye"}, "tilgjengelighet": {"lift"}, "beskrivelse": {"Bak kirka"}}).Want(http.StatusUnprocessableEntity)
	p.Has("#feil", "Skriv grader med desimaler").Has("#beskrivelse", "Bak kirka")
	if p.Find("input[name=tilgjengelighet][value=lift][checked]").Length() != 1 {
		t.Error("the ticked flag is gone")
	}
	staff.Post("/ansatt/steder/ny", url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv navnet på stedet", "Velg hva slags sted")
	f := url.Values{"navn": {"Samfunnshuset"}, "type": {"assembly_hall"}, "aktiv": {"ja"}, "breddegrad": {"59,9"}, "lengdegrad": {"10.7"}, "postnummer": {"301"}}
	staff.Post("/ansatt/steder/ny", f).Follow().Has(".flash", "Samfunnshuset er lagret").Has("#steder", "Samfunnshuset")
	id := strconv.FormatInt(s.Int(`select id from venue where postal_code = '0301' and latitude = 59.9`), 10)
	f.Set("versjon", "7")
	staff.Post("/ansatt/steder/"+id, f).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret stedet")
	f.Set("versjon", "1")
	staff.Post("/ansatt/steder/"+id, f).Want(http.StatusSeeOther)
	other := s.Municipality("9902", "Annenvik", "annen.example")
	staff.Post("/ansatt/steder/"+venue(s, other, "Deres"), f).Want(http.StatusNotFound)
	f.Set("versjon", "2")
	f.Set("omrade", strconv.FormatInt(s.Int(`insert into area (municipality_id, slug, name) values ($1, 'x', 'X') returning id`, other), 10))
	staff.Post("/ansatt/steder/"+id, f).Want(http.StatusUnprocessableEntity).Has("#feil", "Velg et område")
}
