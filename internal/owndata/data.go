// What is held about an e-mail address.

package owndata

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
)

// Data is all that the portal holds about an address in a municipality. The JSON
// names are what people get in the file.
type Data struct {
	Email        string        `json:"email"`
	MadeAt       time.Time     `json:"made_at"`
	SignUps      []SignUp      `json:"sign_ups"`
	Accounts     []Account     `json:"accounts"`
	Logins       []Login       `json:"logins"`
	Roles        []Role        `json:"roles_in_organisations"`
	Activities   []Listed      `json:"contact_for_activities"`
	Contacts     []Contact     `json:"contact_in_the_municipality"`
	Applications []Application `json:"applications"`
	Invitations  []Invitation  `json:"invitations"`
	PageReports  []PageReport  `json:"told_of_pages"`
	Mails        []Mail        `json:"emails"`
	Bounces      []Bounce      `json:"refused_by_mail_server"`
	Calendars    []Calendar    `json:"calendar_addresses"`
	Copies       []Copy        `json:"copies_from_before_merging"`
	Imported     []Imported    `json:"rows_of_imported_files"`
	Substitutes  []Substitute  `json:"substitute_for_activities"`
	Wishes       []Wish        `json:"asked_for"`
	Looks        []Look        `json:"who_has_looked"`
	Actions      []Action      `json:"own_actions"`
	Consents     []Consent     `json:"consents"`
	Cut          bool          `json:"cut"` // there is more than is here
}

// Empty says that nothing is held but the e-mails about this very question.
func (d Data) Empty() bool {
	for _, m := range d.Mails {
		if m.Kind != "own-data" {
			return false
		}
	}
	return len(d.SignUps)+len(d.Accounts)+len(d.Roles)+len(d.Activities)+len(d.Contacts)+len(d.Applications)+len(d.Invitations)+len(d.PageReports)+len(d.Bounces)+len(d.Calendars)+len(d.Copies)+len(d.Imported)+len(d.Substitutes)+len(d.Wishes) == 0
}

// SignUp is one sign-up, as the contact person or as guardian.
type SignUp struct {
	Activity      string              `json:"activity"`
	StartsAt      time.Time           `json:"starts_at"`
	Status        registration.Status `json:"status"`
	Name          string              `json:"name"`
	Email         string              `json:"email"`
	Phone         string              `json:"phone"`
	PartySize     int                 `json:"people"`
	Participants  []Participant       `json:"participants"`
	GuardianName  string              `json:"guardian_name"`
	GuardianEmail string              `json:"guardian_email"`
	Answers       map[string]string   `json:"answers"` // by question
	Reminders     []string            `json:"wanted_emails"`
	CreatedAt     time.Time           `json:"created_at"`
	ForgetAt      time.Time           `json:"deleted_at_latest"`
}

// Participant is one of a party.
type Participant struct {
	Name       string `json:"name"`
	AgeBand    string `json:"age_band"`
	Attendance []Came `json:"attendance"`
}

// Came is what the organiser has ticked off for one date.
type Came struct {
	StartsAt time.Time               `json:"starts_at"`
	State    registration.Attendance `json:"state"`
}

// Account is a person who can log in, or could.
type Account struct {
	ID            int64      `json:"-"`
	Name          string     `json:"name"`
	Phone         string     `json:"phone"`
	Lang          string     `json:"language"`
	StaffRole     string     `json:"staff_role"` // "" when not staff
	Organisations []string   `json:"acts_for"`
	CreatedAt     time.Time  `json:"created_at"`
	LastLoginAt   *time.Time `json:"last_login_at"`
	EndedAt       *time.Time `json:"ended_at"`
	CalendarSince *time.Time `json:"calendar_address_since"` // of her own calendar
}

