// What the municipality and the organisation have already.

package activityimport

import (
	"context"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"
)

const codesSQL = `-- activityimport.codes
select id, list, slug, name_nb, name_nn, name_en from code
where municipality_id = @municipality_id and active order by sort, id`

type code struct {
	ID                           int64
	List                         municipality.List
	Slug, NameNB, NameNN, NameEN string
}

const venuesSQL = `-- activityimport.venues
select id, name from venue where municipality_id = @municipality_id and active order by id`

type venue struct {
	ID   int64
	Name string
}

// lookup is what the municipality and the organisation have.
type lookup struct {
	approval   activity.Approval
	codes      map[municipality.List]map[string]int64 // by any of their names
	codeNames  map[int64]string
	other      int64 // the category of what names none
	venues     map[string]int64
	venueNames map[int64]string
	people     map[int64]signedup.People // by date
	activities map[string]activity.Imported
	dates      map[int64][]activity.Occurrence
}

func readLookup(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64, events []ical.Event, now time.Time) (lookup, error) {
	l := lookup{codes: map[municipality.List]map[string]int64{}, codeNames: map[int64]string{}, venues: map[string]int64{},
		venueNames: map[int64]string{}, activities: map[string]activity.Imported{}}
	var err error
	if l.approval, err = activity.ApprovalOf(ctx, q, municipalityID, organisationID); err != nil {
		return l, err
	}
	if err := l.readCodes(ctx, q, municipalityID); err != nil {
		return l, err
	}
	return l, l.readActivities(ctx, q, municipalityID, organisationID, events, now)
}

func (l *lookup) readCodes(ctx context.Context, q postgres.Querier, municipalityID int64) error {
	args := postgres.Args{"municipality_id": municipalityID}
	codes, err := postgres.Many[code](ctx, q, codesSQL, args)
	if err != nil {
		return err
	}
	for _, c := range codes {
		l.addCode(c)
	}
	for _, name := range []string{"annet", "andre", "other"} {
		if id, ok := l.codes[municipality.Categories][name]; ok {
			l.other = id
			break
		}
	}
	if l.other == 0 {
		return fault.Refuse(i18n.Mark("Kommunen har ingen kategorier ennå. Legg til minst én under Oppsett."))
	}
	venues, err := postgres.Many[venue](ctx, q, venuesSQL, args)
	for _, v := range venues {
		l.venueNames[v.ID] = v.Name
		if _, taken := l.venues[foldName(v.Name)]; !taken {
			l.venues[foldName(v.Name)] = v.ID
		}
	}
	return err
}

func (l *lookup) addCode(c code) {
	if l.codes[c.List] == nil {
		l.codes[c.List] = map[string]int64{}
	}
	for _, name := range []string{c.Slug, c.NameEN, c.NameNN, c.NameNB} {
		if name != "" {
			l.codes[c.List][foldName(name)] = c.ID
		}
	}
	l.codeNames[c.ID] = c.NameNB
	if c.List == municipality.Categories {
		l.other = c.ID // the last one, unless one is called so
	}
}

func (l *lookup) readActivities(ctx context.Context, q postgres.Querier, municipalityID, organisationID int64, events []ical.Event, now time.Time) error {
	uids := make([]string, len(events))
	for i, e := range events {
		uids[i] = eventUID(e)
	}
	known, dates, err := activity.ReadImported(ctx, q, municipalityID, organisationID, uids)
	for _, a := range known {
		l.activities[a.ImportUID] = a
	}
	if l.dates = dates; err != nil {
		return err
	}
	var coming []activity.Occurrence
	for _, d := range dates {
		for _, o := range d {
			if o.EndsAt.After(now) {
				coming = append(coming, o)
			}
		}
	}
	l.people, err = signedup.On(ctx, q, activity.IDs(coming))
	return err
}

// names are what an import may change in words; whom it is held with, and in which
// languages, no file says.
func (l lookup) names(now time.Time) activity.Names {
	return activity.Names{
		Lang: i18n.NB, Now: now,
		Codes: func(ids []int64) []string {
			var names []string
			for _, id := range ids {
				names = append(names, l.codeNames[id])
			}
			return names
		},
		Area:          func(int64) string { return "" },
		Venue:         func(id int64) string { return l.venueNames[id] },
		Organisations: func([]int64) []string { return nil },
		Languages:     func([]string) string { return "" },
	}
}
