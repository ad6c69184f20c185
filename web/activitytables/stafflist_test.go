package activitytables_test

import (
	"net/http"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

// A filter that means nothing here narrows nothing, and is not carried along.
func TestUnknownFiltersAreIgnored(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	walks, choirs, topic := s.Code("category", "tur", "Tur"), s.Code("category", "kor", "Kor"), s.Code("topic", "kultur", "Kultur")
	organisation, other := s.Organisation("Turlaget"), s.Organisation("Koret")
	const add = `insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status)
		values ($1, $2, $3, $4, '2026-05-14 18:00+02', 60, 'submitted')`
	s.Exec(add, s.MunicipalityID, organisation, "Fjelltur", walks)
	s.Exec(add, s.MunicipalityID, other, "Øvelse", choirs)
	elsewhere := s.Int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Nabolaget', 'association', 'approved') returning id`,
		s.Municipality("9902", "Nabovik", "nabovik.example"))
	staff := s.As(s.Staff(account.Coordinator))
	list := func(query string) *webtest.Page { return staff.Get("/ansatt/aktiviteter?" + query).Want(http.StatusOK) }
	for _, id := range []int64{elsewhere, 1 << 40, topic} {
		for _, name := range []string{"organisasjon", "kategori"} {
			p := list(name + "=" + ui.Itoa(id))
			p.Has("#aktiviteter", "Fjelltur", "Øvelse")
			if p.Find("input[name="+name+"], .saved-views input[value*="+name+"], a[href*="+name+"\\=]").Length() != 0 {
				t.Errorf("%s=%d is carried along", name, id)
			}
		}
	}
	list("organisasjon="+ui.Itoa(other)).Has("#aktiviteter", "Øvelse").HasNot("#aktiviteter", "Fjelltur")
	list("kategori="+ui.Itoa(walks)).Has("#aktiviteter", "Fjelltur").HasNot("#aktiviteter", "Øvelse")
}
