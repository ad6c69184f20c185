package activity

import (
	"context"
	"fmt"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const importOrganisationSQL = `-- activity.importOrganisation
select m.approve_activities, o.status = 'approved' as organisation_approved
from organisation o join municipality m on m.id = o.municipality_id
where o.id = @organisation_id and o.municipality_id = @municipality_id and o.status in ('pending', 'approved')`

const importCategoriesSQL = `-- activity.importCategories
select id, slug, name_nb, name_nn, name_en from code
where municipality_id = @municipality_id and list = 'category' and active order by sort, id`

type importCategory struct {
	ID                           int64
	Slug, NameNB, NameNN, NameEN string
}

const importVenuesSQL = `-- activity.importVenues
select id, name from venue where municipality_id = @municipality_id and active order by id`

type importVenue struct {
	ID   int64
	Name string
}

const importedSQL = `-- activity.imported
select ` + activityColumns + `, coalesce(a.import_uid, '') as import_uid, a.import_hash
from activity a join organisation org on org.id = a.organisation_id
where a.organisation_id = @organisation_id and a.municipality_id = @municipality_id and a.import_uid = any(@uids::text[])`

type imported struct {
	Activity
	ImportUID, ImportHash string
}

const importedDatesSQL = `-- activity.importedDates
select ` + occurrenceColumns + ` ` + occurrenceTables + `
where o.activity_id = any(@ids::bigint[]) order by o.activity_id, o.starts_at, o.id`

// importLookup is what the municipality and the organisation have.
type importLookup struct {
	approval      approval
	categories    map[string]int64 // by any of their names
	categoryNames map[int64]string
	other         int64 // the category of what names none
	venues        map[string]int64
	venueNames    map[int64]string
	activities    map[string]imported
	dates         map[int64][]Occurrence
}

func readImportLookup(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64, events []ical.Event) (importLookup, error) {
	l := importLookup{categories: map[string]int64{}, categoryNames: map[int64]string{}, venues: map[string]int64{},
		venueNames: map[int64]string{}, activities: map[string]imported{}, dates: map[int64][]Occurrence{}}
	args := pgx.StrictNamedArgs{"municipality_id": municipalityID, "organisation_id": organisationID}
	var err error
	l.approval, err = postgres.One[approval](ctx, q, importOrganisationSQL, args)
	if fault.Is(err, fault.NotFound) {
		return l, fault.Missing(i18n.Mark("Vi finner ikke organisasjonen."))
	}
	if err != nil {
		return l, err
	}
	if err := l.readCodes(ctx, q, municipalityID); err != nil {
		return l, err
	}
	return l, l.readActivities(ctx, q, args, events)
}

func (l *importLookup) readCodes(ctx context.Context, q postgres.Querier, municipalityID int64) error {
	args := pgx.StrictNamedArgs{"municipality_id": municipalityID}
	categories, err := postgres.Many[importCategory](ctx, q, importCategoriesSQL, args)
	if err != nil {
		return err
	}
	for _, c := range categories {
		for _, name := range []string{c.Slug, c.NameEN, c.NameNN, c.NameNB} {
			if name != "" {
				l.categories[foldName(name)] = c.ID
			}
		}
		l.categoryNames[c.ID] = c.NameNB
		l.other = c.ID // the last one, unless one is called so
	}
	for _, name := range []string{"annet", "andre", "other"} {
		if id, ok := l.categories[name]; ok {
			l.other = id
			break
		}
	}
	if l.other == 0 {
		return fault.Refuse(i18n.Mark("Kommunen har ingen kategorier ennå. Legg til minst én under Oppsett."))
	}
	venues, err := postgres.Many[importVenue](ctx, q, importVenuesSQL, args)
	for _, v := range venues {
		l.venueNames[v.ID] = v.Name
		if _, taken := l.venues[foldName(v.Name)]; !taken {
			l.venues[foldName(v.Name)] = v.ID
		}
	}
	return err
}

func (l *importLookup) readActivities(ctx context.Context, q postgres.Querier, args pgx.StrictNamedArgs, events []ical.Event) error {
	uids := make([]string, len(events))
	for i, e := range events {
		uids[i] = importUID(e)
	}
	args["uids"] = uids
	known, err := postgres.Many[imported](ctx, q, importedSQL, args)
	if err != nil {
		return err
	}
	var ids []int64
	for _, a := range known {
		l.activities[a.ImportUID] = a
		ids = append(ids, a.ID)
	}
	dates, err := postgres.Many[Occurrence](ctx, q, importedDatesSQL, pgx.StrictNamedArgs{"ids": ids})
	for _, o := range dates {
		l.dates[o.ActivityID] = append(l.dates[o.ActivityID], o)
	}
	return err
}

// place is where a draft is, as people read it.
func (l importLookup) place(d Draft) string {
	return joined(", ", l.venueNames[d.VenueID], d.PlaceNote, d.OnlineURL)
}

const setImportHashSQL = `-- activity.setImportHash
update activity set import_hash = @hash where id = @id`

// store makes or changes one activity.
func (p *Import) store(ctx context.Context, tx pgx.Tx, item importItem) (int64, error) {
	if item.id == 0 {
		return p.create(ctx, tx, item)
	}
	a, err := lock(ctx, tx, p.by, item.id, 0)
	if err != nil {
		return item.id, err
	}
	if _, err := p.svc.update(ctx, tx, p.by, a, item.draft, p.now); err != nil {
		return item.id, err
	}
	if a.Cancelled() != item.cancelled {
		if err := p.setCancelled(ctx, tx, item.id, item.cancelled); err != nil {
			return item.id, err
		}
	}
	return item.id, p.finish(ctx, tx, item.id, item)
}

func (p *Import) create(ctx context.Context, tx pgx.Tx, item importItem) (int64, error) {
	id, err := p.svc.create(ctx, tx, p.by, p.organisationID, item.draft, origin{Source: ByImport, ImportUID: item.uid, ImportHash: item.hash}, p.now)
	if err != nil {
		return 0, err
	}
	if item.status != Drafted {
		if err := setStatus(ctx, tx, id, item.status, "", p.now); err != nil {
			return 0, err
		}
		action := map[Status]string{Published: "activity.publish", Submitted: "activity.submit"}[item.status]
		if err := record(ctx, tx, p.by, action, id, map[string]any{"title": item.draft.Title}); err != nil {
			return 0, err
		}
	}
	if item.cancelled {
		if err := p.setCancelled(ctx, tx, id, true); err != nil {
			return 0, err
		}
	}
	return id, p.finish(ctx, tx, id, item)
}

func (p *Import) setCancelled(ctx context.Context, tx pgx.Tx, id int64, cancelled bool) error {
	if !cancelled {
		if err := setCancelled(ctx, tx, id, nil, "", p.now); err != nil {
			return err
		}
		return record(ctx, tx, p.by, "activity.restore", id, nil)
	}
	if err := setCancelled(ctx, tx, id, &p.now, importCancelled, p.now); err != nil {
		return err
	}
	return record(ctx, tx, p.by, "activity.cancel", id, map[string]any{"reason": importCancelled})
}

// finish puts the single dates right, remembers the file's words and makes search know.
func (p *Import) finish(ctx context.Context, tx pgx.Tx, id int64, item importItem) error {
	if err := applyDates(ctx, tx, id, item.draft.Schedule.Rule(), item.dates, p.now); err != nil {
		return fmt.Errorf("dates of activity %d: %w", id, err)
	}
	if _, err := postgres.Exec(ctx, tx, setImportHashSQL, pgx.StrictNamedArgs{"id": id, "hash": item.hash}); err != nil {
		return err
	}
	return index(ctx, tx, id, p.now)
}
