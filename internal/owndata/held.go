// How much is kept now, and how much of it goes soon, as the privacy page tells it.

package owndata

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/postgres"
)

// Soon is how far ahead Held looks.
const Soon = 30 * 24 * time.Hour

// Held is how many records of one kind name somebody, and how many of them go within Soon.
type Held struct {
	What string // one of the kinds below
	Kept int
	Due  int
}

// The kinds that are counted.
const (
	HeldSignUps  = "signups"
	HeldAccounts = "accounts"
	HeldContacts = "contacts"
	HeldReports  = "page_reports"
	HeldEmails   = "emails"
	HeldLog      = "log"
	HeldTerms    = "terms"
	HeldBulk     = "bulk"
)

// heldSQL counts by the same rules as the jobs delete by.
const heldSQL = `-- owndata.held
select 'signups' as what, count(*)::int as kept, (count(*) filter (where
        (r.status in ('waiting', 'offered', 'expired_offer', 'unconfirmed') and s.ends_at <= @soon)
        or least(s.ends_at, case when r.holds = 'none' then r.cancelled_at end) + make_interval(days => coalesce(f.keep_days, 30)) <= @soon))::int as due
from registration r join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.municipality_id = @municipality_id and r.anonymised_at is null
union all
select 'accounts', count(*)::int, (count(*) filter (where ended_at < @accounts_before))::int from account where municipality_id = @municipality_id
union all
select 'terms', count(*)::int, (count(*) filter (where a.ended_at < @accounts_before))::int from terms_acceptance t join account a on a.id = t.account_id
where t.municipality_id = @municipality_id
union all
select 'contacts', count(*)::int, 0 from contact where municipality_id = @municipality_id
union all
select 'page_reports', count(*)::int, (count(*) filter (where closed_at < @reports_before))::int from page_report where municipality_id = @municipality_id and email <> ''
union all
select 'bulk', count(*)::int, count(*)::int from bulk_change c join bulk_change_row r on r.bulk_change_id = c.id
where c.municipality_id = @municipality_id and r.before ? 'kontakt'
union all
select 'emails', count(*)::int, (count(*) filter (where e.status <> 'queued' and e.created_at < @soon::timestamptz - make_interval(days => coalesce(
        (select k.days from unnest(@kinds::text[], @days::int[]) k (kind, days) where k.kind = e.kind), @otherwise))))::int
from email e where e.municipality_id = @municipality_id
union all
select 'log', count(*)::int, (count(*) filter (where at < @log_before))::int from audit_event where municipality_id = @municipality_id`

// PublicHeld counts what is kept of people in a municipality, for the privacy page: numbers, and
// nothing of anybody.
func (s *Service) PublicHeld(ctx context.Context, municipalityID int64) ([]Held, error) {
	var kinds []string
	var days []int32
	for _, k := range kind.All() {
		kinds, days = append(kinds, k.String()), append(days, int32(k.KeptDays()))
	}
	soon := s.Now().Add(Soon)
	return postgres.Many[Held](ctx, s.Pool, heldSQL, postgres.Args{
		"municipality_id": municipalityID, "soon": soon, "accounts_before": soon.Add(-account.Kept().Ended), "log_before": soon.Add(-audit.Kept), "reports_before": soon.Add(-pagereport.Kept),
		"kinds": kinds, "days": days, "otherwise": kind.LogDays,
	})
}
