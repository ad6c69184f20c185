package activityeditor

import (
	"net/http"
	"strings"

	"frivilligsentral/web/activitycards"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
)

// fieldText is one field of a draft in words, for the page that shows two
// versions.
func (h *Handler) fieldText(r *http.Request, name string, d activity.Draft) string {
	e := page.From(r)
	text := map[string]func() string{
		"tittel":          func() string { return d.Title },
		"type":            func() string { return e.T(d.Kind.Name()) },
		"kort":            func() string { return d.Summary },
		"beskrivelse":     func() string { return d.Description },
		"sprak":           func() string { return d.Lang.Name() },
		"holdes_pa":       func() string { return activitycards.LanguageNames(e.Lang, d.HeldIn) },
		"kategori":        func() string { return CodeNames(e, d.CategoryID) },
		"malgruppe":       func() string { return CodeNames(e, d.TargetGroups...) },
		"alder_fra":       func() string { return ageValue(d.AgeMin) },
		"alder_til":       func() string { return ageValue(d.AgeMax) },
		"pris":            func() string { return activitycards.Price(e.Lang, d.PriceOre, "") },
		"pris_merknad":    func() string { return d.PriceNote },
		"dato":            func() string { return d.Schedule.Words(e.Lang, e.Now) },
		"sted":            func() string { return h.venueName(r, d.VenueID) },
		"omrade":          func() string { return areaName(e, d.AreaID) },
		"moteplass":       func() string { return d.PlaceNote },
		"nettadresse":     func() string { return d.OnlineURL },
		"ta_med":          func() string { return d.Bring },
		"kontakt_navn":    func() string { return d.ContactName },
		"kontakt_telefon": func() string { return i18n.Phone(d.ContactPhone) },
		"kontakt_epost":   func() string { return d.ContactEmail },
		"pamelding":       func() string { return d.SignupURL },
		"medarrangor":     func() string { return h.organisationNames(r, d.CoOrganisers) },
	}[name]
	if text == nil {
		return ""
	}
	if s := text(); s != "" {
		return s
	}
	return e.T("(tomt)")
}

func CodeNames(e *page.Env, ids ...int64) string {
	var names []string
	for _, id := range ids {
		if c, ok := e.Site.CodeByID(id); ok {
			names = append(names, c.Name(e.Lang))
		}
	}
	return strings.Join(names, ", ")
}

func areaName(e *page.Env, id int64) string {
	a, _ := e.Site.AreaByID(id)
	return a.Name
}

// venueName is "" when there is none, or when it cannot be read just now.
func (h *Handler) venueName(r *http.Request, id int64) string {
	if id == 0 {
		return ""
	}
	v, err := h.portal.Venues.PublicShow(r.Context(), page.From(r).Site.ID, id)
	if err != nil {
		return ""
	}
	return v.Name
}

func (h *Handler) organisationNames(r *http.Request, ids []int64) string {
	all, err := h.portal.Organisations.PublicChoices(r.Context(), page.From(r).Site.ID)
	if err != nil {
		return ""
	}
	var names []string
	for _, o := range all {
		for _, id := range ids {
			if o.ID == id {
				names = append(names, o.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}
