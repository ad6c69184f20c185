// Example files that can be taken in as they are.

package imports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/page"
)

// Example is a small file that can be taken in as it is, with the municipality's
// own topics and areas.
func (h *Handler) Example(k imports.Kind) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return sendExample(w, page.From(r), k) }
}

func sendTexts(w http.ResponseWriter, name string, header []string, rows [][]string) error {
	cells := make([][]tabular.Cell, len(rows))
	for i, r := range rows {
		cells[i] = tabular.Texts(r...)
	}
	return sendCSV(w, name, header, slices.Values(cells))
}

func sendExample(w http.ResponseWriter, e *page.Env, k imports.Kind) error {
	switch k {
	case imports.Contacts:
		header, rows := contactExample(e.Site)
		return sendTexts(w, "eksempel-kontakter", header, rows)
	case imports.Organisations:
		return sendTexts(w, "eksempel-organisasjoner",
			[]string{"Organisasjonsnummer", "Navn", "E-post", "Telefon", "Nettsted", "ICNPO", "Kort om laget"},
			[][]string{
				{"900112335", "Eksempel idrettslag", "post@idrettslag.example", "22 22 22 22", "https://idrettslag.example", "1200", "Idrett for alle i bygda."},
				{"900182201", "Eksempel badstulag", "post@badstulag.example", "22 22 22 23", "", "1300", "Varm badstu og kaldt bad."},
			})
	}
	name, text := "eksempel-aktiviteter", calendarExample(e.Now)
	if k == imports.Calendar {
		name, text = "eksempel-kalender", municipalExample(e.Now)
	}
	w.Header().Set("Content-Type", ical.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.ics"`)
	_, err := w.Write([]byte(text))
	return err
}

func contactExample(s *municipality.Site) (header []string, rows [][]string) {
	topic, area := "", ""
	if topics := s.ActiveCodes(municipality.Topics); len(topics) > 0 {
		topic = topics[0].NameNB
	}
	if areas := s.ActiveAreas(); len(areas) > 0 {
		area = areas[0].Name
	}
	header = []string{"Navn", "Tittel", "Enhet", "Telefon", "E-post", "Tema", "Område", "Vikar", "Offentlig", "Gjelder til"}
	return header, [][]string{
		{"Kari Eksempel", "Rådgiver", "Kultur", "22 22 22 22", "kari.eksempel@kommunen.example", topic, area, "Ola Eksempel", "ja", ""},
		{"Ola Eksempel", "Konsulent", "Kultur", "22 22 22 23", "ola.eksempel@kommunen.example", topic, "", "", "nei", ""},
	}
}

// municipalExample is a school holiday and a meeting in the weeks to come.
func municipalExample(now time.Time) string {
	day, stamp := now.In(i18n.Oslo).AddDate(0, 0, 14), now.UTC().Format("20060102T150405Z")
	lines := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Frivilligsentral//Eksempel//NO",
		"BEGIN:VEVENT", "UID:vinterferie@eksempel.example", "DTSTAMP:" + stamp, "SUMMARY:Vinterferie",
		"DTSTART;VALUE=DATE:" + day.Format("20060102"), "DTEND;VALUE=DATE:" + day.AddDate(0, 0, 5).Format("20060102"), "END:VEVENT",
		"BEGIN:VEVENT", "UID:kommunestyret@eksempel.example", "DTSTAMP:" + stamp, "SUMMARY:Møte i kommunestyret",
		"DTSTART;TZID=Europe/Oslo:" + day.AddDate(0, 0, 8).Format("20060102") + "T170000", "DTEND;TZID=Europe/Oslo:" + day.AddDate(0, 0, 8).Format("20060102") + "T210000", "END:VEVENT",
		"END:VCALENDAR", "",
	}
	return strings.Join(lines, "\r\n")
}

// calendarExample is a weekly series and a single event in the weeks to come.
func calendarExample(now time.Time) string {
	day := now.In(i18n.Oslo).AddDate(0, 0, 7)
	at := func(d time.Time, clock string) string { return d.Format("20060102") + "T" + clock }
	lines := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Frivilligsentral//Eksempel//NO",
		"BEGIN:VEVENT", "UID:strikkekafe@eksempel.example", "DTSTAMP:" + now.UTC().Format("20060102T150405Z"),
		"SUMMARY:Strikkekafé", `DESCRIPTION:Ta med det du strikker på. Vi har kaffe.`, `LOCATION:Biblioteket\, 2. etasje`,
		"DTSTART;TZID=Europe/Oslo:" + at(day, "180000"), "DTEND;TZID=Europe/Oslo:" + at(day, "200000"),
		"RRULE:FREQ=WEEKLY;COUNT=10", "EXDATE;TZID=Europe/Oslo:" + at(day.AddDate(0, 0, 14), "180000"), "END:VEVENT",
		"BEGIN:VEVENT", "UID:dugnad@eksempel.example", "DTSTAMP:" + now.UTC().Format("20060102T150405Z"),
		"SUMMARY:Dugnad", "DESCRIPTION:Vi rydder og griller etterpå.", "LOCATION:Klubbhuset",
		fmt.Sprintf("DTSTART;VALUE=DATE:%s", day.AddDate(0, 0, 2).Format("20060102")), "END:VEVENT",
		"END:VCALENDAR", "",
	}
	return strings.Join(lines, "\r\n")
}
