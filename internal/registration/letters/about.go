// What letters say of an activity and its dates.

package letters

import (
	"context"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
)

// About is what e-mails say of a slot's activity and dates.
type About struct {
	signupform.Slot
	Title         string
	Lang          i18n.Lang // of the activity's words
	Organiser     string
	ContactEmail  string
	AllDay        bool
	Place         string
	OccurrenceIDs []int64     // coming and cancelled ones that people know of, without those that fell out
	Starts, Ends  []time.Time // of the dates that are on
	Reason        string      // why it is off; "" when it is on, or nobody says
	Waits         bool        // a date waits for a new time
	Instructions  string
	SiteName      string
	Host          string
}

// The place is that of the date, or of a series' next one.
const aboutSQL = `-- letters.about
select ` + signupform.SlotColumns + `, a.title, a.lang, org.name as organiser, coalesce(nullif(a.contact_email, ''), org.email_public) as contact_email, a.all_day,
       coalesce((select k.place from signup_known k where k.slot_id = s.id order by k.cancelled, k.ends_at < @now, k.starts_at limit 1), '') as place,
       array(select k.occurrence_id from signup_known k where k.slot_id = s.id and (not k.cancelled or exists (select from occurrence o where o.id = k.occurrence_id)) order by k.starts_at limit 200) as occurrence_ids,
       array(select k.starts_at from signup_known k where k.slot_id = s.id and not k.cancelled order by k.starts_at limit 200) as starts,
       array(select k.ends_at from signup_known k where k.slot_id = s.id and not k.cancelled order by k.starts_at limit 200) as ends,
       case when not s.cancelled then '' when a.cancelled_at is not null then a.cancel_reason
            else coalesce((select o.reason from occurrence o where o.id = s.occurrence_id and o.off), s.off_reason) end as reason,
       coalesce(f.settings ->> 'instructions', '') as instructions, ` + signupform.Waits + ` as waits,
       ` + letter.NameColumn + ` as site_name, ` + letter.HostColumn + ` as host
from signup_slot s join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
join municipality m on m.id = s.municipality_id left join signup_form f on f.activity_id = a.id
where s.id = any(@slot_ids::bigint[]) order by s.starts_at, s.id`

// ReadAbout is what letters say of a slot at a time.
func ReadAbout(ctx context.Context, q postgres.Querier, slotID int64, now time.Time) (About, error) {
	return postgres.One[About](ctx, q, aboutSQL, postgres.Args{"slot_ids": []int64{slotID}, "now": now})
}

// readAbouts is ReadAbout of several slots, in the order of their dates.
func readAbouts(ctx context.Context, q postgres.Querier, slotIDs []int64, now time.Time) ([]About, error) {
	return postgres.Many[About](ctx, q, aboutSQL, postgres.Args{"slot_ids": slotIDs, "now": now})
}

func (a About) site() letter.Site {
	return letter.Site{MunicipalityID: a.MunicipalityID, Name: a.SiteName, Host: a.Host}
}

// when is the date, or how often and from when to when a series is.
func (a About) when(l i18n.Lang) string {
	if a.Scope == signupform.WholeSeries && len(a.Starts) > 1 {
		return signupform.SeriesWhen(l, a.Starts, a.Ends, a.AllDay, time.Time{})
	}
	return dated(l, a.StartsAt, a.LastEnd(), a.AllDay)
}

// dated says when something is with its day and year, never as "i dag": nobody
// knows on which day an e-mail is read.
func dated(l i18n.Lang, start, end time.Time, allDay bool) string {
	return l.When(start, end, allDay, time.Time{})
}

func (a About) facts(l i18n.Lang) []mail.Fact {
	facts := []mail.Fact{{Label: l.T("Hva"), Value: a.Title}, {Label: l.T("Når"), Value: a.when(l)}}
	if a.Place != "" {
		facts = append(facts, mail.Fact{Label: l.T("Hvor"), Value: a.Place})
	}
	return append(facts, mail.Fact{Label: l.T("Arrangør"), Value: a.Organiser})
}

func (a About) dateAndPlace(l i18n.Lang) string {
	text := dated(l, a.StartsAt, a.LastEnd(), a.AllDay)
	if a.Place != "" {
		text += ", " + a.Place
	}
	return text
}
