// Package contacts is whom to ask in the municipality: the residents' page that
// leads from a topic and a place to a named person, and the register that staff
// keep behind it: contacts, units, saved views.
package contacts

import (
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the pages about contacts and units.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

func idPtr(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func topicOptions(e *page.Env) []ui.Option {
	var out []ui.Option
	for _, c := range e.Site.ActiveCodes(municipality.Topics) {
		out = append(out, ui.Option{Value: ui.Itoa(c.ID), Label: c.Name(e.Lang)})
	}
	return out
}

func areaOptions(e *page.Env) []ui.Option {
	var out []ui.Option
	for _, a := range e.Site.ActiveAreas() {
		out = append(out, ui.Option{Value: ui.Itoa(a.ID), Label: a.Name})
	}
	return out
}

// unitOptions shows the tree by indenting with em dashes, which screen readers read calmly.
func unitOptions(units []contact.Unit, without int64) []ui.Option {
	var out []ui.Option
	for _, n := range contact.Tree(units) {
		if n.ID == without || !n.Active {
			continue
		}
		out = append(out, ui.Option{Value: ui.Itoa(n.ID), Label: indent(n.Depth) + n.Name})
	}
	return out
}

func indent(depth int) string {
	s := ""
	for range min(depth, 6) {
		s += "– "
	}
	return s
}

func dateText(l i18n.Lang, c contact.Contact) (from, to string) {
	from = l.ShortDate(c.ValidFrom)
	if c.ValidTo != nil {
		to = l.ShortDate(*c.ValidTo)
	}
	return from, to
}
