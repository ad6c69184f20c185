package registration

import (
	"fmt"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Limits of the fields. The pages use them too.
const (
	MaxName         = 100
	MaxAnswer       = 500
	MaxInstructions = 1000
	MaxQuestions    = 15
	MaxOptions      = 20
	MaxMessage      = 3000
	MaxPartyLimit   = 50

	maxPlaces   = 10_000
	maxHours    = 90 * 24
	maxKeepDays = 730
)

// Normal is the form with texts trimmed and the obvious filled in.
func (f Form) Normal() Form {
	if f.MaxParty == 0 {
		f.MaxParty = 1
	}
	if f.Groups == "" {
		f.Groups = SkipGroups
	}
	if f.Reminder == "" {
		f.Reminder = NoReminder
	}
	if f.ReminderHours == 0 {
		f.ReminderHours = 24
	}
	f.Instructions = strings.TrimSpace(f.Instructions)
	f.Questions = slices.Clone(f.Questions)
	for i := range f.Questions {
		f.Questions[i] = f.Questions[i].normal()
	}
	f.nameQuestions()
	return f
}

func (q Question) normal() Question {
	q.Label, q.Purpose = strings.Join(strings.Fields(q.Label), " "), strings.Join(strings.Fields(q.Purpose), " ")
	var options []string
	for _, o := range q.Options {
		if o = strings.Join(strings.Fields(o), " "); o != "" {
			options = append(options, o)
		}
	}
	q.Options = options
	if q.Kind != ChoiceQuestion {
		q.Options = nil
	}
	return q
}

// following is the form that comes after the stored one: a question that is left
// out is retired, and one that was never there is new, whatever id it has, so that
// no answer stands under another question.
func (f Form) following(stored Form) Form {
	f.Retired = slices.Clone(stored.Retired)
	if stored.Version == 0 {
		return f
	}
	f.Questions = slices.Clone(f.Questions)
	has := func(all []Question, id string) bool {
		return slices.ContainsFunc(all, func(q Question) bool { return q.ID == id })
	}
	for i, q := range f.Questions {
		if !has(stored.Questions, q.ID) {
			f.Questions[i].ID = ""
		}
	}
	for _, q := range stored.Questions {
		if !has(f.Questions, q.ID) {
			f.Retired = append(f.Retired, q)
		}
	}
	return f
}

// nameQuestions gives each new question an id that no other has. Of two with the
// same id, the second is new.
func (f Form) nameQuestions() {
	used := map[string]bool{}
	for _, q := range f.Retired {
		used[q.ID] = true
	}
	for i, q := range f.Questions {
		if used[q.ID] {
			f.Questions[i].ID = ""
		}
		used[q.ID] = true
	}
	next := 1
	for i, q := range f.Questions {
		if q.ID != "" {
			continue
		}
		for used["q"+strconv.Itoa(next)] {
			next++
		}
		f.Questions[i].ID = "q" + strconv.Itoa(next)
		used[f.Questions[i].ID] = true
	}
}

// field is the name of a numbered form field: "alder_1" for index 0.
func field(name string, i int) string { return name + "_" + strconv.Itoa(i+1) }

// Validate says what is wrong with a form, and what contradicts what, field by
// field with the names of the page, or nil.
func (f Form) Validate() error {
	var fields fault.Fields
	fields.Check(f.Scope == OneDate || f.Scope == WholeSeries, "gjelder", i18n.Mark("Velg om påmeldingen gjelder én dato eller hele rekken."))
	f.checkPlaces(&fields)
	f.checkTimes(&fields)
	f.checkAgeLimits(&fields)
	fields.Check(f.KeepDays >= 0 && f.KeepDays <= maxKeepDays, "lagres_dager", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxKeepDays)
	n := utf8.RuneCountInString(f.Instructions)
	fields.Check(n <= MaxInstructions, "beskjed", i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxInstructions, n)
	fields.Check(len(f.Questions) <= MaxQuestions, "sporsmal", i18n.Mark("Still høyst %d spørsmål."), MaxQuestions)
	asked := map[string]bool{}
	for i, q := range f.Questions {
		f.checkQuestion(&fields, i, q)
		label := strings.ToLower(q.Label)
		fields.Check(label == "" || !asked[label], field("sporsmal", i), i18n.Mark("Dette spørsmålet står her fra før."))
		asked[label] = true
	}
	return fields.Err()
}

func (f Form) checkPlaces(fields *fault.Fields) {
	fields.Check(f.Capacity == nil || *f.Capacity >= 1 && *f.Capacity <= maxPlaces, "plasser", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, maxPlaces)
	fields.Check(f.WaitingCapacity == nil || *f.WaitingCapacity >= 0 && *f.WaitingCapacity <= maxPlaces, "venteliste",
		i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxPlaces)
	fields.Check(f.MaxParty >= 1 && f.MaxParty <= MaxPartyLimit, "storste_gruppe", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, MaxPartyLimit)
	fields.Check(f.Capacity == nil || *f.Capacity < 1 || f.MaxParty <= *f.Capacity, "storste_gruppe", i18n.Mark("En gruppe kan ikke være større enn antall plasser."))
	fields.Check(f.MinParticipants >= 0 && f.MinParticipants <= maxPlaces, "minst", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxPlaces)
	fields.Check(f.Capacity == nil || f.MinParticipants <= *f.Capacity, "minst", i18n.Mark("Det laveste antallet kan ikke være høyere enn antall plasser."))
	fields.Check(f.Groups == SkipGroups || f.Groups == WaitForGroups, "grupper", i18n.Mark("Velg ett av valgene."))
}

func (f Form) checkTimes(fields *fault.Fields) {
	fields.Check(f.ClosesHours >= 0 && f.ClosesHours <= maxHours, "stenger_timer", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxHours)
	fields.Check(f.CancelHours >= 0 && f.CancelHours <= maxHours, "avmelding_timer", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxHours)
	fields.Check(!f.JoinUnderway || f.Scope == WholeSeries, "underveis", i18n.Mark("Bare en hel rekke kan ha påmelding underveis."))
	known := f.Reminder == NoReminder || f.Reminder == DayBefore || f.Reminder == HoursBefore
	fields.Check(known, "paminnelse", i18n.Mark("Velg ett av valgene."))
	fields.Check(f.Reminder != HoursBefore || f.ReminderHours >= 1 && f.ReminderHours <= 168, "paminnelse_timer",
		i18n.Mark("Skriv et helt tall fra %d til %d."), 1, 168)
}

// checkStart refuses a form whose sign-up would never be open. The slot is the last coming one.
func (f Form) checkStart(s Slot) error {
	var fields fault.Fields
	fields.Check(f.OpensAt == nil || f.OpensAt.Before(f.Deadline(s)), "apner", i18n.Mark("Påmeldingen må åpne før den stenger."))
	return fields.Err()
}

func (f Form) checkAgeLimits(fields *fault.Fields) {
	ok := func(n *int) bool { return n == nil || *n >= 0 && *n <= 120 }
	fields.Check(ok(f.AgeMin), "alder_fra", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 120)
	fields.Check(ok(f.AgeMax), "alder_til", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 120)
	ordered := f.AgeMin == nil || f.AgeMax == nil || *f.AgeMin <= *f.AgeMax
	fields.Check(ordered, "alder_til", i18n.Mark("Den høyeste alderen må være minst like høy som den laveste."))
	fields.Check(f.GuardianAge >= 0 && f.GuardianAge <= 18, "foresatt_alder", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 18)
}

func (f Form) checkQuestion(fields *fault.Fields, i int, q Question) {
	fields.Check(q.Label != "" && utf8.RuneCountInString(q.Label) <= 200, field("sporsmal", i), i18n.Mark("Skriv spørsmålet, høyst 200 tegn."))
	kinds := []QuestionKind{TextQuestion, ChoiceQuestion, YesNoQuestion}
	fields.Check(slices.Contains(kinds, q.Kind), field("sporsmal_type", i), i18n.Mark("Velg ett av valgene."))
	fields.Check(q.Kind != ChoiceQuestion || len(q.Options) >= 2 && len(q.Options) <= MaxOptions, field("sporsmal_valg", i),
		i18n.Mark("Skriv fra to til %d valg, ett på hver linje."), MaxOptions)
	fields.Check(!twice(q.Options), field("sporsmal_valg", i), i18n.Mark("To av valgene er like."))
	fields.Check(q.Purpose != "" && utf8.RuneCountInString(q.Purpose) <= 200, field("sporsmal_formal", i), i18n.Mark("Skriv hvorfor dere spør. De som melder seg på, kan lese det."))
	fields.Check(q.KeepDays >= 0 && q.KeepDays <= f.KeepDays, field("sporsmal_lagres", i), i18n.Mark("Svaret kan ikke lagres lenger enn påmeldingen, %d dager."), f.KeepDays)
}

func twice(options []string) bool {
	seen := map[string]bool{}
	for _, o := range options {
		if o = strings.ToLower(o); seen[o] {
			return true
		}
		seen[o] = true
	}
	return false
}

// Wish is what someone who signs up has written.
type Wish struct {
	ActivityID        int64
	OccurrenceID      int64 // 0 with a form for the whole series
	Name              string
	Email             string
	Phone             string // as typed
	Lang              i18n.Lang
	Party             int
	Participants      []Participant // Name and AgeBand, as far as the form asks; Party of them
	ContactIsGuardian bool          // the one who signs up answers for the children
	GuardianName      string
	GuardianEmail     string
	Answers           map[string]string // by question id
	MailKinds         []string          // nil: both "reminder" and "thanks"
	Force             bool              // sign up whatever the warnings say
}

// normal is the wish trimmed, with as many participants as the party has.
func (w Wish) normal(f Form) Wish {
	for _, s := range []*string{&w.Name, &w.GuardianName} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	for _, s := range []*string{&w.Email, &w.GuardianEmail} {
		*s = strings.ToLower(strings.TrimSpace(*s))
	}
	w.Phone = strings.TrimSpace(w.Phone)
	if w.Lang == "" {
		w.Lang = i18n.NB
	}
	if w.MailKinds == nil {
		w.MailKinds = []string{"reminder", "thanks"}
	}
	w.Participants = party(f, w.Party, w.Participants, w.Name)
	answers := map[string]string{}
	for _, q := range f.Questions {
		if a := strings.TrimSpace(w.Answers[q.ID]); a != "" {
			answers[q.ID] = a
		}
	}
	w.Answers = answers
	return w
}

// party is one participant for each person; what the form does not ask is left out,
// and where no names are asked, the first is the contact person.
func party(f Form, size int, written []Participant, contact string) []Participant {
	all := make([]Participant, max(0, min(size, 200)))
	for i := range all {
		if i < len(written) {
			all[i].Name, all[i].AgeBand = strings.Join(strings.Fields(written[i].Name), " "), written[i].AgeBand
		}
		if !f.asksAges() {
			all[i].AgeBand = ""
		}
		if !f.AskNames {
			all[i].Name = ""
		}
	}
	if len(all) > 0 && all[0].Name == "" && (!f.AskNames || len(all) == 1) {
		all[0].Name = contact
	}
	return all
}

func bandsOf(all []Participant) []string {
	codes := make([]string, len(all))
	for i, p := range all {
		codes[i] = p.AgeBand
	}
	return codes
}

func namesOf(all []Participant) []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return names
}

