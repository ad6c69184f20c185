// The municipality's calendar from a calendar file: what each event would do, and its storing.

package planning

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/plaintext"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

// What a calendar file may cost, and which of its dates are taken.
const (
	importEvents = 1000
	importDates  = 200 // of one event
	importSteps  = 40 * recurrence.MaxSteps
	importBack   = 30 // days; what ended longer ago is not taken
	importAhead  = 2  // years
	longestUID   = 300
)

// Import is what a calendar file would do. Apply does it.
type Import struct {
	Rows  []intake.Row // one per event, in the order of the file
	items []item

	s        *Service
	by       account.Actor
	from, to time.Time
	known    map[string][]Entry
	said     map[string]saying
}

// item is an event that is taken: its dates take the place of those of its uid, or come
// beside them when the file says no more than that it goes on.
type item struct {
	row     int // index in Rows
	uid     string
	hash    []byte
	until   time.Time
	more    bool
	entries []Entry // none: it is called off
}

const importedSQL = `-- planning.imported
select ` + entryColumns + `, e.import_uid from calendar_entry e
where e.municipality_id = @municipality_id and e.import_uid = any(@uids::text[]) and e.ends_at > @from
order by e.starts_at, e.id`

// saying is what a file said of an event the last time, and before when its dates were taken then.
type saying struct {
	UID   string
	Stamp []byte
	Until time.Time
}

const saidSQL = `-- planning.said
select uid, stamp, until from calendar_import where municipality_id = @municipality_id and uid = any(@uids::text[])`

// read gives the plan what the calendar has of these events, and what was said of them.
func (p *Import) read(ctx context.Context, q postgres.Querier, uids []string) error {
	have, err := postgres.Many[struct {
		Entry
		ImportUID string
	}](ctx, q, importedSQL, postgres.Args{"municipality_id": p.by.MunicipalityID, "uids": uids, "from": p.from})
	for _, x := range have {
		p.known[x.ImportUID] = append(p.known[x.ImportUID], x.Entry)
	}
	if err != nil {
		return err
	}
	said, err := postgres.Many[saying](ctx, q, saidSQL, postgres.Args{"municipality_id": p.by.MunicipalityID, "uids": uids})
	for _, x := range said {
		p.said[x.UID] = x
	}
	return err
}

