// Package activitytest builds a small municipality with two groups and their
// people, so that a test of activities is about activities.
package activitytest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activityimport"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres/pgtest"
)

// Now is the moment of every test: a Wednesday morning in autumn, two and a half
// weeks before summer time ends.
var Now = time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)

// World is a municipality of a test.
type World struct {
	Pool     *pgxpool.Pool
	Service  *activity.Service
	Lists    *listing.Service
	Imports  *activityimport.Service
	Now      time.Time // what the service takes for now
	Category int64
	Sport    int64 // another category
	Seniors  int64 // target groups
	Children int64
	Area     int64
	Venue    int64 // step-free, in Area
	Group    account.Actor
	Rival    account.Actor // another group of the same municipality
	Staff    account.Actor // coordinator
	Reader   account.Actor // staff who may only read
	Stranger account.Actor // coordinator of another municipality
}

// New makes a world of its own on a fresh database. Activities wait for approval.
func New(tb testing.TB) *World {
	tb.Helper()
	w := &World{Pool: pgtest.Pool(tb), Now: Now}
	client, err := jobs.InsertOnly(w.Pool)
	if err != nil {
		tb.Fatal(err)
	}
	now := func() time.Time { return w.Now }
	w.Service = activity.NewService(activity.Deps{Pool: w.Pool, Jobs: client, Letters: letter.Writer{Outbox: mail.NewOutbox(client, now)}, Now: now})
	w.Lists = listing.NewService(listing.Deps{Pool: w.Pool, Activities: w.Service, Now: now})
	w.Imports = activityimport.NewService(activityimport.Deps{Activities: w.Service, Now: now})
	municipality := w.municipality(tb, "9901", "Solvik")
	w.Category = w.code(tb, municipality, "category", "handverk", "Håndverk")
	w.Sport = w.code(tb, municipality, "category", "tur", "Tur")
	w.Seniors = w.code(tb, municipality, "target_group", "eldre", "Eldre")
	w.Children = w.code(tb, municipality, "target_group", "barn", "Barn")
	w.Area = w.ID(tb, `insert into area (municipality_id, slug, name) values ($1, 'nes', 'Nes') returning id`, municipality)
	w.Venue = w.ID(tb, `insert into venue (municipality_id, name, area_id, address, accessibility) values ($1, 'Nes bibliotek', $2, 'Storgata 1', '{step_free}')
		returning id`, municipality, w.Area)
	w.Group = w.group(tb, municipality, "Nes strikkelag", "kari@strikk.example")
	w.Rival = w.group(tb, municipality, "Nes turlag", "ola@tur.example")
	w.Staff = w.staff(tb, municipality, account.Coordinator, "siri@solvik.example")
	w.Reader = w.staff(tb, municipality, account.Reader, "per@solvik.example")
	w.Stranger = w.staff(tb, w.municipality(tb, "9902", "Fjellby"), account.Coordinator, "ann@fjellby.example")
	return w
}

func (w *World) municipality(tb testing.TB, number, name string) int64 {
	tb.Helper()
	id := w.ID(tb, `insert into municipality (number, name) values ($1, $2) returning id`, number, name)
	w.ID(tb, `insert into municipality_host (host, municipality_id) values ($1 || '.example', $2) returning municipality_id`, number, id)
	return id
}

func (w *World) code(tb testing.TB, municipality int64, list, slug, name string) int64 {
	tb.Helper()
	return w.ID(tb, `insert into code (municipality_id, list, slug, name_nb) values ($1, $2, $3, $4) returning id`, municipality, list, slug, name)
}

func (w *World) group(tb testing.TB, municipality int64, name, email string) account.Actor {
	tb.Helper()
	organisation := w.ID(tb, `insert into organisation (municipality_id, name, kind, status, email_public) values ($1, $2, 'association', 'approved', $3)
		returning id`, municipality, name, email)
	who := w.ID(tb, `insert into account (municipality_id, email, name) values ($1, $2, $2) returning id`, municipality, email)
	w.ID(tb, `insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin') returning account_id`, who, organisation)
	return account.Actor{
		Door: account.GroupDoor, MunicipalityID: municipality, AccountID: who, Name: email, Email: email,
		Role: account.GroupAdmin, OrganisationID: organisation, Lang: i18n.NB,
	}
}

func (w *World) staff(tb testing.TB, municipality int64, role account.Role, email string) account.Actor {
	tb.Helper()
	who := w.ID(tb, `insert into account (municipality_id, email, name, staff_role) values ($1, $2, $2, $3) returning id`, municipality, email, string(role))
	return account.Actor{Door: account.StaffDoor, MunicipalityID: municipality, AccountID: who, Name: email, Email: email, Role: role, Lang: i18n.NB}
}

// ID runs a statement that returns one number.
func (w *World) ID(tb testing.TB, sql string, args ...any) int64 {
	tb.Helper()
	var id int64
	if err := w.Pool.QueryRow(context.Background(), sql, args...).Scan(&id); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return id
}

// Draft is a knitting café at the library each Thursday at 18–20, from the day
// after Now until the middle of December.
func (w *World) Draft() activity.Draft {
	free := 0
	return activity.Draft{
		Title: "Strikkekafé", Summary: "Strikk sammen med andre.", Description: "Ta med **garn**.", Lang: i18n.NB,
		CategoryID: w.Category, TargetGroups: []int64{w.Seniors}, PriceOre: &free, VenueID: w.Venue,
		Schedule: activity.Schedule{
			StartsAt: At("2026-10-08 18:00"), DurationMinutes: 120, RRule: "FREQ=WEEKLY;UNTIL=20261217T225959Z;BYDAY=TH",
		},
	}
}

// At reads a wall time in Oslo such as "2026-10-08 18:00".
func At(wall string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", wall, i18n.Oslo)
	if err != nil {
		panic(err) // a typing error in a test
	}
	return t
}

// Create stores a draft of the actor's own organisation, or of Group's.
func (w *World) Create(tb testing.TB, actor account.Actor, d activity.Draft) activity.Saved {
	tb.Helper()
	organisation := actor.OrganisationID
	if organisation == 0 {
		organisation = w.Group.OrganisationID
	}
	saved, err := w.Service.Create(tb.Context(), actor, organisation, d)
	if err != nil {
		tb.Fatalf("create %q: %v", d.Title, err)
	}
	return saved
}

// Publish stores and publishes a draft of Group's, as staff do.
func (w *World) Publish(tb testing.TB, d activity.Draft) int64 {
	tb.Helper()
	saved := w.Create(tb, w.Staff, d)
	if _, err := w.Service.Submit(tb.Context(), w.Staff, saved.ID, saved.Version); err != nil {
		tb.Fatalf("publish %q: %v", d.Title, err)
	}
	return saved.ID
}

// Dates are all stored dates of an activity.
func (w *World) Dates(tb testing.TB, id int64) []activity.Occurrence {
	tb.Helper()
	dates, err := w.Service.Occurrences(tb.Context(), w.Staff, id, time.Time{}, 2000)
	if err != nil {
		tb.Fatal(err)
	}
	return dates
}
