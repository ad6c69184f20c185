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

func dateLabel(v listView) string {
	if v.Series {
		return v.Page.T("Hvem møtte, dato")
	}
	return v.Page.T("Dato")
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

// rowID gives the first box the id that the error summary points at.
func rowID(i int, r row) string {
	if i == 0 {
		return "id"
	}
	return "id-" + itoa(r.ID)
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
	url := pathOnly(v.BackURL) + "/melding?til=valgte&id=" + itoa(v.P.ID)
	if v.P.OccurrenceID != 0 {
		url += "&dato=" + itoa(v.P.OccurrenceID)
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