// Login is one stay behind a door.
type Login struct {
	Door       string    `json:"door"`
	Browser    string    `json:"browser"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
}

// Role is being a contact person of an organisation.
type Role struct {
	Organisation string `json:"organisation"`
	Role         string `json:"role"`
	Name         string `json:"name"`
	Phone        string `json:"phone"`
	Public       bool   `json:"public"`
	Source       string `json:"source"`   // who says so: self, staff, import or brreg
	Proposed     bool   `json:"proposed"` // by Enhetsregisteret, and neither accepted nor declined

	Since *time.Time `json:"since"`
}

// Listed is standing as contact of an activity.
type Listed struct {
	Title        string `json:"activity"`
	Organisation string `json:"organisation"`
	ContactName  string `json:"name"`
	ContactPhone string `json:"phone"`
}

// Contact is being the one who answers for the municipality.
type Contact struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Phone     string     `json:"phone"`
	ValidFrom time.Time  `json:"valid_from"`
	ValidTo   *time.Time `json:"valid_to"`
}

// Application is having asked to register an organisation.
type Application struct {
	Organisation  string     `json:"organisation"`
	ApplicantName string     `json:"name"`
	AppliedAt     *time.Time `json:"applied_at"`
}

// Invitation is having been invited to log in.
type Invitation struct {
	Name       string     `json:"name"`
	CreatedAt  time.Time  `json:"created_at"`
	ExpiresAt  time.Time  `json:"expires_at"`
	AcceptedAt *time.Time `json:"accepted_at"`
}

// PageReport is having told that something on a page is wrong.
type PageReport struct {
	Page      string     `json:"page"`
	Reason    string     `json:"reason"`
	Body      string     `json:"text"`
	Answers   []string   `json:"answers"`
	CreatedAt time.Time  `json:"created_at"`
	ClosedAt  *time.Time `json:"closed_at"`
}

// Mail is one e-mail to the address, or on its way there.
type Mail struct {
	Kind      string     `json:"kind"`
	Subject   string     `json:"subject"`
	Status    string     `json:"status"`
	CreatedAt time.Time  `json:"created_at"`
	SentAt    *time.Time `json:"sent_at"`
	Name      string     `json:"name"`
}

// Bounce is the mark on an address that a mail server refuses.
type Bounce struct {
	BouncedAt time.Time `json:"at"`
	Reason    string    `json:"reason"`
}

// Calendar is the secret address of a resident's own calendar.
type Calendar struct {
	Since time.Time `json:"since"`
}

// Copy is what a record with the address was before it became one with another.
type Copy struct {
	What     merging.Object `json:"what"`
	MergedAt time.Time      `json:"merged_at"`
	Until    time.Time      `json:"deleted_at_latest"`
}

// Imported is what a row of a file changed in something that names the address.
type Imported struct {
	Label      string    `json:"about"`
	ImportedAt time.Time `json:"imported_at"`
}

// Substitute is being asked to keep the list of an activity.
type Substitute struct {
	Activity string    `json:"activity"`
	Since    time.Time `json:"since"`
}

// Wish is having asked for links ("links"), or to have the address instead of another, of a
// sign-up ("sign_up") or to log in with ("login").
type Wish struct {
	What string    `json:"what"`
	At   time.Time `json:"at"`
}

// Look is somebody having seen a list or a sign-up that the person is on. Who
// works for the municipality or the organiser is not named to others.
type Look struct {
	At        time.Time `json:"at"`
	ActorKind string    `json:"who"` // staff or group
	Action    string    `json:"what"`
	Activity  string    `json:"activity"`
}

// Action is what the person has done while logged in.
type Action struct {
	At     time.Time `json:"at"`
	Action string    `json:"what"`
}

const (
	accountsSQL = `-- owndata.accounts
select a.id, a.name, a.phone, a.lang, coalesce(a.staff_role, '') as staff_role, a.created_at, a.last_login_at, a.ended_at,
       (select f.created_at from account_feed f where f.account_id = a.id) as calendar_since,
       array(select o.name from membership m join organisation o on o.id = m.organisation_id where m.account_id = a.id order by o.name) as organisations
from account a where a.municipality_id = @municipality_id and a.email = @email`

	loginsSQL = `-- owndata.logins
select s.door, s.user_agent as browser, s.created_at, s.last_seen_at from login_session s join account a on a.id = s.account_id
where a.municipality_id = @municipality_id and a.email = @email order by s.id desc limit ` + oneMore

	// Who stands without an address is known where she has access: by her name or her number.
	rolesSQL = `-- owndata.roles
select o.name as organisation, c.role, c.name, c.phone, c.public, c.source, false as proposed, c.source_at as since
from organisation_contact c join organisation o on o.id = c.organisation_id
where o.municipality_id = @municipality_id and lower(c.email) = @email
union all
select o.name, c.role, c.name, c.phone, c.public, c.source, false, c.source_at
from account a join membership m on m.account_id = a.id join organisation o on o.id = m.organisation_id
join organisation_contact c on c.organisation_id = o.id and c.email = '' and (lower(c.name) = lower(a.name) or c.phone <> '' and c.phone = a.phone)
where a.municipality_id = @municipality_id and a.email = @email
union all
select o.name, p.role, p.name, '', false, 'brreg', true, p.proposed_at
from organisation_role_proposal p join organisation o on o.id = p.organisation_id where p.municipality_id = @municipality_id and p.change = 'begins' and ` + namedByAddress + `
order by organisation, name, role limit ` + oneMore

	// The register gives no address: a proposal is hers when somebody with the address has that name in the organisation.
	namedByAddress = `p.state = 'waiting' and exists (
    select from organisation_contact c where c.organisation_id = p.organisation_id and lower(c.email) = @email and lower(c.name) = lower(p.name)
    union all select from account a join membership m on m.account_id = a.id
    where m.organisation_id = p.organisation_id and a.municipality_id = p.municipality_id and a.email = @email and lower(a.name) = lower(p.name))`

	// What can be taken back for a day of changes of many activities counts.
	activitiesSQL = `-- owndata.activities
select a.title, o.name as organisation, a.contact_name, a.contact_phone from activity a join organisation o on o.id = a.organisation_id
where a.municipality_id = @municipality_id and lower(a.contact_email) = @email
union
select a.title, o.name, a.contact_name, a.contact_phone from account x join membership m on m.account_id = x.id join organisation o on o.id = m.organisation_id
join activity a on a.organisation_id = o.id and a.contact_email = '' and (lower(a.contact_name) = lower(x.name) or a.contact_phone <> '' and a.contact_phone = x.phone)
where x.municipality_id = @municipality_id and x.email = @email
union
select r.label, o.name, k.person ->> 0, k.person ->> 1
from bulk_change c join bulk_change_row r on r.bulk_change_id = c.id join activity a on a.id = r.object_id join organisation o on o.id = a.organisation_id
cross join lateral (values (r.before -> 'kontakt'), (r.after -> 'kontakt')) as k (person)
where c.municipality_id = @municipality_id and c.noun = 'activity' and a.municipality_id = c.municipality_id and lower(k.person ->> 2) = @email
order by title, organisation, contact_name limit ` + oneMore

	contactsSQL = `-- owndata.contacts
select name, title, phone, valid_from, valid_to from contact
where municipality_id = @municipality_id and lower(email) = @email order by id limit ` + oneMore

	applicationsSQL = `-- owndata.applications
select name as organisation, applicant_name, applied_at from organisation
where municipality_id = @municipality_id and lower(applicant_email) = @email and applicant_email <> '' order by id limit ` + oneMore

	invitationsSQL = `-- owndata.invitations
select name, created_at, expires_at, accepted_at from invitation
where municipality_id = @municipality_id and lower(email) = @email order by id limit ` + oneMore

	pageReportsSQL = `-- owndata.pageReports
select r.page, r.reason, r.body, r.created_at, r.closed_at,
       array(select n.body from page_report_answer n where n.page_report_id = r.id and n.municipality_id = r.municipality_id order by n.id) as answers
from page_report r where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' order by r.id desc limit ` + oneMore

	mailsSQL = `-- owndata.mails
select kind, subject, status, created_at, sent_at, recipient_name as name from email
where municipality_id = @municipality_id and lower(recipient) = @email order by id desc limit ` + oneMore

	bouncesSQL = `-- owndata.bounces
select bounced_at, reason from email_address_status where municipality_id = @municipality_id and address = @email`

	calendarsSQL = `-- owndata.calendars
select created_at as since from calendar_feed where municipality_id = @municipality_id and email = @email`

	importedSQL = `-- owndata.imported
select r.label, b.created_at as imported_at from import_row r join import_batch b on b.id = r.batch_id where b.municipality_id = @municipality_id
  and exists (select from jsonb_path_query(r.changes, 'strict $.**') v where jsonb_typeof(v) = 'string' and lower(v #>> '{}') = @email)
order by b.id desc, r.number limit ` + oneMore

	substitutesSQL = `-- owndata.substitutes
select a.title as activity, x.created_at as since from signup_access x join activity a on a.id = x.activity_id
where a.municipality_id = @municipality_id and x.email = @email order by x.created_at desc, a.id limit ` + oneMore

	wishesSQL = `-- owndata.wishes
select 'links' as what, asked_at as at from signup_link_wish where municipality_id = @municipality_id and email = @email
union all
select 'sign_up', t.created_at from registration_token t join registration r on r.id = t.registration_id
where r.municipality_id = @municipality_id and t.purpose = 'address' and t.email = @email
union all
select 'login', c.created_at from email_change c join account a on a.id = c.account_id where a.municipality_id = @municipality_id and c.email = @email
order by at desc, what limit ` + oneMore

	actionsSQL = `-- owndata.actions
select e.at, e.action from audit_event e join account a on a.id = e.actor_id and a.municipality_id = e.municipality_id
where e.municipality_id = @municipality_id and a.email = @email order by e.id desc limit ` + oneMore

	looksSQL = `-- owndata.looks
select e.at, e.actor_kind, e.action, a.title as activity
from registration r join activity a on a.id = r.activity_id join signup_slot s on s.id = r.slot_id
join audit_event e on e.municipality_id = r.municipality_id and e.at >= r.created_at and e.actor_kind in ('staff', 'group')
  and (e.object = 'registration' and e.object_id = r.id or e.object = 'activity' and e.object_id = a.id)
  and e.action in ('registration.look', 'registration.export', 'registration.message')
  and (e.object = 'registration' or s.occurrence_id is null or coalesce((e.detail ->> 'occurrence')::bigint, s.occurrence_id) = s.occurrence_id)
where r.municipality_id = @municipality_id and r.id = any(@ids::bigint[])
group by e.id, e.at, e.actor_kind, e.action, a.title order by e.id desc limit ` + oneMore

	questionsSQL = `-- owndata.questions
select f.activity_id, q ->> 'id' as id, q ->> 'label' as label, coalesce(q ->> 'kind', '') as kind from signup_form f
cross join jsonb_array_elements(case jsonb_typeof(f.settings -> 'questions') when 'array' then f.settings -> 'questions' else '[]' end
    || coalesce(f.settings -> 'retired', '[]')) q
where f.municipality_id = @municipality_id and f.activity_id = any(@ids::bigint[])`
)