// PlanImport says what each event of an iCalendar file would do to the municipality's
// calendar. An event is recognised by its UID, and is unchanged when the file says
// what it said the last time, whatever has been edited or removed here since. One bad event
// never costs the others; an unreadable file is an Invalid fault.
func (s *Service) PlanImport(ctx context.Context, q postgres.Querier, by account.Actor, data []byte) (*Import, error) {
	if err := by.Require(account.ImportAll); err != nil {
		return nil, err
	}
	read, err := ical.Read(ctx, bytes.NewReader(data), ical.Limits{MaxEvents: importEvents})
	for _, known := range []error{ical.ErrNotCalendar, ical.ErrTooBig} {
		if errors.Is(err, known) {
			return nil, fault.Refuse(known.Error())
		}
	}
	if err == nil && len(read.Events)+len(read.Refused) == 0 {
		return nil, fault.Refuse(i18n.Mark("Det er ingen hendelser i kalenderfilen."))
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(read.Events, func(a, b ical.Event) int { return a.Index - b.Index })
	now := s.Now()
	p := &Import{s: s, by: by, from: now.AddDate(0, 0, -importBack), to: now.AddDate(importAhead, 0, 0), known: map[string][]Entry{}, said: map[string]saying{}}
	uids := make([]string, len(read.Events))
	for i, e := range read.Events {
		uids[i] = uidOf(e)
	}
	if err := p.read(ctx, q, uids); err != nil {
		return nil, err
	}
	return p, p.takeAll(ctx, read)
}

// takeAll decides the events in the order of the file, until their rules have taken too many steps.
func (p *Import) takeAll(ctx context.Context, read ical.Result) error {
	steps := 0
	for _, r := range read.Refused {
		row := intake.Row{Number: r.Index, Label: labelOf(r.Summary, r.UID)}
		row.Refuse(r.Reason)
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(p.Rows, func(a, b intake.Row) int { return a.Number - b.Number })
	refused := p.Rows
	p.Rows = nil
	for _, e := range read.Events {
		for len(refused) > 0 && refused[0].Number < e.Index {
			p.Rows, refused = append(p.Rows, refused[0]), refused[1:]
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		steps += 2 * e.Rule().Steps(p.to.AddDate(1, 0, 0))
		p.Rows = append(p.Rows, p.take(e, steps > importSteps))
	}
	p.Rows = append(p.Rows, refused...)
	return nil
}

func labelOf(summary, uid string) string {
	if text := strings.Join(strings.Fields(plaintext.Of(summary)), " "); text != "" {
		return i18n.Cut(text, MaxTitle)
	}
	return i18n.Cut(uid, MaxTitle)
}

// uidOf is what an event is recognised by the next time.
func uidOf(e ical.Event) string {
	if key := e.Key(); len(key) <= longestUID {
		return key
	}
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(e.Key())))
}

// take decides one event.
func (p *Import) take(e ical.Event, tooMuch bool) intake.Row {
	row := intake.Row{Number: e.Index, Label: labelOf(e.Summary, e.UID)}
	it := item{row: len(p.Rows), uid: uidOf(e)}
	old := p.known[it.uid]
	switch {
	case e.Private && len(old) == 0:
		row.Refuse(i18n.Mark("Hendelsen er merket som privat i kalenderen, og blir ikke tatt med."))
		return row
	case e.Private:
		row.Outcome = intake.Changed
		row.CompareYesNo(i18n.Mark("Privat"), false, true)
		row.Say(i18n.Mark("Hendelsen er merket som privat i kalenderen, og blir fjernet her."))
		p.items = append(p.items, it)
		return row
	case tooMuch:
		row.Refuse(i18n.Mark("Filen har flere gjentakelser enn vi kan lese på én gang. Del den i flere filer."))
		return row
	case e.Status == ical.Cancelled && len(old) == 0:
		row.Refuse(i18n.Mark("Hendelsen er avlyst i kalenderen, og blir ikke tatt med."))
		return row
	case e.Status == ical.Cancelled:
		row.Outcome = intake.Changed
		row.CompareYesNo(i18n.Mark("Avlyst"), false, true)
		row.Say(i18n.Mark("Hendelsen er avlyst i kalenderen, og blir fjernet her."))
		p.items = append(p.items, it)
		return row
	}
	err := p.datesOf(e, &it, &row)
	if err != nil {
		row.RefuseFor(err, notStored)
		return row
	}
	it.hash = hashOf(e)
	row.SayAll(e.Notes...)
	if e.Location != "" || e.Description != "" {
		row.Say(i18n.Mark("Sted og beskrivelse er ikke med. Her står bare hva det er, og når."))
	}
	if e.Status == ical.Tentative {
		row.Say(i18n.Mark("Hendelsen er foreløpig i kalenderen. Her står den som de andre."))
	}
	p.compare(&row, &it, old)
	if row.Outcome == intake.New || row.Outcome == intake.Changed {
		p.items = append(p.items, it)
	}
	return row
}

// datesOf are the dates of an event that are taken.
func (p *Import) datesOf(e ical.Event, it *item, row *intake.Row) error {
	dates, err := e.Dates(p.from.AddDate(0, 0, -MaxDays), p.to, 0)
	if err != nil {
		return fault.Refuse(i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
	}
	later, err := e.Dates(p.to, p.to.AddDate(1, 0, 0), 1)
	if err != nil {
		return fault.Refuse(i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
	}
	kind, endless := kindOf(e), false
	it.until = p.to
	for _, d := range dates {
		if d.Status == ical.Cancelled || !d.End.After(p.from) && d.End.After(d.Start) || d.Start.Before(p.from) && !d.End.After(d.Start) {
			continue
		}
		x := Entry{Kind: kind, Title: labelOf(d.Summary, ""), StartsAt: d.Start, EndsAt: d.End, AllDay: e.AllDay}
		if x.Title == "" {
			x.Title = kind.Name()
		}
		if !x.EndsAt.After(x.StartsAt) {
			x.EndsAt, endless = x.StartsAt.Add(time.Hour), true
		}
		if err := x.Check(); err != nil {
			return err
		}
		if len(it.entries) == importDates {
			row.Say(i18n.Mark("Bare de %d første datoene er med."), importDates)
			it.until = x.StartsAt
			break
		}
		it.entries = append(it.entries, x)
	}
	if len(it.entries) == 0 {
		return fault.Refuse(i18n.Mark("Alle datoene er over, eller ligger mer enn to år fram."))
	}
	if endless {
		row.Say(i18n.Mark("Slutten mangler i filen. Her varer det én time."))
	}
	if len(later) > 0 {
		row.Say(i18n.Mark("Bare datoene i de to neste årene er med. Hent filen inn igjen for å få de neste."))
	}
	return nil
}

// Words by which the kind of an event is known, in its title and its categories.
var (
	holidayWords = []string{"ferie", "skolefri", "elevfri", "fri for elev", "planleggingsdag", "fridag", "holiday"}
	meetingWords = []string{"møte", "utval", "kommunestyre", "formannskap", "komite", "råd", "meeting", "nemnd", "styret"}
)

func kindOf(e ical.Event) Kind {
	words := strings.ToLower(e.Summary + " " + strings.Join(e.Categories, " "))
	has := func(w string) bool { return strings.Contains(words, w) }
	switch {
	case slices.ContainsFunc(holidayWords, has):
		return SchoolHoliday
	case slices.ContainsFunc(meetingWords, has):
		return Meeting
	}
	return Other
}

// hashOf is the stamp of what a file says of an event.
func hashOf(e ical.Event) []byte {
	said := struct {
		Summary         string
		Categories      []string
		Start, End      time.Time
		AllDay          bool
		RRule           string
		RDates, ExDates []time.Time
		Overrides       []ical.Override
		To              string // nothing: as in the stamps that are stored
	}{e.Summary, e.Categories, e.Start.UTC(), e.End.UTC(), e.AllDay, e.RRule, e.RDates, e.ExDates, e.Overrides, ""}
	raw, err := json.Marshal(said)
	if err != nil { // all of it can be written
		panic(err)
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// compare notes what the event would change. Of one that the file says nothing new of,
// only the dates are taken that were too far ahead the last time.
func (p *Import) compare(row *intake.Row, it *item, old []Entry) {
	row.Outcome = intake.New
	var was Entry
	if len(old) > 0 {
		row.Outcome, row.ObjectID, was = intake.Changed, &old[0].ID, old[0]
	}
	if said, ok := p.said[it.uid]; ok && bytes.Equal(said.Stamp, it.hash) {
		removed := len(old) == 0 && said.Until.After(p.s.Now())
		it.more = true
		it.entries = slices.DeleteFunc(it.entries, func(e Entry) bool { return e.StartsAt.Before(said.Until) })
		switch {
		case removed:
			row.Outcome = intake.Unchanged
			row.Say(i18n.Mark("Noen har fjernet hendelsen her. Den blir borte til kalenderfilen sier noe nytt om den."))
		case len(it.entries) == 0:
			row.Outcome = intake.Unchanged
		default:
			row.Compare(i18n.Mark("Når"), whenOf(old), whenOf(append(slices.Clone(old), it.entries...)))
		}
		return
	}
	is := it.entries[0]
	row.Compare(i18n.Mark("Tittel"), was.Title, is.Title)
	name := ""
	if was.Kind != "" {
		name = was.Kind.Name()
	}
	if row.Compare(i18n.Mark("Hva slags"), name, is.Kind.Name()) {
		row.Changes[len(row.Changes)-1].Words = true
	}
	row.Compare(i18n.Mark("Når"), whenOf(old), whenOf(it.entries))
}

// whenOf names the first dates in figures, which every language reads.
func whenOf(entries []Entry) string {
	const told = 5
	var words []string
	for _, e := range entries[:min(len(entries), told)] {
		from, last := e.StartsAt.In(i18n.Oslo), e.EndsAt.In(i18n.Oslo)
		layout, until := "02.01.2006", "02.01.2006"
		if e.AllDay {
			last = last.Add(-time.Hour)
		} else {
			layout, until = "02.01.2006 15.04", "15.04"
			if last.Format("0201") != from.Format("0201") {
				until = layout
			}
		}
		word := from.Format(layout)
		if to := last.Format(until); to != word {
			word += "–" + to
		}
		words = append(words, word)
	}
	if n := len(entries) - told; n > 0 {
		words = append(words, fmt.Sprintf("+ %d", n))
	}
	return strings.Join(words, ", ")
}

const dropImportedSQL = `-- planning.dropImported
delete from calendar_entry where municipality_id = @municipality_id and import_uid = @uid and ends_at > @from`

const saySQL = `-- planning.say
insert into calendar_import (municipality_id, uid, stamp, until) values (@municipality_id, @uid, @stamp, @until)
on conflict (municipality_id, uid) do update set stamp = excluded.stamp, until = excluded.until`

const unsaySQL = `-- planning.unsay
delete from calendar_import where municipality_id = @municipality_id and uid = @uid`

// Apply stores the events that are taken, in the caller's transaction, and tells how
// many rows it has come to. What is over stays as it was.
func (p *Import) Apply(ctx context.Context, tx pgx.Tx, done func(rows int)) error {
	for _, it := range p.items {
		row := &p.Rows[it.row]
		if row.Outcome == intake.Refused {
			continue
		}
		if err := p.store(ctx, tx, it, row); err != nil {
			return fmt.Errorf("import event %d: %w", row.Number, err)
		}
		done(it.row + 1)
	}
	return nil
}

func (p *Import) store(ctx context.Context, tx pgx.Tx, it item, row *intake.Row) error {
	old := p.known[it.uid]
	if !it.more {
		if _, err := postgres.Exec(ctx, tx, dropImportedSQL, postgres.Args{"municipality_id": p.by.MunicipalityID, "uid": it.uid, "from": p.from}); err != nil {
			return err
		}
	}
	if len(it.entries) == 0 {
		row.ObjectID = nil
		if _, err := postgres.Exec(ctx, tx, unsaySQL, postgres.Args{"municipality_id": p.by.MunicipalityID, "uid": it.uid}); err != nil {
			return err
		}
		return p.s.record(ctx, tx, p.by, "calendar.remove", old[0])
	}
	if _, err := postgres.Exec(ctx, tx, saySQL, postgres.Args{"municipality_id": p.by.MunicipalityID, "uid": it.uid, "stamp": it.hash, "until": it.until}); err != nil {
		return err
	}
	first := int64(0)
	for _, e := range it.entries {
		id, err := p.s.insert(ctx, tx, p.by.MunicipalityID, e, it.uid)
		if err != nil {
			return err
		}
		if first == 0 {
			first = id
		}
	}
	row.ObjectID = &first
	action, e := "calendar.create", it.entries[0]
	if e.ID = first; len(old) > 0 {
		action = "calendar.update"
	}
	return p.s.record(ctx, tx, p.by, action, e)
}

// notStored is what is said of an event when there is nothing better to say.
var notStored = i18n.Mark("Vi klarte ikke å lagre hendelsen.")
