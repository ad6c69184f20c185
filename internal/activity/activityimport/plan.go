// The plan of a file, row by row, and its storing.

package activityimport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/plaintext"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/recurrence"

	"github.com/jackc/pgx/v5"
)

// What an imported calendar may cost, and how far back its events may lie.
const (
	importDays   = 30 // an event that ended longer ago is not taken
	importEvents = 1000
	importSteps  = 40 * recurrence.MaxSteps // for the rules of one file together
)

// Import is what a calendar file would do. Apply does it.
type Import struct {
	Rows  []intake.Row // one per event, in the order of the file
	items []item

	activities     *activity.Service
	by             account.Actor
	organisationID int64
	asDraft        bool
	now            time.Time
	have           lookup
}

// item is an event that is taken.
type item struct {
	row int // index in Rows
	activity.Incoming
}

// Plan says what each event of an iCalendar file would do to the
// organisation's activities. An event is recognised by its UID, and is unchanged
// when the file says what it said the last time, whatever has been edited here
// since. Texts are taken as text: no mark-up, no organiser's name or address,
// because nobody asked her. One bad event never costs the others; an unreadable
// file is an Invalid fault. As drafts nothing new is published or sent in.
func (s *Service) Plan(ctx context.Context, q postgres.Querier, by account.Actor, organisationID int64, data []byte, asDraft bool) (*Import, error) {
	if err := activity.MayCreate(by, organisationID); err != nil {
		return nil, err
	}
	read, err := readCalendar(ctx, data)
	if err != nil {
		return nil, err
	}
	p := &Import{activities: s.activities, by: by, organisationID: organisationID, asDraft: asDraft, now: s.now()}
	if p.have, err = readLookup(ctx, q, by.MunicipalityID, organisationID, read.Events, p.now); err != nil {
		return nil, err
	}
	return p, p.takeAll(ctx, read, importSteps)
}