// About is everything that is held about an address. The caller has made sure
// that it is the person's own.
func (s *Service) About(ctx context.Context, municipalityID int64, email string) (Data, error) {
	d := Data{Email: strings.ToLower(strings.TrimSpace(email)), MadeAt: s.Now()}
	args := postgres.Args{"municipality_id": municipalityID, "email": d.Email}
	for _, read := range []func() error{
		func() error { return s.signUps(ctx, municipalityID, &d) },
		func() error { return many(ctx, s, &d, &d.Accounts, accountsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Logins, loginsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Roles, rolesSQL, args) },
		func() error { return many(ctx, s, &d, &d.Activities, activitiesSQL, args) },
		func() error { return many(ctx, s, &d, &d.Contacts, contactsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Applications, applicationsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Invitations, invitationsSQL, args) },
		func() error { return many(ctx, s, &d, &d.PageReports, pageReportsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Mails, mailsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Bounces, bouncesSQL, args) },
		func() error { return many(ctx, s, &d, &d.Calendars, calendarsSQL, args) },
		func() error { return many(ctx, s, &d, &d.Imported, importedSQL, args) },
		func() error { return many(ctx, s, &d, &d.Substitutes, substitutesSQL, args) },
		func() error { return many(ctx, s, &d, &d.Wishes, wishesSQL, args) },
		func() error { return s.copies(ctx, municipalityID, &d) },
		func() error { return many(ctx, s, &d, &d.Actions, actionsSQL, args) },
		func() error { return s.consents(ctx, municipalityID, &d) },
	} {
		if err := read(); err != nil {
			return Data{}, err
		}
	}
	return d, nil
}

