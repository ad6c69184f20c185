// The stored form written into fields, and read from them.

package signupsetup

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
)

// valuesOf is a stored form as the page shows it.
func valuesOf(d roster.Desk, f signupform.Form) url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	tick := func(name string, on bool) {
		if on {
			v.Set(name, "1")
		}
	}
	number := func(name string, n int) { set(name, strconv.Itoa(n)) }
	maybe := func(name string, n *int) {
		if n != nil {
			number(name, *n)
		}
	}
	set("pamelding", string(d.Mode))
	set("pamelding_url", d.URL)
	number("versjon", f.Version)
	if f.Version > 0 || !d.Repeats {
		set("gjelder", string(f.Scope)) // a new form for a series must be chosen, never guessed
	}
	maybe("plasser", f.Capacity)
	v.Set("har_venteliste", "ja")
	if f.WaitingCapacity != nil && *f.WaitingCapacity == 0 {
		v.Set("har_venteliste", "nei")
	} else {
		maybe("venteliste", f.WaitingCapacity)
	}
	if f.MinParticipants > 0 {
		number("minst", f.MinParticipants)
	}
	if f.OpensAt != nil {
		t := f.OpensAt.In(i18n.Oslo)
		v.Set("apner", t.Format("2006-01-02"))
		v.Set("apner_kl", t.Format("15:04"))
	}
	number("stenger_timer", f.ClosesHours)
	number("avmelding_timer", f.CancelHours)
	tick("underveis", f.JoinUnderway)
	maybe("alder_fra", f.AgeMin)
	maybe("alder_til", f.AgeMax)
	if f.GuardianAge > 0 {
		number("foresatt_alder", f.GuardianAge)
	}
	number("storste_gruppe", f.MaxParty)
	set("grupper", string(f.Groups))
	tick("trenger_telefon", f.NeedPhone)
	tick("spor_alder", f.AskAges)
	tick("spor_navn", f.AskNames)
	set("beskjed", f.Instructions)
	set("paminnelse", string(f.Reminder))
	number("paminnelse_timer", f.ReminderHours)
	tick("takk", f.Thanks)
	number("lagres_dager", f.KeepDays)
	for i, q := range f.Questions {
		putQuestion(v, i, q)
	}
	for _, name := range followers {
		v.Set(name+shown, v.Get(name))
	}
	return v
}

// followers are the fields that others follow or that follow others while nobody
// touches them; beside each travels the value that it was shown with.
var followers = []string{"storste_gruppe", "lagres_dager"}

const shown = "_vist"

// follow makes what nobody has touched fit what was typed: a party is no larger
// than the places, and an answer is kept no longer than the sign-up.
func follow(f *form.Form, s *signupform.Form) {
	if s.Capacity != nil && s.MaxParty > *s.Capacity && f.Raw("storste_gruppe") == f.Raw("storste_gruppe"+shown) {
		s.MaxParty = *s.Capacity
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		if f.Errs.Has("lagres_dager") || q.KeepDays > s.KeepDays && f.Raw(form.Numbered("sporsmal_lagres", i)) == f.Raw("lagres_dager"+shown) {
			q.KeepDays = min(q.KeepDays, s.KeepDays)
		}
	}
}

func putQuestion(v url.Values, i int, q questionnaire.Question) {
	v.Set(form.Numbered("sporsmal", i), q.Label)
	v.Set(form.Numbered("sporsmal_id", i), q.ID)
	v.Set(form.Numbered("sporsmal_type", i), string(q.Kind))
	v.Set(form.Numbered("sporsmal_valg", i), strings.Join(q.Options, "\n"))
	v.Set(form.Numbered("sporsmal_formal", i), q.Purpose)
	v.Set(form.Numbered("sporsmal_lagres", i), strconv.Itoa(q.KeepDays))
	if q.Required {
		v.Set(form.Numbered("sporsmal_ma", i), "1")
	}
}

