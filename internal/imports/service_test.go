package imports_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/webtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

const people = "Navn;Tittel;E-post;Telefon;Tema;Vikar\r\n" +
	"Kari Nordmann;=Leder;kari@kommunen.example;22222222;Vei, skilt og dugnad, Kultur;Ola Hansen\r\n" +
	"Ola Hansen;-;ola@kommunen.example;+47 22 22 22 23;Kultur;\r\n" +
	"Feil Tema;;;ring;Kultur;\r\n" +
	"Kari Nordmann;;KARI@kommunen.example;;Kultur;\r\n"

func world(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t)
	s.Code("topic", "kultur", "Kultur")
	s.Code("topic", "vei", "Vei, skilt og dugnad")
	s.Code("category", "annet", "Annet")
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func contactsFile() imports.File { return imports.File{Name: "kontakter.csv", Data: []byte(people)} }

func preview(t *testing.T, s *webtest.Site, by account.Actor, kind imports.Kind, f imports.File) imports.Batch {
	t.Helper()
	b, err := s.Portal.Imports.Preview(t.Context(), by, kind, f)
	must(t, err)
	return b
}

func TestPreviewThenStore(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.ContactManager)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	want := imports.Counts{imports.New: 2, imports.Changed: 0, imports.Unchanged: 0, imports.Refused: 2}
	if diff := cmp.Diff(want, b.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if n := s.Int("select count(*) from contact"); n != 0 {
		t.Errorf("the preview stored %d contacts", n)
	}
	b, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	if b.State != imports.Stored || s.Int("select count(*) from contact where substitute_id is not null") != 1 {
		t.Errorf("got %+v, want it stored with one substitute", b)
	}
	if n := s.Int("select count(*) from import_batch where content is not null"); n != 0 {
		t.Error("the file is kept after it was stored")
	}
	again := preview(t, s, by, imports.Contacts, contactsFile())
	if again.Counts[imports.Unchanged] != 2 || again.Counts[imports.New]+again.Counts[imports.Changed] != 0 {
		t.Errorf("the same file again: got %v, want nothing new", again.Counts)
	}
}

// Ten press the button at once: one import, nine are told.
func TestStoreOnce(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	var wg sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.Portal.Imports.Store(context.Background(), by, b.ID, false) })
	}
	wg.Wait()
	stored, told := 0, 0
	for _, err := range errs {
		switch {
		case err == nil:
			stored++
		case fault.Is(err, fault.Conflict):
			told++
		default:
			t.Errorf("got %v, want a conflict", err)
		}
	}
	if n := s.Int("select count(*) from contact"); stored != 1 || told != 9 || n != 2 {
		t.Errorf("got %d stored, %d told, %d contacts; want 1, 9, 2", stored, told, n)
	}
}

// dying is a source whose connection is cut when everything but the commit is done,
// as when the process is killed.
type dying struct {
	imports.Source
	kill func(pid uint32) error
}

func (d dying) Plan(ctx context.Context, q postgres.Querier, by account.Actor, f imports.File) (imports.Plan, error) {
	p, err := d.Source.Plan(ctx, q, by, f)
	apply := p.Apply
	p.Apply = func(ctx context.Context, tx pgx.Tx, done func(int)) error {
		if err := apply(ctx, tx, done); err != nil {
			return err
		}
		return d.kill(tx.Conn().PgConn().PID())
	}
	return p, err
}

