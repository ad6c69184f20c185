// Roles as those who choose them read them.

package accounts

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type formView = page.FormView

// roleMay says what a role is for, in the words of those who choose it.
var roleMay = map[account.Role]string{
	account.Administrator:  i18n.Mark("Kan alt, også invitere og endre brukere."),
	account.Coordinator:    i18n.Mark("Godkjenner lag og aktiviteter, og holder kontakter, steder og lister ved like."),
	account.ContactManager: i18n.Mark("Holder kommunens kontaktpersoner ved like."),
	account.Reader:         i18n.Mark("Kan se, men ikke endre."),
	account.GroupAdmin:     i18n.Mark("Kan endre profilen til laget og invitere flere."),
	account.GroupMember:    i18n.Mark("Kan legge inn og endre aktiviteter."),
}

func roleOptions(p ui.Page, roles []account.Role) []ui.Option {
	out := make([]ui.Option, 0, len(roles))
	for _, r := range roles {
		out = append(out, ui.Option{Value: string(r), Label: p.T(r.Name()), Help: p.T(roleMay[r])})
	}
	return out
}

func roleHelp(p ui.Page) string {
	return p.T("Laget må alltid ha minst én ansvarlig.")
}
