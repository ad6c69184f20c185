package activityimport_test

// Whatever a file says is applied, or named in what is told of its rows.

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/shareddata"
)

// appliedHere are the properties that become something here, or that only tell programs something.
var appliedHere = []string{"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "STATUS", "CLASS", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE",
	"EXDATE", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "TRANSP", "PRIORITY"}

// named is the word for a property in what is told; those that are not here go by their own names.
var named = map[string]string{"EXRULE": "Regelen for unntak", "ATTACH": "Vedleggene", "IMAGE": "Bildet", "CONTACT": "Kontakten", "COMMENT": "Kommentaren",
	"RESOURCES": "utstyr", "ATTENDEE": "Deltakerne", "ORGANIZER": "Arrangøren", "GEO": "kartet", "RELATED-TO": "hører sammen", "CONFERENCE": "nettmøtet",
	"X-MICROSOFT-SKYPETEAMSMEETINGURL": "nettmøtet"}

// everything is a file with what no file of the material has.
var everything = []string{
	vevent("UID:a", "SUMMARY:<b>Kaffe</b> &amp\\; kaker", "LOCATION:Huset &amp\\; hagen", "DTSTART;TZID=Europe/Oslo:20261207T180000", "DTEND;TZID=Europe/Oslo:20261207T190000",
		"RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/Oslo:20261228T180000", "URL:https://lag.example/kaffe", "CATEGORIES:Ukjent", "GEO:60.1;10.2",
		"CONFERENCE;VALUE=URI:https://meet.example/x", "RELATED-TO:b", "IMAGE;VALUE=URI:https://lag.example/x.png", "ORGANIZER;CN=Kari:mailto:kari@lag.example",
		"X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example/x", "STRUCTURED-DATA;VALUE=TEXT:x", "ATTENDEE:mailto:ola@lag.example", "ATTACH:https://lag.example/x.pdf"),
	vevent("UID:a", "SUMMARY:Julebord", "DESCRIPTION:Ta med gave", "LOCATION:Lia grendehus", "URL:https://lag.example/jul", "CATEGORIES:Jul", "STATUS:TENTATIVE",
		"RECURRENCE-ID;VALUE=DATE:20261214", "DTSTART;TZID=Europe/Oslo:20261215T180000", "DTEND;TZID=Europe/Oslo:20261215T190000"),
	vevent("UID:a", "SUMMARY:<b>Kaffe</b> &amp\\; kaker", "STATUS:CANCELLED", "RECURRENCE-ID:20261221T170000Z", "DTSTART:20261221T170000Z"),
	vevent("UID:b", "SUMMARY:Dager", "X-ALT-DESC;FMTTYPE=text/html:<p>Ta med <a href=\"HTTPS://lag.example/niste\">niste</a></p>", "DTSTART;VALUE=DATE:20261207", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20261208T230000Z"),
	vevent("UID:c", "SUMMARY:Uvisst", "DTSTART;TZID=Customized Time Zone:20261207T180000", "RDATE;VALUE=PERIOD;TZID=Europe/Oslo:20261209T180000/PT5H"),
}

func TestEverythingIsAppliedOrNamed(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"everything": calendar(everything...)}
	for _, path := range shareddata.Glob(t, "reports/*.ics") {
		data, err := os.ReadFile(path)
		must(t, err)
		files[filepath.Base(path)] = data
	}
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := activitytest.New(t)
			previewed := plan(t, w, w.Staff, data, false)
			f := imported{w: w, rows: plan(t, w, w.Staff, data, true)}
			for i, r := range f.rows {
				if got := previewed[i]; got.Message(i18n.NB) != r.Message(i18n.NB) || len(got.Changes) != len(r.Changes) {
					t.Errorf("row %d: the preview says %q, the import %q", i, got.Message(i18n.NB), r.Message(i18n.NB))
				}
			}
			for i, v := range blocks(string(data)) {
				f.check(t, i+1, v)
			}
		})
	}
}

// imported is what became of a file.
type imported struct {
	w    *activitytest.World
	rows []intake.Row
}

