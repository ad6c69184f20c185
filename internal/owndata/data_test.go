package owndata

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A person sees all that is held about her address here, and nothing of a
// neighbour's or of another municipality's.
func TestAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, m := range []int64{w.id, w.other} {
		for _, email := range []string{kari, neighbour} {
			g := tag(m, email)
			came := []Came{{noon.AddDate(0, 0, 7), "present"}, {noon.AddDate(0, 0, 14), "absent"}}
			signUp := func(name, email, guardian string, wanted ...string) SignUp {
				return SignUp{Activity: "Kafé " + g, StartsAt: noon.AddDate(0, 0, 7), Status: "confirmed", Name: name, Email: email, Phone: "5", PartySize: 1,
					Participants: []Participant{{name, "13-17", came}}, GuardianName: "Foresatt til " + name, GuardianEmail: guardian,
					Answers:   map[string]string{"Spørsmål " + g: "ja", "Før " + g: "nei", "q9": "kanskje"},
					Reminders: wanted, CreatedAt: noon, ForgetAt: noon.AddDate(0, 0, 17).Add(time.Hour)}
			}
			loud := "K" + email[1:]
			want := Data{Email: email, MadeAt: noon,
				SignUps:  []SignUp{signUp("Person "+g, email, "", "reminder"), signUp("Barn "+g, "", loud, "reminder", "thanks")},
				Accounts: []Account{{Name: "Navn " + g, Phone: "1", Lang: "nb", Organisations: []string{"Lag " + g}, CreatedAt: noon, LastLoginAt: &noon, CalendarSince: &noon}},
				Logins:   []Login{{"lag", "Leser " + g, noon, noon}},
				Roles: []Role{
					{Organisation: "Annet " + g, Role: "leader", Name: "Leder " + g, Source: "self"},
					{Organisation: "Lag " + g, Role: "leader", Name: "Leder " + g, Phone: "2", Public: true, Source: "self"},
					{Organisation: "Lag " + g, Role: "board_member", Name: "Navn " + g, Source: "brreg", Proposed: true, Since: &noon},
				},
				Activities:   []Listed{{"Kafé", "Lag " + g, "Før " + g, "6"}, {"Kafé " + g, "Lag " + g, "Vert " + g, "4"}},
				Contacts:     []Contact{{"Kontakt " + g, "Rådgiver", "3", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), nil}},
				Applications: []Application{{"Lag " + g, "Søker " + g, &noon}},
				Invitations:  []Invitation{{"Invitert " + g, noon, noon, nil}},
				PageReports:  []PageReport{{"/om", "wrong", "Feil " + g, []string{"Svar " + g}, noon, nil}},
				Mails:        []Mail{{"login", "Emne " + g, "queued", noon, nil, "Til " + g}},
				Bounces:      []Bounce{{noon, "Avvist " + g}},
				Calendars:    []Calendar{{noon}},
				Copies:       []Copy{{merging.Contact, noon, noon.AddDate(0, 0, merging.Days)}},
				Imported:     []Imported{{"Rad " + g, noon}},
				Substitutes:  []Substitute{{"Kafé " + g, noon}},
				Wishes:       []Wish{{"links", noon}, {"login", noon}, {"sign_up", noon}},
				Looks:        []Look{},
				Actions:      []Action{{noon, "gjort " + g}},
				Consents: []Consent{
					{At: noon.Add(10 * time.Hour), What: ConsentPublic, About: "Annet " + g},
					{At: noon.Add(9 * time.Hour), What: ConsentGuardian, About: "Kafé " + g},
					{At: noon.Add(8 * time.Hour), What: ConsentOffer, About: "Kafé " + g, Yes: true, ByOther: true},
					{At: noon.Add(7 * time.Hour), What: ConsentLeft, About: "Kafé " + g},
					{At: noon.Add(6 * time.Hour), What: ConsentOffer, About: "Kafé " + g},
					{At: noon.Add(5 * time.Hour), What: ConsentNotices, Chosen: map[string]string{"sign_ups": "never"}},
					{At: noon.Add(4 * time.Hour), What: ConsentAnswer, About: "Kafé " + g, Ask: "Før " + g},
					{At: noon.Add(3*time.Hour + time.Minute), What: ConsentEmails, About: "Kafé " + g, Yes: true, Chosen: map[string]string{"reminder": "ja", "thanks": "nei"}},
					{At: noon.Add(3 * time.Hour), What: ConsentGuardian, About: "Kafé " + g, Yes: true},
					{At: noon.Add(2 * time.Hour), What: ConsentTerms, Version: 1, Yes: true},
					{At: noon.Add(time.Hour), What: ConsentPublic, About: "Lag " + g, Yes: true},
					{At: noon, What: ConsentAnswer, About: "Kafé " + g, Ask: "Før " + g},
					{At: noon, What: ConsentTerms, Version: 2, About: "Lag " + g, Yes: true},
				},
			}
			got := w.about(m, " "+loud+" ")
			if diff := gocmp.Diff(want, got, cmpopts.IgnoreFields(Account{}, "ID"), cmpopts.EquateApproxTime(0)); diff != "" {
				t.Errorf("about %s (-want +got):\n%s", g, diff)
			}
		}
	}
	got := w.about(w.id, "ukjent@post.example")
	if !got.Empty() || got.SignUps == nil || got.Mails == nil {
		t.Errorf("about a stranger: got %+v, want empty lists", got)
	}
}

