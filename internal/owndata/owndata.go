// Package owndata lets a person see, take out and delete what the portal holds
// about an e-mail address. That the address is hers is shown by a link sent to
// it, which opens nothing else and lives for half an hour. The answer to a
// request is the same for every address.
package owndata

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// LinkLife is how long a link works.
const LinkLife = 30 * time.Minute

const (
	maxPerAddress = 3  // requests for one address in 15 minutes
	maxPerIP      = 20 // requests from one network address in an hour
	keepLinks     = 2 * time.Hour
)

// Deps are what the use cases need.
type Deps struct {
	Pool          *pgxpool.Pool
	Letters       letter.Writer
	Registrations *registration.Service
	Now           func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// Path is the page that a link opens.
func Path(token string) string { return "/personvern/mine/" + token }

// Refusals. None tells whether anything is held about the address.
var (
	ErrTooManyForAddress = fault.New(fault.TooMany, i18n.Mark("Du har bedt om flere e-poster på kort tid. Bruk den siste, eller vent et kvarter og prøv igjen."))
	ErrTooManyFromIP     = fault.New(fault.TooMany, i18n.Mark("Det er bedt om mange lenker herfra den siste timen. Vent litt og prøv igjen."))
	ErrLink              = fault.New(fault.NotFound, i18n.Mark("Lenken virker ikke lenger. Den varer i en halv time. Be om en ny."))
)

// Asked is somebody's wish to see what is held about an address.
type Asked struct {
	MunicipalityID int64
	Email          string
	IP             string
	Lang           i18n.Lang
}

// Ask mails a link to the address, whether or not anything is held about it.
func (s *Service) Ask(ctx context.Context, in Asked) error {
	in.Email, in.IP = strings.ToLower(strings.TrimSpace(in.Email)), account.IPKey(in.IP)
	if !strings.Contains(in.Email, "@") || len(in.Email) > 254 {
		return fault.Fields{{Name: "epost", Msg: i18n.Mark("Skriv e-postadressen din, for eksempel navn@eksempel.no.")}}.Err()
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.ask(ctx, tx, in) })
}

// The lock makes requests for one address wait for each other, so that the
// limit holds when many come at once.
const lockSQL = `-- owndata.lock
select pg_advisory_xact_lock(hashtextextended('owndata' || encode(@email_hash::bytea, 'hex'), 0))`

const countSQL = `-- owndata.count
select (select count(*) from own_data_link where email_hash = @email_hash and created_at > @now::timestamptz - interval '15 minutes')::int as address,
       (select count(*) from own_data_link where ip = @ip and ip <> '' and created_at > @now::timestamptz - interval '1 hour')::int as ip`

const insertLinkSQL = `-- owndata.insertLink
insert into own_data_link (municipality_id, email_hash, token_hash, sealed, ip, created_at, expires_at)
values (@municipality_id, @email_hash, @token_hash, @sealed, @ip, @now, @expires_at)`

func (s *Service) ask(ctx context.Context, tx pgx.Tx, in Asked) error {
	now, address := s.Now(), hash("email", fmt.Sprint(in.MunicipalityID, ":", in.Email))
	if _, err := postgres.Exec(ctx, tx, lockSQL, postgres.Args{"email_hash": address}); err != nil {
		return err
	}
	n, err := postgres.One[struct{ Address, IP int }](ctx, tx, countSQL, postgres.Args{"email_hash": address, "ip": in.IP, "now": now})
	switch {
	case err != nil:
		return err
	case n.Address >= maxPerAddress:
		return ErrTooManyForAddress
	case n.IP >= maxPerIP:
		return ErrTooManyFromIP
	}
	token := account.NewSecret()
	sealed, err := sealAddress(token, in.Email)
	if err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, tx, insertLinkSQL, postgres.Args{
		"municipality_id": in.MunicipalityID, "email_hash": address, "token_hash": hash("link", token), "sealed": sealed,
		"ip": in.IP, "now": now, "expires_at": now.Add(LinkLife),
	})
	if err != nil {
		return err
	}
	return s.mailLink(ctx, tx, in, token)
}

func (s *Service) mailLink(ctx context.Context, tx pgx.Tx, in Asked, token string) error {
	at, err := letter.SiteOf(ctx, tx, in.MunicipalityID)
	if err != nil {
		return err
	}
	l := in.Lang
	return s.Letters.Write(ctx, tx, at, letter.Letter{
		Kind: kind.OwnDataLink, To: letter.Person{Email: in.Email, Lang: l}, Subject: l.T("Opplysninger om deg hos %s", at.Name),
		Body: mail.Body{
			Paragraphs: []string{l.T("Du har bedt om å se hva vi har lagret om denne e-postadressen.")},
			Button:     mail.Button{Text: l.T("Se opplysningene"), URL: Path(token)},
			After: []string{
				l.T("Lenken virker i %d minutter. Den er bare til deg, så ikke send den videre.", int(LinkLife/time.Minute)),
				l.T("Har du ikke bedt om dette? Da trenger du ikke å gjøre noe."),
			},
		},
	})
}

const openSQL = `-- owndata.open
select sealed from own_data_link where token_hash = @token_hash and municipality_id = @municipality_id and expires_at > @now`

// OpenByToken is the address that a link is for; ErrLink when it does not work. It changes nothing.
func (s *Service) OpenByToken(ctx context.Context, municipalityID int64, token string) (string, error) {
	sealed, err := postgres.Scalar[[]byte](ctx, s.Pool, openSQL, postgres.Args{
		"token_hash": hash("link", token), "municipality_id": municipalityID, "now": s.Now(),
	})
	if fault.Is(err, fault.NotFound) {
		return "", ErrLink
	}
	if err != nil {
		return "", err
	}
	return openAddress(token, sealed)
}

// TidyArgs is the job that deletes old links.
type TidyArgs struct{}

// Kind names the job.
func (TidyArgs) Kind() string { return "owndata.tidy" }

const tidySQL = `-- owndata.tidy
delete from own_data_link where created_at < @before`

// AddWorkers registers the feature's jobs.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[TidyArgs]) error {
		_, err := postgres.Exec(ctx, s.Pool, tidySQL, postgres.Args{"before": s.Now().Add(-keepLinks)})
		return err
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[CountArgs]) error { return s.Count(ctx) }))
}

// Periodic are the feature's jobs, every hour.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return TidyArgs{}, nil },
		&river.PeriodicJobOpts{ID: "owndata.tidy", RunOnStart: true},
	), river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return CountArgs{}, nil },
		&river.PeriodicJobOpts{ID: "owndata.count", RunOnStart: true},
	)}
}
