// The overview: what waits, what comes, and what is missing.

package grouphome

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants/overview"
	"frivilligsentral/web/ui"
)

type overviewView struct {
	Name       string
	Pending    bool
	MayProfile bool
	Stale      bool
	Confirmed  string
	Coming     []rowView
	Waiting    []rowView // drafts, sent in, refused
	SignUps    []overview.ComingView
	Matters    []overview.MatterView // of sign-ups, that somebody must act on
	Substitute []overview.SubstituteView
	Unset      []rowView // published with sign-up here, and nobody can sign up yet
	Postponed  []rowView // dates that wait for a new time
	PublicURL  string
	PrintURL   string
	Proposals  int      // of roles, from the register
	Missing    []string // what the profile lacks
}

// rowView is an activity of the group's own.
type rowView struct {
	Title, URL, Lang, When, Note string
	State, StateKind             string
}

// Overview is a lag's first page: what comes, and what waits for somebody.
func (h *Handler) Overview(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	o, err := h.portal.Organisations.Get(r.Context(), e.Actor, e.Actor.OrganisationID)
	if err != nil {
		return err
	}
	v := overviewView{
		Name: o.Name, Pending: o.Status == organisation.Pending, MayProfile: e.Actor.May(account.EditOwnProfile), Stale: o.Stale(e.Now),
		PublicURL: e.URL(organisations.Path(o.ID, o.Name)), PrintURL: e.URL(activitycards.ListPath + "?lag=" + ui.Itoa(o.ID) + "&visning=program"), Missing: missing(e, o),
	}
	if o.ConfirmedAt != nil {
		v.Confirmed = e.Lang.Date(*o.ConfirmedAt)
	}
	if v.MayProfile {
		roles, err := h.portal.OrgRoles.RolesProposed(r.Context(), e.Actor, o.ID)
		if err != nil {
			return err
		}
		v.Proposals = len(roles.Proposals)
	}
	if v.Coming, err = h.ownRows(r, e, listing.ComingTab, 5); err != nil {
		return err
	}
	if v.Waiting, err = h.ownRows(r, e, listing.SentTab, 8); err != nil {
		return err
	}
	drafts, err := h.ownRows(r, e, listing.DraftTab, 8)
	if err != nil {
		return err
	}
	v.Waiting = append(v.Waiting, drafts[:min(len(drafts), 8-len(v.Waiting))]...)
	if err := h.addSignUps(r, e, &v); err != nil {
		return err
	}
	p := e.Page(r, e.T("Oversikt"))
	p.Active = "oversikt"
	return page.Render(w, r, overviewPage(p, v))
}

const (
	signUpsShown = 6
	mattersShown = 6
)

// addSignUps tells who is coming, and what about it waits for the lag.
func (h *Handler) addSignUps(r *http.Request, e *page.Env, v *overviewView) error {
	if !e.Actor.May(account.RunOwnActivities) {
		return nil
	}
	others, err := h.portal.Rosters.SubstituteLists(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	coming, err := h.portal.Rosters.ComingDates(r.Context(), e.Actor, signUpsShown+2*len(others))
	if err != nil {
		return err
	}
	coming = slices.DeleteFunc(coming, func(c roster.Coming) bool {
		return slices.ContainsFunc(others, func(l roster.SubstituteList) bool { return l.ActivityID == c.ActivityID })
	})
	matters, err := h.portal.Rosters.Matters(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	unset, err := h.portal.Rosters.WithoutForm(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	for _, a := range unset[:min(len(unset), mattersShown)] {
		v.Unset = append(v.Unset, rowView{
			Title: a.Title, URL: e.URL(activityeditor.Path(e, a.ActivityID, "/pamelding/oppsett")), Note: e.T("Sett opp påmeldingen. Ingen kan melde seg på ennå."),
		})
	}
	if v.Postponed, err = h.postponed(r, e); err != nil {
		return err
	}
	v.SignUps = overview.ComingDates(e, coming[:min(len(coming), signUpsShown)])
	v.Substitute = overview.Substitutes(e, others)
	v.Matters = overview.Matters(e, matters[:min(len(matters), mattersShown)])
	return nil
}

// postponed are the dates without a new time, each with when it is called off by itself.
func (h *Handler) postponed(r *http.Request, e *page.Env) ([]rowView, error) {
	dates, err := h.portal.ActivityLists.Postponed(r.Context(), e.Actor, mattersShown)
	var out []rowView
	for _, d := range dates {
		out = append(out, rowView{
			Title: d.Title, URL: e.URL(activityeditor.Path(e, d.ActivityID, "/datoer/"+strconv.FormatInt(d.OccurrenceID, 10))), Lang: e.Foreign(d.Lang),
			When: i18n.Capital(begins(e, d.StartsAt, d.AllDay)), State: e.T("Utsatt"), StateKind: "warning",
			Note: e.T("Sett en ny dato innen %s. Ellers blir den avlyst.", e.Lang.Date(d.Until)),
		})
	}
	return out, err
}

func (h *Handler) ownRows(r *http.Request, e *page.Env, tab listing.Tab, limit int) ([]rowView, error) {
	found, err := h.portal.ActivityLists.Mine(r.Context(), e.Actor, tab, listing.RowParams{Limit: limit})
	if err != nil {
		return nil, err
	}
	var out []rowView
	for _, a := range found.Rows {
		v := rowView{Title: a.Title, URL: e.URL(activityeditor.Path(e, a.ID, "")), Lang: e.Foreign(a.Lang)}
		if a.NextAt != nil {
			v.When = i18n.Capital(begins(e, *a.NextAt, a.AllDay))
		}
		switch {
		case a.SeriesCancelled:
			v.State, v.StateKind = e.T("Avlyst"), "danger"
		case a.Status != activity.Published:
			v.State, v.StateKind = e.T(a.Status.Name()), map[activity.Status]string{activity.Refused: "danger", activity.Submitted: "info"}[a.Status]
		case a.PostponedDates > 0:
			v.Note = e.Lang.N("Én dato er utsatt og venter på en ny", "%d datoer er utsatt og venter på nye", a.PostponedDates)
		case a.CancelledDates > 0:
			v.Note = e.Lang.N("Én dato er avlyst", "%d datoer er avlyst", a.CancelledDates)
		}
		if a.Status == activity.Refused && a.StatusReason != "" {
			v.Note = e.T("Begrunnelse: %s", a.StatusReason)
		}
		out = append(out, v)
	}
	return out, nil
}

// begins is the day, and the time of it when there is one.
func begins(e *page.Env, at time.Time, allDay bool) string {
	if allDay {
		return e.Lang.DateWeekday(at, e.Now)
	}
	return e.Lang.DateWeekday(at, e.Now) + " " + e.Lang.Time(at)
}

// missing names what residents look for and do not find on the lag's page.
func missing(e *page.Env, o organisation.View) []string {
	var out []string
	for _, m := range []struct {
		empty bool
		text  string
	}{
		{o.Summary == "", e.T("hva dere gjør, i en setning")},
		{o.HowToJoin == "", e.T("hvordan man blir med")},
		{o.EmailPublic == "" && o.Phone == "" && !anyPublic(o.Contacts), e.T("hvordan man når dere")},
		{len(o.TargetGroups) == 0, e.T("hvem det er for")},
	} {
		if m.empty {
			out = append(out, m.text)
		}
	}
	return out
}

func anyPublic(list []organisation.Contact) bool {
	for _, c := range list {
		if c.Public {
			return true
		}
	}
	return false
}