func (s *Service) copies(ctx context.Context, municipalityID int64, d *Data) error {
	all, err := merging.About(ctx, s.Pool, municipalityID, d.Email)
	d.Copies = make([]Copy, len(all))
	for i, c := range all {
		d.Copies[i] = Copy{What: c.Object, MergedAt: c.MergedAt, Until: c.Until()}
	}
	return err
}

// most is how many of each kind are shown and taken out: more than anybody has, so that one person's data cannot
// fill the memory. Data.Cut says when there were more. oneMore is what the statements read.
const (
	most    = 20000
	oneMore = "20001"
)

// many keeps lists without rows as [] in the file, and reads one more than most to know whether there are more.
func many[T any](ctx context.Context, s *Service, d *Data, into *[]T, sql string, args postgres.Args) error {
	list, err := postgres.Many[T](ctx, s.Pool, sql, args)
	if *into = cut(d, list); list == nil {
		*into = []T{}
	}
	return err
}

// cut is a list of at most most.
func cut[T any](d *Data, list []T) []T {
	d.Cut = d.Cut || len(list) > most
	return list[:min(len(list), most)]
}

func (s *Service) signUps(ctx context.Context, municipalityID int64, d *Data) error {
	held, err := s.Registrations.HeldAbout(ctx, municipalityID, d.Email)
	if err != nil {
		return err
	}
	held = cut(d, held)
	ids, activities := []int64{}, []int64{}
	for _, h := range held {
		ids, activities = append(ids, h.ID), append(activities, h.ActivityID)
	}
	questions, err := s.questions(ctx, municipalityID, activities)
	if err != nil {
		return err
	}
	came, err := s.attendance(ctx, municipalityID, ids)
	if err != nil {
		return err
	}
	d.SignUps, d.Consents = []SignUp{}, []Consent{}
	for _, h := range held {
		d.SignUps = append(d.SignUps, signUp(h, questions, came))
		d.Consents = append(d.Consents, consentsTo(h, d.Email, questions)...)
	}
	if err := s.said(ctx, municipalityID, ids, d); err != nil {
		return err
	}
	if err := many(ctx, s, d, &d.Looks, looksSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids}); err != nil {
		return err
	}
	d.Looks = visits(d.Looks)
	return nil
}