func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	sources := imports.Sources(s.Portal.Contacts, s.Portal.OrgImports, s.Portal.ActivityImports, s.Portal.Planning)
	kind := imports.Contacts
	broken := imports.NewService(imports.Deps{Pool: s.Pool, Sources: map[imports.Kind]imports.Source{kind: dying{sources[kind], func(pid uint32) error {
		_, err := s.Pool.Exec(context.Background(), "select pg_terminate_backend($1)", pid)
		return err
	}}}})
	b := preview(t, s, by, kind, contactsFile())
	if _, err := broken.Store(t.Context(), by, b.ID, false); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("got %v, want the database to be unavailable", err)
	}
	b, err := s.Portal.Imports.Batch(t.Context(), by, b.ID)
	must(t, err)
	if n := s.Int("select count(*) from contact"); n != 0 || b.State != imports.Previewed {
		t.Fatalf("after the cut: %d contacts, batch %s; want none and a preview", n, b.State)
	}
	b, err = s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	if n := s.Int("select count(*) from contact"); n != 2 || b.State != imports.Stored {
		t.Errorf("the same import again: %d contacts, batch %s; want 2 and stored", n, b.State)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	s := world(t)
	mine, other := s.Organisation("Mitt lag"), s.Organisation("Et annet lag")
	group, rival := s.Member(mine, account.GroupMember), s.Member(other, account.GroupAdmin)
	elsewhere := s.StaffIn(s.Municipality("9902", "Fjellby", "fjellby.example"), account.Coordinator)
	calendar := imports.File{Name: "a.ics", OrganisationID: mine, Data: []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20200101T100000Z\nEND:VEVENT\nEND:VCALENDAR\n")}
	try := func(by account.Actor, kind imports.Kind, f imports.File) error {
		_, err := s.Portal.Imports.Preview(t.Context(), by, kind, f)
		return err
	}
	for name, test := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"a reader, contacts":            {try(s.Staff(account.Reader), imports.Contacts, contactsFile()), fault.Forbidden},
		"contact manager, calendar":     {try(s.Staff(account.ContactManager), imports.Activities, calendar), fault.Forbidden},
		"a group, contacts":             {try(group, imports.Contacts, contactsFile()), fault.NotFound},
		"another group's calendar":      {try(rival, imports.Activities, calendar), fault.NotFound},
		"another municipality's group":  {try(elsewhere, imports.Activities, calendar), fault.NotFound},
		"a resident":                    {try(account.Resident(s.MunicipalityID), imports.Contacts, contactsFile()), fault.Forbidden},
		"calendar without organisation": {try(s.Staff(account.Coordinator), imports.Activities, contactsFile()), fault.Invalid},
	} {
		if test.err == nil || !fault.Is(test.err, test.want) {
			t.Errorf("%s: got %v, want kind %d", name, test.err, test.want)
		}
	}
	b := preview(t, s, group, imports.Activities, calendar)
	for _, by := range []account.Actor{rival, elsewhere} {
		if _, err := s.Portal.Imports.Batch(t.Context(), by, b.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s sees another's batch: %v", by.Name, err)
		}
		if err := s.Portal.Imports.Discard(t.Context(), by, b.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s gives another's batch up: %v", by.Name, err)
		}
		if list, err := s.Portal.Imports.List(t.Context(), by, 0, 10); err != nil || len(list) != 0 {
			t.Errorf("%s: got %d batches, %v; want none", by.Name, len(list), err)
		}
	}
	if list, err := s.Portal.Imports.List(t.Context(), s.Staff(account.ContactManager), 0, 10); err != nil || len(list) != 0 {
		t.Errorf("the contact manager sees %d batches of activities, %v", len(list), err)
	}
	if list, err := s.Portal.Imports.List(t.Context(), group, 0, 10); err != nil || len(list) != 1 {
		t.Errorf("the group sees %d batches, %v; want its own", len(list), err)
	}
}

