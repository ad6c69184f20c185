// How the service is made, and the use cases of venues.

package venue

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ChangedArgs says that a venue has another name or place, in the transaction that
// did it: whoever shows it elsewhere works the job.
type ChangedArgs struct {
	VenueID int64 `json:"venue_id"`
}

// Kind is the job's name in the queue.
func (ChangedArgs) Kind() string { return "venue.changed" }

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Jobs jobs.Enqueuer
	Now  func() time.Time // nil: time.Now
}

// Service has the use cases of venues.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}

// PublicShow is one venue of the municipality, inactive ones too.
func (s *Service) PublicShow(ctx context.Context, municipalityID, id int64) (Venue, error) {
	return byID(ctx, s.Pool, municipalityID, id)
}

// PublicChoices are the venues that can be chosen, by name.
func (s *Service) PublicChoices(ctx context.Context, municipalityID int64) ([]Venue, error) {
	return postgres.Many[Venue](ctx, s.Pool, choicesSQL, postgres.Args{"municipality_id": municipalityID})
}

// Filter narrows and pages the register.
type Filter struct {
	Words         string // parts of the name or address
	Kind          string
	Area          int64
	After, Before string
	Limit         int // as in keyset.Params
}

// Page is one page of the register.
type Page = keyset.Page[Venue]

const byName = "navn"

var orders = keyset.Orders[Venue]{byName: {Up: listSQL, Down: listBackSQL, Place: func(v Venue) keyset.Place {
	return keyset.Place{At: v.Name, ID: v.ID}
}}}

var wild = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func terms(words string) []string {
	out := strings.Fields(wild.Replace(words))
	return out[:min(len(out), 8):min(len(out), 8)]
}

// List is the register, active and inactive, by name.
func (s *Service) List(ctx context.Context, by account.Actor, f Filter) (Page, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return Page{}, err
	}
	at := keyset.Params{Sort: byName, After: f.After, Before: f.Before, Limit: f.Limit}
	return orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Venue, error) {
		return postgres.Many[Venue](ctx, s.Pool, sql, postgres.Args{
			"municipality_id": by.MunicipalityID, "terms": append([]string{}, terms(f.Words)...), "kind": f.Kind, "area": f.Area,
			"at": from.At, "id": from.ID, "limit": limit,
		}, postgres.Fresh)
	})
}

// Create makes a venue and returns its id.
func (s *Service) Create(ctx context.Context, by account.Actor, v Venue) (int64, error) {
	if err := by.Require(account.ManageVenues); err != nil {
		return 0, err
	}
	if err := v.Check(); err != nil {
		return 0, err
	}
	v.MunicipalityID = by.MunicipalityID
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		err := checkOwner(ctx, tx, v)
		if err != nil {
			return err
		}
		if v.ID, err = postgres.Scalar[int64](ctx, tx, insertSQL, v.args(s.Now())); err != nil {
			return err
		}
		return s.after(ctx, tx, by, "venue.create", v)
	})
	return v.ID, err
}

// Update changes a venue. When somebody changed it since v.Version was read, it
// is a Conflict and nothing is stored.
func (s *Service) Update(ctx context.Context, by account.Actor, v Venue) error {
	if err := by.Require(account.ManageVenues); err != nil {
		return err
	}
	if err := v.Check(); err != nil {
		return err
	}
	v.MunicipalityID = by.MunicipalityID
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := byID(ctx, tx, by.MunicipalityID, v.ID); err != nil {
			return err
		}
		if err := checkOwner(ctx, tx, v); err != nil {
			return err
		}
		args := v.args(s.Now())
		args["id"], args["version"] = v.ID, v.Version
		n, err := postgres.Exec(ctx, tx, updateSQL, args)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Outrun(i18n.Mark("Noen andre har endret stedet mens du skrev."))
		}
		if err := s.Jobs.Enqueue(ctx, tx, ChangedArgs{VenueID: v.ID}, nil); err != nil {
			return err
		}
		return s.after(ctx, tx, by, "venue.update", v)
	})
}

// after keeps search and the log in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, action string, v Venue) error {
	if err := index(ctx, tx, v); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "venue", ObjectID: v.ID, Detail: map[string]any{"name": v.Name}})
}

const byIDsSQL = `-- venue.PublicByIDs
select ` + columns + ` from venue
where municipality_id = @municipality_id and active and id = any(@ids::bigint[])
order by array_position(@ids::bigint[], id)`

// PublicByIDs are the venues that are in use, in the order of the ids: for pages that
// found them by search.
func (s *Service) PublicByIDs(ctx context.Context, municipalityID int64, ids []int64) ([]Venue, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return postgres.Many[Venue](ctx, s.Pool, byIDsSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
}
