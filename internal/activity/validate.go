// Rules of what may be stored, and of what may be sent in.

package activity

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Limits of the fields, in characters. The form uses them too.
const (
	MaxTitle       = 120
	MaxSummary     = 200
	MaxDescription = 5000
	MaxPlaceNote   = 200
	MaxBring       = 500
	MaxName        = 100
	MaxPriceNote   = 100
	MaxReason      = 300
	MaxURL         = 500

	maxPriceOre  = 10_000_000 // 100,000 kr
	maxAge       = 120
	maxLanguages = 10
	maxCodes     = 50
)

// Normal is the draft with texts trimmed and the obvious filled in.
func (d Draft) Normal() Draft {
	for _, line := range []*string{&d.Title, &d.Summary, &d.PriceNote, &d.PlaceNote, &d.ContactName} {
		*line = strings.Join(strings.Fields(*line), " ")
	}
	for _, text := range []*string{&d.Description, &d.Bring, &d.OnlineURL, &d.SignupURL, &d.ContactPhone, &d.ContactEmail} {
		*text = strings.TrimSpace(*text)
	}
	if d.Kind == "" {
		d.Kind = Regular
	}
	if d.Offer == "" {
		d.Offer = Voluntary
	}
	if d.Lang == "" {
		d.Lang = i18n.NB
	}
	if len(d.HeldIn) == 0 {
		d.HeldIn = []string{string(d.Lang)}
	}
	if d.SignupMode == "" {
		d.SignupMode = NoSignup
	}
	if d.SignupMode != LinkSignup {
		d.SignupURL = ""
	}
	if d.RRule == "" {
		d.ExceptDates, d.Pauses = nil, nil
	}
	d.TargetGroups, d.CoOrganisers = unique(d.TargetGroups), unique(d.CoOrganisers)
	d.ExtraDates, d.ExceptDates = uniqueTimes(d.ExtraDates), uniqueTimes(d.ExceptDates)
	return d
}

func unique(ids []int64) []int64 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func uniqueTimes(times []time.Time) []time.Time {
	times = slices.Clone(times)
	slices.SortFunc(times, time.Time.Compare)
	return slices.CompactFunc(times, time.Time.Equal)
}

// Validate says what is wrong with a draft, field by field with the names of the
// form, or nil. It is what must hold for anything that is stored.
func (d Draft) Validate(now time.Time) error {
	var f fault.Fields
	d.checkTexts(&f)
	d.checkOffer(&f)
	d.checkAudience(&f)
	d.checkAddresses(&f)
	d.Schedule.Check(&f, now)
	return f.Err()
}

// Complete says what is missing before a draft can be sent in.
func (d Draft) Complete(now time.Time) error {
	var f fault.Fields
	f.Check(d.Summary != "", "kort", i18n.Mark("Skriv én setning om aktiviteten, så folk skjønner hva det er."))
	somewhere := d.VenueID != 0 || d.AreaID != 0 || d.PlaceNote != "" || d.OnlineURL != ""
	f.Check(somewhere, "sted", i18n.Mark("Velg et sted, eller skriv hvor dere møtes."))
	if dates, err := d.Schedule.Expand(now); err == nil {
		coming := slices.ContainsFunc(dates, func(o recurrence.Occurrence) bool { return o.End.After(now) })
		f.Check(coming, "dato", i18n.Mark("Alle datoene er over. Velg minst én dato som kommer."))
	}
	return f.Err()
}

func (d Draft) checkTexts(f *fault.Fields) {
	f.Check(d.Title != "", "tittel", i18n.Mark("Skriv hva aktiviteten heter."))
	short(f, "tittel", d.Title, MaxTitle)
	short(f, "kort", d.Summary, MaxSummary)
	short(f, "beskrivelse", d.Description, MaxDescription)
	short(f, "pris_merknad", d.PriceNote, MaxPriceNote)
	short(f, "moteplass", d.PlaceNote, MaxPlaceNote)
	short(f, "ta_med", d.Bring, MaxBring)
	short(f, "kontakt_navn", d.ContactName, MaxName)
}

func short(f *fault.Fields, name, text string, most int) {
	n := utf8.RuneCountInString(text)
	f.Check(n <= most, name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), most, n)
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$`)

func (d Draft) checkAudience(f *fault.Fields) {
	f.Check(slices.Contains(Kinds, d.Kind), "type", i18n.Mark("Velg ett av valgene."))
	f.Check(languageTag.MatchString(string(d.Lang)), "sprak", i18n.Mark("Velg hvilket språk teksten er skrevet på."))
	odd := func(tag string) bool { return !languageTag.MatchString(tag) }
	f.Check(len(d.HeldIn) <= maxLanguages && !slices.ContainsFunc(d.HeldIn, odd), "holdes_pa", i18n.Mark("Velg språk fra listen, høyst ti."))
	f.Check(d.CategoryID > 0, "kategori", i18n.Mark("Velg en kategori."))
	f.Check(len(d.TargetGroups) <= maxCodes, "malgruppe", i18n.Mark("Velg færre målgrupper."))
	f.Check(len(d.CoOrganisers) <= maxCodes, "medarrangor", i18n.Mark("Velg færre medarrangører."))
	f.Check(between(d.AgeMin, 0, maxAge), "alder_fra", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxAge)
	f.Check(between(d.AgeMax, 0, maxAge), "alder_til", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxAge)
	ordered := d.AgeMin == nil || d.AgeMax == nil || *d.AgeMin <= *d.AgeMax
	f.Check(ordered, "alder_til", i18n.Mark("Den høyeste alderen må være minst like høy som den laveste."))
	f.Check(between(d.PriceOre, 0, maxPriceOre), "pris", i18n.Mark("Skriv en pris fra 0 til %d kroner."), maxPriceOre/100)
}

func between(n *int, low, high int) bool { return n == nil || *n >= low && *n <= high }

func (d Draft) checkAddresses(f *fault.Fields) {
	f.Check(IsURL(d.OnlineURL), "nettadresse", i18n.Mark("Skriv en gyldig nettadresse, for eksempel https://eksempel.no."))
	f.Check(IsURL(d.SignupURL), "pamelding_url", i18n.Mark("Skriv en gyldig nettadresse, for eksempel https://eksempel.no."))
	f.Check(slices.Contains(SignupModes, d.SignupMode), "pamelding", i18n.Mark("Velg ett av valgene."))
	f.Check(d.SignupMode != LinkSignup || d.SignupURL != "", "pamelding_url", i18n.Mark("Skriv nettadressen der folk melder seg på."))
	f.Check(isEmail(d.ContactEmail), "kontakt_epost", i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."))
	_, isPhone := i18n.ParsePhone(d.ContactPhone)
	f.Check(d.ContactPhone == "" || isPhone, "kontakt_telefon", i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
}

// IsURL says whether a text is empty or an address of the web that may be shown.
func IsURL(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && len(s) <= MaxURL && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil && strings.Contains(u.Hostname(), ".")
}

func isEmail(s string) bool {
	if s == "" {
		return true
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}
