// Where one signs up for a date, whether one can now, and how many places are left.

package signup

import (
	"strconv"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/activitycards"
)

// Path is where one signs up for a date of an activity; with date 0 for the
// series, or to choose a date.
func Path(activityID, dateID int64) string {
	path := activitycards.NumberPath(activityID) + "/pamelding"
	if dateID != 0 {
		path += "/" + strconv.FormatInt(dateID, 10)
	}
	return path
}

// Places says in a few words how many places are left, "" where there is no limit.
func Places(l i18n.Lang, s signupform.Slot) string {
	free, limited := s.Free()
	switch {
	case !limited:
		return ""
	case s.Fits(1):
		return l.N("%d ledig plass", "%d ledige plasser", free)
	case s.Waiting > 0:
		return l.N("Fullt, %d på venteliste", "Fullt, %d på venteliste", s.Waiting)
	case s.WaitingCapacity != nil && *s.WaitingCapacity == 0:
		return l.T("Fullt")
	}
	return l.T("Fullt, men du kan stå på venteliste")
}

// State says whether one can sign up now: places left, the waiting list, or why not.
func State(l i18n.Lang, f signupform.Form, s signupform.Slot, g signupform.Gate, now time.Time) string {
	switch {
	case g == signupform.Open || g == signupform.OpenToWait:
		return Places(l, s)
	case g == signupform.NotYet && f.OpensAt != nil:
		return l.T("Påmeldingen åpner %s.", moment(l, *f.OpensAt, now))
	}
	if g == signupform.Full && s.WaitingCapacity != nil && *s.WaitingCapacity == 0 {
		return l.T("Det er fullt.")
	}
	return l.T(g.Text())
}

// CanEnter says whether the gate lets people in, to a place or to the waiting list.
func CanEnter(g signupform.Gate) bool {
	return g == signupform.Open || g == signupform.OpenToWait
}
