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
	return postgres.Scalar[int](ctx, s.Pool, staleCountSQL, postgres.Args{
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
	return postgres.Many[Choice](ctx, s.Pool, choicesSQL, postgres.Args{"municipality_id": by.MunicipalityID, "ended": ended, "today": s.today()})
}

const chosenSQL = `-- contact.Chosen
select c.id, c.name, coalesce(u.name, '') as unit_name from contact c left join municipal_unit u on u.id = c.unit_id
where c.municipality_id = @municipality_id and c.merged_into is null and c.id = any(@ids::bigint[]) order by c.name, c.id`

// Chosen are the contacts of those ids, by name: for what is done to several at once.
func (s *Service) Chosen(ctx context.Context, by account.Actor, ids []int64) ([]Choice, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Choice](ctx, s.Pool, chosenSQL, postgres.Args{"municipality_id": by.MunicipalityID, "ids": ids})
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
		ids, err := s.insert(ctx, tx, by, []Contact{c}, []string{""})
		if err == nil {
			c.ID = ids[0]
		}
		return err
	})
	return c.ID, err
}

// insert makes contacts, with what an import knows each by; it returns their ids.
func (s *Service) insert(ctx context.Context, tx pgx.Tx, by account.Actor, contacts []Contact, importKeys []string) ([]int64, error) {
	if len(contacts) == 0 {
		return nil, nil
	}
	if err := check(ctx, tx, by.MunicipalityID, contacts); err != nil {
		return nil, err
	}
	ids, err := postgres.Scalars[int64](ctx, tx, newIDsSQL, postgres.Args{"n": len(contacts)})
	if err != nil {
		return nil, err
	}
	rows := make([]stored, len(contacts))
	for i, c := range contacts {
		c.ID = ids[i]
		rows[i] = storedOf(c, importKeys[i])
	}
	if _, err := postgres.Exec(ctx, tx, insertSQL, s.storing(by, rows)); err != nil {
		return nil, err
	}
	return ids, s.after(ctx, tx, by, "contact.create", rows, ids, nil)
}

func (s *Service) storing(by account.Actor, rows []stored) postgres.Args {
	return postgres.Args{"municipality_id": by.MunicipalityID, "by": by.AccountID, "now": s.Now(), "rows": rows}
}

// Update changes a contact. When somebody changed it since c.Version was read, it
// is a Conflict and nothing is stored.
func (s *Service) Update(ctx context.Context, by account.Actor, c Contact) error {
	if err := by.Require(account.ManageContacts); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.update(ctx, tx, by, []Contact{c}) })
}

