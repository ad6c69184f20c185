// Telling those signed up what has changed: each change once, and each person once.

package letters

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// told is one slot with what its people must be told.
type told struct {
	about About
	news  []news
}

// TellChanges tells those signed up what has changed, and gives the activity's slots.
func (s *Service) TellChanges(ctx context.Context, tx pgx.Tx, activityID int64, now time.Time) ([]int64, error) {
	if err := activity.Hold(ctx, tx, activityID); err != nil {
		return nil, err
	}
	ids, err := postgres.Scalars[int64](ctx, tx, slotsOfSQL, postgres.Args{"activity_id": activityID, "now": now})
	if err != nil {
		return nil, err
	}
	var all []told
	for _, id := range ids { // in order, as everybody locks them
		found, err := takeChanges(ctx, tx, id, now)
		if err != nil {
			return nil, err
		}
		if len(found.news) > 0 {
			all = append(all, found)
		}
	}
	if len(all) == 0 {
		return ids, nil
	}
	return ids, s.tell(ctx, tx, all)
}

// takeChanges finds what has changed for a slot, stores it as known and marks who must be rung.
func takeChanges(ctx context.Context, tx pgx.Tx, id int64, now time.Time) (told, error) {
	var out told
	if _, err := signupform.LockSlot(ctx, tx, id); err != nil {
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
	out.about, err = ReadAbout(ctx, tx, id, now)
	return out, err
}

// reader is one person with all that she must be told of.
type reader struct {
	told
	registrations []SignUp // one for each slot, in order
	dates         []About  // of the registrations
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
	return audit.Record(ctx, tx, s.now(), audit.System(a.MunicipalityID), audit.Event{
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
		people, err := postgres.Many[SignUp](ctx, tx, tellSQL, postgres.Args{"slot_id": t.about.ID})
		if err != nil {
			return nil, err
		}
		for _, r := range people {
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

func (x *reader) add(t told, r SignUp) {
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
	if !r.reached() {
		return nil
	}
	as := x.standing()
	state := stateOf(x.news)
	file, made := files[string(r.Lang)+state]
	if as != in {
		file = nil // only who has a place has the dates in her calendar
	} else if !made {
		var err error
		if file, err = s.newsCalendar(ctx, tx, x.told, r.Lang); err != nil {
			return err
		}
		files[string(r.Lang)+state] = file
	}
	l := newsLetter(r.Lang, x.about, x.news, as)
	l.ReplyTo, l.Files, l.Once = x.about.ContactEmail, file, state
	told := map[string]bool{}
	for i, one := range x.registrations { // once each who knows
		if !one.GuardianKnows || told[one.GuardianEmail] {
			continue
		}
		told[one.GuardianEmail] = true
		if err := s.tellGuardian(ctx, tx, x.dates[i], one, l); err != nil {
			return err
		}
	}
	if r.Email == "" {
		return nil
	}
	first := ""
	for i, one := range x.registrations {
		token, err := addToken(ctx, tx, one.ID, "own", now)
		if err != nil {
			return err
		}
		link := mail.Button{Text: r.Lang.T("Se påmeldingen"), URL: OwnPath(token)}
		if i == 0 {
			first, l.Body.Button = token, link
			continue
		}
		link.Text = r.Lang.T("Se påmeldingen %s", x.dates[i].when(r.Lang))
		l.Body.Links = append(l.Body.Links, link)
	}
	l = own(x.about, r, l, first)
	l.Files, l.Once = file, state
	return s.writer.Write(ctx, tx, x.about.site(), l)
}

// newsCalendar is the file with the dates as they are now. What no longer stands
// anywhere, or stands by another name, is cancelled in it.
func (s *Service) newsCalendar(ctx context.Context, tx pgx.Tx, t told, l i18n.Lang) ([]mail.Attachment, error) {
	var all []gone
	for _, n := range t.news {
		switch {
		case n.Now == nil:
			all = append(all, gone{n.Was, l.T("Avlyst: %s", t.about.Title)})
		case n.Now.Key != n.Was.Key:
			all = append(all, gone{n.Was, l.T("Flyttet: %s", t.about.Title)})
		}
	}
	return s.calendar(ctx, tx, t.about, l, all)
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

// standing is what somebody is to whom it is news.
type standing int

// What she is: has a place, stands in the queue or has an offer, has not confirmed yet.
const (
	in standing = iota
	queued
	asked
)

// standing is the best of her sign-ups.
func (x *reader) standing() standing {
	best := asked
	for _, r := range x.registrations {
		best = min(best, r.standing())
	}
	return best
}

func (r SignUp) standing() standing {
	switch {
	case r.Confirmed:
		return in
	case r.Queued:
		return queued
	}
	return asked
}

// opening says what is news, and what she has to do with it.
func (as standing) opening(l i18n.Lang, title string, off, later, some bool) string {
	switch {
	case later && some:
		return map[standing]string{
			in:     l.T("«%s», som du er påmeldt, er utsatt på noen datoer. Resten blir som før.", title),
			queued: l.T("«%s», som du står på venteliste til, er utsatt på noen datoer. Resten blir som før.", title),
			asked:  l.T("«%s», som du ikke har bekreftet påmeldingen til, er utsatt på noen datoer. Resten blir som før.", title),
		}[as]
	case later:
		return map[standing]string{
			in:     l.T("«%s», som du er påmeldt, er utsatt. Du beholder plassen.", title),
			queued: l.T("«%s», som du står på venteliste til, er utsatt. Du beholder nummeret ditt på listen.", title),
			asked:  l.T("«%s», som du ikke har bekreftet påmeldingen til, er utsatt.", title),
		}[as]
	case off && some:
		return map[standing]string{
			in:     l.T("«%s», som du er påmeldt, er avlyst på noen datoer. Resten blir som før.", title),
			queued: l.T("«%s», som du står på venteliste til, er avlyst på noen datoer. Resten blir som før.", title),
			asked:  l.T("«%s», som du ikke har bekreftet påmeldingen til, er avlyst på noen datoer. Resten blir som før.", title),
		}[as]
	case off:
		return map[standing]string{
			in:     l.T("«%s», som du er påmeldt, er avlyst.", title),
			queued: l.T("«%s», som du står på venteliste til, er avlyst.", title),
			asked:  l.T("«%s», som du ikke har bekreftet påmeldingen til, er avlyst.", title),
		}[as]
	}
	return map[standing]string{
		in:     l.T("Det er endringer i «%s», som du er påmeldt.", title),
		queued: l.T("Det er endringer i «%s», som du står på venteliste til.", title),
		asked:  l.T("Det er endringer i «%s», som du ikke har bekreftet påmeldingen til.", title),
	}[as]
}

func newsLetter(l i18n.Lang, a About, all []news, as standing) letter.Letter {
	off, later := count(all)
	known := len(a.OccurrenceIDs)
	for _, n := range all {
		if n.Now == nil {
			known++ // it is not among those that stand
		}
	}
	what, subject, first := kind.SignUpChanged, l.T("Endret: %s", a.Title), as.opening(l, a.Title, false, false, false)
	date := "" // of a person's several e-mails, each says which date
	if len(all) == 1 {
		date = " " + dated(l, all[0].Was.StartsAt, all[0].Was.end(), a.AllDay)
	}
	body := mail.Body{}
	switch len(all) {
	case off:
		what, subject, first = kind.SignUpCancelled, l.T("Avlyst: %s", a.Title)+date, as.opening(l, a.Title, true, false, off < known)
	case later:
		subject, first = l.T("Utsatt: %s", a.Title)+date, as.opening(l, a.Title, false, true, later < known)
		body.After = []string{l.T("Vi skriver til deg når den nye datoen er klar.")}
	}
	body.Paragraphs = []string{first}
	if as == in {
		body.After = append(body.After, l.T("Kalenderfilen i denne e-posten oppdaterer datoene i kalenderen din."))
	}
	for i, n := range all {
		if i == mostNews {
			body.Paragraphs = append(body.Paragraphs, l.T("Flere datoer er endret. Se alle på siden din."))
			break
		}
		body.Facts = append(body.Facts, n.facts(l, a.AllDay)...)
	}
	return letter.Letter{Kind: what, Subject: subject, Body: body}
}

func (n news) facts(l i18n.Lang, allDay bool) []mail.Fact {
	say := func(k known) string {
		text := dated(l, k.StartsAt, k.end(), allDay)
		if k.Place != "" {
			text += ", " + k.Place
		}
		return text
	}
	var facts []mail.Fact
	switch {
	case n.off():
		facts = []mail.Fact{{Label: l.T("Avlyst"), Value: say(n.Was)}}
	case n.later():
		facts = []mail.Fact{{Label: l.T("Utsatt"), Value: say(n.Was)}}
	case n.Was.postponed() && !n.Now.StartsAt.Equal(n.Was.StartsAt):
		facts = []mail.Fact{{Label: l.T("Var utsatt fra"), Value: dated(l, n.Was.StartsAt, n.Was.end(), allDay)}, {Label: l.T("Ny dato"), Value: say(*n.Now)}}
	case n.Was.Cancelled:
		facts = []mail.Fact{{Label: l.T("Blir likevel av"), Value: say(*n.Now)}}
	default:
		facts = []mail.Fact{{Label: l.T("Før"), Value: say(n.Was)}, {Label: l.T("Nå"), Value: say(*n.Now)}}
	}
	why := n.Was.Reason
	if n.Now != nil {
		why = n.Now.Reason
	}
	if why != "" {
		facts = append(facts, mail.Fact{Label: l.T("Grunn"), Value: why})
	}
	return facts
}
