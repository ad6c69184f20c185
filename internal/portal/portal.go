// Package portal builds all services in order and registers the workers of their
// jobs. The server, the command line and the tests start from here.
package portal

import (
	"fmt"
	"log/slog"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activityimport"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/activity/ownfeed"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgroles"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/keeping"
	"frivilligsentral/internal/registration/mine"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/seal"
	"frivilligsentral/internal/search/searchlog"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/internal/venue"
	"frivilligsentral/internal/waiting"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// Options are what differs between the program and its tests.
type Options struct {
	Config config.Config
	Log    *slog.Logger
	Now    func() time.Time // the clock; nil means the real one
	Sender mail.Sender      // nil means what Config says
}

// Portal is every service of the portal on one database.
type Portal struct {
	Config          config.Config
	Pool            *pgxpool.Pool
	Keys            *seal.Keys // of protected texts
	Jobs            *jobs.Client
	Workers         *river.Workers // for tests that work jobs at once
	Mail            *mail.Outbox
	Municipalities  *municipality.Service
	Accounts        *account.Service
	Logins          *login.Service
	Invitations     *invitation.Service
	Terms           *terms.Service
	Organisations   *organisation.Service
	OrgLife         *orglife.Service
	OrgImports      *orgimport.Service
	OrgLists        *orglist.Service
	OrgRoles        *orgroles.Service
	Contacts        *contact.Service
	Venues          *venue.Service
	Activities      *activity.Service
	ActivityLists   *listing.Service
	ActivityImports *activityimport.Service
	Planning        *planning.Service
	SignupForms     *signupform.Service
	Registrations   *registration.Service
	Rosters         *roster.Service
	Articles        *article.Service
	PageReports     *pagereport.Service
	StaffNotes      *staffnote.Service
	Mine            *mine.Service
	OwnFeeds        *ownfeed.Service
	Keeping         *keeping.Service
	OwnData         *owndata.Service
	Imports         *imports.Service
	BulkChanges     *bulkchange.Service
	Notices         *notice.Service
	Waiting         *waiting.Service
	Now             func() time.Time
	SearchLog       *searchlog.Log // what people search for, not stored yet
}

// New builds the services. Jobs are not worked before Jobs.Start.
func New(pool *pgxpool.Pool, o Options) (*Portal, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	sender, err := senderOf(o)
	if err != nil {
		return nil, err
	}
	keys, err := seal.New(o.Config.SealKey, o.Config.SealKeyBefore)
	if err != nil {
		return nil, fmt.Errorf("SEAL_KEY: %w", err)
	}
	workers := river.NewWorkers()
	client, err := jobs.New(pool, workers, jobs.Config{Logger: o.Log})
	if err != nil {
		return nil, err
	}
	outbox := mail.NewOutbox(client, o.Now)
	letters := letter.Writer{Outbox: outbox, URLFor: o.Config.URLFor}
	p := &Portal{
		Config: o.Config, Pool: pool, Keys: keys, Jobs: client, Workers: workers, Mail: outbox, Now: o.Now, SearchLog: &searchlog.Log{},
		Municipalities: municipality.NewService(municipality.Deps{Pool: pool, Now: o.Now}),
		Accounts:       account.NewService(account.Deps{Pool: pool, Letters: letters, Now: o.Now}),
		Contacts:       contact.NewService(contact.Deps{Pool: pool, Now: o.Now}),
		Venues:         venue.NewService(venue.Deps{Pool: pool, Jobs: client, Now: o.Now}),
	}
	p.Logins = login.NewService(login.Deps{Pool: pool, Accounts: p.Accounts, Now: o.Now, Demo: o.Config.Demo})
	p.Invitations = invitation.NewService(invitation.Deps{Pool: pool, Accounts: p.Accounts, Logins: p.Logins, Now: o.Now})
	p.Terms = terms.NewService(terms.Deps{Pool: pool, Now: o.Now})
	p.Accounts.AddWorkers(workers)
	registry, roles, err := registersOf(o.Config)
	if err != nil {
		return nil, err
	}
	p.Organisations = organisation.NewService(organisation.Deps{Pool: pool, Jobs: client, Letters: letters, Now: o.Now})
	p.OrgLife = orglife.NewService(orglife.Deps{
		Pool: pool, Accounts: p.Accounts, Organisations: p.Organisations, Registry: registry, Now: o.Now,
	})
	p.OrgImports = orgimport.NewService(orgimport.Deps{Municipalities: p.Municipalities, Organisations: p.Organisations, Now: o.Now})
	p.OrgLists = orglist.NewService(orglist.Deps{Pool: pool, Municipalities: p.Municipalities, Now: o.Now})
	p.OrgRoles = orgroles.NewService(orgroles.Deps{Pool: pool, Organisations: p.Organisations, Registry: roles, Now: o.Now})
	p.Organisations.AddWorkers(workers)
	p.OrgRoles.AddWorkers(workers)
	p.Contacts.AddWorkers(workers)
	p.Activities = activity.NewService(activity.Deps{Pool: pool, Jobs: client, Letters: letters, Now: o.Now})
	p.Activities.AddWorkers(workers)
	p.ActivityImports = activityimport.NewService(activityimport.Deps{Activities: p.Activities, Now: o.Now})
	p.ActivityLists = listing.NewService(listing.Deps{Pool: pool, Activities: p.Activities, Now: o.Now})
	p.Planning = planning.NewService(planning.Deps{Pool: pool, Now: o.Now})
	p.Planning.AddWorkers(workers)
	p.SignupForms = signupform.NewService(signupform.Deps{Pool: pool, Now: o.Now})
	p.SignupForms.AddWorkers(workers)
	p.Registrations = registration.NewService(registration.Deps{Pool: pool, Letters: letters, Keys: keys, Now: o.Now})
	p.Registrations.AddWorkers(workers)
	p.Rosters = roster.NewService(roster.Deps{Pool: pool, Letters: letters, Keys: keys, Now: o.Now})
	p.Articles = article.NewService(article.Deps{Pool: pool, Now: o.Now})
	p.Articles.AddWorkers(workers)
	p.PageReports = pagereport.NewService(pagereport.Deps{Pool: pool, Jobs: client, Letters: letters, Now: o.Now})
	p.PageReports.AddWorkers(workers)
	p.StaffNotes = staffnote.NewService(staffnote.Deps{Pool: pool, Now: o.Now})
	p.OwnFeeds = ownfeed.NewService(ownfeed.Deps{Pool: pool, Now: o.Now})
	p.Mine = mine.NewService(mine.Deps{Pool: pool, Registrations: p.Registrations, Now: o.Now})
	p.Mine.AddWorkers(workers)
	p.Keeping = keeping.NewService(keeping.Deps{Pool: pool, Now: o.Now})
	p.Keeping.AddWorkers(workers)
	p.OwnData = owndata.NewService(owndata.Deps{Pool: pool, Letters: letters, Registrations: p.Registrations, Now: o.Now})
	p.OwnData.AddWorkers(workers)
	p.Imports = imports.NewService(imports.Deps{Pool: pool, Jobs: client, Now: o.Now, Sources: imports.Sources(p.Contacts, p.OrgImports, p.ActivityImports, p.Planning)})
	p.Imports.AddWorkers(workers)
	p.BulkChanges = bulkchange.NewService(bulkchange.Deps{
		Pool: pool, Jobs: client, Contacts: p.Contacts, Activities: p.Activities, Organisations: p.Organisations, Now: o.Now,
	})
	p.BulkChanges.AddWorkers(workers)
	p.Notices = notice.NewService(notice.Deps{Pool: pool, Keys: keys, Now: o.Now})
	p.Waiting = waiting.NewService(waiting.Deps{
		Pool: pool, Letters: letters, Now: o.Now, Organisations: p.OrgLists, Activities: p.ActivityLists, Rosters: p.Rosters, Contacts: p.Contacts, Imports: p.Imports,
		PageReports: p.PageReports, OrgRoles: p.OrgRoles, Notices: p.Notices,
	})
	p.Waiting.AddWorkers(workers)
	addSearchWorkers(workers, pool, o.Now)
	mail.Register(workers, pool, sender, outbox)
	audit.Register(workers, pool, o.Now)
	return p, p.addPeriodic()
}

// addPeriodic adds the jobs of each feature that come back.
func (p *Portal) addPeriodic() error {
	periodic := append(mail.Periodic(), p.Accounts.Periodic()...)
	periodic = append(periodic, p.Organisations.Periodic()...)
	periodic = append(periodic, p.OrgRoles.Periodic()...)
	periodic = append(periodic, p.Contacts.Periodic()...)
	periodic = append(periodic, p.Activities.Periodic()...)
	periodic = append(periodic, p.SignupForms.Periodic()...)
	periodic = append(periodic, p.Registrations.Periodic()...)
	periodic = append(periodic, p.Planning.Periodic()...)
	periodic = append(periodic, p.Articles.Periodic()...)
	periodic = append(periodic, p.PageReports.Periodic()...)
	periodic = append(periodic, p.Mine.Periodic()...)
	periodic = append(periodic, p.Keeping.Periodic()...)
	periodic = append(periodic, p.OwnData.Periodic()...)
	periodic = append(periodic, p.Imports.Periodic()...)
	periodic = append(periodic, p.BulkChanges.Periodic()...)
	periodic = append(periodic, p.Waiting.Periodic()...)
	periodic = append(periodic, searchPeriodic()...)
	periodic = append(periodic, audit.Periodic()...)
	return p.Jobs.AddPeriodic(periodic...)
}

// registersOf is the client of the registers in Brønnøysund, for those who ask it; nil when the look-up is off.
func registersOf(c config.Config) (orglife.Registry, orgroles.Registry, error) {
	if c.BrregURL == "" {
		return nil, nil, nil
	}
	client, err := brreg.New(brreg.Config{BaseURL: c.BrregURL, UserAgent: "frivilligsentral (" + c.MailFrom + ")"})
	return client, client, err
}

func senderOf(o Options) (mail.Sender, error) {
	if o.Sender != nil {
		return o.Sender, nil
	}
	if o.Config.SMTPURL == "" {
		return mail.Mailbox{}, nil
	}
	return mail.NewSender(o.Config.SMTPURL, o.Config.MailFrom)
}