// update changes contacts, all or none. Whoever saves the details has looked at them,
// so that they are confirmed.
func (s *Service) update(ctx context.Context, tx pgx.Tx, by account.Actor, contacts []Contact) error {
	if len(contacts) == 0 {
		return nil
	}
	ids := idsOf(contacts)
	old, err := byIDs(ctx, tx, by.MunicipalityID, ids...)
	if err != nil {
		return err
	}
	if len(old) < len(ids) {
		return missing()
	}
	if err := check(ctx, tx, by.MunicipalityID, contacts); err != nil {
		return err
	}
	rows, fields := make([]stored, len(contacts)), make([]map[string]any, len(contacts))
	for i, c := range contacts {
		rows[i], fields[i] = storedOf(c, ""), map[string]any{"fields": Changed(old[c.ID].Contact, c)}
	}
	n, err := postgres.Exec(ctx, tx, updateSQL, s.storing(by, rows))
	if err != nil {
		return err
	}
	if n < int64(len(rows)) {
		return fault.Outrun(i18n.Mark("Noen andre har endret kontakten mens du skrev."))
	}
	if err := s.after(ctx, tx, by, "contact.update", rows, ids, fields); err != nil {
		return err
	}
	for _, c := range contacts {
		if old[c.ID].ValidTo == nil && c.ValidTo != nil { // leaving is leaving, whichever form says so
			if _, err := s.handOver(ctx, tx, by, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// Change stores units, substitutes, topics and areas of contacts as they are given, all or
// none, in the caller's transaction: for what is changed of many at once. Nobody has looked
// at their other details, so that they are not confirmed.
func (s *Service) Change(ctx context.Context, tx pgx.Tx, by account.Actor, contacts []Contact) error {
	if err := by.Require(account.ManageContacts); err != nil || len(contacts) == 0 {
		return err
	}
	ids := idsOf(contacts)
	old, err := ReadAll(ctx, tx, by.MunicipalityID, ids, true)
	if err != nil {
		return err
	}
	if err := check(ctx, tx, by.MunicipalityID, contacts); err != nil {
		return err
	}
	rows, fields := make([]stored, len(contacts)), make([]map[string]any, len(contacts))
	for i, c := range contacts {
		rows[i], fields[i] = storedOf(c, ""), map[string]any{"fields": Changed(old[c.ID], c)}
	}
	n, err := postgres.Exec(ctx, tx, changeSQL, postgres.Args{"municipality_id": by.MunicipalityID, "now": s.Now(), "rows": rows})
	if err != nil {
		return err
	}
	if n < int64(len(rows)) {
		return fault.Outrun(i18n.Mark("Noen andre har endret kontaktene i mellomtiden."))
	}
	return s.after(ctx, tx, by, "contact.update", rows, ids, fields)
}

func idsOf(contacts []Contact) []int64 {
	ids := make([]int64, len(contacts))
	for i, c := range contacts {
		ids[i] = c.ID
	}
	return ids
}

const strangersSQL = `-- contact.strangers
select coalesce((select min(u) from unnest(@units::bigint[]) u where not exists (select from municipal_unit m where m.municipality_id = @municipality_id and m.id = u)), 0) as unit,
       coalesce((select min(s) from unnest(@substitutes::bigint[]) s
                 where not exists (select from contact c where c.municipality_id = @municipality_id and c.id = s and c.merged_into is null)), 0) as substitute`

// check adds to a contact's own rules that unit and substitute are the municipality's.
func check(ctx context.Context, q postgres.Querier, municipalityID int64, contacts []Contact) error {
	units, substitutes := []int64{}, []int64{}
	for _, c := range contacts {
		if err := c.Check(); err != nil {
			return err
		}
		if c.UnitID != nil {
			units = append(units, *c.UnitID)
		}
		if c.SubstituteID != nil {
			substitutes = append(substitutes, *c.SubstituteID)
		}
	}
	stranger, err := postgres.One[struct{ Unit, Substitute int64 }](ctx, q, strangersSQL, postgres.Args{
		"municipality_id": municipalityID, "units": units, "substitutes": substitutes,
	})
	if err != nil {
		return err
	}
	var f fault.Fields
	f.Check(stranger.Unit == 0, "enhet", i18n.Mark("Velg en enhet fra listen."))
	f.Check(stranger.Substitute == 0, "vikar", i18n.Mark("Velg en vikar fra listen."))
	return f.Err()
}

// after keeps links, search, likely doubles and the log in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, action string, rows []stored, ids []int64, details []map[string]any) error {
	for _, sql := range []string{setTopicsSQL, setAreasSQL} {
		if _, err := postgres.Exec(ctx, tx, sql, postgres.Args{"rows": rows, "municipality_id": by.MunicipalityID}); err != nil {
			return err
		}
	}
	if err := s.index(ctx, tx, by.MunicipalityID, ids...); err != nil {
		return err
	}
	if err := findDoubles(ctx, tx, by.MunicipalityID, ids...); err != nil {
		return err
	}
	return audit.RecordEach(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "contact"}, ids, details)
}

// Confirm notes that the details of the contacts are still right. Contacts of
// other municipalities are left out; the number of confirmed ones is returned.
func (s *Service) Confirm(ctx context.Context, by account.Actor, ids []int64) (int, error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	confirmed := 0
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		got, err := postgres.Scalars[int64](ctx, tx, confirmSQL, postgres.Args{
			"municipality_id": by.MunicipalityID, "ids": ids, "account": by.AccountID, "now": s.Now(),
		})
		if err != nil {
			return err
		}
		confirmed = len(got)
		return audit.RecordEach(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.confirm", Object: "contact"}, got, nil)
	})
	if err == nil && confirmed == 0 {
		return 0, missing()
	}
	return confirmed, err
}

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke kontakten.")) }

func datePtr(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	d := dateOf(*t)
	return &d
}
