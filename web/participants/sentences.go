// What the list and its people say in words.

package participants

import (
	"strconv"
	"strings"

	"frivilligsentral/internal/registration"
	"frivilligsentral/web/ui"
)

func pathOnly(url string) string {
	path, _, _ := strings.Cut(url, "?")
	return path
}

// searchFirst says that the search stands over the list: on the day itself only
// when the list is long, or searched already.
func (v listView) searchFirst() bool {
	return !v.Attend || v.Filtered || len(v.Rows) > 12 || v.PrevURL != "" || v.NextURL != ""
}

// second makes what is not the first thing to do on the day of the date a quieter button.
func (v listView) second() string {
	if v.Attend {
		return "secondary"
	}
	return ""
}

// ticked counts those ticked off among those with a place; 0 of 0 when not all
// of the list is on the page.
func (v listView) ticked() (n, of int) {
	if v.Filtered || v.PrevURL != "" || v.NextURL != "" {
		return 0, 0
	}
	for _, r := range v.Rows {
		if r.Status != registration.Confirmed {
			continue
		}
		for _, p := range r.People {
			of++
			if p.State != registration.Unknown {
				n++
			}
		}
	}
	return n, of
}

// named says that the names of the party say more than its contact person does.
func (r row) named() bool {
	return r.Active() && len(r.People) > 1
}

// togglesAll is what the button for the whole party sends.
func (r row) togglesAll() string {
	if r.allCame() {
		return ""
	}
	return string(registration.Present)
}

func closeAllLabel(v listView) string {
	if v.Series {
		return v.Page.T("Steng påmeldingen")
	}
	return v.Page.T("Steng for alle datoer")
}

// toggled is what a button sends: pressing it again takes the answer back.
func toggled(p person, state registration.Attendance) string {
	if p.State == state {
		return ""
	}
	return string(state)
}

// places are the date's places as typed, or as they are.
func (v listView) places() string {
	if v.F.Failed() {
		return v.F.Value("plasser")
	}
	if v.List.Slot.Capacity == nil {
		return ""
	}
	return strconv.Itoa(*v.List.Slot.Capacity)
}

// guardian is who answers for a child, and whether she has confirmed.
func guardian(v personView) string {
	if v.P.GuardianName == "" {
		return ""
	}
	text := v.P.GuardianName + ", " + v.P.GuardianEmail
	if v.P.GuardianNeeded && v.P.GuardianConfirmedAt == nil {
		return text + " – " + v.Page.T("har ikke bekreftet")
	}
	return text
}

func removeOptions(p ui.Page) []ui.Option {
	return []ui.Option{{Value: "selv", Label: p.T("Personen har bedt om det")}, {Value: "vi", Label: p.T("Vi må ta personen av listen")}}
}

func messageTo(v personView) string {
	url := pathOnly(v.BackURL) + "/melding?til=valgte&id=" + ui.Itoa(v.P.ID)
	if v.P.OccurrenceID != 0 {
		url += "&dato=" + ui.Itoa(v.P.OccurrenceID)
	}
	return url
}

func attendanceText(p ui.Page, state registration.Attendance) string {
	switch state {
	case registration.Present:
		return p.T("Møtt")
	case registration.Absent:
		return p.T("Ikke møtt")
	}
	return ""
}

// words are a name with the age behind it, when that is known.
func (p person) words() string {
	if p.Age == "" {
		return p.Name
	}
	return p.Name + ", " + p.Age
}

// removeNow says what happens to the person.
func removeNow(v personView) string {
	if v.P.Email == "" || v.Row.Refused {
		return v.Page.T("Du må selv si fra til personen")
	}
	return v.Page.T("Personen får beskjed på e-post")
}
