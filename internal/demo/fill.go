// Filling an empty database, all in one transaction.

package demo

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"

	"github.com/jackc/pgx/v5"
)

// SecondHost is where the second municipality answers; browsers send every name under localhost to this machine.
const SecondHost = "fjellbygda.localhost"

// Stale is how old a demo may be before its dates look empty.
const Stale = 14 * 24 * time.Hour

// Options are what differs between installations.
type Options struct {
	Now   time.Time // everything is relative to its day
	Host1 string    // host name of the main municipality, beside 127.0.0.1 and localhost
	Host2 string    // of the second one; "" is SecondHost
}

// Fill fills the database with the invented municipalities when no municipality has a portal in it, and says
// whether it did. All of it is one transaction: whoever is stopped in the middle leaves the database empty.
func Fill(ctx context.Context, p *portal.Portal, o Options) (filled bool, err error) {
	empty, err := postgres.Scalar[bool](ctx, p.Pool, emptySQL, nil)
	if err != nil || !empty {
		return false, err
	}
	data, err := town.Load()
	if err != nil {
		return false, err
	}
	if o.Host2 == "" {
		o.Host2 = SecondHost
	}
	err = postgres.InTx(ctx, p.Pool, func(ctx context.Context, tx pgx.Tx) error {
		filled, err = fill(ctx, tx, p, data, o)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("fill with demo data: %w", err)
	}
	if filled {
		_, err = p.Pool.Exec(ctx, "analyze") // the planner shall not guess at the first pages
	}
	return filled, postgres.Fault(err)
}

const (
	// Two programs that start at the same time must not both find it empty.
	lockHostsSQL = `-- demo.lockHosts
lock table municipality_host in exclusive mode`

	emptySQL = `-- demo.empty
select not exists (select from municipality_host)`
)

func fill(ctx context.Context, tx pgx.Tx, p *portal.Portal, data town.Data, o Options) (bool, error) {
	if _, err := tx.Exec(ctx, lockHostsSQL); err != nil {
		return false, err
	}
	empty, err := postgres.Scalar[bool](ctx, tx, emptySQL, nil)
	if err != nil || !empty {
		return false, err
	}
	rows, err := newBuffer(ctx, tx)
	if err != nil {
		return false, err
	}
	for i, m := range data.Municipalities {
		own := []string{o.Host2}
		if i == 0 {
			own = mainHosts(o.Host1)
		}
		f := newFiller(rows, p, data, m, o.Now)
		if err := f.fill(ctx, tx, own); err != nil {
			return false, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return true, search.RefreshVocabulary(ctx, tx)
}

// mainHosts are the names of the main municipality, the one that links use first.
func mainHosts(host string) []string {
	all := []string{host}
	for _, local := range []string{"127.0.0.1", "localhost"} {
		if local != host {
			all = append(all, local)
		}
	}
	if host == "" {
		return all[1:]
	}
	return all
}

// filler fills one municipality. The maps find ids by the slugs of the data.
type filler struct {
	*buffer
	p      *portal.Portal
	data   town.Data
	m      town.Municipality
	now    time.Time
	monday time.Time

	id             int64 // of the municipality
	areas          map[string]int64
	areaOf         map[string]string // of a venue
	categories     map[string]int64
	targetGroups   map[string]int64
	localKinds     map[string]int64
	topics         map[string]int64
	units          map[string]int64
	venues         map[string]int64
	organisations  map[string]int64
	organisationBy map[string]town.Organisation
	accounts       map[string]int64 // by e-mail address
	loginOf        map[string]int64 // of an organisation
	contacts       map[string]int64
	activities     map[string]int64 // by key
}

func newFiller(rows *buffer, p *portal.Portal, data town.Data, m town.Municipality, now time.Time) *filler {
	return &filler{
		buffer: rows, p: p, data: data, m: m, now: now, monday: town.Monday(now.In(i18n.Oslo)),
		areas: map[string]int64{}, areaOf: map[string]string{}, categories: map[string]int64{}, targetGroups: map[string]int64{}, localKinds: map[string]int64{},
		topics: map[string]int64{}, units: map[string]int64{}, venues: map[string]int64{}, organisations: map[string]int64{},
		organisationBy: map[string]town.Organisation{}, accounts: map[string]int64{}, loginOf: map[string]int64{}, contacts: map[string]int64{},
		activities: map[string]int64{},
	}
}

func (f *filler) fill(ctx context.Context, tx pgx.Tx, own []string) error {
	f.addMunicipality(own)
	f.addCodes()
	f.addPlaces()
	f.addOrganisations()
	f.addTerms()
	f.addAccounts()
	f.addContacts()
	for i, a := range f.m.Activities {
		if err := f.addActivity(i, a); err != nil {
			return fmt.Errorf("activity %s: %w", a.Key, err)
		}
	}
	f.addSynonyms()
	if err := f.flush(ctx, tx); err != nil {
		return err
	}
	if err := f.addSignUps(ctx, tx); err != nil {
		return fmt.Errorf("sign-ups: %w", err)
	}
	if err := f.addWork(ctx, tx); err != nil {
		return err
	}
	f.sortEvents()
	if err := f.flush(ctx, tx); err != nil {
		return err
	}
	return f.index(ctx, tx)
}

// index makes everything findable.
func (f *filler) index(ctx context.Context, tx pgx.Tx) error {
	if err := venue.IndexAll(ctx, tx, f.id); err != nil {
		return err
	}
	if err := organisation.IndexAll(ctx, tx, f.id); err != nil {
		return err
	}
	if err := contact.IndexAll(ctx, tx, f.id, f.now); err != nil {
		return err
	}
	if err := article.IndexAll(ctx, tx, f.id, f.now); err != nil {
		return err
	}
	return activity.IndexAll(ctx, tx, f.id, f.now)
}

// day is midnight of a relative day, and at a moment of it.
func (f *filler) day(n int) time.Time {
	return time.Date(f.monday.Year(), f.monday.Month(), f.monday.Day()+n, 0, 0, 0, 0, f.monday.Location())
}

// ago is so many days before now, at a time of the working day that differs by i.
func (f *filler) ago(days, i int) time.Time {
	d := f.now.In(i18n.Oslo)
	return time.Date(d.Year(), d.Month(), d.Day()-days, 8+i%7, (i*13)%60, 0, 0, i18n.Oslo)
}

// date is a day as a column of type date takes it.
func (f *filler) date(n int) time.Time {
	d := f.day(n)
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

// ref is the id of a slug, nil for none.
func ref(ids map[string]int64, slug string) *int64 {
	id, ok := ids[slug]
	if !ok {
		return nil
	}
	return &id
}

// some is a number, nil for 0.
func some(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func phone(s string) string {
	e164, _ := i18n.ParsePhone(s)
	return e164
}

// realPeopleSQL looks for people with an address that mail can reach, in municipalities that are not invented.
const realPeopleSQL = `-- demo.RealPeople
with real as (
    select p.municipality_id from account p where p.email !~* @made_up
    union all select p.municipality_id from invitation p where p.email !~* @made_up
    union all select p.municipality_id from contact p where p.email <> '' and p.email !~* @made_up
    union all select p.municipality_id from registration p where p.email <> '' and p.email !~* @made_up)
select exists (select from real join municipality m on m.id = real.municipality_id where m.number <> all(@invented))`

// madeUp matches the addresses that are for examples (RFC 2606): nobody gets mail there.
const madeUp = `[@.](example|test|invalid|localhost)$`

// RealPeople says whether the database holds others than the invented: it must not be shown as a demonstration,
// where anyone may log in as anyone.
func RealPeople(ctx context.Context, q postgres.Querier) (bool, error) {
	data, err := town.Load()
	if err != nil {
		return false, err
	}
	var invented []string
	for _, m := range data.Municipalities {
		invented = append(invented, m.Number)
	}
	return postgres.Scalar[bool](ctx, q, realPeopleSQL, postgres.Args{"made_up": madeUp, "invented": invented})
}

const filledSQL = `-- demo.Age
select min(at) from audit_event where action = 'demo.fill'`

// Age is how long ago the database was filled, 0 when it was not.
func Age(ctx context.Context, q postgres.Querier, now time.Time) (time.Duration, error) {
	at, err := postgres.Scalar[*time.Time](ctx, q, filledSQL, nil)
	if err != nil || at == nil {
		return 0, err
	}
	return now.Sub(*at), nil
}