// Each list is whole, has an order, and says so where it ends all the same.
func TestAboutMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := w.held[tag(w.id, kari)]
	n := ` from generate_series(1, 600) n`
	for _, sql := range []string{
		`insert into login_session (account_id, door, user_agent, expires_at) select $1, 'lag', n::text, now()` + n,
		`insert into audit_event (municipality_id, actor_kind, actor_id, action) select municipality_id, 'group', id, n::text from account, generate_series(1, 600) n where id = $1`,
	} {
		w.exec(sql, h.account)
	}
	for _, sql := range []string{
		`insert into organisation (municipality_id, name, kind, status, applicant_name, applicant_email) select $1, 'L' || (1000 - n), 'group', 'approved', n::text, $2` + n,
		`insert into organisation_contact (organisation_id, name, email) select o.id, o.name, $2 from organisation o where municipality_id = $1 and name like 'L%' and length(name) < 6 order by name desc`,
		`insert into activity (municipality_id, organisation_id, title, category_id, contact_email, starts_at, duration_minutes) select $1, o.id, 'A' || substr(o.name, 2), c.id, $2, now(), 60
			from organisation o join code c on c.municipality_id = $1 where o.municipality_id = $1 and length(o.name) < 6 order by o.id`,
		`insert into contact (municipality_id, name, email, valid_from) select $1, lpad(n::text, 3, '0'), $2, '2026-01-01'` + n,
		`insert into invitation (municipality_id, email, name, token_hash, expires_at, staff_role) select $1, $2, lpad(n::text, 3, '0'), n::text::bytea, now(), 'reader'` + n,
		`insert into email (municipality_id, recipient, kind, subject, text_body) select $1, $2, 'login', n::text, 'x'` + n,
		`insert into page_report (municipality_id, email, page, reason, body, created_at) select $1, $2, '/om', 'wrong', n::text, now()` + n,
	} {
		w.exec(sql, w.id, kari)
	}
	// stored anew, so that the database comes upon them in another order than that of their ids
	for _, table := range []string{"contact", "invitation", "organisation"} {
		w.exec(fmt.Sprintf(`update %s set name = name where municipality_id = $1 and id %% 2 = 1`, table), w.id)
	}
	w.exec(`update email set attempts = attempts where id % 2 = 0`)
	w.exec(`update page_report set page = page where id % 2 = 0`)
	w.exec(`update login_session set door = door where id % 2 = 0`)
	d := w.about(w.id, kari)
	same(t, "how many of each", []int{len(d.Logins), len(d.Roles), len(d.Activities), len(d.Contacts), len(d.Applications), len(d.Invitations), len(d.Mails), len(d.Actions), len(d.PageReports)},
		[]int{601, 603, 602, 601, 601, 601, 601, 601, 601})
	ordered(t, "roles", d.Roles[3:], func(a, b Role) int { return cmp.Compare(a.Organisation, b.Organisation) })
	ordered(t, "activities", d.Activities[:600], func(a, b Listed) int { return cmp.Compare(a.Title, b.Title) })
	ordered(t, "contacts", d.Contacts[1:], func(a, b Contact) int { return cmp.Compare(a.Name, b.Name) })
	ordered(t, "invitations", d.Invitations[1:], func(a, b Invitation) int { return cmp.Compare(a.Name, b.Name) })
	same(t, "first application", []string{d.Applications[0].ApplicantName, d.Applications[1].ApplicantName, d.Applications[2].ApplicantName}, []string{"Søker " + tag(w.id, kari), "1", "2"})
	same(t, "newest first", []string{d.Logins[0].Browser, d.Logins[1].Browser, d.Mails[0].Subject, d.Mails[1].Subject, d.Actions[0].Action, d.Actions[1].Action, d.PageReports[0].Body, d.PageReports[1].Body},
		[]string{"600", "599", "600", "599", "600", "599", "600", "599"})
}

