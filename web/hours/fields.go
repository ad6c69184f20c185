// The fields of the form.

package hours

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// FormView is the fields as they stand in a form.
type FormView struct {
	F                  page.FormView
	Week               []hourRow
	Exceptions, Filled int  // rows of exceptions, and how many of them say something
	OpenExceptions     bool // something is wrong with one
}

// Form is the view of the fields; shown is the form that they stand in.
func Form(e *page.Env, f *form.Form, shown page.FormView) FormView {
	v := FormView{F: shown, Week: weekRows(e), Exceptions: exceptionRows(f)}
	v.Filled = max(0, v.Exceptions-emptyExceptions)
	v.OpenExceptions = slices.ContainsFunc(f.Errs, func(x fault.Field) bool { return strings.HasPrefix(x.Name, "unntak_") })
	return v
}

// emptyExceptions is how many empty rows the form has.
const emptyExceptions = 3

// hourRow is a row of the form.
type hourRow struct{ Name, Label string }

// weekRows are the fields of the weekdays.
func weekRows(e *page.Env) []hourRow {
	out := make([]hourRow, 7)
	for i := range out {
		day := e.Lang.WeekdayName(time.Weekday((i + 1) % 7))
		out[i] = hourRow{dayField(i), upper(day)}
	}
	return out
}

func upper(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func dayField(i int) string { return form.Numbered("apent", i) }

// exceptionRows are how many rows of exceptions the form shows: those that are filled, and some more.
func exceptionRows(f *form.Form) int {
	n := 0
	for i := range opening.MaxExceptions {
		for _, part := range exceptionParts {
			if f.Raw(exceptionField(part, i)) != "" {
				n = i + 1
			}
		}
	}
	return min(n+emptyExceptions, opening.MaxExceptions)
}

var exceptionParts = []string{"fra", "til", "apent", "merknad"}

func exceptionField(part string, i int) string { return form.Numbered("unntak_"+part, i) }

// Read reads the form. Rows of exceptions that are empty are left out, and the others move up, in the form too,
// so that what is wrong with one stands where it is shown.
func Read(f *form.Form) opening.Hours {
	h := opening.Hours{ClosedOnHolidays: f.Checked("helligdager")}
	for i := range h.Week {
		h.Week[i] = opening.Parse(&f.Errs, dayField(i), f.Line(dayField(i), 100))
	}
	moveUp(f)
	for i := range opening.MaxExceptions {
		from := f.Date(exceptionField("fra", i))
		to := f.Date(exceptionField("til", i))
		x := opening.Exception{Note: f.Line(exceptionField("merknad", i), opening.MaxNote), Open: opening.Parse(&f.Errs, exceptionField("apent", i), f.Line(exceptionField("apent", i), 100))}
		switch {
		case from != nil:
			x.From = from.In(i18n.Oslo).Format(time.DateOnly)
		case f.Raw(exceptionField("fra", i)) == "" && emptyException(f, i):
			continue
		case !f.Errs.Has(exceptionField("fra", i)):
			f.Errs.Add(exceptionField("fra", i), i18n.Mark("Skriv hvilken dag unntaket gjelder."))
		}
		if x.To = x.From; to != nil {
			x.To = to.In(i18n.Oslo).Format(time.DateOnly)
		}
		h.Exceptions = append(h.Exceptions, x)
	}
	return h
}

func emptyException(f *form.Form, i int) bool {
	return !slices.ContainsFunc(exceptionParts, func(part string) bool { return strings.TrimSpace(f.Raw(exceptionField(part, i))) != "" })
}

func moveUp(f *form.Form) {
	at := 0
	for i := range opening.MaxExceptions {
		if emptyException(f, i) {
			continue
		}
		if at < i {
			for _, part := range exceptionParts {
				f.Values.Set(exceptionField(part, at), f.Raw(exceptionField(part, i)))
				f.Values.Del(exceptionField(part, i))
			}
		}
		at++
	}
}

// Fill fills the form.
func Fill(e *page.Env, out url.Values, h opening.Hours) {
	for i, day := range h.Week {
		out.Set(dayField(i), opening.Words(i18n.NB, day))
	}
	if h.ClosedOnHolidays {
		out.Set("helligdager", "ja")
	}
	for i, x := range h.Current(e.Now).Exceptions {
		out.Set(exceptionField("fra", i), dateWords(x.From))
		if x.To != x.From {
			out.Set(exceptionField("til", i), dateWords(x.To))
		}
		out.Set(exceptionField("apent", i), opening.Words(i18n.NB, x.Open))
		out.Set(exceptionField("merknad", i), x.Note)
	}
}

// dateWords is a stored date as forms take it.
func dateWords(stored string) string {
	t, err := time.ParseInLocation(time.DateOnly, stored, i18n.Oslo)
	if err != nil {
		return stored
	}
	return i18n.NB.ShortDate(t)
}

// number is the place of a row, as people count.
func number(i int) string { return strconv.Itoa(i + 1) }