// takeAll decides the events in the order of the file, until their rules have taken the most steps.
func (p *Import) takeAll(ctx context.Context, read ical.Result, most int) error {
	steps := 0
	events, refusals := read.Events, read.Refused
	for len(events)+len(refusals) > 0 {
		if len(events) == 0 || len(refusals) > 0 && refusals[0].Index < events[0].Index {
			p.Rows = append(p.Rows, refusedEvent(refusals[0]))
			refusals = refusals[1:]
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		steps += stepsOf(events[0], p.now)
		p.Rows = append(p.Rows, p.take(events[0], steps > most))
		events = events[1:]
	}
	return nil
}

// stepsOf is what going through an event's rule costs: once more for what its
// exceptions miss.
func stepsOf(e ical.Event, now time.Time) int {
	steps := e.Rule().Steps(importEnd(e, now))
	if len(e.ExDates)+len(e.Overrides) > 0 {
		steps *= 2
	}
	return steps
}

// readCalendar reads the file; its events come in its order.
func readCalendar(ctx context.Context, data []byte) (ical.Result, error) {
	read, err := ical.Read(ctx, bytes.NewReader(data), ical.Limits{MaxEvents: importEvents})
	for _, known := range []error{ical.ErrNotCalendar, ical.ErrTooBig} {
		if errors.Is(err, known) {
			return read, fault.Refuse(known.Error())
		}
	}
	if err == nil && len(read.Events)+len(read.Refused) == 0 {
		return read, fault.Refuse(i18n.Mark("Det er ingen hendelser i kalenderfilen."))
	}
	slices.SortStableFunc(read.Events, func(a, b ical.Event) int { return a.Index - b.Index })
	return read, err
}

func refusedEvent(r ical.Refusal) intake.Row {
	row := intake.Row{Number: r.Index, Label: i18n.Cut(firstNonEmpty(plaintext.Of(r.Summary), r.UID), activity.MaxTitle)}
	row.Refuse(r.Reason)
	return row
}

// take decides one event.
func (p *Import) take(e ical.Event, tooMuch bool) intake.Row {
	uid, hash := eventUID(e), eventHash(e)
	e = readable(e)
	row := intake.Row{Number: e.Index, Label: i18n.Cut(firstNonEmpty(e.Summary, e.UID), activity.MaxTitle)}
	old, known := p.have.activities[uid]
	switch {
	case e.Private && known:
		row.Refuse(i18n.Mark("Hendelsen er merket som privat i kalenderen nå, og leses ikke. Aktiviteten her blir stående som den er."))
		return row
	case e.Private:
		row.Refuse(i18n.Mark("Hendelsen er merket som privat i kalenderen, og blir ikke tatt med."))
		return row
	case known && old.ImportHash == hash:
		row.Outcome, row.ObjectID = intake.Unchanged, &old.ID
		return row
	case tooMuch:
		row.Refuse(i18n.Mark("Filen har flere gjentakelser enn vi kan lese på én gang. Del den i flere filer."))
		return row
	case known && old.Status == activity.Archived:
		row.Refuse(i18n.Mark("Aktiviteten er arkivert. Lag en kopi for å bruke den på nytt."))
		return row
	}
	item := item{row: len(p.Rows), Incoming: activity.Incoming{
		ID: old.ID, OrganisationID: p.organisationID, UID: uid, Hash: hash, Cancelled: e.Status == ical.Cancelled,
	}}
	if err := p.fill(&item, e, old, known, row.Say); err != nil {
		row.RefuseFor(err, notStored)
		return row
	}
	row.SayAll(e.Notes...)
	row.SayAll(e.Missed(importEnd(e, p.now))...)
	if known {
		if e.Status == ical.Tentative && old.Status != activity.Drafted {
			row.Say(i18n.Mark("Hendelsen er foreløpig i kalenderen nå. Aktiviteten her blir stående som den er."))
		}
		p.compare(&row, item, old)
		p.completed(&row, &item, old, e)
	} else {
		row.Outcome = intake.New
		for _, f := range activity.Changed(activity.Draft{}, item.Draft) { // what is seen before it is stored
			row.Compare(f.Label, "", i18n.Cut(f.Words(item.Draft, p.have.names(p.now)), activity.MaxSummary))
		}
		if item.Cancelled {
			row.CompareYesNo(i18n.Mark("Avlyst"), false, true)
		}
		row.Compare(i18n.Mark("Enkeltdatoer"), "", p.have.datesInWords(datesOfNew(item.Draft.Schedule, p.now), item.Dates, p.now))
		var lacks []i18n.Phrase
		item.Status, lacks = p.statusOfNew(item.Draft)
		row.SayAll(lacks...)
		if p.asDraft {
			item.Status = activity.Drafted
		}
		if e.Status == ical.Tentative && item.Status != activity.Drafted {
			item.Status = activity.Drafted
			row.Say(i18n.Mark("Hendelsen er foreløpig i kalenderen, og lagres som utkast."))
		}
	}
	if row.Outcome == intake.New || row.Outcome == intake.Changed {
		p.items = append(p.items, item)
	}
	return row
}

// fill makes the draft and the single dates of an event.
func (p *Import) fill(item *item, e ical.Event, old activity.Imported, known bool, say func(string, ...any)) error {
	schedule, err := scheduleOf(e, p.now)
	if err != nil {
		return err
	}
	d := activity.Draft{Kind: activity.Regular, CategoryID: p.have.other}
	if known {
		d = old.Draft
		if sameFrom(old.Schedule, schedule, p.now) {
			schedule = old.Schedule
		}
	} else if !schedule.Repeats() {
		d.Kind = activity.Event
	}
	if !known && p.by.Door == account.GroupDoor && p.have.approval.Business() { // what a calendar file does not say
		d.Offer = activity.Commercial
	}
	d.Schedule = schedule
	p.have.describe(&d, e, say)
	item.Draft = d.Normal()
	item.Dates = p.have.datesOf(e, item.Draft, say)
	if err := item.Draft.Validate(p.now); err != nil {
		return err
	}
	if known && (old.Status == activity.Published || old.Status == activity.Submitted) {
		return item.Draft.Complete(p.now)
	}
	return nil
}

// statusOfNew is what Submit would give. What lacks something that residents need
// stays a draft, with the reason as a remark.
func (p *Import) statusOfNew(d activity.Draft) (status activity.Status, lacks []i18n.Phrase) {
	for _, f := range fault.FieldsOf(d.Complete(p.now)) {
		if f.Name != "dato" {
			return activity.Drafted, []i18n.Phrase{i18n.Say(i18n.Mark("Lagres som utkast.")), i18n.Say(f.Msg, f.Args...)}
		}
	}
	return activity.StatusAfterSubmit(p.have.approval, d.Offer, p.by.Door == account.GroupDoor), nil
}

// completed makes a draft that lacked something what it would have become, now that the
// file has it. A draft that lacked nothing is one because somebody wants it so.
func (p *Import) completed(row *intake.Row, item *item, old activity.Imported, e ical.Event) {
	was, _ := p.statusOfNew(old.Draft)
	is, lacks := p.statusOfNew(item.Draft)
	switch {
	case old.Status != activity.Drafted || row.Outcome != intake.Changed:
	case is == activity.Drafted:
		row.SayAll(lacks...)
	case was != activity.Drafted || p.asDraft || e.Status == ical.Tentative:
		row.Say(i18n.Mark("Aktiviteten er et utkast her, og blir ikke publisert."))
	default:
		item.Status = is
		row.Say(i18n.Mark("Aktiviteten har nå det som manglet, og er ikke lenger et utkast."))
	}
}

// compare notes what the event would change, in people's words.
func (p *Import) compare(row *intake.Row, item item, old activity.Imported) {
	row.ObjectID = &old.ID
	was, is, names := old.Draft, item.Draft, p.have.names(p.now)
	for _, f := range activity.Changed(was, is) {
		if f.Name != "dato" {
			row.Compare(f.Label, i18n.Cut(f.Words(was, names), activity.MaxSummary), i18n.Cut(f.Words(is, names), activity.MaxSummary))
		} else if !sameFrom(was.Schedule, is.Schedule, p.now) {
			row.Compare(f.Label, inWords(was.Schedule, p.now), inWords(is.Schedule, p.now))
		}
	}
	row.CompareYesNo(i18n.Mark("Avlyst"), old.Cancelled(), item.Cancelled)
	stored := p.have.dates[old.ID]
	gone, moved, stay, err := activity.Become(stored, item.Draft.Schedule, p.now)
	if err != nil {
		row.RefuseFor(errImportRule, notStored)
		return
	}
	row.Compare(i18n.Mark("Enkeltdatoer"), p.have.datesInWords(stored, nil, p.now), p.have.datesInWords(stay, item.Dates, p.now))
	row.Outcome = intake.Changed
	if len(row.Changes) == 0 {
		row.Outcome = intake.Unchanged
	}
	if signedup.Count(p.have.people, activity.IDs(gone)) > 0 {
		row.Refuse(i18n.Mark("Noen er påmeldt på datoer som ikke er i filen lenger. Flytt dem eller avlys datoene i portalen først."))
		return
	}
	switch n := signedup.Count(p.have.people, activity.IDs(moved)); n {
	case 0:
	case 1:
		row.Say(i18n.Mark("Én påmeldt flyttes til en ny dato, og får beskjed."))
	default:
		row.Say(i18n.Mark("%d påmeldte flyttes til nye datoer, og får beskjed."), n)
	}
}

// Apply stores the events that are taken, in the caller's transaction, and tells how
// many rows it has come to. What the database refuses of one event becomes that row's reason.
func (p *Import) Apply(ctx context.Context, tx pgx.Tx, done func(rows int)) error {
	for _, item := range p.items {
		row := &p.Rows[item.row]
		if row.Outcome == intake.Refused {
			continue
		}
		err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error {
			id, err := p.activities.StoreImported(ctx, tx, p.by, item.Incoming)
			row.ObjectID = &id
			return err
		})
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Conflict, fault.NotFound:
			row.RefuseFor(err, notStored)
			row.ObjectID = nil
		default:
			if err != nil {
				return fmt.Errorf("import event %d: %w", row.Number, err)
			}
		}
		done(item.row + 1)
	}
	return nil
}

// notStored is what is said of an event when there is nothing better to say.
var notStored = i18n.Mark("Vi klarte ikke å lagre hendelsen.")
