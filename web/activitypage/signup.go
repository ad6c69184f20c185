// How one signs up from the page: places left, the rules, and the button.

package activitypage

import (
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
	"frivilligsentral/web/signup"
)

// takesSignups says whether one signs up here for something of it.
func takesSignups(a listing.PageView) bool {
	return a.SignupMode == activity.HereSignup && !a.Past && !a.Cancelled() && len(a.Dates) > 0
}

// addSignup tells how one signs up here: places left, the rules, and the button. Slots are those of the dates; ready
// says that the organiser has set sign-up up.
func (v *showView) addSignup(e *page.Env, a listing.PageView, p signupform.Page, slots []signupform.Slot, ready bool) {
	if a.SignupMode == activity.NoSignup && !a.Past && a.NextDate() != nil {
		v.available = map[int64]string{0: "InStock"} // everybody may just come
	}
	if !takesSignups(a) {
		return
	}
	if !ready {
		v.signupNote = e.T("Påmeldingen er ikke klar ennå.")
		return
	}
	if p.Form.Scope != signupform.OneDate {
		slots = []signupform.Slot{p.Slot}
	}
	v.showSignup(e, a, p, slots)
}

func (v *showView) showSignup(e *page.Env, a listing.PageView, p signupform.Page, slots []signupform.Slot) {
	var open []signupform.Slot
	first := ""
	v.available = map[int64]string{}
	for i, s := range slots {
		gate := signupform.GateFor(e.Now, p.Form, s, 1)
		state := signup.State(e.Lang, p.Form, s, gate, e.Now)
		if i == 0 {
			first = state
		}
		v.available[s.OccurrenceID] = availability(gate)
		if signup.CanEnter(gate) {
			open = append(open, s)
		}
		if len(slots) > 1 {
			v.facts.addPlaces(e, s, gate, state)
		}
	}
	if len(slots) == 1 && first != "" {
		v.facts.Signup = append(v.facts.Signup, first)
	}
	v.facts.Signup = append(v.facts.Signup, signup.Terms(e.Lang, a.View, p, e.Now, len(slots) > 1)...)
	v.signupButton(e, a.ID, slots, open, first)
}

// availability is the schema.org word for it.
func availability(g signupform.Gate) string {
	switch g {
	case signupform.Open:
		return "InStock"
	case signupform.NotYet:
		return "PreOrder"
	}
	return "SoldOut"
}

func (v *showView) signupButton(e *page.Env, id int64, slots, open []signupform.Slot, state string) {
	switch {
	case len(open) == 0:
		v.signupNote = state
		return
	case len(slots) == 1:
		v.signup = &textLink{e.T("Meld deg på"), e.URL(signup.Path(id, open[0].OccurrenceID))}
		if !open[0].Fits(1) {
			v.signup.Text = e.T("Stå på venteliste")
		}
	default:
		v.signup = &textLink{e.T("Meld deg på"), e.URL(signup.Path(id, 0))}
	}
	v.signupIcon = "ticket"
	v.signupState = stateOf(e, open, len(slots) > 1, state)
}

// stateOf is what stands beside the button: how many places are left, and with
// several dates the first one that has any.
func stateOf(e *page.Env, open []signupform.Slot, several bool, state string) string {
	if !several {
		return state
	}
	for _, s := range open {
		if s.Fits(1) {
			return e.T("Neste ledige: %s", e.Lang.DateWeekday(s.StartsAt, e.Now)) + placesAfter(e, s)
		}
	}
	return e.T("Alle datoene er fulle, men du kan stå på venteliste.")
}

func placesAfter(e *page.Env, s signupform.Slot) string {
	if places := signup.Places(e.Lang, s); places != "" {
		return ", " + places
	}
	return ""
}

// addPlaces puts the places left, and the way in, on the date's own line.
func (f *facts) addPlaces(e *page.Env, s signupform.Slot, g signupform.Gate, state string) {
	for _, lines := range [][]dateLine{f.Dates, f.All} {
		for i := range lines {
			if lines[i].occurrenceID != s.OccurrenceID || lines[i].Cancelled {
				continue
			}
			lines[i].Places = state
			if signup.CanEnter(g) {
				lines[i].signupText = e.T("Meld deg på")
				if g == signupform.OpenToWait {
					lines[i].signupText = e.T("Stå på venteliste")
				}
				lines[i].signupURL = e.URL(signup.Path(s.ActivityID, s.OccurrenceID))
			}
		}
	}
}