func TestUnreadableIsKept(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	for name, data := range map[string]string{"no heading": "A;B\r\n1;2\r\n", "zip": "PK\x03\x04\x00", "zeros": "\x00\x00\x00"} {
		if _, err := s.Portal.Imports.Preview(t.Context(), by, imports.Contacts, imports.File{Name: name + "\x00.csv", Data: []byte(data)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want an Invalid fault", name, err)
		}
	}
	failed, err := s.Portal.Imports.FailedBatches(t.Context(), by, 10)
	must(t, err)
	if len(failed) != 3 || failed[0].Error == "" {
		t.Fatalf("got %+v, want three failed files with reasons", failed)
	}
	must(t, s.Portal.Imports.Discard(t.Context(), by, failed[0].ID))
	if failed, err = s.Portal.Imports.FailedBatches(t.Context(), by, 10); err != nil || len(failed) != 2 {
		t.Errorf("after giving one up: got %d, %v", len(failed), err)
	}
}

func TestRowsPage(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	var file strings.Builder
	file.WriteString("Navn;Gjelder fra\n")
	for i := range 25 {
		fmt.Fprintf(&file, "Person %d;%s\n", i, []string{"1.1.2026", "snart"}[i%2])
	}
	b := preview(t, s, by, imports.Contacts, imports.File{Name: "a.csv", Data: []byte(file.String())})
	var seen []int
	p := imports.RowParams{Outcome: imports.New, Limit: 5}
	for range 10 {
		page, err := s.Portal.Imports.Rows(t.Context(), by, b.ID, p)
		must(t, err)
		for _, r := range page.Rows {
			seen = append(seen, r.Number)
		}
		if (page.Prev == 0) != (p.After == 0) {
			t.Errorf("after %d: got previous %d", p.After, page.Prev)
		}
		if page.Next == 0 {
			break
		}
		p.After = page.Next
	}
	if len(seen) != 13 || seen[0] != 2 || seen[12] != 26 {
		t.Errorf("got rows %v, want the 13 new ones", seen)
	}
	back, err := s.Portal.Imports.Rows(t.Context(), by, b.ID, imports.RowParams{Before: 12, Limit: 5})
	must(t, err)
	if len(back.Rows) != 5 || back.Rows[0].Number != 7 || back.Next != 11 || back.Prev != 7 {
		t.Errorf("before 12: got %+v", back)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	begin := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s.Clock.Set(begin)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	s.Clock.Advance(2 * time.Second)
	young := preview(t, s, by, imports.Contacts, contactsFile())
	n, err := imports.Forget(t.Context(), s.Pool, begin.AddDate(0, 0, 7).Add(time.Second))
	must(t, err)
	if left := s.Int("select count(*) from import_row"); n != 1 || left != int64(young.Counts.Total()) {
		t.Errorf("forgot %d batches and left %d rows, want 1 and those of the other", n, left)
	}
	if _, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want that it is given up", err)
	}
}

// What the rows of a stored file changed names people: it is kept for a year.
func TestForgetRowsOfWhatIsStored(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	begin := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s.Clock.Set(begin)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	_, err := s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	s.WorkJobs()
	if got := s.Int("select count(*) from import_batch where state = 'stored'"); got != 1 {
		t.Fatalf("stored: got %d files, want 1", got)
	}
	for _, c := range []struct {
		after time.Duration
		left  int
	}{{imports.KeptRows, b.Counts.Total()}, {imports.KeptRows + time.Second, 0}} {
		_, err := imports.Forget(t.Context(), s.Pool, begin.Add(c.after))
		must(t, err)
		if got := s.Int("select count(*) from import_row"); got != int64(c.left) {
			t.Errorf("after %v: got %d rows, want %d", c.after, got, c.left)
		}
	}
}

// What is taken out comes in again without any change, odd cells too.
func TestContactsRoundTrip(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	s.Area("nes", "Nes, ytre del")
	file := "Navn;Tittel;Enhet;E-post;Telefon;Tema;Område;Vikar;Treffetid;Adresse;Postnummer;Offentlig;Gjelder til;Notat\n" +
		"=Kari;+Leder;@Kultur;kari@kommunen.example;22222222;Vei, skilt og dugnad, Kultur;Nes, ytre del;Ola;-09–15;Storgata 1;301;ja;31.12.2031;\"med; \"\"tegn\"\"\"\n" +
		"Ola;;;ola@kommunen.example;;Kultur;;;;;;nei;;\n"
	_, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, imports.File{Name: "inn.csv", Data: []byte(file)}, false)
	must(t, err)
	site, err := s.Portal.Municipalities.Site(t.Context(), s.MunicipalityID)
	must(t, err)
	names := contact.Names{
		Topic: func(id int64) string { c, _ := site.CodeByID(id); return c.NameNB },
		Area:  func(id int64) string { a, _ := site.AreaByID(id); return a.Name },
	}
	for ext, write := range map[string]func(*bytes.Buffer, []string, iter.Seq[[]tabular.Cell]) error{
		"csv": func(b *bytes.Buffer, h []string, rows iter.Seq[[]tabular.Cell]) error {
			return tabular.WriteCSV(b, h, rows)
		},
		"xlsx": func(b *bytes.Buffer, h []string, rows iter.Seq[[]tabular.Cell]) error {
			return tabular.WriteXLSX(b, "Kontakter", h, rows)
		},
	} {
		header, rows, err := s.Portal.Contacts.Export(t.Context(), by, "nb", names, contact.Filter{})
		must(t, err)
		var b bytes.Buffer
		must(t, write(&b, header, rows))
		again, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, imports.File{Name: "ut." + ext, Data: b.Bytes()}, true)
		must(t, err)
		if got := imports.Count(again)[imports.Unchanged]; got != 2 || len(again) != 2 {
			t.Errorf("%s: got %+v, want two unchanged rows", ext, again)
		}
	}
	if n := s.Int("select count(*) from contact where name = '=Kari' and title = '+Leder' and postal_code = '0301'"); n != 1 {
		t.Error("the odd cells were not stored as they are")
	}
}
