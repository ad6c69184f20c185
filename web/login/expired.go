// A form that was sent after the session had ended, or before the terms were accepted.

package login

import (
	"net/http"
	"net/url"
	"sort"

	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Kept is the page of a form that could not be taken yet: what was typed stays in it.
type Kept struct {
	Title, Lead string
	Link, URL   string // what to do first, in another tab
}

type keptView struct {
	Page ui.Page
	Kept
	Action string
	Fields [][2]string
}

// Expired answers a form that was sent after the session had ended: what was
// typed stays in the page, and can be sent once more when one has logged in in
// another tab.
func Expired(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return Keep(w, r, Kept{
		Title: e.T("Du er logget ut"), Lead: e.T("Det gikk for lang tid siden sist, så innloggingen tok slutt. Det du skrev, er ikke borte."),
		Link: e.T("Logg inn i en ny fane"), URL: e.URL(WithNext(Path(e.Door), FirstPage(e.Door))),
	})
}

// TermsDue answers a form of somebody who has to accept the terms for organisers first: it can be sent once more when
// she has.
func TermsDue(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return Keep(w, r, Kept{
		Title: e.T("Vilkårene må godtas først"), Lead: e.T("Vilkårene for arrangører er nye for deg. Det du skrev, er ikke borte."),
		Link: e.T("Les og godta vilkårene i en ny fane"), URL: e.URL(page.TermsPath),
	})
}

// Keep answers a form that cannot be taken yet with a page that holds what was typed.
func Keep(w http.ResponseWriter, r *http.Request, k Kept) error {
	e := page.From(r)
	v := keptView{Page: e.Page(r, k.Title), Kept: k, Action: e.URL(e.Path)}
	if f, err := form.Read(w, r); err == nil {
		v.Fields = pairs(f.Values)
	}
	return page.RenderStatus(w, r, http.StatusForbidden, keptPage(v))
}

func pairs(values url.Values) [][2]string {
	var out [][2]string
	for name, list := range values {
		for _, value := range list {
			out = append(out, [2]string{name, value})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i][0] < out[j][0] })
	return out
}
