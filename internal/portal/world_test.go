package portal_test

// The world of these tests: two municipalities in which everything is alike but
// the ids, and somebody for each role that there is.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/tabular"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/seal"
	"frivilligsentral/internal/venue"
)

// world is a portal on a database of its own, whose clock stands still.
type world struct {
	*portal.Portal
	tb          testing.TB
	now         time.Time
	here, there *town
	made        int   // things made so far, for names of their own
	roomy       entry // an activity of here with room for all, and none of its sign-ups
}

// town is one of the municipalities, with one of each kind.
type town struct {
	id                                      int64
	own, rival, partner, guest              int64 // organisations
	category, topic, area                   int64
	unit, contact, substitute, venue        int64
	activity, date, later                   int64 // published, with sign-up open
	registration, waiting                   int64
	report                                  int64
	token                                   string // of registration
	groupInvitation, staffInvitation, batch int64
	people                                  map[string]account.Actor
}

// The roles, in words. Each has its person in both municipalities.
const (
	resident       = "a resident"
	member         = "a member"
	responsible    = "the responsible"
	partner        = "a co-organiser"
	guest          = "a named substitute"
	rival          = "another group"
	reader         = "a reader"
	contactManager = "a contact manager"
	coordinator    = "a coordinator"
	administrator  = "an administrator"
	system         = "a job"
)

var everyRole = []string{resident, member, responsible, partner, guest, rival, reader, contactManager, coordinator, administrator, system}

// From elsewhere come the strongest of each door.
var fromElsewhere = []string{resident, responsible, administrator, system}

var start = time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{tb: tb, now: start}
	w.begin(pgtest.Pool(tb))
	w.here = w.town("9901", "her.example")
	return w
}

// sealKey is that of all worlds: one that begins anew reads what was sealed before.
var sealKey = seal.NewKey()

func (w *world) begin(pool *pgxpool.Pool) {
	w.tb.Helper()
	cfg, err := config.FromEnv(func(string) string { return "" })
	must(w.tb, err)
	cfg.SealKey = sealKey
	w.Portal, err = portal.New(pool, portal.Options{Config: cfg, Now: func() time.Time { return w.now }})
	must(w.tb, err)
}

// restart forgets what is kept in memory.
func (w *world) restart() { w.begin(w.Pool) }

// both adds the other municipality, alike.
func (w *world) both() *world {
	w.there = w.town("9902", "der.example")
	return w
}

func (w *world) ctx() context.Context { return w.tb.Context() }

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// id runs a statement that returns one number.
func (w *world) id(sql string, args ...any) int64 {
	w.tb.Helper()
	var id int64
	if err := w.Pool.QueryRow(context.Background(), sql, args...).Scan(&id); err != nil {
		w.tb.Fatalf("%s: %v", sql, err)
	}
	return id
}

func (w *world) exec(sql string, args ...any) {
	w.tb.Helper()
	if _, err := w.Pool.Exec(context.Background(), sql, args...); err != nil {
		w.tb.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) town(number, host string) *town {
	w.tb.Helper()
	x := &town{people: map[string]account.Actor{}}
	x.id = w.id(`insert into municipality (number, name) values ($1, 'Solvik') returning id`, number)
	w.exec(`insert into municipality_host (host, municipality_id) values ($1, $2)`, host, x.id)
	w.exec(`insert into centre (municipality_id, name, email) values ($1, 'Solvik frivilligsentral', 'post@solvik.example')`, x.id)
	x.category = w.id(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'tur', 'Tur') returning id`, x.id)
	x.topic = w.id(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'topic', 'kultur', 'Kultur') returning id`, x.id)
	x.area = w.id(`insert into area (municipality_id, slug, name) values ($1, 'nes', 'Nes') returning id`, x.id)
	x.unit = w.id(`insert into municipal_unit (municipality_id, name) values ($1, 'Kultur') returning id`, x.id)
	x.venue = w.id(`insert into venue (municipality_id, name, area_id) values ($1, 'Nes bibliotek', $2) returning id`, x.id, x.area)
	x.substitute = w.contact(x, "Ola Hansen", "ola@solvik.example")
	x.contact = w.contact(x, "Kari Nordmann", "kari@solvik.example")
	w.exec(`update contact set substitute_id = $2 where id = $1`, x.contact, x.substitute)
	x.own, x.rival = w.organisation(x, "Nes turlag", "974760673"), w.organisation(x, "Nes kor", "")
	x.partner, x.guest = w.organisation(x, "Nes orkester", ""), w.organisation(x, "Nes teater", "")
	w.persons(x)
	w.standing(x)
	return x
}