// check says what is wrong with a wish; at the desk neither e-mail nor phone is needed.
func (w *Wish) check(f Form, settings Settings, desk bool) error {
	var fields fault.Fields
	checkName(&fields, "navn", w.Name)
	fields.Check(w.Email == "" || isEmail(w.Email), "epost", i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."))
	if w.Phone != "" {
		number, ok := i18n.ParsePhone(w.Phone)
		fields.Check(ok, "telefon", i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
		w.Phone = number
	}
	fields.Check(desk || w.Email != "" || w.Phone != "", "epost", i18n.Mark("Skriv e-postadresse eller mobilnummer, så arrangøren når deg."))
	fields.Check(desk || !f.NeedPhone || w.Phone != "", "telefon", i18n.Mark("Arrangøren trenger telefonnummeret ditt."))
	fields.Check(w.Party >= 1 && w.Party <= f.MaxParty, "antall", i18n.Mark("Velg fra 1 til %d personer."), f.MaxParty)
	for i, p := range w.Participants {
		n := utf8.RuneCountInString(p.Name)
		fields.Check(!f.AskNames || p.Name != "", field("deltaker", i), i18n.Mark("Skriv navnet."))
		fields.Check(n <= MaxName, field("deltaker", i), i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxName, n)
	}
	f.checkAges(&fields, bandsOf(w.Participants))
	if !desk && NeedsGuardian(f, settings, bandsOf(w.Participants), w.ContactIsGuardian) {
		w.checkGuardian(&fields)
	}
	f.checkAnswers(&fields, w.Answers, desk)
	return fields.Err()
}

func (w *Wish) checkGuardian(fields *fault.Fields) {
	fields.Check(w.GuardianName != "" && utf8.RuneCountInString(w.GuardianName) <= MaxName, "foresatt_navn", i18n.Mark("Skriv navnet på en foresatt."))
	fields.Check(isEmail(w.GuardianEmail) && w.GuardianEmail != w.Email, "foresatt_epost", i18n.Mark("Skriv e-postadressen til den foresatte. Den kan ikke være din egen."))
}

func (f Form) checkAnswers(fields *fault.Fields, answers map[string]string, desk bool) {
	for _, q := range f.Questions {
		answer, name := answers[q.ID], "svar_"+q.ID
		switch {
		case answer == "":
			fields.Check(!q.Required || desk, name, i18n.Mark("Svar på spørsmålet."))
		case q.Kind == ChoiceQuestion && !slices.Contains(q.Options, answer), q.Kind == YesNoQuestion && answer != "ja" && answer != "nei":
			fields.Add(name, i18n.Mark("Velg ett av valgene."))
		case utf8.RuneCountInString(answer) > MaxAnswer:
			fields.Add(name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxAnswer, utf8.RuneCountInString(answer))
		}
	}
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

// holdUntil is when an unconfirmed place is released.
func holdUntil(now time.Time, s Settings) time.Time {
	return now.Add(time.Duration(s.HoldMinutes) * time.Minute)
}

// key names a cause of an e-mail; it must hold nothing personal.
func key(kind MailKind, id int64, what any) string { return fmt.Sprintf("%s:%d:%v", kind, id, what) }

func badEmail() error {
	return fault.Fields{{Name: "epost", Msg: i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no.")}}.Err()
}