// Who has more than fits is told that there is more, not shown a part as if it were all.
func TestAboutTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	add := func(n int) Data {
		t.Helper()
		w.exec(`insert into login_session (account_id, door, user_agent, expires_at) select $1, 'lag', n::text, now() from generate_series(1, $2::int) n`, w.held[tag(w.id, kari)].account, n)
		return w.about(w.id, kari)
	}
	if d := add(most - 1); d.Cut || len(d.Logins) != most {
		t.Errorf("as many as fit: got %d, cut %v", len(d.Logins), d.Cut)
	}
	if d := add(1); !d.Cut || len(d.Logins) != most {
		t.Errorf("one more: got %d, cut %v", len(d.Logins), d.Cut)
	}
}

// Who stands as contact without an address is known where she has access, by her name or her number; elsewhere nothing is told of it.
func TestWithoutAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h, theirs := w.held[tag(w.id, kari)], w.held[tag(w.id, neighbour)]
	before := w.about(w.id, kari)
	hers := "Navn " + tag(w.id, kari)
	for _, org := range []int64{h.organisation, theirs.organisation} {
		w.exec(`insert into organisation_contact (organisation_id, name, role) values ($1, $2, 'treasurer')`, org, strings.ToUpper(hers))
		w.exec(`insert into organisation_contact (organisation_id, name, role, phone) values ($1, 'K.', 'deputy', '1')`, org)
		w.exec(`insert into organisation_contact (organisation_id, name, role, email) values ($1, $2, 'secretary', 'en@annen.example')`, org, hers)
	}
	w.exec(`update activity set contact_name = $2, contact_email = '' where id = $1`, h.activity, hers)
	after := w.about(w.id, kari)
	if got := len(after.Roles) - len(before.Roles); got != 2 {
		t.Errorf("roles without an address: got %d more, want the two in her own organisation", got)
	}
	if !slices.ContainsFunc(after.Activities, func(l Listed) bool { return l.ContactName == hers }) {
		t.Errorf("the activity that has her name: got %+v", after.Activities)
	}
}

func ordered[T any](t *testing.T, what string, list []T, compare func(a, b T) int) {
	t.Helper()
	if !slices.IsSortedFunc(list, compare) {
		t.Errorf("%s are not in order: got %+v", what, list[:5])
	}
}

