// Package wish is what somebody who signs up has written, and what is wrong with it.
package wish

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
)

// Wish is what someone who signs up has written.
type Wish struct {
	ActivityID        int64
	OccurrenceID      int64   // 0 with a form for the whole series
	Also              []int64 // further dates of the activity, each with a place of its own
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
	MailKinds         []string          // the choices of kinds that are wanted; nil: all
	Force             bool              // at the desk: sign up whatever the warnings say
	Network           string            // the form was sent from it, see account.IPKey; "" is not counted
}

// Participant is one person of a party.
type Participant struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`     // "" when not asked
	AgeBand    string     `json:"age_band"` // "" when not asked
	Attendance Attendance `json:"attendance"`
}

// Attendance is whether someone came.
type Attendance string

// What is known of it.
const (
	Unknown Attendance = ""
	Present Attendance = "present"
	Absent  Attendance = "absent"
)

// Normal is the wish trimmed, with as many participants as the party has.
func (w Wish) Normal(f signupform.Form) Wish {
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
		w.MailKinds = []string{kind.SignUpReminder.Choice(), kind.SignUpThanks.Choice()}
	}
	w.Participants = party(f, w.Party, w.Participants, w.Name)
	w.Answers = questionnaire.Answers(f.Questions, w.Answers)
	return w
}

// party is one participant for each person; what the form does not ask is left out,
// and where no names are asked, the first is the contact person.
func party(f signupform.Form, size int, written []Participant, contact string) []Participant {
	all := make([]Participant, max(0, min(size, 200)))
	for i := range all {
		if i < len(written) {
			all[i].Name, all[i].AgeBand = strings.Join(strings.Fields(written[i].Name), " "), written[i].AgeBand
		}
		if !f.AsksAges() {
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

// AtDesk is the form as it holds at the organiser's desk, with parties of any size,
// and the wish as it would be stored.
func (w Wish) AtDesk(form signupform.Form) (signupform.Form, Wish) {
	form.MaxParty = signupform.MaxPartyLimit
	return form, w.Normal(form)
}

// CheckAtDesk says what is wrong with a wish at the organiser's desk, with the names of the page's fields.
func (w Wish) CheckAtDesk(form signupform.Form, settings signupform.Settings) error {
	form, w = w.AtDesk(form)
	return w.Check(form, settings, true)
}

// Bands are the age bands of people, in order.
func Bands(all []Participant) []string {
	codes := make([]string, len(all))
	for i, p := range all {
		codes[i] = p.AgeBand
	}
	return codes
}

// Names are their names.
func Names(all []Participant) []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return names
}

// Check says what is wrong with a wish; at the desk neither e-mail nor phone is needed.
func (w *Wish) Check(f signupform.Form, settings signupform.Settings, desk bool) error {
	var fields fault.Fields
	if desk {
		checkNameOf(&fields, "navn", w.Name, i18n.Mark("Skriv navnet på den som skal meldes på."))
	} else {
		CheckName(&fields, "navn", w.Name)
	}
	fields.Check(w.Email == "" || IsEmail(w.Email), "epost", i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."))
	reached := w.Email != "" || w.Phone != ""
	needed := f.NeedPhone && w.Phone == ""
	if w.Phone != "" {
		number, ok := i18n.ParsePhone(w.Phone)
		fields.Check(ok, "telefon", i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
		w.Phone = number
	}
	fields.Check(desk || reached, "epost", i18n.Mark("Skriv e-postadresse eller mobilnummer, så arrangøren når deg."))
	fields.Check(desk || !needed, "telefon", i18n.Mark("Arrangøren trenger telefonnummeret ditt."))
	fields.Check(w.Party >= 1 && w.Party <= f.MaxParty, "antall", i18n.Mark("Velg fra 1 til %d personer."), f.MaxParty)
	for i, p := range w.Participants {
		n := utf8.RuneCountInString(p.Name)
		alone := len(w.Participants) == 1
		if i == 0 && p.Name == w.Name && (alone || !f.AskNames) {
			continue // the name is the contact's, and told there
		}
		fields.Check(!f.AskNames || p.Name != "", questionnaire.Field("deltaker", i), i18n.Mark("Skriv navnet."))
		plainname.Check(&fields, questionnaire.Field("deltaker", i), p.Name)
		fields.Check(n <= signupform.MaxName, questionnaire.Field("deltaker", i), i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), signupform.MaxName, n)
	}
	f.CheckAges(&fields, Bands(w.Participants))
	if !desk && signupform.NeedsGuardian(f, settings, Bands(w.Participants), w.ContactIsGuardian) {
		w.CheckGuardian(&fields)
	}
	questionnaire.CheckAnswers(&fields, f.Questions, w.Answers, desk)
	return fields.Err()
}

// CheckGuardian says what is wrong with who is named as guardian.
func (w *Wish) CheckGuardian(fields *fault.Fields) {
	fields.Check(w.GuardianName != "" && utf8.RuneCountInString(w.GuardianName) <= signupform.MaxName, "foresatt_navn", i18n.Mark("Skriv navnet på en foresatt."))
	plainname.Check(fields, "foresatt_navn", w.GuardianName)
	fields.Check(IsEmail(w.GuardianEmail) && w.GuardianEmail != w.Email, "foresatt_epost", i18n.Mark("Skriv e-postadressen til den foresatte. Den kan ikke være din egen."))
}

// CheckName says what is wrong with the name of whoever writes.
func CheckName(fields *fault.Fields, field, name string) {
	checkNameOf(fields, field, name, i18n.Mark("Skriv navnet ditt."))
}

// checkNameOf says missing when there is no name: whoever writes may be another than who is named.
func checkNameOf(fields *fault.Fields, field, name, missing string) {
	n := utf8.RuneCountInString(name)
	fields.Check(name != "", field, missing)
	plainname.Check(fields, field, name)
	fields.Check(n <= signupform.MaxName, field, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), signupform.MaxName, n)
}

// IsEmail says whether it is an address as it is stored.
func IsEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

// BadEmail says that the field of the address has none.
func BadEmail() error {
	return fault.Fields{{Name: "epost", Msg: i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no.")}}.Err()
}
