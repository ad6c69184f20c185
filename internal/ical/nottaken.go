// What an event can say that has no place here.

package ical

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
)

// taken are the properties that are read, or that only tell programs something.
var taken = []string{"UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "STATUS", "CLASS", "DTSTART", "DTEND", "DURATION",
	"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "TRANSP", "PRIORITY", "REQUEST-STATUS", "COLOR"}

// left are those that people see in their calendar, and what is said of each.
var left = []struct {
	names []string
	text  string
}{
	{[]string{"EXRULE"}, i18n.Mark("Regelen for unntak er ikke med.")},
	{[]string{"ATTACH"}, i18n.Mark("Vedleggene er ikke med.")},
	{[]string{"IMAGE"}, i18n.Mark("Bildet er ikke med.")},
	{[]string{"CONTACT"}, i18n.Mark("Kontakten er ikke med.")},
	{[]string{"COMMENT"}, i18n.Mark("Kommentaren er ikke med.")},
	{[]string{"RESOURCES"}, i18n.Mark("Listen over utstyr er ikke med.")},
	{[]string{"ATTENDEE"}, i18n.Mark("Deltakerne er ikke med.")},
	{[]string{"ORGANIZER"}, i18n.Mark("Arrangøren i kalenderen er ikke med.")},
	{[]string{"GEO", "X-APPLE-STRUCTURED-LOCATION"}, i18n.Mark("Punktet på kartet er ikke med.")},
	{[]string{"RELATED-TO"}, i18n.Mark("Hva hendelsen hører sammen med, er ikke med.")},
	{[]string{"CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-GOOGLE-CONFERENCE"},
		i18n.Mark("Lenken til nettmøtet er ikke med. Skriv den inn selv hvis alle skal se den.")},
}

// notTaken names what the event says that has no place here. A maker's own property is
// for programs unless it holds an address of a page.
func notTaken(c *component) []i18n.Phrase {
	var all []i18n.Phrase
	said := slices.Clone(taken)
	for _, l := range left {
		said = append(said, l.names...)
		if slices.ContainsFunc(l.names, func(name string) bool { return c.text(name) != "" }) {
			all = append(all, i18n.Say(l.text))
		}
	}
	if u := c.text("URL"); u != "" && webAddress(u) == "" {
		all = append(all, i18n.Say(i18n.Mark("Lenken «%s» er ingen nettadresse, og er ikke med."), i18n.Cut(u, 60)))
	}
	var names []string
	for _, p := range c.props {
		own := strings.HasPrefix(p.name, "X-") && !strings.Contains(strings.ToLower(p.value), "://")
		if !own && p.value != "" && !slices.Contains(said, p.name) && len(names) < maxNotes {
			names, said = append(names, p.name), append(said, p.name)
		}
	}
	if len(names) > 0 {
		all = append(all, i18n.Say(i18n.Mark("Dette i kalenderen er ikke med: %s."), i18n.Cut(strings.Join(names, ", "), 200)))
	}
	return all
}
