// What is decided of a preview, and large files that a job stores.

package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/web/webtest"
)

func rowsOf(t *testing.T, s *webtest.Site, by account.Actor, id int64) []imports.Row {
	t.Helper()
	p, err := s.Portal.Imports.Rows(t.Context(), by, id, imports.RowParams{Limit: 100})
	must(t, err)
	return p.Rows
}

// An answer makes the rows anew, and is known for the next file; a made-up one is refused.
func TestAnswersAreUsedAndRemembered(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	file := imports.File{Name: "a.csv", Data: []byte("Navn;E-post;Tema\nKari;kari@kommunen.example;Romfart\n")}
	b := preview(t, s, by, imports.Contacts, file)
	asked, err := s.Portal.Imports.Asked(t.Context(), by, b.ID)
	must(t, err)
	culture := fmt.Sprint(s.Int("select id from code where slug = 'kultur'"))
	if asked.Open() != 1 || !asked.Allows(intake.Topic, culture) {
		t.Fatalf("got %+v, want one open question", asked)
	}
	answer := func(value string) error {
		return s.Portal.Imports.Answer(t.Context(), by, b.ID, []intake.Answer{{About: intake.Topic, Word: "Romfart", Value: value}, {About: intake.Topic, Word: "Aldri spurt", Value: "-"}})
	}
	if err := answer("4711"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an answer that was not offered: got %v, want it refused", err)
	}
	must(t, answer(culture))
	if rows := rowsOf(t, s, by, b.ID); len(rows) != 1 || len(rows[0].Remarks) > 0 {
		t.Errorf("got %+v, want nothing left to say", rows)
	}
	_, err = s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	if n := s.Int("select count(*) from contact_topic"); n != 1 {
		t.Errorf("got %d topics, want the chosen one", n)
	}
	if n := s.Int("select count(*) from import_answer"); n != 1 {
		t.Errorf("remembered: got %d answers, want the one that was asked for", n)
	}
	next := preview(t, s, by, imports.Contacts, imports.File{Name: "b.csv", Data: []byte("Navn;E-post;Tema\nOla;ola@kommunen.example;ROMFART\n")})
	if rows := rowsOf(t, s, by, next.ID); len(rows[0].Remarks) > 0 {
		t.Errorf("the next file: got %q, want the answer used", rows[0].Message(i18n.NB))
	}
}

// Rows that are left out are not stored, and can be taken again until then.
func TestRowsLeftOut(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	must(t, s.Portal.Imports.LeaveOut(t.Context(), by, b.ID, []int{2, 3, 4}, []int{2, 4, 5}))
	rows := rowsOf(t, s, by, b.ID)
	if rows[0].Outcome != imports.Refused || !strings.Contains(rows[0].Message(i18n.NB), "valgt") || rows[1].Outcome != imports.New {
		t.Fatalf("got %+v, want the first row left out", rows)
	}
	if !strings.Contains(rows[2].Message(i18n.NB), "Telefonnummeret") {
		t.Errorf("a row that is refused anyway: got %q", rows[2].Message(i18n.NB))
	}
	b, err := s.Portal.Imports.Batch(t.Context(), by, b.ID)
	must(t, err)
	if !slices.Equal(b.Choices.LeaveOut, []int{2, 4}) || b.Counts[imports.New] != 1 {
		t.Errorf("got %+v", b)
	}
	must(t, s.Portal.Imports.LeaveOut(t.Context(), by, b.ID, []int{2}, nil))
	must(t, s.Portal.Imports.LeaveOut(t.Context(), by, b.ID, []int{3}, []int{3}))
	_, err = s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	if n := s.Int("select count(*) from contact where name = 'Kari Nordmann' and substitute_id is null"); n != 1 || s.Int("select count(*) from contact") != 1 {
		t.Errorf("want Kari stored alone, without the substitute who was left out")
	}
	if err := s.Portal.Imports.LeaveOut(t.Context(), by, b.ID, []int{2}, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("after it was stored: got %v, want a conflict", err)
	}
}

