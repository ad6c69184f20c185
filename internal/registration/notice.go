package registration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// known is one date as those signed up have been told, or as it is now.
type known struct {
	OccurrenceID int64
	Key          string
	StartsAt     time.Time
	EndsAt       time.Time
	Place        string
	Cancelled    bool
	Sequence     int
	Reason       string // public; only of what is now
}

// news is what has become of a date. Now is nil when it no longer stands anywhere.
type news struct {
	Was known
	Now *known
}

func (n news) off() bool { return n.Now == nil || n.Now.Cancelled && !n.Was.Cancelled }

// compare finds what people must be told: coming dates that have another time or
// place, are off, or on again. New dates of a series are no news.
func compare(was, is []known, now time.Time) []news {
	byID := map[int64]known{}
	for _, k := range is {
		byID[k.OccurrenceID] = k
	}
	var all []news
	for _, old := range was {
		k, stands := byID[old.OccurrenceID]
		switch {
		case !old.EndsAt.After(now):
		case !stands && !old.Cancelled:
			all = append(all, news{Was: old})
		case stands && (!k.StartsAt.Equal(old.StartsAt) || !k.EndsAt.Equal(old.EndsAt) || k.Place != old.Place || k.Cancelled != old.Cancelled):
			if !k.Cancelled || !old.Cancelled {
				all = append(all, news{Was: old, Now: &k})
			}
		}
	}
	return all
}

const (
	slotsOfSQL = `-- registration.slotsOf
select id from signup_slot where activity_id = @activity_id and ends_at > @now::timestamptz - interval '1 day' order by id`

	wasSQL = `-- registration.was
select occurrence_id, key, starts_at, ends_at, place, cancelled, sequence, '' as reason from signup_known where slot_id = @slot_id order by starts_at`

	isSQL = `-- registration.is
select o.id as occurrence_id, o.key, o.starts_at, o.ends_at, ` + placeColumn + ` as place,
       o.status = 'cancelled' or a.cancelled_at is not null as cancelled, a.sequence + o.sequence as sequence,
       case when o.reason <> '' then o.reason else a.cancel_reason end as reason
from signup_slot s join activity a on a.id = s.activity_id
join occurrence o on o.activity_id = s.activity_id and (s.scope = 'series' or o.id = s.occurrence_id)
left join venue v on v.id = coalesce(o.venue_id, a.venue_id)
where s.id = @slot_id order by o.starts_at`

	forgetKnownSQL = `-- registration.forgetKnown
delete from signup_known where slot_id = @slot_id and occurrence_id <> all(@ids::bigint[]) and ends_at > @now`

	learnSQL = `-- registration.learn
insert into signup_known (slot_id, occurrence_id, key, starts_at, ends_at, place, cancelled, sequence)
select @slot_id, * from unnest(@ids::bigint[], @keys::text[], @starts::timestamptz[], @ends::timestamptz[], @places::text[], @off::boolean[], @sequences::int[])
on conflict (slot_id, occurrence_id) do update set key = excluded.key, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    place = excluded.place, cancelled = excluded.cancelled, sequence = excluded.sequence`

	setDatesSQL = `-- registration.setDates
update signup_slot s set starts_at = d.starts_at, ends_at = d.ends_at, cancelled = d.cancelled
from (select min(starts_at) as starts_at, max(ends_at) as ends_at, bool_and(cancelled) as cancelled from signup_known where slot_id = @slot_id) d
where s.id = @slot_id and d.starts_at is not null`

	dateGoneSQL = `-- registration.dateGone
update signup_slot set cancelled = true where id = @slot_id`

	tellSQL = `-- registration.tell
select municipality_id, id from registration where slot_id = @slot_id and holds <> 'none' and anonymised_at is null order by id`
)

// told is one slot with what its people must be told.
type told struct {
	about about
	news  []news
}

// Notice tells those signed up for an activity what has changed since they were
// last told: each change once, and each person once, also when she is signed up
// for many of the dates.
func (s *Service) Notice(ctx context.Context, activityID int64) error {
	now := s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := postgres.Scalars[int64](ctx, tx, slotsOfSQL, pgx.StrictNamedArgs{"activity_id": activityID, "now": now})
		if err != nil {
			return err
		}
		var all []told
		for _, id := range ids { // in order, as everybody locks them
			found, err := noticeSlot(ctx, tx, id, now)
			if err != nil {
				return err
			}
			if len(found.news) > 0 {
				all = append(all, found)
			}
		}
		if len(all) > 0 {
			if err := s.tell(ctx, tx, all); err != nil {
				return err
			}
		}
		return s.promoteAll(ctx, tx, ids, now)
	})
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", activityID, err)
	}
	return nil
}

