// Package venue knows the places where things happen: what they are called, where
// they are, who can get in, and when they are open. A venue is never deleted while an activity has been
// held there; it is made inactive and can then not be chosen.
//
// Rights: everybody reads; staff with venue.manage change.
package venue

import (
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
)

// Venue is a place or a room.
type Venue struct {
	ID             int64
	MunicipalityID int64
	Name           string
	Kind           string // a code of Kinds
	AreaID         *int64
	Address        string
	PostalCode     string
	Latitude       *float64 // WGS 84, degrees
	Longitude      *float64
	Capacity       *int     // people
	Accessibility  []string // codes of AccessibilityFlags
	Equipment      string
	Description    string
	UnitID         *int64 // the municipal unit that owns it
	Active         bool
	Opening        opening.Hours
	UpdatedAt      time.Time
	Version        int
}

// Name pairs a stable code with its bokmål text, a key of the catalogue.
type Name struct{ Code, Text string }

// Kinds are the venue types of Trondheim's Bookingbase, with meeting rooms and the outdoors.
var Kinds = []Name{
	{"assembly_hall", i18n.Mark("Forsamlingslokale")},
	{"library", i18n.Mark("Bibliotek")},
	{"cafe_kitchen", i18n.Mark("Kafé, kantine eller kjøkken")},
	{"meeting_room", i18n.Mark("Møterom")},
	{"gym_hall", i18n.Mark("Gymsal eller treningsrom")},
	{"sports_hall", i18n.Mark("Idrettshall")},
	{"ice_hall", i18n.Mark("Ishall")},
	{"dance_hall", i18n.Mark("Dansesal")},
	{"music_room", i18n.Mark("Musikkrom")},
	{"workshop", i18n.Mark("Verksted eller formingsrom")},
	{"auditorium", i18n.Mark("Auditorium")},
	{"kindergarten_room", i18n.Mark("Barnehagerom")},
	{"swimming_pool", i18n.Mark("Svømmebasseng")},
	{"outdoor", i18n.Mark("Utendørs")},
	{"ski_area", i18n.Mark("Skianlegg")},
	{"athletics_track", i18n.Mark("Friidrettsanlegg")},
	{"other", i18n.Mark("Annet")},
}

// AccessibilityFlags are what people need to know before they come.
var AccessibilityFlags = []Name{
	{"step_free", i18n.Mark("Trinnfri inngang")},
	{"lift", i18n.Mark("Heis")},
	{"wheelchair", i18n.Mark("Tilrettelagt for rullestol")},
	{"accessible_toilet", i18n.Mark("Toalett for rullestolbrukere")},
	{"hearing_loop", i18n.Mark("Teleslynge")},
	{"low_vision_marking", i18n.Mark("Merking for svaksynte")},
	{"disabled_parking", i18n.Mark("HC-parkering")},
	{"sign_language", i18n.Mark("Tegnspråktolk")},
	{"quiet_room", i18n.Mark("Rolig og skjermet")},
	{"companion_free", i18n.Mark("Ledsager gratis")},
	{"transport_possible", i18n.Mark("Skyss er mulig")},
}

// Text is the bokmål text of a code in a list, the code itself when unknown.
func Text(list []Name, code string) string {
	for _, n := range list {
		if n.Code == code {
			return n.Text
		}
	}
	return code
}

func known(list []Name, code string) bool {
	for _, n := range list {
		if n.Code == code {
			return true
		}
	}
	return false
}

// Check is the rules of a venue; the field names are those of the form.
func (v Venue) Check() error {
	var f fault.Fields
	f.Check(strings.TrimSpace(v.Name) != "", "navn", i18n.Mark("Skriv navnet på stedet."))
	f.Check(utf8.RuneCountInString(v.Name) <= 120, "navn", i18n.Mark("Navnet kan ha høyst %d tegn."), 120)
	f.Check(known(Kinds, v.Kind), "type", i18n.Mark("Velg hva slags sted det er."))
	f.Check(utf8.RuneCountInString(v.Address) <= 200, "adresse", i18n.Mark("Adressen kan ha høyst %d tegn."), 200)
	f.Check(utf8.RuneCountInString(v.Description) <= 3000, "beskrivelse", i18n.Mark("Beskrivelsen kan ha høyst %d tegn."), 3000)
	f.Check(utf8.RuneCountInString(v.Equipment) <= 500, "utstyr", i18n.Mark("Teksten kan ha høyst %d tegn."), 500)
	f.Check(v.PostalCode == "" || postalCode(v.PostalCode), "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	f.Check(v.Capacity == nil || (*v.Capacity > 0 && *v.Capacity <= 100000), "plass", i18n.Mark("Skriv et antall fra 1 til 100 000."))
	f.Check((v.Latitude == nil) == (v.Longitude == nil), "breddegrad", i18n.Mark("Skriv både breddegrad og lengdegrad, eller ingen av dem."))
	f.Check(v.Latitude == nil || (*v.Latitude >= 57 && *v.Latitude <= 81), "breddegrad", i18n.Mark("Breddegraden må være fra 57 til 81."))
	f.Check(v.Longitude == nil || (*v.Longitude >= 4 && *v.Longitude <= 34), "lengdegrad", i18n.Mark("Lengdegraden må være fra 4 til 34."))
	for _, a := range v.Accessibility {
		if !known(AccessibilityFlags, a) {
			f.Add("tilgjengelighet", i18n.Mark("Velg blant valgene."))
			break
		}
	}
	v.Opening.Check(&f)
	return f.Err()
}

func postalCode(s string) bool {
	_, ok := i18n.ParsePostalCode(s)
	return ok && len(s) == 4
}