// What was stored with something said of it stands on the work list until somebody has looked.
func TestRemarkedBatchesWaitForReview(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	for _, file := range []string{"Navn;E-post;Tema\nKari;kari@kommunen.example;Romfart\n", "Navn;E-post;Tema\nOla;ola@kommunen.example;Kultur\n"} {
		b := preview(t, s, by, imports.Contacts, imports.File{Name: "a.csv", Data: []byte(file)})
		_, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false)
		must(t, err)
	}
	waiting, err := s.Portal.Imports.Remarked(t.Context(), by, 10)
	must(t, err)
	if len(waiting) != 1 || waiting[0].Remarked != 1 {
		t.Fatalf("got %+v, want the one with a remark", waiting)
	}
	for range 2 {
		must(t, s.Portal.Imports.Review(t.Context(), by, waiting[0].ID))
	}
	if waiting, err = s.Portal.Imports.Remarked(t.Context(), by, 10); err != nil || len(waiting) != 0 {
		t.Errorf("got %+v, %v, want none", waiting, err)
	}
	if n := s.Int("select count(*) from audit_event where action = 'import.review'"); n != 1 {
		t.Errorf("got %d lines of the log, want 1", n)
	}
}

func manyPeople(rows int) imports.File {
	var b strings.Builder
	b.WriteString("Navn;E-post;Tema;Vikar\n")
	for i := range rows {
		fmt.Fprintf(&b, "Person %d;p%d@kommunen.example;Kultur;p%d@kommunen.example\n", i, i, (i+1)%rows)
	}
	return imports.File{Name: "mange.csv", Data: []byte(b.String())}
}

// A large file is stored by a job, all rows together, by whoever asked for it.
func TestLargeFilesAreStoredByAJob(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	b := preview(t, s, by, imports.Contacts, manyPeople(1500))
	b, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	if b.State != imports.Storing || s.Int("select count(*) from contact") != 0 {
		t.Fatalf("got %s, want the job to store it", b.State)
	}
	_, again := s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	if given := s.Portal.Imports.Discard(t.Context(), by, b.ID); !fault.Is(again, fault.Conflict) || !fault.Is(given, fault.Conflict) {
		t.Errorf("meanwhile: got %v and %v, want conflicts", again, given)
	}
	s.WorkJobs()
	b, err = s.Portal.Imports.Batch(t.Context(), by, b.ID)
	must(t, err)
	if b.State != imports.Stored || b.Counts[imports.New] != 1500 || b.Done == 0 {
		t.Errorf("got %+v, want all stored, and progress on the way", b)
	}
	for sql, want := range map[string]int64{
		"select count(*) from contact where substitute_id is not null": 1500, "select count(*) from contact_topic": 1500,
		"select count(*) from search_document where kind = 'contact'":                                                  1500,
		"select count(*) from audit_event where action = 'contact.create' and actor_id is not null":                    1500,
		"select count(*) from audit_event where action = 'import.store' and actor_name <> '' and actor_id is not null": 1,
		"select count(*) from import_batch where content is not null":                                                  0,
	} {
		if n := s.Int(sql); n != want {
			t.Errorf("%s: got %d, want %d", sql, n, want)
		}
	}
}

// What stops the job leaves nothing stored, and a preview that says why.
func TestLargeFileThatCannotBeStored(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	b := preview(t, s, by, imports.Contacts, manyPeople(400))
	for _, c := range []struct{ name, sql string }{
		{"a fault of ours", "alter table contact_topic rename to gone"},
		{"an unreadable file", "do $$ begin alter table gone rename to contact_topic; update import_batch set content = '\\x00'; end $$"},
	} {
		name := c.name
		s.Exec(c.sql)
		if _, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		jobstest.Try(t, s.Pool, s.Portal.Workers)
		b, err := s.Portal.Imports.Batch(t.Context(), by, b.ID)
		if err != nil || b.State != imports.Previewed || b.Error == "" {
			t.Errorf("%s: got %+v, %v, want a preview that says why", name, b, err)
		}
	}
	if n := s.Int("select count(*) from contact"); n != 0 {
		t.Errorf("got %d contacts, want none", n)
	}
}

// As drafts nothing new is published, whoever takes it in.
func TestStoredAsDrafts(t *testing.T) {
	t.Parallel()
	s := world(t)
	organisation := s.Organisation("Solvik kor")
	by := s.Staff(account.Coordinator)
	file := imports.File{Name: "a.ics", OrganisationID: organisation, Data: []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Sangkveld\nLOCATION:Huset\n" +
		"DTSTART;TZID=Europe/Oslo:20200102T180000\nDTEND;TZID=Europe/Oslo:20200102T200000\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n")}
	b := preview(t, s, by, imports.Activities, file)
	_, err := s.Portal.Imports.Store(t.Context(), by, b.ID, true)
	must(t, err)
	if n := s.Int("select count(*) from activity where status = 'draft'"); n != 1 {
		t.Errorf("got %d drafts, want 1", n)
	}
}