func (s *Service) promoteAll(ctx context.Context, tx pgx.Tx, ids []int64, now time.Time) error {
	for _, id := range ids {
		slot, err := lockSlot(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.promoteNow(ctx, tx, &slot, now); err != nil {
			return err
		}
	}
	return nil
}

// noticeSlot finds what has changed for a slot, stores it as known and marks who must be rung.
func noticeSlot(ctx context.Context, tx pgx.Tx, id int64, now time.Time) (told, error) {
	var out told
	if _, err := lockSlot(ctx, tx, id); err != nil {
		return out, err
	}
	all, is, err := newsOf(ctx, tx, id, now)
	if err != nil {
		return out, err
	}
	if err := learn(ctx, tx, id, is, now); err != nil || len(all) == 0 {
		return out, err
	}
	if err := markCalls(ctx, tx, id, all, now); err != nil {
		return out, err
	}
	out.news = all
	out.about, err = readAbout(ctx, tx, id)
	return out, err
}

// newsOf is what has become of a locked slot's dates, and the dates as they are now.
func newsOf(ctx context.Context, tx pgx.Tx, slotID int64, now time.Time) (all []news, is []known, err error) {
	args := pgx.StrictNamedArgs{"slot_id": slotID}
	was, err := postgres.Many[known](ctx, tx, wasSQL, args)
	if err != nil {
		return nil, nil, err
	}
	is, err = postgres.Many[known](ctx, tx, isSQL, args)
	return compare(was, is, now), is, err
}

func learn(ctx context.Context, tx pgx.Tx, slotID int64, is []known, now time.Time) error {
	if len(is) == 0 {
		if _, err := postgres.Exec(ctx, tx, dateGoneSQL, pgx.StrictNamedArgs{"slot_id": slotID}); err != nil {
			return err
		}
	}
	n := len(is)
	ids, keys, places := make([]int64, n), make([]string, n), make([]string, n)
	starts, ends, off, sequences := make([]time.Time, n), make([]time.Time, n), make([]bool, n), make([]int32, n)
	for i, k := range is {
		ids[i], keys[i], places[i], starts[i], ends[i], off[i], sequences[i] = k.OccurrenceID, k.Key, k.Place, k.StartsAt, k.EndsAt, k.Cancelled, int32(k.Sequence)
	}
	if _, err := postgres.Exec(ctx, tx, forgetKnownSQL, pgx.StrictNamedArgs{"slot_id": slotID, "ids": ids, "now": now}); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, learnSQL, pgx.StrictNamedArgs{
		"slot_id": slotID, "ids": ids, "keys": keys, "starts": starts, "ends": ends, "places": places, "off": off, "sequences": sequences,
	}); err != nil || n == 0 {
		return err
	}
	_, err := postgres.Exec(ctx, tx, setDatesSQL, pgx.StrictNamedArgs{"slot_id": slotID})
	return err
}

// reader is one person with all that she must be told of.
type reader struct {
	told
	registrations []Registration // one for each slot, in order
	dates         []about        // of the registrations
}

func (s *Service) tell(ctx context.Context, tx pgx.Tx, all []told) error {
	readers, err := readersOf(ctx, tx, all)
	if err != nil {
		return err
	}
	files := map[string][]mail.Attachment{}
	for _, r := range readers {
		if err := s.tellOne(ctx, tx, r, files); err != nil {
			return err
		}
	}
	dates := 0
	for _, t := range all {
		dates += len(t.news)
	}
	a := all[0].about
	return audit.Record(ctx, tx, audit.System(a.MunicipalityID), audit.Event{
		Action: "registration.notice", Object: "activity", ObjectID: a.ActivityID, Detail: map[string]any{"dates": dates, "people": len(readers)},
	})
}

// readersOf gathers what is news for each person. The same address with another
// name is another person.
func readersOf(ctx context.Context, tx pgx.Tx, all []told) ([]*reader, error) {
	type person struct {
		email, name string
		lang        i18n.Lang
	}
	var readers []*reader
	by := map[person]*reader{}
	for _, t := range all {
		people, err := postgres.Many[due](ctx, tx, tellSQL, pgx.StrictNamedArgs{"slot_id": t.about.ID})
		if err != nil {
			return nil, err
		}
		for _, d := range people {
			r, err := readOne(ctx, tx, d.MunicipalityID, d.ID)
			if err != nil {
				return nil, err
			}
			who := person{r.Email, r.Name, r.Lang}
			if by[who] == nil || r.Email == "" {
				by[who] = &reader{}
				readers = append(readers, by[who])
			}
			by[who].add(t, r)
		}
	}
	return readers, nil
}

