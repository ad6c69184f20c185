package activitytables_test

import (
	"net/http"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// Each state of an activity has a tab where it stands, and only that one; an empty tab
// tells where there is something, and to make the first only when there is nothing.
func TestEachStateHasItsTab(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	category, organisation := s.Code("category", "tur", "Tur"), s.Organisation("Turlaget")
	group := s.As(s.Member(organisation, account.GroupMember))
	tab := func(name string) *webtest.Page {
		return group.Get("/lag/aktiviteter?fane=" + name).Want(http.StatusOK)
	}
	tabs := []string{"kommende", "sendt", "utkast", "tidligere"}
	for _, name := range tabs {
		tab(name).Has("main", "Lag den første")
	}
	for status, want := range map[string]string{"draft": "utkast", "submitted": "sendt", "refused": "sendt", "published": "kommende", "archived": "tidligere"} {
		s.Exec(`delete from activity`)
		id := s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status)
			values ($1, $2, 'Fjelltur', $3, $4, 60, $5) returning id`, s.MunicipalityID, organisation, category, s.Clock.Now().AddDate(0, 0, 2), status)
		s.Exec(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at) values ($1, $2, 'en', $3, $4)`,
			id, s.MunicipalityID, s.Clock.Now().AddDate(0, 0, 2), s.Clock.Now().AddDate(0, 0, 3))
		for _, name := range tabs {
			p := tab(name)
			if name == want {
				p.Has("#aktiviteter", "Fjelltur")
				continue
			}
			p.HasNot("main", "Fjelltur").HasNot("main", "Lag den første").Has("main a[href$='fane="+want+"']", "")
		}
	}
}
