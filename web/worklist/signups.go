// Sign-ups that wait for staff.

package worklist

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants/overview"
)

// matters are sign-ups where somebody has to do something: those of organisers
// that nobody logs in for, and all whose address refuses e-mail.
type matters []roster.Matter

func (h *Handler) matters(ctx context.Context, e *page.Env) (matters, error) {
	if !e.Actor.May(account.ManageActivities) {
		return nil, nil
	}
	return h.portal.Rosters.Matters(ctx, e.Actor)
}

func (m matters) list(e *page.Env) list {
	l := list{ID: "pamelding", Title: e.T("Påmeldinger som trenger noen"), Count: len(m)}
	for _, v := range overview.Matters(e, m[:min(len(m), 2*shown)]) {
		l.Rows = append(l.Rows, row{Who: v.Who, URL: v.URL, What: v.What, Since: v.Since, Ago: v.Ago, Actions: []action{link(v.URL, v.Do, v.Who)}})
	}
	return l
}

// withoutForm are published activities whose sign-up waits to be set up.
func (h *Handler) withoutForm(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "uten-oppsett", Title: e.T("Aktiviteter med påmelding som ikke er satt opp")}
	if !e.Actor.May(account.ManageActivities) {
		return l, nil
	}
	unset, err := h.portal.Rosters.WithoutForm(ctx, e.Actor)
	l.Count = len(unset)
	for _, a := range unset {
		l.add(e, row{
			Who: a.Title, URL: e.URL(activityeditor.Path(e, a.ActivityID, "")), What: e.T("Fra %s", a.Organiser) + ". " + e.T("Ingen kan melde seg på ennå") + ".", Since: a.Since,
			Actions: []action{link(e.URL(activityeditor.Path(e, a.ActivityID, "/pamelding/oppsett")), e.T("Sett opp påmeldingen"), a.Title)},
		})
	}
	return l, err
}