func (x *reader) add(t told, r Registration) {
	x.registrations, x.dates = append(x.registrations, r), append(x.dates, t.about)
	if len(x.registrations) == 1 {
		x.about = t.about
		x.news = slices.Clone(t.news)
		return
	}
	if !slices.Equal(x.about.OccurrenceIDs, t.about.OccurrenceIDs) { // else signed up twice for the same
		x.about.OccurrenceIDs = append(slices.Clone(x.about.OccurrenceIDs), t.about.OccurrenceIDs...)
		x.news = append(x.news, t.news...)
	}
}

func (s *Service) tellOne(ctx context.Context, tx pgx.Tx, x *reader, files map[string][]mail.Attachment) error {
	r, now := x.registrations[0], s.now()
	if r.Email == "" {
		return nil
	}
	state := stateOf(x.news)
	file, made := files[string(r.Lang)+state]
	if !made {
		var err error
		if file, err = s.newsCalendar(ctx, tx, x.told, r.Lang); err != nil {
			return err
		}
		files[string(r.Lang)+state] = file
	}
	kind, subject, body := newsLetter(r.Lang, x.about, x.news)
	for i, one := range x.registrations {
		token, err := addToken(ctx, tx, one.ID, "own", now)
		if err != nil {
			return err
		}
		link := mail.Button{Text: r.Lang.T("Se påmeldingen"), URL: s.urlFor(x.about.Host) + r.Lang.Prefix() + OwnPath(token)}
		if i == 0 {
			body.Button = link
			continue
		}
		link.Text = r.Lang.T("Se påmeldingen %s", x.dates[i].when(r.Lang))
		body.Links = append(body.Links, link)
	}
	return s.post(ctx, tx, x.about, r, kind, subject, body, file, key(kind, r.ID, state))
}

// newsCalendar is the file with the dates as they are now. What no longer stands
// anywhere is cancelled in it.
func (s *Service) newsCalendar(ctx context.Context, tx pgx.Tx, t told, l i18n.Lang) ([]mail.Attachment, error) {
	var gone []known
	for _, n := range t.news {
		if n.Now == nil {
			gone = append(gone, n.Was)
		}
	}
	return s.calendar(ctx, tx, t.about, l, gone)
}

// stateOf names a set of news, so that the same is told once.
func stateOf(all []news) string {
	h := sha256.New()
	for _, n := range all {
		fmt.Fprintln(h, n.Was, n.Now != nil)
		if n.Now != nil {
			fmt.Fprintln(h, *n.Now)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

const mostNews = 10 // dates told of one by one

func newsLetter(l i18n.Lang, a about, all []news) (MailKind, string, mail.Body) {
	off := 0
	for _, n := range all {
		if n.off() {
			off++
		}
	}
	kind, subject, first := ChangedMail, l.T("Endret: %s", a.Title), l.T("Det er endringer i «%s», som du er påmeldt.", a.Title)
	if off == len(all) {
		kind, subject, first = CancelledMail, l.T("Avlyst: %s", a.Title), l.T("«%s», som du er påmeldt, er avlyst.", a.Title)
		if off == 1 { // of a person's several e-mails, each says which date
			subject = l.T("Avlyst: %s %s", a.Title, dated(l, all[0].Was.StartsAt, all[0].Was.EndsAt, a.AllDay))
		}
		if off < len(a.OccurrenceIDs) {
			first = l.T("«%s», som du er påmeldt, er avlyst på noen datoer. Resten blir som før.", a.Title)
		}
	}
	body := mail.Body{Paragraphs: []string{first}, After: []string{l.T("Kalenderfilen i denne e-posten oppdaterer datoene i kalenderen din.")}}
	for i, n := range all {
		if i == mostNews {
			body.Paragraphs = append(body.Paragraphs, l.T("Flere datoer er endret. Se alle på siden din."))
			break
		}
		body.Facts = append(body.Facts, n.facts(l, a.AllDay)...)
	}
	return kind, subject, body
}

func (n news) facts(l i18n.Lang, allDay bool) []mail.Fact {
	say := func(k known) string {
		text := dated(l, k.StartsAt, k.EndsAt, allDay)
		if k.Place != "" {
			text += ", " + k.Place
		}
		return text
	}
	var facts []mail.Fact
	switch {
	case n.off():
		facts = []mail.Fact{{Label: l.T("Avlyst"), Value: say(n.Was)}}
	case n.Was.Cancelled:
		facts = []mail.Fact{{Label: l.T("Blir likevel av"), Value: say(*n.Now)}}
	default:
		facts = []mail.Fact{{Label: l.T("Før"), Value: say(n.Was)}, {Label: l.T("Nå"), Value: say(*n.Now)}}
	}
	if n.Now != nil && n.Now.Reason != "" {
		facts = append(facts, mail.Fact{Label: l.T("Grunn"), Value: n.Now.Reason})
	}
	return facts
}
