// The centre as a place to drop in.

package home

import (
	"strings"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/web/page"
)

// centreView is the frivilligsentral as a place to drop in.
type centreView struct {
	Name, About  string
	AboutLang    string
	Now          string // "Åpent nå, til kl. 15.00"
	Open         bool
	Hours        []string // runs of days with the same hours
	Note         string   // what the municipality adds to the hours
	Address, Map string
	Phone, Email string
}

func centreOf(e *page.Env, hours string) centreView {
	c := e.Site.Centre()
	v := centreView{Name: c.Name, Phone: i18n.Phone(c.Phone), Email: c.Email, Note: c.OpeningNote, About: markdown.HTML(c.About[string(e.Lang)])}
	if v.About == "" && c.About["nb"] != "" && e.Lang != i18n.NB {
		v.About, v.AboutLang = markdown.HTML(c.About["nb"]), "nb"
	}
	v.Address = codelist.Address(c.Address, c.PostalCode, e.Site.Name)
	v.Hours = strings.FieldsFunc(hours, func(r rune) bool { return r == '\n' })
	now := e.Now.In(i18n.Oslo)
	today, clock := (int(now.Weekday())+6)%7+1, now.Format("15:04")
	for _, h := range c.OpeningHours {
		if h.Weekday == today && h.From <= clock && clock < h.To {
			v.Open, v.Now = true, e.T("Åpent nå, til kl. %s", e.Lang.Clock(h.To))
		}
	}
	return v
}
