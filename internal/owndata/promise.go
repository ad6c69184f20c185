// How long things are kept, as the privacy page tells it.

package owndata

import (
	"context"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// Promise is what the running sign-up forms say about keeping personal data, for
// the privacy page.
type Promise struct {
	Forms       int // that take sign-ups now
	LeastDays   int // kept after the last date
	MostDays    int
	Questions   []Asking
	QuestionsOf int // all of them, when Questions is cut short
}

// Asking is one question that organisers have added.
type Asking struct {
	Label    string
	Purpose  string
	Activity string
	Lang     i18n.Lang // that they are written in
	KeepDays int       // after the last date
}

const formsSQL = `-- owndata.forms
select count(*)::int as forms, coalesce(min(f.keep_days), 30) as least_days, coalesce(max(f.keep_days), 30) as most_days
from signup_form f join activity a on a.id = f.activity_id and a.status = 'published' and a.signup_mode = 'here' and a.cancelled_at is null
where f.municipality_id = @municipality_id`

const askedSQL = `-- owndata.asked
select coalesce(q ->> 'label', '') as label, coalesce(q ->> 'purpose', '') as purpose, a.title as activity, a.lang,
       coalesce((q ->> 'keep_days')::int, f.keep_days) as keep_days, count(*) over ()::int as total
from signup_form f join activity a on a.id = f.activity_id and a.status = 'published' and a.signup_mode = 'here' and a.cancelled_at is null
cross join jsonb_array_elements(case jsonb_typeof(f.settings -> 'questions') when 'array' then f.settings -> 'questions' else '[]' end) q
where f.municipality_id = @municipality_id order by a.title, a.id limit 100`

// PublicPromises reads the forms of a municipality.
func (s *Service) PublicPromises(ctx context.Context, municipalityID int64) (Promise, error) {
	args := postgres.Args{"municipality_id": municipalityID}
	type row struct{ Forms, LeastDays, MostDays int }
	f, err := postgres.One[row](ctx, s.Pool, formsSQL, args)
	if err != nil {
		return Promise{}, err
	}
	type asked struct {
		Asking
		Total int
	}
	rows, err := postgres.Many[asked](ctx, s.Pool, askedSQL, args)
	p := Promise{Forms: f.Forms, LeastDays: f.LeastDays, MostDays: f.MostDays}
	for _, r := range rows {
		p.Questions, p.QuestionsOf = append(p.Questions, r.Asking), r.Total
	}
	return p, err
}
