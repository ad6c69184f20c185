// How the service is made, and the use cases of one contact.

package contact

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Service has the use cases of contacts and units.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}

// StaleCount is how many contacts wait to be reconfirmed.
func (s *Service) StaleCount(ctx context.Context, by account.Actor) (int, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.Pool, staleCountSQL, pgx.StrictNamedArgs{
		"municipality_id": by.MunicipalityID, "today": s.today(), "stale_before": s.staleBefore(),
	})
}

// Choice is a contact that can be chosen as substitute, or to be merged with.
type Choice struct {
	ID             int64
	Name, UnitName string
}

const choicesSQL = `-- contact.Choices
select c.id, c.name, coalesce(u.name, '') as unit_name from contact c left join municipal_unit u on u.id = c.unit_id
where c.municipality_id = @municipality_id and c.merged_into is null and (@ended or c.valid_to is null or c.valid_to >= @today)
order by c.name, c.id limit 2000`

// Choices are the contacts by name, without those that have ended unless ended says so.
func (s *Service) Choices(ctx context.Context, by account.Actor, ended bool) ([]Choice, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Choice](ctx, s.Pool, choicesSQL, pgx.StrictNamedArgs{"municipality_id": by.MunicipalityID, "ended": ended, "today": s.today()})
}

// History is what was done with a contact, the newest first, at most 50.
func (s *Service) History(ctx context.Context, by account.Actor, id int64) ([]audit.Row, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return audit.List(ctx, s.Pool, audit.Query{MunicipalityID: by.MunicipalityID, Object: "contact", ObjectID: id, Limit: 50})
}

// Show is one contact for staff, merged ones too (the page sends on to MergedInto).
func (s *Service) Show(ctx context.Context, by account.Actor, id int64) (Listed, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return Listed{}, err
	}
	return byID(ctx, s.Pool, by.MunicipalityID, id)
}

// Create makes a contact, confirmed by the maker, and returns its id.
func (s *Service) Create(ctx context.Context, by account.Actor, c Contact) (int64, error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	c.Source = "staff"
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		c.ID, err = s.insert(ctx, tx, by, c, "")
		return err
	})
	return c.ID, err
}

func (s *Service) insert(ctx context.Context, tx pgx.Tx, by account.Actor, c Contact, importKey string) (int64, error) {
	c.MunicipalityID = by.MunicipalityID
	if err := s.check(ctx, tx, c); err != nil {
		return 0, err
	}
	now := s.Now()
	c.ConfirmedAt = &now
	args := c.args(by)
	args["source"], args["import_key"], args["now"] = c.Source, importKey, now
	var err error
	if c.ID, err = postgres.Scalar[int64](ctx, tx, insertSQL, args); err != nil {
		return 0, err
	}
	return c.ID, s.after(ctx, tx, by, "contact.create", c, nil)
}

// Update changes a contact. When somebody changed it since c.Version was read, it
// is a Conflict and nothing is stored.
func (s *Service) Update(ctx context.Context, by account.Actor, c Contact) error {
	if err := by.Require(account.ManageContacts); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.update(ctx, tx, by, c) })
}

func (s *Service) update(ctx context.Context, tx pgx.Tx, by account.Actor, c Contact) error {
	c.MunicipalityID = by.MunicipalityID
	old, err := byID(ctx, tx, by.MunicipalityID, c.ID)
	if err != nil {
		return err
	}
	if err := s.check(ctx, tx, c); err != nil {
		return err
	}
	now := s.Now()
	c.ConfirmedAt = &now // whoever saves the details has looked at them
	args := c.args(by)
	args["id"], args["version"], args["now"] = c.ID, c.Version, now
	n, err := postgres.Exec(ctx, tx, updateSQL, args)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Outrun(i18n.Mark("Noen andre har endret kontakten mens du skrev."))
	}
	if err := s.after(ctx, tx, by, "contact.update", c, map[string]any{"fields": Changed(old.Contact, c)}); err != nil {
		return err
	}
	if old.ValidTo == nil && c.ValidTo != nil { // leaving is leaving, whichever form says so
		_, err = s.handOver(ctx, tx, by, c)
	}
	return err
}

// check adds to the contact's own rules that unit and substitute are the municipality's.
func (s *Service) check(ctx context.Context, q postgres.Querier, c Contact) error {
	if err := c.Check(); err != nil {
		return err
	}
	var f fault.Fields
	if c.UnitID != nil {
		_, err := postgres.One[Unit](ctx, q, unitSQL, pgx.StrictNamedArgs{"municipality_id": c.MunicipalityID, "id": *c.UnitID})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		f.Check(err == nil, "enhet", i18n.Mark("Velg en enhet fra listen."))
	}
	if c.SubstituteID != nil {
		sub, err := byID(ctx, q, c.MunicipalityID, *c.SubstituteID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		f.Check(err == nil && sub.MergedInto == nil, "vikar", i18n.Mark("Velg en vikar fra listen."))
	}
	return f.Err()
}

// after keeps links, search, likely doubles and the log in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, action string, c Contact, detail map[string]any) error {
	if err := setLinks(ctx, tx, c); err != nil {
		return err
	}
	if err := s.index(ctx, tx, c.MunicipalityID, c.ID); err != nil {
		return err
	}
	if err := findDoubles(ctx, tx, c.MunicipalityID, c.ID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "contact", ObjectID: c.ID, Detail: detail})
}

// Confirm notes that the details of the contacts are still right. Contacts of
// other municipalities are left out; the number of confirmed ones is returned.
func (s *Service) Confirm(ctx context.Context, by account.Actor, ids []int64) (int, error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	confirmed := 0
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		got, err := postgres.Scalars[int64](ctx, tx, confirmSQL, pgx.StrictNamedArgs{
			"municipality_id": by.MunicipalityID, "ids": ids, "account": by.AccountID, "now": s.Now(),
		})
		if err != nil {
			return err
		}
		confirmed = len(got)
		for _, id := range got {
			if err := audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.confirm", Object: "contact", ObjectID: id}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && confirmed == 0 {
		return 0, missing()
	}
	return confirmed, err
}

func (c Contact) args(by account.Actor) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"municipality_id": c.MunicipalityID, "unit_id": c.UnitID, "name": c.Name, "title": c.Title, "email": c.Email, "phone": c.Phone,
		"office_hours": c.OfficeHours, "address": c.Address, "postal_code": c.PostalCode, "public": c.Public, "substitute_id": c.SubstituteID, "valid_from": dateOf(c.ValidFrom), "valid_to": datePtr(c.ValidTo),
		"confirmed_at": c.ConfirmedAt, "confirmed_by": by.AccountID, "note": c.Note,
	}
}

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke kontakten.")) }

func datePtr(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	d := dateOf(*t)
	return &d
}