func (f imported) check(t *testing.T, number int, v block) {
	t.Helper()
	uid := v.value("UID")
	told, shown := "", ""
	for _, r := range f.rows {
		told += r.Message(i18n.NB) + "\n"
		for _, c := range r.Changes {
			shown += c.New + "\n"
		}
		if r.Number == number && r.Outcome == intake.Refused {
			if r.Message(i18n.NB) == "" {
				t.Errorf("event %d is refused without a reason", number)
			}
			return
		}
	}
	for _, p := range v {
		word := named[p.name]
		if word == "" {
			word = p.name
		}
		if !slices.Contains(append(appliedHere, "X-ALT-DESC"), p.name) && !strings.Contains(told, word) {
			t.Errorf("event %d: %s is not applied, and the rows say only:\n%s", number, p.name, told)
		}
	}
	id := f.w.ID(t, "select id from activity where import_uid = $1", uid)
	a, err := f.w.Service.Get(t.Context(), f.w.Staff, id)
	must(t, err)
	dates := f.w.Dates(t, id)
	override := v.value("RECURRENCE-ID") != ""
	text := strings.Join([]string{a.Title, a.Summary, a.Description, a.PlaceNote, a.OnlineURL, told}, " ")
	for _, o := range dates {
		text += " " + o.OwnPlaceNote
	}
	text = strings.ToLower(text)
	for _, name := range []string{"SUMMARY", "LOCATION", "URL", "CATEGORIES", "DESCRIPTION", "X-ALT-DESC"} {
		if override && (name == "DESCRIPTION" || name == "URL" || name == "CATEGORIES") {
			if v.value(name) != "" && !strings.Contains(told, day(t, v.get("RECURRENCE-ID"))) {
				t.Errorf("event %d: the date's own %s is not told:\n%s", number, name, told)
			}
			continue
		}
		for _, word := range words(v.value(name)) {
			if !strings.Contains(text, word) {
				t.Errorf("event %d: %q of %s is neither applied nor told:\n%s", number, word, name, text)
			}
		}
	}
	for _, p := range v {
		if p.name == "EXDATE" && !strings.Contains(told, day(t, p)) && slices.ContainsFunc(dates, onDay(day(t, p))) {
			t.Errorf("event %d: the exception %s is a date, and is not told", number, p.value)
		}
	}
	if !override {
		f.checkDates(t, v, dates)
		return
	}
	at := slices.IndexFunc(dates, onDay(day(t, v.get("RECURRENCE-ID"))))
	switch {
	case at < 0:
		t.Errorf("event %d: there is no date for what it changes", number)
	case v.value("STATUS") == "CANCELLED":
		if dates[at].Status != activity.DateCancelled || !strings.Contains(shown, day(t, v.get("RECURRENCE-ID"))+" avlyst") {
			t.Errorf("event %d: the date is %s, shown as %q, want it cancelled", number, dates[at].Status, shown)
		}
	default:
		moved := day(t, v.get("RECURRENCE-ID")) != day(t, v.get("DTSTART"))
		if got := dates[at].StartsAt.In(i18n.Oslo); got.Format(dayLayout) != day(t, v.get("DTSTART")) || moved && !strings.Contains(shown, got.Format(dayLayout+" 15.04")) {
			t.Errorf("event %d: the date is at %s, shown as %q", number, got, shown)
		}
	}
	if strings.Contains(v.get("RECURRENCE-ID").params, "RANGE=") && !strings.Contains(told, "fra og med "+day(t, v.get("RECURRENCE-ID"))) {
		t.Errorf("event %d: that it is of later dates too is not told", number)
	}
}

// checkDates counts the dates that the rule gives, without its exceptions.
func (f imported) checkDates(t *testing.T, v block, dates []activity.Occurrence) {
	t.Helper()
	want := 1
	for part := range strings.SplitSeq(v.value("RRULE"), ";") {
		if n, is := strings.CutPrefix(part, "COUNT="); is {
			_, err := fmt.Sscan(n, &want)
			must(t, err)
		}
	}
	for _, p := range v {
		switch p.name {
		case "EXDATE":
			want--
		case "RDATE":
			want++
		}
	}
	if len(dates) != want || !onDay(day(t, v.get("DTSTART")))(dates[0]) {
		t.Errorf("%s: got %d dates from %s on, want %d", v.value("UID"), len(dates), dates[0].StartsAt, want)
	}
}

const dayLayout = "02.01.2006"

func onDay(day string) func(activity.Occurrence) bool {
	return func(o activity.Occurrence) bool { return o.RuleStart().In(i18n.Oslo).Format(dayLayout) == day }
}

// day is the day in Oslo that a property means.
func day(t *testing.T, p line) string {
	t.Helper()
	value, _, _ := strings.Cut(p.value, "/")
	at, err := time.Parse("20060102T150405Z", value)
	if err != nil {
		at, err = time.ParseInLocation("20060102", value[:8], i18n.Oslo)
	}
	must(t, err)
	return at.In(i18n.Oslo).Format(dayLayout)
}

// words are those of a text that may be HTML, with the targets of its links.
func words(text string) []string {
	text = strings.NewReplacer(`\n`, " ", `\`, "", "href=", "", "&nbsp", " ").Replace(text)
	var all []string
	for _, word := range strings.FieldsFunc(strings.ToLower(html.UnescapeString(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(word)) > 2 {
			all = append(all, word)
		}
	}
	return all
}

type line struct{ name, params, value string }

type block []line

func (b block) get(name string) line {
	for _, l := range b {
		if l.name == name {
			return l
		}
	}
	return line{}
}

func (b block) value(name string) string { return b.get(name).value }

// blocks are the events of a file as they are written.
func blocks(file string) []block {
	file = strings.NewReplacer("\r\n ", "", "\n ", "", "\r\n", "\n").Replace(file)
	var all []block
	for _, part := range strings.Split(file, "BEGIN:VEVENT\n")[1:] {
		var b block
		part, _, _ = strings.Cut(part, "END:VEVENT")
		for text := range strings.SplitSeq(strings.TrimSpace(part), "\n") {
			head, value, _ := strings.Cut(text, ":")
			name, params, _ := strings.Cut(head, ";")
			b = append(b, line{name, params, value})
		}
		all = append(all, b)
	}
	return all
}
