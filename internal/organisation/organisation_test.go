package organisation

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

var now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// world is a service on a database with two municipalities and some people.
type world struct {
	*Service
	t           testing.TB
	pool        *pgxpool.Pool
	at          time.Time
	here        int64
	coordinator account.Actor
	reader      account.Actor
	elsewhere   account.Actor // coordinator in another municipality
}

func newWorld(t testing.TB) *world {
	t.Helper()
	pool := pgtest.Pool(t)
	queue, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	outbox := mail.NewOutbox(queue)
	w := &world{t: t, pool: pool, at: now}
	places := municipality.NewService(pool)
	w.Service = NewService(Deps{
		Pool: pool, Jobs: queue, Mail: outbox, Municipalities: places, Accounts: account.NewService(pool, outbox, queue),
		URLFor: func(host string) string { return "https://" + host }, Now: func() time.Time { return w.at },
	})
	w.here = w.int(`insert into municipality (number, name) values ('9901', 'Prøvevik') returning id`)
	w.int(`insert into municipality_host (host, municipality_id) values ('provevik.example', $1) returning 1`, w.here)
	there := w.int(`insert into municipality (number, name) values ('9902', 'Annenvik') returning id`)
	w.coordinator, w.reader, w.elsewhere = w.staff(w.here, account.Coordinator), w.staff(w.here, account.Reader), w.staff(there, account.Coordinator)
	return w
}

func (w *world) int(sql string, args ...any) int64 {
	w.t.Helper()
	var n int64
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *world) staff(municipalityID int64, role account.Role) account.Actor {
	email := fmt.Sprintf("%s@%d.example", role, municipalityID)
	id := w.int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, $2, $3) returning id`, municipalityID, email, role)
	return account.Actor{Door: account.StaffDoor, MunicipalityID: municipalityID, AccountID: id, Name: email, Role: role}
}

func (w *world) member(organisationID int64, role account.Role) account.Actor {
	email := fmt.Sprintf("%s@lag%d.example", role, organisationID)
	id := w.int(`insert into account (municipality_id, email, name) values ($1, $2, $2) returning id`, w.here, email)
	w.int(`insert into membership (account_id, organisation_id, role) values ($1, $2, $3) returning 1`, id, organisationID, role)
	return account.Actor{Door: account.GroupDoor, MunicipalityID: w.here, AccountID: id, Name: email, Email: email, Role: role, OrganisationID: organisationID}
}

// lag makes an approved organisation.
func (w *world) lag(name string, edit ...func(*Draft)) int64 {
	w.t.Helper()
	d := Draft{Organisation: Organisation{Name: name, Kind: Association, Lang: "nb"}}
	for _, e := range edit {
		e(&d)
	}
	id, err := w.Create(context.Background(), w.coordinator, d)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) get(id int64) View {
	w.t.Helper()
	v, err := w.Get(context.Background(), w.coordinator, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) draft(id int64) Draft {
	v := w.get(id)
	return Draft{Organisation: v.Organisation, Contacts: v.Contacts}
}

func (w *world) inTx(fn func(tx pgx.Tx) error) {
	w.t.Helper()
	if err := postgres.InTx(context.Background(), w.pool, func(_ context.Context, tx pgx.Tx) error { return fn(tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func wantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("got error %v, want kind %d", err, want)
	}
}

func wantField(t testing.TB, err error, field string) {
	t.Helper()
	if !fault.FieldsOf(err).Has(field) {
		t.Errorf("got %v, want an error on %q", err, field)
	}
}

// register stands in for the registers in Brønnøysund.
type register struct {
	enhet     brreg.Enhet
	voluntary brreg.Voluntary
	err       error
}

func (r register) Enhet(context.Context, string) (brreg.Enhet, error) { return r.enhet, r.err }
func (r register) Voluntary(context.Context, string) (brreg.Voluntary, error) {
	return r.voluntary, r.err
}
