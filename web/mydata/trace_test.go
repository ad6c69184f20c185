package mydata_test

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/internal/registration/roster"

	"github.com/riverqueue/river"
)

// marks are what a person could be found by, as text and as bytes.
func marks() []string {
	out := []string{}
	for _, s := range []string{name, child, "Sporløs", "sporlos", email, phone, "+47" + phone, "Votter til"} {
		out = append(out, strings.ToLower(s), hex.EncodeToString([]byte(s)), hex.EncodeToString([]byte(strings.ToLower(s))))
	}
	return out
}

// traces are the lines of a dump of the whole database that tell of the person.
func (x *place) traces(t *testing.T) (lines []string) {
	t.Helper()
	tool, err := embedded.Tool("pg_dump")
	must(t, err)
	out, err := exec.CommandContext(t.Context(), tool, "--inserts", "--dbname", x.Pool.Config().ConnString()).Output()
	must(t, err)
	for line := range strings.Lines(string(out)) {
		for _, mark := range marks() {
			if strings.Contains(strings.ToLower(line), mark) {
				lines = append(lines, line[:min(len(line), 300)])
				break
			}
		}
	}
	return lines
}

// After deletion and the jobs, a dump of the database holds no trace of the person.
func TestNoTraceAfterDeletion(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.live(t)
	link := x.link(t)
	before := x.Int(`select taken from signup_slot where activity_id = $1`, x.activity)
	x.Anonymous().Get(link+"/slett").Want(http.StatusOK).Has("h1", "Vil du slette").Has("form", "1 påmelding slettes")
	x.Anonymous().Get(link).Want(http.StatusOK)
	if found := x.traces(t); len(found) < 5 {
		t.Fatalf("before: the dump tells of the person in %d lines, want several, or the test proves nothing", len(found))
	}
	x.Anonymous().Post(link+"/slett", nil).Follow().Has(".ds-alert", "slettet alt som kan slettes").HasNot("main", name)
	x.Anonymous().Post(link+"/slett", nil).Want(http.StatusSeeOther)
	x.WorkJobs()
	x.Clock.Advance(3 * time.Hour)
	x.periodic(t)
	for _, line := range x.traces(t) {
		t.Errorf("left: %s", line)
	}
	if after := x.Int(`select taken from signup_slot where activity_id = $1`, x.activity); after != before-2 {
		t.Errorf("places taken: got %d, want %d", after, before-2)
	}
	if n := x.Int(`select count(*) from registration where anonymised_at is not null`); n != 1 {
		t.Errorf("anonymised sign-ups: got %d, want the count to stay", n)
	}
	if n := x.Int(`select count(*) from registration_answer`); n != 0 { // sealed, so no mark is found in them
		t.Errorf("answers: got %d, want none", n)
	}
	if n := x.Int(`select count(*) from own_data_link`); n != 0 {
		t.Errorf("links: got %d, want none", n)
	}
}

// live leaves traces everywhere that a resident can.
func (x *place) live(t *testing.T) {
	t.Helper()
	s, guest := x.Portal.Registrations, x.Anonymous()
	x.join(t)
	x.WorkJobs()
	list := roster.ListParams{ActivityID: x.activity, OccurrenceID: x.date}
	_, err := x.Portal.Rosters.List(t.Context(), x.Staff(account.Coordinator), list)
	must(t, err)
	id := x.Int(`select id from registration`)
	_, err = x.Portal.Rosters.MessageTo(t.Context(), x.group, x.activity, x.date, []int64{id}, "Hei", "Ta med pinner")
	must(t, err)
	must(t, s.ResendLink(t.Context(), account.Resident(x.MunicipalityID), email))
	guest.Post("/logg-inn", url.Values{"epost": {email}})
	guest.Get("/sok?q=" + url.QueryEscape(name))
	guest.Get("/sok?q=" + url.QueryEscape(email))
	x.WorkJobs()
	x.Exec(`insert into invitation (municipality_id, email, name, staff_role, token_hash, expires_at) values ($1, $2, $3, 'reader', 'x', $4)`, x.MunicipalityID, email, name, x.Clock.Now().AddDate(0, 0, 1))
	x.Exec(`insert into email (municipality_id, recipient, recipient_name, kind, subject, text_body, status) values ($1, $2, $3, 'registration-changed', 'Til ' || $3, 'x', 'failed')`, x.MunicipalityID, email, name)
	_, err = x.Portal.PageReports.Receive(t.Context(), pagereport.Told{
		MunicipalityID: x.MunicipalityID, Page: "/om", Reason: pagereport.Wrong, Body: name + " står feil.", Email: email, Lang: "nb", Started: x.Clock.Now().Add(-time.Minute),
	})
	must(t, err)
	must(t, x.Portal.PageReports.Answer(t.Context(), x.Staff(account.Coordinator), x.Int(`select max(id) from page_report`), "Takk, "+name))
	x.Exec(`insert into email_address_status (municipality_id, address, reason) values ($1, $2, 'full')`, x.MunicipalityID, email)
	x.Exec(`insert into account (municipality_id, email, name, phone, ended_at) values ($1, $2, $3, $4, $5)`, x.MunicipalityID, email, name, phone, x.Clock.Now())
}

// periodic does the jobs that come back.
func (x *place) periodic(t *testing.T) {
	t.Helper()
	for _, args := range []river.JobArgs{account.TidyArgs{}, tidyArgs{}, forgetArgs{}} {
		tx, err := x.Pool.Begin(t.Context())
		must(t, err)
		must(t, x.Portal.Jobs.Enqueue(t.Context(), tx, args, nil))
		must(t, tx.Commit(t.Context()))
	}
	x.WorkJobs()
}

type tidyArgs struct{}

func (tidyArgs) Kind() string { return "owndata.tidy" }

type forgetArgs struct{}

func (forgetArgs) Kind() string { return "registration.forget" }
