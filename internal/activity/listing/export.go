// The staff's list as rows of a file.

package listing

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/tabular"
)

const (
	exportLimit = 20000
	exportChunk = 500 // so many whole activities are held at a time
)

const exportSQL = `-- listing.Export
select a.id, coalesce(org.orgnr, '') as orgnr, coalesce(a.area_id, v.area_id, 0) as area_id,
       (select min(o.starts_at) from occurrence o where o.activity_id = a.id and o.ends_at > @now and not o.off) as next_at
from activity a
join organisation org on org.id = a.organisation_id
left join venue v on v.id = a.venue_id
where a.municipality_id = @municipality_id
  and (@organisation_id::bigint = 0 or a.organisation_id = @organisation_id)
  and a.status = any(@statuses::text[])
  and (@category_id::bigint = 0 or a.category_id = @category_id)
  and (@words::text = '' or strpos(lower(a.title), lower(@words)) > 0 or strpos(lower(org.name), lower(@words)) > 0)
order by a.title, a.id limit @limit`

type exportRow struct {
	ID     int64
	OrgNr  string
	AreaID int64 // that of the venue where the activity says none
	NextAt *time.Time
}

// Export is what StaffList shows, as rows of a file: the header and the rows,
// at most 20,000, by title. Whoever writes the file makes its cells harmless. That
// it was taken out is written in the log.
func (s *Service) Export(ctx context.Context, actor account.Actor, l i18n.Lang, p RowParams) ([]string, iter.Seq[[]tabular.Cell], error) {
	if err := actor.Require(account.Export); err != nil {
		return nil, nil, err
	}
	rows, err := postgres.Many[exportRow](ctx, s.pool, exportSQL, postgres.Args{
		"now": s.now(), "municipality_id": actor.MunicipalityID, "organisation_id": p.OrganisationID, "statuses": p.statuses(),
		"category_id": p.CategoryID, "words": strings.TrimSpace(p.Words), "limit": exportLimit,
	}, postgres.Fresh)
	if err != nil {
		return nil, nil, err
	}
	names, err := s.names(ctx, actor.MunicipalityID, l)
	if err != nil {
		return nil, nil, err
	}
	columns := exportColumns(names)
	cells, err := s.cells(ctx, actor.MunicipalityID, rows, columns)
	if err != nil {
		return nil, nil, err
	}
	taken := audit.Event{Action: "activity.export", Object: "activity", Detail: map[string]any{"rows": len(rows)}}
	if err := audit.Record(ctx, s.pool, s.now(), actor.Audit(), taken); err != nil {
		return nil, nil, err
	}
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = l.T(c.label)
	}
	return header, slices.Values(cells), nil
}

// cells are the rows of the file. All are read before the first is written: an
// error half way would be a file that looks whole.
func (s *Service) cells(ctx context.Context, municipalityID int64, rows []exportRow, columns []column) ([][]tabular.Cell, error) {
	cells := make([][]tabular.Cell, 0, len(rows))
	for chunk := range slices.Chunk(rows, exportChunk) {
		ids := make([]int64, len(chunk))
		for i, r := range chunk {
			ids[i] = r.ID
		}
		all, err := activity.ReadAll(ctx, s.pool, municipalityID, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range chunk {
			a, line := all[r.ID], make([]tabular.Cell, len(columns))
			a.AreaID = r.AreaID
			for i, c := range columns {
				line[i] = c.cell(r, a)
			}
			cells = append(cells, line)
		}
	}
	return cells, nil
}

const namesSQL = `-- listing.names
select 'code' as kind, id, name_nb as name, sort from code where municipality_id = @municipality_id
union all
select 'area', id, name, 0 from area where municipality_id = @municipality_id
union all
select 'venue', id, name, 0 from venue where municipality_id = @municipality_id
order by kind, sort, name`

type nameRow struct {
	Kind string
	ID   int64
	Name string
	Sort int
}

// names are what the municipality calls its codes, areas and venues.
func (s *Service) names(ctx context.Context, municipalityID int64, l i18n.Lang) (activity.Names, error) {
	rows, err := postgres.Many[nameRow](ctx, s.pool, namesSQL, postgres.Args{"municipality_id": municipalityID})
	by := map[string]map[int64]string{"code": {}, "area": {}, "venue": {}}
	order := map[int64]int{}
	for i, r := range rows {
		by[r.Kind][r.ID] = r.Name
		if r.Kind == "code" {
			order[r.ID] = i
		}
	}
	return activity.Names{
		Lang: l, Now: s.now(),
		Codes: func(ids []int64) []string {
			sorted := slices.SortedFunc(slices.Values(ids), func(a, b int64) int { return order[a] - order[b] })
			var names []string
			for _, id := range sorted {
				names = append(names, by["code"][id])
			}
			return names
		},
		Area:          func(id int64) string { return by["area"][id] },
		Venue:         func(id int64) string { return by["venue"][id] },
		Organisations: func([]int64) []string { return nil },
		Languages:     func(tags []string) string { return strings.Join(tags, ", ") },
	}, err
}

// column is one column of the file; its label is bokmål source text.
type column struct {
	label string
	cell  func(exportRow, activity.Activity) tabular.Cell
}

// exportColumns are the columns in their order. A field of activities that has no
// place here stands after the others, unless it says why it is not exported.
func exportColumns(n activity.Names) []column {
	taken := map[string]bool{}
	field := func(name string) column {
		taken[name] = true
		f, _ := activity.FieldOf(name)
		return column{f.Label, func(_ exportRow, a activity.Activity) tabular.Cell { return tabular.Text(f.Words(a.Draft, n)) }}
	}
	price := field("pris")
	all := []column{
		{i18n.Mark("Nummer"), func(r exportRow, _ activity.Activity) tabular.Cell { return tabular.Text(strconv.FormatInt(r.ID, 10)) }},
		field("tittel"), field("kort"),
		{i18n.Mark("Arrangør"), func(_ exportRow, a activity.Activity) tabular.Cell { return tabular.Text(a.OrganisationName) }},
		{i18n.Mark("Organisasjonsnummer"), func(r exportRow, _ activity.Activity) tabular.Cell { return tabular.Text(r.OrgNr) }},
		field("kategori"), field("malgruppe"),
		{i18n.Mark("Status"), func(_ exportRow, a activity.Activity) tabular.Cell { return tabular.Text(status(a, n.Lang)) }},
		field("dato"),
		{i18n.Mark("Neste dato"), func(r exportRow, _ activity.Activity) tabular.Cell { return r.next() }},
		field("sted"), field("omrade"), field("alder_fra"), field("alder_til"),
		{price.label, func(r exportRow, a activity.Activity) tabular.Cell {
			return tabular.Text(joined(" ", price.cell(r, a).Text, a.PriceNote))
		}},
		field("kontakt_navn"), field("kontakt_telefon"), field("kontakt_epost"),
	}
	for _, f := range activity.Fields {
		if !taken[f.Name] && f.Apart == "" {
			all = append(all, field(f.Name))
		}
	}
	return append(all, column{i18n.Mark("Sist endret"), func(_ exportRow, a activity.Activity) tabular.Cell { return tabular.Day(a.UpdatedAt.In(i18n.Oslo)) }})
}

func status(a activity.Activity, l i18n.Lang) string {
	text := l.T(a.Status.Name())
	if a.Cancelled() {
		text += ", " + l.T("avlyst")
	}
	return text
}

func (r exportRow) next() tabular.Cell {
	if r.NextAt == nil {
		return tabular.Cell{}
	}
	return tabular.Moment(r.NextAt.In(i18n.Oslo))
}
