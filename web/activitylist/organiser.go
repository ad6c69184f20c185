// The organiser of the filter: chosen by writing the name, or a part of it.

package activitylist

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

const (
	organiserField = "arrangor"
	mostNamed      = 10 // that are offered when several are called so
)

// organiser is the field, as it was written or as it is chosen.
type organiser struct {
	text    string // what stands in it
	id      int64  // 0: nobody is chosen
	problem string // why nobody is
	choices []link // who may have been meant

	everybody string // the page without an organiser
}

// address is what the request asks for, with the organiser by number where the written name says who it is. The form
// sends both the number and the name of who is chosen: another name chooses anew, and none lets go.
func (h *Handler) address(r *http.Request) (url.Values, organiser, error) {
	e, v := page.From(r), r.URL.Query()
	chosen, err := h.organiser(r, v.Get("lag"))
	if err != nil || !v.Has(organiserField) {
		return v, chosen, err
	}
	text := (&form.Form{Values: v}).Words(organiserField)
	v.Del(organiserField)
	if chosen.id != 0 && strings.EqualFold(text, chosen.text) {
		return v, chosen, nil
	}
	v.Del("lag")
	if text == "" {
		return v, organiser{}, nil
	}
	found, err := h.portal.ActivityLists.PublicOrganisers(r.Context(), e.Site.ID, text, mostNamed)
	if err != nil {
		return v, organiser{}, err
	}
	if len(found) == 1 || len(found) > 1 && strings.EqualFold(found[0].Name, text) && !strings.EqualFold(found[1].Name, text) {
		v.Set("lag", strconv.FormatInt(found[0].ID, 10))
		return v, organiser{text: found[0].Name, id: found[0].ID}, nil
	}
	o := organiser{text: text, problem: e.T("Vi finner ingen arrangør med noe på gang som heter «%s».", text)}
	if len(found) > 0 {
		o.problem = e.T("Flere arrangører kan passe. Velg en av dem, eller skriv mer av navnet.")
	}
	with := read(e, v).firstPage().values()
	if month := v.Get("maned"); month != "" {
		with.Set("maned", month)
	}
	o.everybody = e.URL(page.WithQuery(r.URL.Path, with))
	for _, x := range found {
		with.Set("lag", strconv.FormatInt(x.ID, 10))
		o.choices = append(o.choices, link{x.Name, e.URL(page.WithQuery(r.URL.Path, with))})
	}
	return v, o, nil
}

// organiser is the one with the number in an address.
func (h *Handler) organiser(r *http.Request, number string) (organiser, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return organiser{}, nil
	}
	site := page.From(r).Site.ID
	name, err := h.memory.names.Get(organiserKey{site, id}, func() (string, error) {
		o, err := h.portal.ActivityLists.PublicOrganiser(r.Context(), site, id)
		if fault.Is(err, fault.NotFound) { // nothing is coming, or nobody is called so
			return "", nil
		}
		return o.Name, err
	})
	return organiser{text: name, id: id}, err
}
