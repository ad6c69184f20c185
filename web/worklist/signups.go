// Sign-ups that wait for staff.

package worklist

import (
	"context"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
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

func (m matters) list(_ context.Context, e *page.Env) (list, error) {
	l := list{ID: "pamelding", Title: e.T("Påmeldinger som trenger noen"), Count: len(m)}
	for _, v := range participants.Matters(e, m[:min(len(m), 2*shown)]) {
		l.Rows = append(l.Rows, row{Who: v.Who, URL: v.URL, What: v.What, Since: v.Since, Ago: v.Ago, Actions: []action{link(v.URL, v.Do, v.Who)}})
	}
	return l, nil
}

// about says whether a row tells of the address already.
func (m matters) about(address string) bool {
	return slices.ContainsFunc(m, func(x roster.Matter) bool {
		return x.Kind == roster.Bounced && strings.EqualFold(x.Email, address)
	})
}