// visit is how long the looks of one who works with a list count as one.
const visit = time.Hour

// visits leaves out looks that only repeat a later one: a list is loaded anew with
// each thing that is done to it. The newest come first.
func visits(all []Look) []Look {
	last, out := map[Look]time.Time{}, []Look{}
	for _, l := range all {
		same := Look{ActorKind: l.ActorKind, Action: l.Action, Activity: l.Activity}
		if at, seen := last[same]; !seen || at.Sub(l.At) > visit || l.Action != "registration.look" {
			out, last[same] = append(out, l), l.At
		}
	}
	return out
}

type question struct {
	ActivityID int64
	ID         string
}

// asked is what somebody was asked.
type asked struct {
	Label string
	Kind  questionnaire.Kind
}

// questions are the organisers' questions.
func (s *Service) questions(ctx context.Context, municipalityID int64, activities []int64) (map[question]asked, error) {
	type row struct {
		ActivityID int64
		ID         string
		asked
	}
	rows, err := postgres.Many[row](ctx, s.Pool, questionsSQL, postgres.Args{"municipality_id": municipalityID, "ids": activities})
	out := make(map[question]asked, len(rows))
	for _, r := range rows {
		out[question{r.ActivityID, r.ID}] = r.asked
	}
	return out, err
}

const attendanceSQL = `-- owndata.attendance
select t.participant_id, o.starts_at, t.state from attendance t join participant p on p.id = t.participant_id
join registration r on r.id = p.registration_id and r.municipality_id = @municipality_id join occurrence o on o.id = t.occurrence_id
where r.id = any(@ids::bigint[]) order by o.starts_at`

// attendance is what is ticked off, by participant.
func (s *Service) attendance(ctx context.Context, municipalityID int64, ids []int64) (map[int64][]Came, error) {
	type row struct {
		ParticipantID int64
		StartsAt      time.Time
		State         registration.Attendance
	}
	rows, err := postgres.Many[row](ctx, s.Pool, attendanceSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
	came := map[int64][]Came{}
	for _, r := range rows {
		came[r.ParticipantID] = append(came[r.ParticipantID], Came{r.StartsAt, r.State})
	}
	return came, err
}

func signUp(h registration.Held, questions map[question]asked, came map[int64][]Came) SignUp {
	people := make([]Participant, len(h.Participants))
	for i, p := range h.Participants {
		people[i] = Participant{Name: p.Name, AgeBand: p.AgeBand, Attendance: append([]Came{}, came[p.ID]...)}
	}
	answers := map[string]string{}
	for id, answer := range h.Answers {
		label := questions[question{h.ActivityID, id}].Label
		if label == "" {
			label = id
		}
		answers[label] = answer
	}
	return SignUp{
		Activity: h.ActivityTitle, StartsAt: h.StartsAt, Status: h.Status, Name: h.Name, Email: h.Email, Phone: h.Phone, PartySize: h.PartySize,
		Participants: people, GuardianName: h.GuardianName, GuardianEmail: h.GuardianEmail, Answers: answers, Reminders: h.MailKinds,
		CreatedAt: h.CreatedAt, ForgetAt: h.ForgetAt,
	}
}
