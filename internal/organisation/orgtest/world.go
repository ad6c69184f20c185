// Package orgtest has the world that tests of organisations happen in.
package orgtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// OrgNr is an organisation number that can be one.
const OrgNr = "974760673"

// Now is when the world begins.
var Now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// The services under names that let one struct have them all.
type (
	organisations = organisation.Service
	life          = orglife.Service
	files         = orgimport.Service
	lists         = orglist.Service
)

// World is the services of organisations on a database with two municipalities and some people.
type World struct {
	*organisations
	*life
	*files
	*lists
	T           testing.TB
	Pool        *pgxpool.Pool
	At          time.Time
	Here        int64
	Coordinator account.Actor
	Reader      account.Actor
	Elsewhere   account.Actor // coordinator in another municipality
}

// New makes a world on a database of its own.
func New(t testing.TB) *World {
	t.Helper()
	pool := pgtest.Pool(t)
	queue, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, Pool: pool, At: Now}
	clock := func() time.Time { return w.At }
	letters := letter.Writer{Outbox: mail.NewOutbox(queue, clock)}
	places := municipality.NewService(municipality.Deps{Pool: pool, Now: clock})
	w.organisations = organisation.NewService(organisation.Deps{
		Pool: pool, Jobs: queue, Letters: letters, Now: clock,
	})
	accounts := account.NewService(account.Deps{Pool: pool, Letters: letters, Now: clock})
	w.life = orglife.NewService(orglife.Deps{
		Pool: pool, Accounts: accounts, Organisations: w.organisations, Now: clock,
	})
	w.files = orgimport.NewService(orgimport.Deps{Municipalities: places, Organisations: w.organisations, Now: clock})
	w.lists = orglist.NewService(orglist.Deps{Pool: pool, Municipalities: places, Now: clock})
	w.Here = w.Int(`insert into municipality (number, name) values ('9901', 'Prøvevik') returning id`)
	w.Int(`insert into municipality_host (host, municipality_id) values ('provevik.example', $1) returning 1`, w.Here)
	there := w.Int(`insert into municipality (number, name) values ('9902', 'Annenvik') returning id`)
	w.Coordinator, w.Reader, w.Elsewhere = w.staff(w.Here, account.Coordinator), w.staff(w.Here, account.Reader), w.staff(there, account.Coordinator)
	return w
}

// Int runs a statement that returns one number.
func (w *World) Int(sql string, args ...any) int64 {
	w.T.Helper()
	var n int64
	if err := w.Pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.T.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *World) staff(municipalityID int64, role account.Role) account.Actor {
	email := fmt.Sprintf("%s@%d.example", role, municipalityID)
	id := w.Int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, $2, $3) returning id`, municipalityID, email, role)
	return account.Actor{Door: account.StaffDoor, MunicipalityID: municipalityID, AccountID: id, Name: email, Role: role}
}

// Member makes somebody who acts for an organisation.
func (w *World) Member(organisationID int64, role account.Role) account.Actor {
	email := fmt.Sprintf("%s@lag%d.example", role, organisationID)
	id := w.Int(`insert into account (municipality_id, email, name) values ($1, $2, $2) returning id`, w.Here, email)
	w.Int(`insert into membership (account_id, organisation_id, role) values ($1, $2, $3) returning 1`, id, organisationID, role)
	return account.Actor{Door: account.GroupDoor, MunicipalityID: w.Here, AccountID: id, Name: email, Email: email, Role: role, OrganisationID: organisationID}
}

// Lag makes an approved organisation.
func (w *World) Lag(name string, edit ...func(*organisation.Draft)) int64 {
	w.T.Helper()
	d := organisation.Draft{Organisation: organisation.Organisation{Name: name, Kind: organisation.Association, Lang: "nb"}}
	for _, e := range edit {
		e(&d)
	}
	id, err := w.Create(context.Background(), w.Coordinator, d)
	if err != nil {
		w.T.Fatal(err)
	}
	return id
}

// View is an organisation as staff see it.
func (w *World) View(id int64) organisation.View {
	w.T.Helper()
	v, err := w.Get(context.Background(), w.Coordinator, id)
	if err != nil {
		w.T.Fatal(err)
	}
	return v
}

// DraftOf is an organisation as a form begins with it.
func (w *World) DraftOf(id int64) organisation.Draft {
	v := w.View(id)
	return organisation.Draft{Organisation: v.Organisation, Contacts: v.Contacts}
}

// InTx runs fn in a transaction.
func (w *World) InTx(fn func(tx pgx.Tx) error) {
	w.T.Helper()
	if err := postgres.InTx(context.Background(), w.Pool, func(_ context.Context, tx pgx.Tx) error { return fn(tx) }); err != nil {
		w.T.Fatal(err)
	}
}

// WantKind fails the test unless the error is of the kind.
func WantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("got error %v, want kind %d", err, want)
	}
}

// WantField fails the test unless the error is on the field.
func WantField(t testing.TB, err error, field string) {
	t.Helper()
	if !fault.FieldsOf(err).Has(field) {
		t.Errorf("got %v, want an error on %q", err, field)
	}
}
