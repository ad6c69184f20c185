package demo_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"frivilligsentral/web/webtest"
)

// A calendar file in an e-mail can be fetched, but not from another municipality.
func TestMailboxShowsAttachments(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	other := s.Municipality("9998", "Fjellby", "fjellby.example")
	write := func(municipality int64) string {
		return fmt.Sprintf("/demo/postkasse/%d", s.Int(`insert into email (municipality_id, recipient, kind, subject, text_body, attachments)
			values ($1, 'kari@post.example', 'registration-confirmed', 'Du er påmeldt', 'Hei',
			jsonb_build_array(jsonb_build_object('name', 'kalender.ics', 'type', 'text/calendar; charset=utf-8', 'data', encode('BEGIN:VCALENDAR', 'base64')))) returning id`, municipality))
	}
	own, c := write(s.MunicipalityID), s.Anonymous()
	c.Get(own).Want(http.StatusOK).Has(".facts a[href='"+own+"/vedlegg/1']", "kalender.ics")
	file := c.Get(own + "/vedlegg/1").Want(http.StatusOK)
	if file.Body != "BEGIN:VCALENDAR" || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/calendar") || !strings.Contains(file.Header.Get("Content-Disposition"), `filename=kalender.ics`) {
		t.Errorf("got %q with %v", file.Body, file.Header)
	}
	for _, path := range []string{own + "/vedlegg/2", own + "/vedlegg/0", own + "/vedlegg/x", write(other) + "/vedlegg/1"} {
		c.Get(path).Want(http.StatusNotFound)
	}
}
