// The staff's list as rows of a file.

package listing

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const exportLimit = 20000

const exportSQL = `-- listing.Export
select a.id, a.title, a.summary, org.name as organisation_name, coalesce(org.orgnr, '') as orgnr, c.name_nb as category,
       (select coalesce(string_agg(t.name_nb, ', ' order by t.sort, t.name_nb), '') from activity_target_group g join code t on t.id = g.code_id
        where g.activity_id = a.id) as target_groups,
       a.status, a.cancelled_at is not null as cancelled, a.rrule, a.starts_at, a.duration_minutes, a.all_day,
       (select min(o.starts_at) from occurrence o where o.activity_id = a.id and o.ends_at > @now and o.status <> 'cancelled') as next_at,
       coalesce(v.name, '') as venue_name, coalesce(ar.name, '') as area_name, a.age_min, a.age_max, a.price_ore, a.price_note,
       a.contact_name, a.contact_phone, a.contact_email, a.updated_at
from activity a
join organisation org on org.id = a.organisation_id
join code c on c.id = a.category_id
left join venue v on v.id = a.venue_id
left join area ar on ar.id = coalesce(a.area_id, v.area_id)
where a.municipality_id = @municipality_id
  and (@organisation_id::bigint = 0 or a.organisation_id = @organisation_id)
  and a.status = any(@statuses::text[])
  and (@category_id::bigint = 0 or a.category_id = @category_id)
  and (@words::text = '' or strpos(lower(a.title), lower(@words)) > 0 or strpos(lower(org.name), lower(@words)) > 0)
order by a.title, a.id limit @limit`

type exportRow struct {
	ID                                      int64
	Title, Summary, OrganisationName, OrgNr string
	Category, TargetGroups                  string
	Status                                  activity.Status
	Cancelled                               bool
	RRule                                   string
	StartsAt                                time.Time
	DurationMinutes                         int
	AllDay                                  bool
	NextAt                                  *time.Time
	VenueName, AreaName                     string
	AgeMin, AgeMax, PriceOre                *int
	PriceNote                               string
	ContactName, ContactPhone, ContactEmail string
	UpdatedAt                               time.Time
}

// Export is what StaffList shows, as rows of a file: the header and the rows,
// at most 20,000, by title. Whoever writes the file makes its cells harmless. That
// it was taken out is written in the log.
func (s *Service) Export(ctx context.Context, actor account.Actor, l i18n.Lang, p RowParams) ([]string, iter.Seq[[]string], error) {
	if err := actor.Require(account.Export); err != nil {
		return nil, nil, err
	}
	now := s.now()
	rows, err := postgres.Many[exportRow](ctx, s.pool, exportSQL, pgx.StrictNamedArgs{
		"now": now, "municipality_id": actor.MunicipalityID, "organisation_id": p.OrganisationID, "statuses": p.statuses(),
		"category_id": p.CategoryID, "words": strings.TrimSpace(p.Words), "limit": exportLimit,
	}, postgres.Fresh)
	if err != nil {
		return nil, nil, err
	}
	taken := audit.Event{Action: "activity.export", Object: "activity", Detail: map[string]any{"rows": len(rows)}}
	if err := audit.Record(ctx, s.pool, actor.Audit(), taken); err != nil {
		return nil, nil, err
	}
	return exportHeader(l), func(yield func([]string) bool) {
		for _, r := range rows {
			if !yield(r.cells(l, now)) {
				return
			}
		}
	}, nil
}

func exportHeader(l i18n.Lang) []string {
	return []string{
		l.T("Nummer"), l.T("Tittel"), l.T("Kort om aktiviteten"), l.T("Arrangør"), l.T("Organisasjonsnummer"), l.T("Kategori"), l.T("Målgrupper"),
		l.T("Status"), l.T("Når"), l.T("Neste dato"), l.T("Sted"), l.T("Område"), l.T("Alder fra"), l.T("Alder til"), l.T("Pris"),
		l.T("Kontaktperson"), l.T("Telefon"), l.T("E-post"), l.T("Sist endret"),
	}
}

func (r exportRow) cells(l i18n.Lang, now time.Time) []string {
	schedule := activity.Schedule{StartsAt: r.StartsAt, DurationMinutes: r.DurationMinutes, AllDay: r.AllDay, RRule: r.RRule}
	status, next, price := l.T(r.Status.Name()), "", ""
	if r.Cancelled {
		status += ", " + l.T("avlyst")
	}
	if r.NextAt != nil {
		next = r.NextAt.In(i18n.Oslo).Format("02.01.2006 15:04")
	}
	if r.PriceOre != nil {
		price = l.Price(*r.PriceOre)
	}
	return []string{
		number(&r.ID), r.Title, r.Summary, r.OrganisationName, r.OrgNr, r.Category, r.TargetGroups, status, schedule.Words(l, now), next,
		r.VenueName, r.AreaName, number(r.AgeMin), number(r.AgeMax), joined(" ", price, r.PriceNote),
		r.ContactName, i18n.Phone(r.ContactPhone), r.ContactEmail, l.ShortDate(r.UpdatedAt),
	}
}

// number is "" for what is not stated.
func number[T int | int64](n *T) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*n), 10)
}
