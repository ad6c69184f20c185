// The figures as a table.

package bench

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// A line is one figure beside its goal.
type line struct {
	what, goal, got string
	ok              bool
	plain           bool // only for orientation: no goal
}

// report is all figures in order.
type report struct {
	lines []line
	notes []string
}

func (r *report) add(what, goal, got string, ok bool) {
	r.lines = append(r.lines, line{what: what, goal: goal, got: got, ok: ok})
}

// why is what was found where a goal is hard to reach, and what was tried: it is told beside a goal that is not met.
var why = map[string]string{
	"list of 25 from Postgres": "One statement reads ids and stamps; cards are kept as data and as HTML. What is left is the rest of the page: the filters, the frame, the hash for the ETag and the compression. " +
		"Tried before: one prepared plan for a municipality's list (3 times faster than a guarded one), a faster hash for the ETag, slugs without a new replacer each time. " +
		"Collecting garbage less often (GOGC 200, 400) gave a tenth and cost 20 and 60 MB. Not tried: the filters kept as HTML. People meet the page cache, which answers the same list without Postgres.",
	"list from the page cache": "See 304.",
	"search, 1000000 activities": "The index of words gives up to 1001 hits of the municipality, and each lies in another page of a wide table: words and all. " +
		"Tried: the municipality in front of each word, one plan for rare and common words. Not tried: a narrow table beside the words.",
	"search SQL from 10000 to 1000000": "The same: a larger municipality has more hits, up to 1001.",
	"304":                              "The whole chain around a request (id, log line, headers, limits, language, municipality) runs before the page cache is asked.",
	"logged-in list":                   "The session, the account, the number of waiting tasks and the list are four round trips. Tried: nothing is written. Not tried: keeping the session for some seconds.",
	"activity page":                    "It shows the next dates, other activities of the organiser and similar ones. The latter two are kept for some seconds; the page itself is made anew each time.",
	"sign-up, answers per second": "A sign-up is a place, a row, the people, a link, a trace, an e-mail as HTML and its job: six inserts and an update, with their keys and indexes, in one statement, where the bare insert is one row without keys. " +
		"Tried: one statement instead of thirteen round trips, and finding the address by its index (542 to 1011 in a second): from 3 % to 8 % of the bare inserts. Not tried: letting a job write the e-mail.",
	"sign-up, each": "All two hundred begin at the same moment: the last one waits for the others.",
	"calendar month": "It counts each day's dates (to 100) beside showing the first five, which reads thousands of index entries in a large municipality. " +
		"Tried: one prepared plan instead of a new one each time (a third off).",
	"queries, list":                  "Cards that are not kept yet, and places where there is sign-up, are asked for beside the ids.",
	"queries, search":                "Hits, number of hits and cards. The number is kept in memory for a while.",
	"queries, activity":              "What stands around the activity is asked for when it is not kept.",
	"program, stripped, with assets": "excelize copies structs with go-deepcopy, which looks methods up by name, and so does text/template for e-mails: the linker then keeps every exported method of every type.",
	"memory, idle":                   "About half of it is the program file itself, mapped into memory.",
}

func (r *report) info(what, got string) {
	r.lines = append(r.lines, line{what: what, got: got, plain: true})
}

func (r *report) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

func (l line) answer() string {
	switch {
	case l.plain:
		return ""
	case l.ok:
		return "yes"
	}
	return "no"
}

// table writes the figures for a terminal.
func (r *report) table(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tgoal\tmeasured\tmet")
	for _, l := range r.lines {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", l.what, l.goal, l.got, l.answer())
	}
	_ = t.Flush()
	for _, n := range r.notes {
		fmt.Fprintln(w, "- "+n)
	}
}

// markdown writes the figures as a page.
func (r *report) markdown(w io.Writer) {
	fmt.Fprint(w, "# Benchmarks\n\nMade by `make bench`; do not edit. Machine: 2 cores; Postgres, the portal and the load generator share them.\n",
		"Each figure is the median of several rounds in which all targets take turns, with 32 connections. Ratios are taken inside a round.\n\n",
		"B1: net/http with 5 KB compressed bytes and the portal's headers. B2: one primary-key select first. B3: one query of 25 rows without joins first. ",
		"pk: a primary-key select through pgx.\n\n| what | goal | measured | met |\n|---|---|---|---|\n")
	for _, l := range r.lines {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", l.what, l.goal, l.got, l.answer())
	}
	notes := r.notes
	for _, l := range r.lines {
		if text := why[l.what]; text != "" && !l.ok && !l.plain {
			notes = append(notes, "**"+l.what+"**: "+text)
		}
	}
	if len(notes) > 0 {
		fmt.Fprint(w, "\n## Notes\n\n- ", strings.Join(notes, "\n- "), "\n")
	}
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	s := slices.Clone(values)
	slices.Sort(s)
	if len(s)%2 == 1 {
		return s[len(s)/2]
	}
	return (s[len(s)/2-1] + s[len(s)/2]) / 2
}

// rounds are the rates of every target, by name, one per round.
type rounds map[string][]float64

func (r rounds) ratio(a, b string) float64 {
	var all []float64
	for i := range min(len(r[a]), len(r[b])) {
		if r[b][i] > 0 {
			all = append(all, r[a][i]/r[b][i])
		}
	}
	return median(all)
}
