// The panel beside the form: where the activity is in its life, and what can be done.

package activityeditor

import (
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// sideView stands beside the form: where the activity is in its life, what can be
// done with it, and its next dates.
type sideView struct {
	Status     activity.Status
	Reason     string // why it was refused
	Cancelled  bool
	CancelText string
	PublicURL  string // "" when residents cannot see it
	DatesURL   string
	Dates      []sideDate
	More       int
	CopyURL    string
	CancelURL  string // the whole series; "" when there is nothing to call off
	RestoreURL string
	OfferURL   string // where staff say what kind of offer it is
	Withdraw   string
	Archive    string
	SignupURL  string // who has signed up, and the form; "" for those who may not
	Signup     activity.SignupMode
	Repeats    bool
}

type sideDate struct {
	dateLine
	URL       string
	Cancelled bool
	Postponed bool
	Moved     bool
}

func (h *Handler) side(e *page.Env, v activity.View) *sideView {
	s := &sideView{
		Status: v.Status, Reason: v.StatusReason, Cancelled: v.Activity.Cancelled(), CancelText: v.CancelReason, Repeats: v.Repeats(),
		DatesURL: e.URL(Path(e, v.ID, "/datoer")), CopyURL: e.URL(Path(e, v.ID, "/kopier")), More: max(0, v.Coming-len(v.Next)),
	}
	if v.Status == activity.Published {
		s.PublicURL = e.URL(activitycards.Path(v.ID, v.Title))
	}
	if out := v.Status == activity.Published || v.Status == activity.Submitted; out {
		s.Withdraw = e.URL(Path(e, v.ID, "/trekk"))
		if s.Cancelled {
			s.RestoreURL = e.URL(Path(e, v.ID, "/gjenopprett"))
		} else if v.Coming > 0 {
			s.CancelURL = e.URL(Path(e, v.ID, "/avlys"))
		}
	}
	if v.Status != activity.Archived && e.Actor.May(account.ManageActivities) {
		s.OfferURL = e.URL(Path(e, v.ID, "/tilbud"))
	}
	if v.Status != activity.Archived {
		s.Archive = e.URL(Path(e, v.ID, "/arkiver"))
	}
	if mayManage(e) {
		s.SignupURL, s.Signup = e.URL(Path(e, v.ID, "/pamelding")), v.SignupMode
	}
	for _, o := range v.Next {
		s.Dates = append(s.Dates, dateOf(e, v.Activity, o))
	}
	return s
}

func dateOf(e *page.Env, a activity.Activity, o activity.Occurrence) sideDate {
	d := sideDate{
		dateLine:  dateLine{At: o.StartsAt, Text: e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now), Note: dateStatus(e, o)},
		Cancelled: o.Cancelled(), Postponed: o.Postponed(), Moved: o.Status == activity.Moved,
	}
	if (o.OwnVenueID != 0 || o.OwnPlaceNote != "") && !o.Off() && o.PlaceLine != "" {
		d.Note = strings.TrimSpace(d.Note + " " + e.T("Sted denne gangen: %s.", o.PlaceLine))
	}
	if o.OverAt.After(e.Now) && activity.MayEdit(e.Actor, a) && a.Status != activity.Archived {
		d.URL = e.URL(Path(e, a.ID, "/datoer/"+IdValue(o.ID)))
	}
	return d
}

// mayManage says whether the actor changes activities at all, for buttons on lists.
func mayManage(e *page.Env) bool {
	return e.Actor.May(account.EditOwnActivities) || e.Actor.May(account.ManageActivities)
}

func (s sideView) cancelLabel(p ui.Page) string {
	if s.Repeats {
		return p.T("Avlys hele serien")
	}
	return p.T("Avlys aktiviteten")
}