func (w *world) contact(x *town, name, email string) int64 {
	id := w.id(`insert into contact (municipality_id, unit_id, name, email, valid_from, import_key, confirmed_at)
		values ($1, $2, $3, $4, '2020-01-01', $4, $5) returning id`, x.id, x.unit, name, email, w.now)
	w.exec(`insert into contact_topic (contact_id, code_id) values ($1, $2)`, id, x.topic)
	return id
}

func (w *world) organisation(x *town, name, orgnr string) int64 {
	return w.id(`insert into organisation (municipality_id, name, orgnr, kind, status, email_public, confirmed_at, created_at)
		values ($1, $2, nullif($3, ''), 'association', 'approved', 'post@lag.example', $4, $4) returning id`, x.id, name, orgnr, w.now)
}

// persons makes somebody for each role, logged in just now.
func (w *world) persons(x *town) {
	x.people[resident] = account.Resident(x.id)
	x.people[system] = account.SystemActor(x.id, "")
	for role, r := range map[string]account.Role{
		reader: account.Reader, contactManager: account.ContactManager, coordinator: account.Coordinator, administrator: account.Administrator,
	} {
		x.people[role] = w.person(x, account.StaffDoor, r, 0, string(r))
	}
	x.people[responsible] = w.person(x, account.GroupDoor, account.GroupAdmin, x.own, "ansvarlig")
	x.people[member] = w.person(x, account.GroupDoor, account.GroupMember, x.own, "medarbeider")
	x.people[rival] = w.person(x, account.GroupDoor, account.GroupAdmin, x.rival, "rival")
	x.people[partner] = w.person(x, account.GroupDoor, account.GroupAdmin, x.partner, "partner")
	x.people[guest] = w.person(x, account.GroupDoor, account.GroupMember, x.guest, "gjest")
}

// person makes an account with a role and a session.
func (w *world) person(x *town, door account.Door, role account.Role, organisation int64, name string) account.Actor {
	staffRole := string(role)
	if door == account.GroupDoor {
		staffRole = ""
	}
	a := account.Actor{
		Door: door, MunicipalityID: x.id, Name: name, Email: name + "@post.example", Role: role, OrganisationID: organisation, Lang: i18n.NB,
	}
	a.AccountID = w.id(`insert into account (municipality_id, email, name, staff_role, created_at) values ($1, $2, $3, nullif($4, ''), $5) returning id`,
		x.id, a.Email, a.Name, staffRole, w.now)
	if organisation != 0 {
		w.exec(`insert into membership (account_id, organisation_id, role, created_at) values ($1, $2, $3, $4)`, a.AccountID, organisation, role, w.now)
	}
	a.SessionID = w.session(a)
	return a
}

