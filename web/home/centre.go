// The centre as a place to drop in.

package home

import (
	"strings"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
)

// centreView is the frivilligsentral as a place to drop in.
type centreView struct {
	Name, About  string
	AboutLang    string
	Hours        []string    // runs of days with the same hours
	Opening      *hours.View // how it is now, and the days ahead on which something else holds; nil when nobody has said
	Note         string      // what the municipality adds to the hours
	Address, Map string
	Phone, Email string
}

func centreOf(e *page.Env, lines string) centreView {
	c := e.Site.Centre()
	v := centreView{Name: c.Name, Phone: i18n.Phone(c.Phone), Email: c.Email, Note: c.OpeningNote, About: markdown.HTML(c.About[string(e.Lang)])}
	if v.About == "" && c.About["nb"] != "" && e.Lang != i18n.NB {
		v.About, v.AboutLang = markdown.HTML(c.About["nb"]), "nb"
	}
	v.Address = codelist.Address(c.Address, c.PostalCode, e.Site.Name)
	v.Hours = strings.FieldsFunc(lines, func(r rune) bool { return r == '\n' })
	v.Opening = hours.Of(e, c.Opening)
	return v
}
