// What a person has agreed to or chosen: the log of it.

package owndata

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/said"
)

// The kinds of consents.
const (
	ConsentTerms    = "terms"    // the terms for organisers were accepted; Version says which
	ConsentGuardian = "guardian" // a guardian said yes for somebody
	ConsentAnswer   = "answer"   // yes or no to an organiser's question when signing up
	ConsentEmails   = "emails"   // which e-mails about a sign-up are wanted
	ConsentPublic   = "public"   // name, e-mail and telephone may be shown as contact person of an organisation, or no longer
	ConsentOffer    = "offer"    // yes or no to a place that became free
	ConsentLeft     = "left"     // left what was signed up for; where a guardian says no, ConsentGuardian
	ConsentNotices  = "notices"  // how often one who logs in is told of what waits
)

// Consent is one thing that a person has agreed to, refused or chosen.
type Consent struct {
	At      time.Time         `json:"at"`
	What    string            `json:"what"`
	About   string            `json:"about"`             // the activity or the organisation, "" where it is none
	Version int               `json:"version,omitempty"` // of the terms
	Ask     string            `json:"question,omitempty"`
	Yes     bool              `json:"yes"`
	ByOther bool              `json:"by_guardian,omitempty"` // a guardian answered an offer
	Chosen  map[string]string `json:"chosen,omitempty"`      // of e-mails: "ja" or "nei" by kind; of notices: how often by kind
}

const (
	// Whoever waits for an answer has no account yet: what she accepted waits with her application.
	termsSQL = `-- owndata.terms
select t.accepted_at as at, t.number as version, '' as about from terms_acceptance t join account a on a.id = t.account_id and a.municipality_id = t.municipality_id
where t.municipality_id = @municipality_id and a.email = @email
union all
select o.applied_at, o.applicant_terms, o.name from organisation o
where o.municipality_id = @municipality_id and lower(o.applicant_email) = @email and o.applicant_terms > 0 and o.applied_at is not null
order by 1 desc limit ` + oneMore

	publicSQL = `-- owndata.public
select coalesce(min(c.public_at) filter (where c.public), max(c.private_at)) as at, o.name as about, bool_or(c.public) as yes
from organisation_contact c join organisation o on o.id = c.organisation_id
where o.municipality_id = @municipality_id and lower(c.email) = @email
group by o.id, o.name having case when bool_or(c.public) then bool_or(c.public_at is not null) else bool_or(c.private_at is not null) end order by 1 desc limit ` + oneMore

	noticeLogSQL = `-- owndata.noticeLog
select n.at, n.chosen from notice_chosen n join account a on a.id = n.account_id and a.municipality_id = n.municipality_id
where n.municipality_id = @municipality_id and a.email = @email order by n.id desc limit ` + oneMore
)

// ConsentsOf is the actor's own log.
func (s *Service) ConsentsOf(ctx context.Context, by account.Actor) ([]Consent, error) {
	if !by.LoggedIn() {
		return nil, by.Require(account.ReadOwn)
	}
	d := Data{Email: by.Email}
	if err := s.signUps(ctx, by.MunicipalityID, &d); err != nil {
		return nil, err
	}
	return d.Consents, s.consents(ctx, by.MunicipalityID, &d)
}

// consents adds what was agreed to while logging in to what was when signing up, the newest first.
func (s *Service) consents(ctx context.Context, municipalityID int64, d *Data) error {
	args := postgres.Args{"municipality_id": municipalityID, "email": strings.ToLower(d.Email)}
	terms, err := postgres.Many[struct {
		At      time.Time
		Version int
		About   string
	}](ctx, s.Pool, termsSQL, args)
	if err != nil {
		return err
	}
	for _, t := range cut(d, terms) {
		d.Consents = append(d.Consents, Consent{At: t.At, What: ConsentTerms, About: t.About, Version: t.Version, Yes: true})
	}
	public, err := postgres.Many[struct {
		At    time.Time
		About string
		Yes   bool
	}](ctx, s.Pool, publicSQL, args)
	if err != nil {
		return err
	}
	for _, p := range cut(d, public) {
		d.Consents = append(d.Consents, Consent{At: p.At, What: ConsentPublic, About: p.About, Yes: p.Yes})
	}
	notices, err := postgres.Many[struct {
		At     time.Time
		Chosen map[string]string
	}](ctx, s.Pool, noticeLogSQL, args)
	for _, n := range cut(d, notices) {
		d.Consents = append(d.Consents, Consent{At: n.At, What: ConsentNotices, Chosen: n.Chosen, Yes: anyOften(n.Chosen)})
	}
	slices.SortStableFunc(d.Consents, func(a, b Consent) int { return b.At.Compare(a.At) })
	return err
}

// said adds what was said of sign-ups after they were made.
func (s *Service) said(ctx context.Context, municipalityID int64, ids []int64, d *Data) error {
	events, err := said.Of(ctx, s.Pool, municipalityID, ids)
	for _, e := range cut(d, events) {
		c := Consent{At: e.At, What: ConsentOffer, About: e.Activity, Yes: e.What == said.Accept, ByOther: e.Guardian}
		switch {
		case e.What != said.Cancel:
		case e.Guardian:
			c.What, c.ByOther = ConsentGuardian, false
		default:
			c.What = ConsentLeft
		}
		d.Consents = append(d.Consents, c)
	}
	return err
}

// anyOften says whether any letter is wanted.
func anyOften(chosen map[string]string) bool {
	for _, often := range chosen {
		if often != string(notice.Never) {
			return true
		}
	}
	return false
}

// lastAt is when a choice made with the sign-up was last changed.
func lastAt(h registration.Held, changed *time.Time) time.Time {
	if changed != nil {
		return *changed
	}
	return h.CreatedAt
}

// consentsTo are those of one sign-up, with the organiser's questions. Answers and choices are of whoever signed up,
// as they stand now: from when they were last changed.
func consentsTo(h registration.Held, email string, questions map[question]asked) []Consent {
	var out []Consent
	if h.GuardianConfirmedAt != nil {
		out = append(out, Consent{At: *h.GuardianConfirmedAt, What: ConsentGuardian, About: h.ActivityTitle, Yes: true})
	}
	if h.Source != registration.ByWeb || h.Email != email && (h.Email != "" || !strings.EqualFold(h.GuardianEmail, email)) {
		return out
	}
	for id, answer := range h.Answers {
		if q := questions[question{h.ActivityID, id}]; q.Kind == questionnaire.YesNo && (answer == "ja" || answer == "nei") {
			out = append(out, Consent{At: lastAt(h, h.AnsweredAt), What: ConsentAnswer, About: h.ActivityTitle, Ask: q.Label, Yes: answer == "ja"})
		}
	}
	slices.SortFunc(out, func(a, b Consent) int { return strings.Compare(a.Ask, b.Ask) })
	if h.Email == email {
		wanted := map[string]string{"reminder": "nei", "thanks": "nei"}
		for _, k := range h.MailKinds {
			wanted[k] = "ja"
		}
		out = append(out, Consent{At: lastAt(h, h.MailChosenAt), What: ConsentEmails, About: h.ActivityTitle, Chosen: wanted, Yes: len(h.MailKinds) > 0})
	}
	return out
}