// Only what tells a person who has seen her sign-up is told.
func TestLooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h, theirs := w.held[tag(w.id, kari)], w.held[tag(w.id, neighbour)]
	late := noon.Add(time.Hour)
	type event struct {
		at             time.Time
		kind, action   string
		object         string
		id, occurrence int64
	}
	want := []Look{}
	for i, c := range []struct {
		name string
		event
		told bool
	}{
		{"as it was made", event{noon, "staff", "registration.look", "registration", h.registration, 0}, true},
		{"before she signed up", event{noon.Add(-time.Second), "staff", "registration.look", "activity", h.activity, 0}, false},
		{"her sign-up", event{late, "staff", "registration.look", "registration", h.registration, 0}, true},
		{"the whole list", event{late, "group", "registration.export", "activity", h.activity, 0}, true},
		{"the list of her date", event{late, "group", "registration.message", "activity", h.activity, h.occurrence}, true},
		{"the list of another date", event{late, "group", "registration.look", "activity", h.activity, h.otherDate}, false},
		{"her sign-up, whatever the date", event{late, "group", "registration.look", "registration", h.registration, h.otherDate}, true},
		{"another's list", event{late, "group", "registration.look", "activity", theirs.activity, 0}, false},
		{"another's sign-up", event{late, "staff", "registration.look", "registration", theirs.registration, 0}, false},
		{"another kind of thing with that number", event{late, "staff", "registration.look", "venue", h.registration, 0}, false},
		{"another kind with the list's number", event{late, "staff", "registration.look", "venue", h.activity, 0}, false},
		{"a resident's own look", event{late, "public", "registration.look", "registration", h.registration, 0}, false},
		{"something that is no look", event{late, "staff", "registration.move", "registration", h.registration, 0}, false},
	} {
		if c.at.Equal(late) { // hours apart, or they are one visit
			c.at = noon.Add(time.Duration(i) * 2 * time.Hour)
		}
		detail := "{}"
		if c.occurrence != 0 {
			detail = fmt.Sprintf(`{"occurrence": %d}`, c.occurrence)
		}
		w.exec(`insert into audit_event (municipality_id, at, actor_kind, action, object, object_id, detail) values ($1, $2, $3, $4, $5, $6, $7)`, w.id, c.at, c.kind, c.action, c.object, c.id, detail)
		if c.told {
			want = slices.Insert(want, 0, Look{c.at, c.kind, c.action, "Kafé " + tag(w.id, kari)})
		}
		if diff := gocmp.Diff(want, w.about(w.id, kari).Looks, cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	w.exec(`insert into audit_event (municipality_id, at, actor_kind, action, object, object_id) values ($1, $2, 'staff', 'registration.look', 'registration', $3)`, w.other, late, h.registration)
	if got := w.about(w.id, kari).Looks; len(got) != len(want) {
		t.Errorf("with one logged in another municipality: got %d looks, want %d", len(got), len(want))
	}
	w.exec(`insert into audit_event (municipality_id, at, actor_kind, action, object, object_id) select $1, $2::timestamptz + n * interval '2 hours', 'staff', 'registration.look', 'registration', $3 from generate_series(1, 501) n`, w.id, noon, h.registration)
	got := w.about(w.id, kari).Looks
	if len(got) < 501 || !got[0].At.Equal(noon.Add(1002*time.Hour)) {
		t.Errorf("many looks: got %d, the first at %v; want all, the newest first", len(got), got[0].At)
	}
}

// One who works with a list looks at it again and again; an hour's looks are one.
func TestVisits(t *testing.T) {
	look := func(ago time.Duration, kind, action, activity string) Look {
		return Look{At: noon.Add(-ago), ActorKind: kind, Action: action, Activity: activity}
	}
	const l, x = "registration.look", "registration.export"
	first := look(0, "staff", l, "A")
	for _, c := range []struct {
		name string
		next Look
		kept bool
	}{
		{"an hour before", look(time.Hour, "staff", l, "A"), false},
		{"more than an hour before", look(time.Hour+time.Second, "staff", l, "A"), true},
		{"by another", look(time.Minute, "group", l, "A"), true},
		{"at another thing", look(time.Minute, "staff", l, "B"), true},
	} {
		want := []Look{first}
		if c.kept {
			want = append(want, c.next)
		}
		same(t, c.name, visits([]Look{first, c.next}), want)
	}
	twice := []Look{look(0, "staff", x, "A"), look(time.Minute, "staff", x, "A")}
	same(t, "files taken out are all told", visits(twice), twice)
}

// The answer is "nothing" as long as only e-mails about this question are held.
func TestEmpty(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Data
		want bool
	}{
		{"nothing", Data{}, true},
		{"the question itself", Data{Mails: []Mail{{Kind: "own-data"}}}, true},
		{"another e-mail", Data{Mails: []Mail{{Kind: "own-data"}, {Kind: "login"}}}, false},
		{"a sign-up", Data{SignUps: make([]SignUp, 1)}, false},
		{"an account", Data{Accounts: make([]Account, 1)}, false},
		{"a role", Data{Roles: make([]Role, 1)}, false},
		{"an activity", Data{Activities: make([]Listed, 1)}, false},
		{"a contact", Data{Contacts: make([]Contact, 1)}, false},
		{"an application", Data{Applications: make([]Application, 1)}, false},
		{"an invitation", Data{Invitations: make([]Invitation, 1)}, false},
		{"a bounce", Data{Bounces: make([]Bounce, 1)}, false},
		{"a calendar", Data{Calendars: make([]Calendar, 1)}, false},
		{"a copy", Data{Copies: make([]Copy, 1)}, false},
	} {
		if got := c.d.Empty(); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// The privacy page tells of forms that take sign-ups now, here.
func TestPromises(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine, its := w.held[tag(w.id, kari)], w.held[tag(w.id, neighbour)]
	w.exec(`update signup_form set keep_days = 90, settings = '{"questions": [{"id": "a"}]}' where activity_id = $1`, its.activity)
	w.exec(`update signup_form set keep_days = 400 where municipality_id = $1`, w.other)
	got, err := w.s.PublicPromises(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	asked := Asking{"Spørsmål " + tag(w.id, kari), "Mat", "Kafé " + tag(w.id, kari), i18n.NB, 3}
	bare := Asking{"", "", "Kafé " + tag(w.id, neighbour), i18n.NB, 90}
	same(t, "two forms", got, Promise{Forms: 2, LeastDays: 10, MostDays: 90, Questions: []Asking{asked, bare}, QuestionsOf: 2})
	w.exec(`update activity set title = 'Z' where id = $1`, mine.activity)
	if got, err = w.s.PublicPromises(t.Context(), w.id); err != nil || got.Questions[0] != bare {
		t.Errorf("by title: got %+v, %v", got, err)
	}
	for _, off := range []string{"status = 'draft'", "signup_mode = 'none'", "cancelled_at = now()"} {
		w.exec(`update activity set status = 'published', signup_mode = 'here', cancelled_at = null`)
		w.exec(`update activity set `+off+` where id = $1`, its.activity)
		got, err = w.s.PublicPromises(t.Context(), w.id)
		if err != nil || got.Forms != 1 || got.MostDays != 10 || len(got.Questions) != 1 {
			t.Errorf("one form where %s: got %+v, %v", off, got, err)
		}
	}
	w.exec(`update activity set status = 'draft'`)
	got, err = w.s.PublicPromises(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "no form", got, Promise{LeastDays: 30, MostDays: 30})
	w.exec(`update activity set status = 'published', cancelled_at = null`)
	w.exec(`update signup_form set settings = jsonb_build_object('questions', (select jsonb_agg(jsonb_build_object('id', n)) from generate_series(1, 101) n)) where activity_id = $1`, its.activity)
	if got, err = w.s.PublicPromises(t.Context(), w.id); err != nil || len(got.Questions) != 100 || got.QuestionsOf != 102 {
		t.Errorf("many questions: got %d of %d, %v", len(got.Questions), got.QuestionsOf, err)
	}
	w.exec(`update signup_form set settings = '{"questions": null}'`)
	if got, err = w.s.PublicPromises(t.Context(), w.id); err != nil || len(got.Questions) != 0 {
		t.Errorf("no questions: got %+v, %v", got, err)
	}
}