func (w *world) session(a account.Actor) int64 {
	return w.id(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, $3::timestamptz + interval '8 hours')
		returning id`, a.AccountID, a.Door, w.now)
}

// standing makes what reads are tried on.
func (w *world) standing(x *town) {
	x.activity, x.date, x.later = w.open(x, 1)
	x.registration, x.token = w.signUp(x, x.activity, x.date, "Per Deltaker")
	x.waiting, _ = w.signUp(x, x.activity, x.date, "Pia Venter")
	x.groupInvitation = w.invitation(x, x.own)
	x.report = w.told(x, "Døra er låst.")
	x.staffInvitation = w.invitation(x, 0)
	b, err := w.Imports.Preview(w.ctx(), x.people[responsible], imports.Activities, calendar(x.own))
	must(w.tb, err)
	x.batch = b.ID
	w.exec(`insert into staff_note (municipality_id, organisation_id, author_id, body) values ($1, $2, $3, 'Et notat')`, x.id, x.own, x.people[administrator].AccountID)
	w.exec(`insert into search_synonym (municipality_id, term, alternatives) values ($1, 'vandring', '{tur}')`, x.id)
	must(w.tb, w.Contacts.Reindex(w.ctx(), x.id))
	must(w.tb, pgx.BeginFunc(w.ctx(), w.Pool, func(tx pgx.Tx) error {
		return errors.Join(contact.IndexAll(w.ctx(), tx, x.id, w.now), venue.IndexAll(w.ctx(), tx, x.id), organisation.IndexAll(w.ctx(), tx, x.id))
	}))
}

func (w *world) invitation(x *town, organisation int64) int64 {
	w.made++
	email := fmt.Sprintf("invitert%d@post.example", w.made)
	if x == w.there {
		email = "invitert@post.example"
	}
	if organisation == 0 {
		must(w.tb, w.Invitations.InviteStaff(w.ctx(), x.people[system], invitation.Invite{Email: email, Name: "Inger Invitert", Role: account.Reader}))
	} else {
		must(w.tb, w.Invitations.InviteMember(w.ctx(), x.people[system], organisation, invitation.Invite{Email: email, Name: "Inger Invitert", Role: account.GroupMember}))
	}
	return w.id(`select max(id) from invitation`)
}

func calendar(organisation int64) imports.File {
	return imports.File{Name: "program.ics", OrganisationID: organisation, Data: []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:felles\r\n" +
		"SUMMARY:Sangkveld\r\nCATEGORIES:Tur\r\nDTSTART:20261020T160000Z\r\nDTEND:20261020T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")}
}

func (w *world) draft(x *town) activity.Draft {
	return activity.Draft{
		Title: "Strikkekafé", Summary: "Strikk sammen med andre.", Lang: i18n.NB, CategoryID: x.category, VenueID: x.venue, CoOrganisers: []int64{x.partner},
		Schedule: activity.Schedule{
			StartsAt: w.now.AddDate(0, 0, 8), DurationMinutes: 60, ExtraDates: []time.Time{w.now.AddDate(0, 0, 15), w.now.AddDate(0, 0, 22)},
		},
	}
}

// drafted makes an activity of the town's own group with a named substitute, and gives its id and version.
func (w *world) drafted(x *town) (id int64, version int) {
	w.tb.Helper()
	saved, err := w.Activities.Create(w.ctx(), x.people[system], x.own, w.draft(x))
	must(w.tb, err)
	w.exec(`insert into signup_access (activity_id, account_id, email) select $1, id, email from account where id = $2`, saved.ID, x.people[guest].AccountID)
	return saved.ID, saved.Version
}

func (w *world) submitted(x *town) (int64, int) {
	id, version := w.drafted(x)
	_, err := w.Activities.Submit(w.ctx(), x.people[responsible], id, version)
	must(w.tb, err)
	return id, w.version("activity", id)
}

func (w *world) published(x *town) (int64, int) {
	id, version := w.drafted(x)
	_, err := w.Activities.Submit(w.ctx(), x.people[system], id, version)
	must(w.tb, err)
	return id, w.version("activity", id)
}

func (w *world) version(table string, id int64) int {
	return int(w.id(`select coalesce(max(version), 0) from ` + table + ` where id = ` + fmt.Sprint(id)))
}

// open makes a published activity with so many places on each date, and gives two of its dates.
func (w *world) open(x *town, places int) (id, date, later int64) {
	w.tb.Helper()
	id, _ = w.published(x)
	f := signupform.NewForm()
	f.Capacity, f.MaxParty = &places, 1
	must(w.tb, w.Registrations.SaveForm(w.ctx(), x.people[system], id, 0, f))
	date = w.id(`select id from occurrence where activity_id = $1 order by starts_at limit 1`, id)
	return id, date, w.id(`select id from occurrence where activity_id = $1 order by starts_at desc limit 1`, id)
}

func wish(id, date int64, name string) registration.Wish {
	email := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@post.example"
	return registration.Wish{ActivityID: id, OccurrenceID: date, Name: name, Email: email, Party: 1}
}

// signUp signs somebody up and confirms it.
func (w *world) signUp(x *town, id, date int64, name string) (int64, string) {
	w.tb.Helper()
	in, err := w.Registrations.SignUp(w.ctx(), x.people[resident], wish(id, date, name))
	must(w.tb, err)
	_, err = w.Registrations.ConfirmByToken(w.ctx(), x.people[resident], in.Token)
	must(w.tb, err)
	return in.ID, in.Token
}

// cells reads an export to its end.
func cells(header []string, rows iter.Seq[[]tabular.Cell], err error) (any, error) {
	if err != nil {
		return nil, err
	}
	all := [][]string{header}
	for r := range rows {
		var line []string
		for _, c := range r {
			line = append(line, c.Text)
		}
		all = append(all, line)
	}
	return all, nil
}

// text is a value as it can be compared.
func text(tb testing.TB, v any) string {
	tb.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	must(tb, err)
	return string(b)
}
