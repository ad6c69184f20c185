// The service, and the use cases of creating, changing and previewing.

package activity

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/pairing"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Jobs    jobs.Enqueuer
	Letters letter.Writer
	Now     func() time.Time // nil: time.Now
}

// Service has the use cases of activities.
type Service struct {
	pool    *pgxpool.Pool
	jobs    jobs.Enqueuer
	letters letter.Writer
	now     func() time.Time
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{pool: d.Pool, jobs: d.Jobs, letters: d.Letters, now: d.Now}
}

// Saved is what came of saving.
type Saved struct {
	ID      int64
	Version int
	Status  Status
	// Vanished are coming dates that the new schedule does not have.
	Vanished []Occurrence
	Moved    int // people who have come along to another day
}

// Create stores a new activity of the organisation as a draft. What is wrong with
// it comes back as fault.Invalid with the form's field names.
func (s *Service) Create(ctx context.Context, actor account.Actor, organisationID int64, d Draft) (Saved, error) {
	if err := MayCreate(actor, organisationID); err != nil {
		return Saved{}, err
	}
	d = d.Normal()
	saved, now := Saved{Version: 1, Status: Drafted}, s.now()
	if err := d.Validate(now); err != nil {
		return Saved{}, err
	}
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := ApprovalOf(ctx, tx, actor.MunicipalityID, organisationID); err != nil {
			return err
		}
		var err error
		saved.ID, err = s.create(ctx, tx, actor, organisationID, d, origin{Source: sourceOf(actor)}, now)
		return err
	})
	return saved, err
}

// origin says where a new activity comes from.
type origin struct {
	Source     Source
	ImportUID  string // of an imported event, "" otherwise
	ImportHash string
	From       int64 // the activity that it is a copy of, 0 otherwise
}

func sourceOf(actor account.Actor) Source {
	if actor.Door == account.GroupDoor {
		return BySelf
	}
	return ByStaff
}

func (s *Service) create(ctx context.Context, tx pgx.Tx, actor account.Actor, organisationID int64, d Draft, o origin, now time.Time) (int64, error) {
	if err := checkReferences(ctx, tx, actor.MunicipalityID, organisationID, d); err != nil {
		return 0, err
	}
	if err := checkOrganiser(ctx, tx, actor, organisationID, "", d.Offer); err != nil {
		return 0, err
	}
	args := d.args(now)
	args["municipality_id"], args["organisation_id"], args["created_by"] = actor.MunicipalityID, organisationID, actor.AccountID
	args["source"], args["import_uid"], args["import_hash"] = string(o.Source), o.ImportUID, o.ImportHash
	id, err := postgres.Scalar[int64](ctx, tx, insertSQL, args)
	if err != nil {
		return 0, err
	}
	if err := putParts(ctx, tx, id, d); err != nil {
		return 0, err
	}
	a := Activity{ID: id, MunicipalityID: actor.MunicipalityID, OrganisationID: organisationID, Draft: d}
	if _, err := materialise(ctx, tx, a, Falling{}, now); err != nil {
		return 0, err
	}
	detail := map[string]any{"title": d.Title, "organisation": organisationID}
	if o.From != 0 {
		detail["copy_of"] = o.From
	}
	return id, record(ctx, tx, now, actor, "activity.create", id, detail)
}

func record(ctx context.Context, tx pgx.Tx, at time.Time, actor account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, tx, at, actor.Audit(), audit.Event{Action: action, Object: "activity", ObjectID: id, Detail: detail})
}

// Update replaces what a person edits. Version is the one that the form was made
// from: if somebody has saved since, the error is fault.Conflict and nothing
// changes, so that the page can show both. Coming dates follow the new schedule,
// and what was changed on single dates is kept; what fell out is in Saved. Dates
// that people are signed up for fall out only as falling says; where it does not
// say, the error names FallingReason.
func (s *Service) Update(ctx context.Context, actor account.Actor, id int64, version int, d Draft, falling Falling) (Saved, error) {
	var saved Saved
	d, falling.Reason = d.Normal(), strings.Join(strings.Fields(falling.Reason), " ")
	now := s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, actor, mayEdit, id, version)
		if err != nil {
			return err
		}
		saved = Saved{ID: id, Version: a.Version + 1, Status: a.Status}
		p, err := s.update(ctx, tx, actor, a, d, falling, now)
		if err != nil || len(p.gone)+len(p.moved) == 0 {
			return err
		}
		people, err := signedup.On(ctx, tx, IDs(p.moved))
		saved.Vanished, saved.Moved = p.gone, signedup.Count(people, IDs(p.moved))
		return err
	})
	return saved, err
}