const (
	mostPlaces = 10_000
	mostHours  = 90 * 24
	mostDays   = 730
)

// read is the form as typed; what is no number is an error, the rest the use case checks.
func read(f *form.Form, d roster.Desk) signupform.Form {
	number := func(name string, least, most, empty int) int {
		if n := f.Int(name, least, most); n != nil {
			return *n
		}
		return empty
	}
	s := signupform.Form{
		Scope: signupform.Scope(f.Raw("gjelder")), Capacity: f.Int("plasser", 1, mostPlaces), WaitingCapacity: f.Int("venteliste", 0, mostPlaces),
		MinParticipants: number("minst", 0, mostPlaces, 0), ClosesHours: number("stenger_timer", 0, mostHours, 0), CancelHours: number("avmelding_timer", 0, mostHours, 0),
		JoinUnderway: f.Checked("underveis"), AgeMin: f.Int("alder_fra", 0, 120), AgeMax: f.Int("alder_til", 0, 120),
		GuardianAge: number("foresatt_alder", 1, 18, 0), MaxParty: number("storste_gruppe", 1, signupform.MaxPartyLimit, 1),
		Groups: signupform.GroupPolicy(f.Raw("grupper")), NeedPhone: f.Checked("trenger_telefon"), AskAges: f.Checked("spor_alder"), AskNames: f.Checked("spor_navn"),
		Instructions: f.Raw("beskjed"), Reminder: signupform.Reminder(f.Raw("paminnelse")), ReminderHours: number("paminnelse_timer", 1, 168, 24),
		Thanks: f.Checked("takk"), KeepDays: number("lagres_dager", 0, mostDays, 30),
	}
	if !d.Repeats && s.Scope == "" {
		s.Scope = signupform.OneDate
	}
	if s.Scope == signupform.OneDate {
		s.JoinUnderway = false // the box is hidden with this choice
	}
	if f.Raw("har_venteliste") == "nei" {
		none := 0
		s.WaitingCapacity = &none
	}
	s.OpensAt = readOpening(f, d.Form.OpensAt)
	for i := range questionRows(f.Values) {
		s.Questions = append(s.Questions, questionnaire.Question{
			ID: questionID(f.Raw(form.Numbered("sporsmal_id", i))), Kind: questionnaire.Kind(f.Raw(form.Numbered("sporsmal_type", i))), Label: f.Raw(form.Numbered("sporsmal", i)),
			Options: strings.Split(f.Raw(form.Numbered("sporsmal_valg", i)), "\n"), Purpose: f.Raw(form.Numbered("sporsmal_formal", i)),
			KeepDays: number(form.Numbered("sporsmal_lagres", i), 0, mostDays, s.KeepDays), Required: f.Checked(form.Numbered("sporsmal_ma", i)),
		})
	}
	follow(f, &s)
	return s
}

// readOpening is when sign-up opens. The night that has an hour twice leaves a
// stored moment where it is when the clock says the same.
func readOpening(f *form.Form, stored *time.Time) *time.Time {
	day, clock := f.Date("apner"), f.Clock("apner_kl")
	if day == nil {
		f.Errs.Check(clock == nil || f.Errs.Has("apner"), "apner", i18n.Mark("Velg datoen også, eller la begge feltene stå tomme."))
		return nil
	}
	if clock == nil {
		clock = &form.Clock{}
	}
	f.Errs.Check(!clock.Skipped(*day), "apner_kl", form.SkippedText)
	at := clock.On(*day)
	if stored != nil && stored.In(i18n.Oslo).Format(wall) == at.Format(wall) {
		at = *stored
	}
	return &at
}

const wall = "2006-01-02 15:04"

// questionID is an id as the use case makes them: "q" and a number; anything else is a new question.
func questionID(s string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "q"))
	if err != nil || n < 1 || n > 9999 || s != "q"+strconv.Itoa(n) {
		return ""
	}
	return s
}
