package venue

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Service has the use cases of venues.
type Service struct{ pool *pgxpool.Pool }

// NewService makes the service.
func NewService(pool *pgxpool.Pool) *Service { return &Service{pool: pool} }

// Show is one venue of the municipality, inactive ones too.
func (s *Service) Show(ctx context.Context, municipalityID, id int64) (Venue, error) {
	return byID(ctx, s.pool, municipalityID, id)
}

// Choices are the venues that can be chosen, by name.
func (s *Service) Choices(ctx context.Context, municipalityID int64) ([]Venue, error) {
	return postgres.Many[Venue](ctx, s.pool, choicesSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID})
}

// Filter narrows the register.
type Filter struct {
	Words string // part of the name or address
	Kind  string
	Area  int64
	After string // keyset: name and id of the last row of the page before
	ID    int64
	Limit int
}

// List is the register, active and inactive, by name.
func (s *Service) List(ctx context.Context, municipalityID int64, f Filter) ([]Venue, error) {
	return postgres.Many[Venue](ctx, s.pool, listSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "words": f.Words, "kind": f.Kind, "area": f.Area,
		"after": f.After, "after_id": f.ID, "limit": f.Limit,
	}, postgres.Fresh)
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
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if v.ID, err = postgres.Scalar[int64](ctx, tx, insertSQL, v.args()); err != nil {
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
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := byID(ctx, tx, by.MunicipalityID, v.ID); err != nil {
			return err
		}
		args := v.args()
		args["id"], args["version"] = v.ID, v.Version
		n, err := postgres.Exec(ctx, tx, updateSQL, args)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Clash(i18n.Mark("Noen andre har endret stedet mens du skrev."))
		}
		return s.after(ctx, tx, by, "venue.update", v)
	})
}

// after keeps search and the log in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, action string, v Venue) error {
	if err := index(ctx, tx, v); err != nil {
		return err
	}
	return audit.Record(ctx, tx, by.Audit(), audit.Event{Action: action, Object: "venue", ObjectID: v.ID, Detail: map[string]any{"name": v.Name}})
}

func index(ctx context.Context, tx pgx.Tx, v Venue) error {
	if !v.Active {
		return search.RemoveDocument(ctx, tx, "venue", v.ID)
	}
	facts := search.Facts{Municipality: v.MunicipalityID, Venue: v.ID, Accessibility: v.Accessibility}
	if v.AreaID != nil {
		facts.Areas = []int64{*v.AreaID}
	}
	return search.IndexDocument(ctx, tx, search.Document{
		Kind: "venue", ID: v.ID, Facts: facts,
		Doc: search.Doc{Title: v.Name, Texts: []string{v.Address, Text(Kinds, v.Kind), v.Description}},
	})
}