func (s *Service) update(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity, d Draft, falling Falling, now time.Time) (plan, error) {
	if a.Status == Archived {
		return plan{}, archived()
	}
	if err := d.Validate(now); err != nil {
		return plan{}, err
	}
	if a.Status == Published || a.Status == Submitted {
		if err := d.Complete(now); err != nil {
			return plan{}, err
		}
	}
	if a.SignupMode == HereSignup && d.SignupMode != HereSignup {
		people, err := signedup.Holding(ctx, tx, []int64{a.ID}, now)
		if err != nil {
			return plan{}, err
		}
		if people[a.ID] > 0 {
			return plan{}, fault.Fields{{Name: "pamelding", Msg: i18n.Mark("%d er påmeldt eller står på venteliste. Ta dem av listen først, eller steng påmeldingen."), Args: []any{people[a.ID]}}}.Err()
		}
	}
	if d.SignupMode == HereSignup {
		if err := signedup.CheckAges(ctx, tx, a.ID, d.AgeMin, d.AgeMax); err != nil {
			return plan{}, err
		}
	}
	again, err := changesOffer(ctx, tx, actor, a, d.Offer, now)
	if err != nil {
		return plan{}, err
	}
	p, err := s.replace(ctx, tx, actor, a, d, falling, now)
	if err != nil || !again {
		return p, err
	}
	a.Draft = d
	if err := s.sendIn(ctx, tx, actor, a, now); err != nil {
		return plan{}, err
	}
	return p, index(ctx, tx, a.ID, now)
}

func archived() error {
	return fault.Refuse(i18n.Mark("Aktiviteten er arkivert. Lag en kopi for å bruke den på nytt."))
}

// replace stores a checked draft in the place of a's.
func (s *Service) replace(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity, d Draft, falling Falling, now time.Time) (plan, error) {
	if err := checkReferences(ctx, tx, a.MunicipalityID, a.OrganisationID, d); err != nil {
		return plan{}, err
	}
	changed := a.Draft.Normal().changes(d)
	args := d.args(now)
	args["id"] = a.ID
	if _, err := postgres.Exec(ctx, tx, updateSQL, args); err != nil {
		return plan{}, err
	}
	if err := putParts(ctx, tx, a.ID, d); err != nil {
		return plan{}, err
	}
	a.Draft = d
	p, err := materialise(ctx, tx, a, falling, now)
	if err != nil {
		return plan{}, err
	}
	if err := index(ctx, tx, a.ID, now); err != nil {
		return plan{}, err
	}
	if err := s.changed(ctx, tx, a); err != nil {
		return plan{}, err
	}
	return p, record(ctx, tx, now, actor, "activity.update", a.ID, map[string]any{"fields": changed, "vanished": len(p.gone)})
}

// Preview says what dates a draft would have, in words and one by one. With the
// id of a stored activity it says which dates would vanish; 0 is a new one.
func (s *Service) Preview(ctx context.Context, actor account.Actor, id int64, d Draft, l i18n.Lang) (Preview, error) {
	if err := MayOpen(actor); err != nil {
		return Preview{}, err
	}
	now := s.now()
	d = d.Normal()
	var f fault.Fields
	if d.Schedule.Check(&f, now); len(f) > 0 {
		return Preview{}, f.Err()
	}
	p, err := preview(d.Schedule, l, now)
	if err != nil || id == 0 {
		return p, err
	}
	if _, err := s.Get(ctx, actor, id); err != nil {
		return Preview{}, err
	}
	stored, err := storedDates(ctx, s.pool, id)
	if err != nil {
		return p, err
	}
	plan := planDates(stored, pairing.Schedule{Dates: p.Dates, Begin: d.StartsAt}, now)
	people, err := signedup.On(ctx, s.pool, IDs(append(plan.moved, plan.gone...)))
	p.Moved = signedup.Count(people, IDs(plan.moved))
	for _, o := range plan.gone {
		p.Vanishing = append(p.Vanishing, Vanishing{o, people[o.ID].All})
	}
	p.New = plan.add
	return p, err
}
