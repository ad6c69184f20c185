// A form that was sent after the session had ended.

package login

import (
	"net/http"
	"net/url"
	"sort"

	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type expiredView struct {
	Page     ui.Page
	LoginURL string
	Action   string
	Fields   [][2]string
}

// Expired answers a form that was sent after the session had ended: what was
// typed stays in the page, and can be sent once more when one has logged in in
// another tab.
func Expired(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v := expiredView{Page: e.Page(r, e.T("Du er logget ut")), Action: e.URL(e.Path), LoginURL: e.URL(WithNext(Path(e.Door), FirstPage(e.Door)))}
	if f, err := form.Read(w, r); err == nil {
		v.Fields = pairs(f.Values)
	}
	return page.RenderStatus(w, r, http.StatusForbidden, expiredPage(v))
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
