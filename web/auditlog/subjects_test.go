package auditlog_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/webtest"
)

// pageless are the objects of lines about nothing that stands anywhere.
var pageless = map[string]bool{"owndata": true, "audit": true}

// Every line of the log says in words what was done, to what, and leads there; none shows what it is stored by.
func TestEveryLineNamesItsSubject(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	by, m := s.Staff(account.Administrator), s.MunicipalityID
	category := s.Code("category", "tur", "Tur og fjell")
	organisation := s.Organisation("Turlaget")
	activity := s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes) values ($1, $2, 'Fjelltur', $3, $4, 60) returning id`,
		m, organisation, category, s.Clock.Now())
	things := map[string]struct {
		id   int64
		name string
	}{
		"account": {s.Staff(account.Reader).AccountID, "Ansatt"}, "organisation": {organisation, "Turlaget"}, "activity": {activity, "Fjelltur"}, "code": {category, "Tur og fjell"},
		"area":        {s.Area("vik", "Vik"), "Vik"},
		"contact":     {s.Int(`insert into contact (municipality_id, name, valid_from) values ($1, 'Kari Nordmann', '2020-01-01') returning id`, m), "Kari Nordmann"},
		"venue":       {s.Int(`insert into venue (municipality_id, name) values ($1, 'Storsalen') returning id`, m), "Storsalen"},
		"unit":        {s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Kulturenheten') returning id`, m), "Kulturenheten"},
		"article":     {s.Int(`insert into article (municipality_id, kind, slug, texts, created_at, updated_at) values ($1, 'news', 'x', '{"nn": {"title": "Opent hus", "body": "x"}}', $2, $2) returning id`, m, s.Clock.Now()), "Opent hus"},
		"page_report": {s.Int(`insert into page_report (municipality_id, page, reason, body, created_at) values ($1, '/om', 'wrong', 'x', $2) returning id`, m, s.Clock.Now()), "/om"},
		"import":      {s.Int(`insert into import_batch (municipality_id, kind, file_name, file_hash) values ($1, 'contacts', 'liste.csv', 'x') returning id`, m), "liste.csv"},
	}
	objects := map[string]string{"logout": "account", "session": "account", "user": "account", "member": "account", "mail": "email", "bulk": "bulk_change"}
	client := s.As(by)
	for _, action := range slices.Sorted(maps.Keys(auditlog.Sentences)) {
		object, _, _ := strings.Cut(action, ".")
		if objects[object] != "" {
			object = objects[object]
		}
		thing := things[object]
		s.Exec(`insert into audit_event (municipality_id, at, actor_kind, actor_id, actor_name, action, object, object_id)
			values ($1, $2, 'staff', $3, 'Siri Dahl', $4, $5, nullif($6::bigint, 0))`, m, s.Clock.Now(), by.AccountID, action, object, thing.id)
		line := client.Get("/ansatt/logg").Want(http.StatusOK).Find("#logg tbody tr").First()
		said := strings.TrimSpace(line.Find("td").Eq(2).Text())
		if said == "" || strings.Contains(said, action) || strings.Contains(said, "_") {
			t.Errorf("%s: the line says %q", action, said)
		}
		if !strings.Contains(said, thing.name) {
			t.Errorf("%s: the line says %q, want what it is about, %q", action, said, thing.name)
		}
		if href, ok := line.Find("td").Eq(2).Find("a").Attr("href"); !pageless[object] && object != "registration" && (!ok || href == "") {
			t.Errorf("%s: the line about %s leads nowhere", action, object)
		} else if ok && thing.id != 0 && object != "code" {
			client.Get(href).Want(http.StatusOK)
		}
	}
	s.Exec(`insert into audit_event (municipality_id, at, actor_kind, action, object) values ($1, $2, 'system', 'contact.something_old', 'contact')`, m, s.Clock.Now())
	client.Get("/ansatt/logg").HasNot("main", "something_old")
}
