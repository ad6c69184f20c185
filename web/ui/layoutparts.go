// What sections, bands and breadcrumbs are made from.

package ui

import (
	"github.com/a-h/templ"
)

// Crumb is one step in the breadcrumbs; the last one has no URL.
type Crumb struct {
	Label, URL string
	// Lang is the language of Label, when not the page's.
	Lang string
}

func idAttr(id string) templ.OrderedAttributes {
	if id == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "id", Value: id}}
}

func sectionID(title, id string) string {
	if id != "" {
		return id
	}
	return "del-" + slug(title)
}

func sectionAttrs(title, id string) templ.OrderedAttributes {
	if title == "" {
		return idAttr(id)
	}
	return templ.OrderedAttributes{{Key: "aria-labelledby", Value: sectionID(title, id)}}
}

func bandColor(kind string) templ.OrderedAttributes {
	color := map[string]string{"accent": "accent", "brand": "brand1"}[kind]
	if color == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "data-color", Value: color}}
}

func (p Page) parent(crumbs []Crumb) Crumb {
	if len(crumbs) > 1 {
		return crumbs[len(crumbs)-2]
	}
	return Crumb{Label: p.homeLabel(), URL: p.homeURL()}
}

func (p Page) crumbURL(c Crumb) string {
	if c.URL != "" {
		return c.URL
	}
	return p.URL(p.Path)
}

func (p Page) homeLabel() string {
	if p.IsPublic() {
		return p.T("Forside")
	}
	return p.T("Oversikt")
}
