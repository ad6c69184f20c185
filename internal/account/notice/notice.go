// Package notice is what a person who logs in wants to be told by e-mail: of which
// kinds of things that wait for her, and how often. Whatever makes a thing wait says
// so with ArisenArgs, in its transaction; the package waiting, which knows what waits,
// writes the letters.
package notice

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
)

// Kind is a kind of things that wait.
type Kind string

// The kinds of the municipality's staff, and those of a group's people.
const (
	Organisations Kind = "organisations"
	Activities    Kind = "activities"
	Calls         Kind = "calls"
	Files         Kind = "files"
	Other         Kind = "other"

	SignUps       Kind = "sign_ups"
	OwnActivities Kind = "own_activities"
)

// Kinds are all of them, in the order of the page where one chooses.
var Kinds = []Kind{Organisations, Activities, Calls, Files, Other, SignUps, OwnActivities}

// Permission is the right of those who can do something about what waits: nobody
// else is told of it.
func (k Kind) Permission() account.Permission {
	switch k {
	case Organisations:
		return account.ManageOrganisation
	case Activities, Calls:
		return account.ManageActivities
	case Files:
		return account.ImportContacts
	case Other:
		return account.ManageContacts
	}
	return account.RunOwnActivities
}

// Name is what people call the kind, in bokmål source text.
func (k Kind) Name() string {
	switch k {
	case Organisations:
		return i18n.Mark("Lag og foreninger som venter på svar")
	case Activities:
		return i18n.Mark("Aktiviteter som venter på godkjenning")
	case Calls:
		return i18n.Mark("Påmeldinger der noen må ringes eller få svar")
	case Files:
		return i18n.Mark("Filer som er lest inn")
	case Other:
		return i18n.Mark("Annet på arbeidslisten")
	case SignUps:
		return i18n.Mark("Påmeldinger som trenger noen")
	case OwnActivities:
		return i18n.Mark("Aktiviteter som dere må gjøre noe med")
	}
	return string(k)
}

// Help says what the kind holds where its name does not, in bokmål source text.
func (k Kind) Help() string {
	switch k {
	case Other:
		return i18n.Mark("Kontakter, roller og lag som må ses over, meldinger om sider, og e-post som ikke kom fram.")
	case Calls:
		return i18n.Mark("Og aktiviteter der påmeldingen ikke er satt opp.")
	case Files:
		return i18n.Mark("Filer som ikke kunne leses, som ble lagret med merknader, eller som ikke er lagret.")
	case SignUps:
		return i18n.Mark("For eksempel når noen må ringes, eller når en ledig plass venter på svar.")
	case OwnActivities:
		return i18n.Mark("Når påmeldingen ikke er satt opp, når en dato er utsatt og trenger en ny tid, eller når en aktivitet fortsatt må rettes etter en uke.")
	}
	return ""
}

// Of are the kinds that the actor can do something about, at her door.
func Of(by account.Actor) []Kind {
	var out []Kind
	for _, k := range Kinds {
		if by.LoggedIn() && by.May(k.Permission()) {
			out = append(out, k)
		}
	}
	return out
}

// Often is how often somebody is told.
type Often string

// How often. Who has not chosen is told once a day.
const (
	AtOnce Often = "at_once"
	Daily  Often = "daily"
	Never  Often = "never"
)

// Oftens are all of them, in the order of the page.
var Oftens = []Often{AtOnce, Daily, Never}

// Name is what people call it, in bokmål source text.
func (o Often) Name() string {
	switch o {
	case AtOnce:
		return i18n.Mark("Med en gang")
	case Daily:
		return i18n.Mark("Én gang om dagen")
	case Never:
		return i18n.Mark("Aldri")
	}
	return string(o)
}

// ArisenArgs says, in the transaction that did it, that something of a kind waits now.
type ArisenArgs struct {
	MunicipalityID int64 `json:"municipality_id"`
	OrganisationID int64 `json:"organisation_id"` // whose people are told; 0: the municipality's staff
	What           Kind  `json:"what"`
}

// Kind is the job's name in the queue.
func (ArisenArgs) Kind() string { return "notice.arisen" }
