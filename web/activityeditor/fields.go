// The form's fields read into a draft, and a draft written into them.

package activityeditor

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
)

// Price, as the form asks it (field "pristype").
const (
	isFree   = "gratis"
	isPriced = "koster"
)

// readDraft reads the whole form.
func readDraft(f *form.Form) activity.Draft {
	d := activity.Draft{
		Kind: activity.Kind(f.Raw("type")), Title: f.Raw("tittel"), Summary: f.Raw("kort"), Description: f.Text("beskrivelse", activity.MaxDescription*2),
		Lang: i18n.Lang(f.Raw("sprak")), HeldIn: f.All("holdes_pa"),
		Offer: activity.Offer(f.Raw("tilbud")), PriceNote: f.Raw("pris_merknad"), VenueID: f.ID("sted"), AreaID: f.ID("omrade"), PlaceNote: f.Raw("moteplass"),
		OnlineURL: f.URL("nettadresse"), Bring: f.Raw("ta_med"), ContactName: f.Raw("kontakt_navn"), ContactPhone: f.Phone("kontakt_telefon"),
		ContactEmail: f.Email("kontakt_epost"), SignupMode: activity.SignupMode(f.Raw("pamelding")), CoOrganisers: f.IDs("medarrangor"),
		AgeMin: f.Int("alder_fra", 0, maxAge), AgeMax: f.Int("alder_til", 0, maxAge),
		DatesShared: f.Checked("vis_datoer"),
	}
	if d.SignupMode == activity.LinkSignup {
		d.SignupURL = f.URL("pamelding_url")
	}
	for _, field := range activity.Fields {
		field.Choose(&d, f.IDs(field.Name))
	}
	d.PriceOre = readPrice(f)
	d.Schedule = readSchedule(f)
	return d
}

func readPrice(f *form.Form) *int {
	switch f.Raw("pristype") {
	case isFree:
		free := 0
		return &free
	case isPriced:
		text := strings.TrimSpace(f.Raw("pris"))
		ore, ok := i18n.ParsePrice(text)
		f.Errs.Check(ok, "pris", i18n.Mark("Skriv prisen i kroner, for eksempel 50."))
		return &ore
	}
	return nil
}

// valuesOf fills the form with a draft.
func valuesOf(d activity.Draft) url.Values {
	v := url.Values{}
	for name, text := range map[string]string{
		"type": string(d.Kind), "tittel": d.Title, "kort": d.Summary, "beskrivelse": d.Description, "sprak": string(d.Lang),
		"tilbud": string(cmp.Or(d.Offer, activity.Voluntary)), "pris_merknad": d.PriceNote, "sted": IdValue(d.VenueID), "omrade": IdValue(d.AreaID),
		"moteplass": d.PlaceNote, "nettadresse": d.OnlineURL, "ta_med": d.Bring, "kontakt_navn": d.ContactName,
		"kontakt_telefon": i18n.Phone(d.ContactPhone), "kontakt_epost": d.ContactEmail, "pamelding": string(d.SignupMode),
		"pamelding_url": d.SignupURL, "alder_fra": ageValue(d.AgeMin), "alder_til": ageValue(d.AgeMax),
	} {
		v.Set(name, text)
	}
	v["holdes_pa"] = d.HeldIn
	if d.DatesShared {
		v.Set("vis_datoer", "ja")
	}
	for _, field := range activity.Fields {
		for _, id := range field.Codes(d) {
			v.Add(field.Name, IdValue(id))
		}
	}
	for _, id := range d.CoOrganisers {
		v.Add("medarrangor", IdValue(id))
	}
	if d.PriceOre != nil && *d.PriceOre == 0 {
		v.Set("pristype", isFree)
	} else if d.PriceOre != nil {
		v.Set("pristype", isPriced)
		v.Set("pris", kroner(*d.PriceOre))
	}
	scheduleValues(v, d.Schedule)
	return v
}

func IdValue(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func ageValue(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// kroner is an amount as it is typed: "50" or "49,50".
func kroner(ore int) string {
	if ore%100 == 0 {
		return strconv.Itoa(ore / 100)
	}
	return strconv.Itoa(ore/100) + "," + strconv.Itoa(ore%100/10) + strconv.Itoa(ore%10)
}

const maxAge = 120 // years, as the feature has it
