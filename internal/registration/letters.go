package registration

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// about is what e-mails say of a slot's activity and dates.
type about struct {
	Slot
	Title         string
	Organiser     string
	ContactEmail  string
	AllDay        bool
	Place         string
	OccurrenceIDs []int64     // coming and cancelled ones that people know of
	Starts, Ends  []time.Time // of the dates that are on
	Reason        string      // why it is off; "" when it is on, or nobody says
	Instructions  string
	SiteName      string
	Host          string
}

func (a about) slot() Slot { return a.Slot }

// The place is that of the date, or of a series' next one.
const aboutSQL = `-- registration.about
select ` + slotColumns + `, a.title, org.name as organiser, coalesce(nullif(a.contact_email, ''), org.email_public) as contact_email, a.all_day,
       coalesce((select k.place from signup_known k where k.slot_id = s.id order by k.ends_at < now(), k.starts_at limit 1), '') as place,
       array(select k.occurrence_id from signup_known k where k.slot_id = s.id order by k.starts_at limit 200) as occurrence_ids,
       array(select k.starts_at from signup_known k where k.slot_id = s.id and not k.cancelled order by k.starts_at limit 200) as starts,
       array(select k.ends_at from signup_known k where k.slot_id = s.id and not k.cancelled order by k.starts_at limit 200) as ends,
       case when not s.cancelled then '' when a.cancelled_at is not null then a.cancel_reason
            else coalesce((select o.reason from occurrence o where o.id = s.occurrence_id and o.status = 'cancelled'), '') end as reason,
       coalesce(f.settings ->> 'instructions', '') as instructions,
       coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name) as site_name,
       coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '') as host
from signup_slot s join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
join municipality m on m.id = s.municipality_id left join signup_form f on f.activity_id = a.id
where s.id = @slot_id`

func readAbout(ctx context.Context, q postgres.Querier, slotID int64) (about, error) {
	return postgres.One[about](ctx, q, aboutSQL, pgx.StrictNamedArgs{"slot_id": slotID})
}

// When is the date, or how often and from when to when a series is.
func (a about) when(l i18n.Lang) string {
	if a.Scope == WholeSeries && len(a.Starts) > 1 {
		return SeriesWhen(l, a.Starts, a.Ends, a.AllDay, time.Time{})
	}
	return dated(l, a.StartsAt, a.EndsAt, a.AllDay)
}

// dated says when something is with its day and year, never as "i dag": nobody
// knows on which day an e-mail is read.
func dated(l i18n.Lang, start, end time.Time, allDay bool) string {
	return l.When(start, end, allDay, time.Time{})
}

func (a about) facts(l i18n.Lang, now time.Time) []mail.Fact {
	facts := []mail.Fact{{Label: l.T("Hva"), Value: a.Title}, {Label: l.T("Når"), Value: a.when(l)}}
	if a.Place != "" {
		facts = append(facts, mail.Fact{Label: l.T("Hvor"), Value: a.Place})
	}
	return append(facts, mail.Fact{Label: l.T("Arrangør"), Value: a.Organiser})
}

// letter is an e-mail about a registration. Its button opens the person's own page.
type letter struct {
	kind     MailKind
	calendar bool // carries the dates
	say      func(l i18n.Lang, a about, r Registration, now time.Time) (subject string, body mail.Body)
}

func button(text string) mail.Button { return mail.Button{Text: text} }

var confirmLetter = letter{ConfirmMail, false, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.T("Du har meldt på %d til «%s». Bekreft, så er det sikkert.", r.PartySize, a.Title)},
		Button:     button(l.T("Bekreft påmeldingen")),
		After:      []string{l.T("Er det ikke du som har meldt deg på? Da trenger du ikke å gjøre noe. Påmeldingen blir slettet.")},
	}
	if r.HoldExpiresAt != nil {
		body.Paragraphs = append(body.Paragraphs, l.T("Vi holder av plassen til %s.", l.Time(*r.HoldExpiresAt)))
	}
	return l.T("Bekreft påmeldingen til %s", a.Title), body
}}

var confirmedLetter = letter{ConfirmedMail, true, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.N("Du er påmeldt. Vi har satt av %d plass.", "Dere er påmeldt. Vi har satt av %d plasser.", r.PartySize, r.PartySize)},
		Button:     button(l.T("Se, endre eller meld av")),
		After:      []string{l.T("Kan du ikke komme likevel? Meld av, så får noen andre plassen.")},
	}
	if a.Instructions != "" {
		body.Paragraphs = append(body.Paragraphs, a.Instructions)
	}
	return l.T("Du er påmeldt %s", a.Title), body
}}

var waitingLetter = letter{WaitingMail, false, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	return l.T("Du står på venteliste til %s", a.Title), mail.Body{
		Paragraphs: []string{
			l.T("Det er fullt nå, og du står på ventelisten. Vi skriver til deg når det blir en ledig plass."),
			l.T("Da får du en frist for å svare, så følg med på e-posten."),
		},
		Button: button(l.T("Se plassen din i køen")),
	}
}}

var offerLetter = letter{OfferMail, false, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	body := mail.Body{
		Paragraphs: []string{l.T("Det er blitt plass til dere %d på «%s». Vil du ha den?", r.PartySize, a.Title)},
		Button:     button(l.T("Svar på tilbudet")),
		After:      []string{l.T("Svarer du ikke innen fristen, går tilbudet til den neste på listen.")},
	}
	if r.PartySize == 1 {
		body.Paragraphs = []string{l.T("Det er blitt en plass ledig på «%s». Vil du ha den?", a.Title)}
	}
	if r.OfferExpiresAt != nil {
		body.Facts = []mail.Fact{{Label: l.T("Svar innen"), Value: dated(l, *r.OfferExpiresAt, *r.OfferExpiresAt, false)}}
	}
	return l.T("Det er plass til deg på %s", a.Title), body
}}

var expiredLetter = letter{ExpiredMail, false, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	return l.T("Tilbudet om plass på %s har gått ut", a.Title), mail.Body{
		Paragraphs: []string{l.T("Vi fikk ikke svar innen fristen, så plassen er tilbudt den neste. Vil du fortsatt være med, kan du melde deg på igjen.")},
		Button:     button(l.T("Se påmeldingen")),
	}
}}

var linkLetter = letter{LinkMail, false, func(l i18n.Lang, a about, r Registration, now time.Time) (string, mail.Body) {
	return l.T("Lenken din til %s", a.Title), mail.Body{
		Paragraphs: []string{l.T("Her kan du se, endre eller melde av det du er påmeldt.")},
		Button:     button(l.T("Åpne påmeldingen")),
	}
}}

// welcome writes to whoever has just signed up: to confirm, or that she is in.
func (s *Service) welcome(ctx context.Context, tx pgx.Tx, municipalityID, id int64, mustConfirm bool, token string) error {
	r, err := readOne(ctx, tx, municipalityID, id)
	if err != nil {
		return err
	}
	if r.Email == "" && r.GuardianNeeded {
		return s.askGuardian(ctx, tx, r, s.now())
	}
	write := confirmedLetter
	switch {
	case mustConfirm:
		write = confirmLetter
	case r.Holds == HoldsQueue:
		write = waitingLetter
	}
	about, err := readAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	return s.writeAbout(ctx, tx, about, r, write, key(write.kind, r.ID, "first"), token)
}

// write sends a letter with a new link to the person, when she has an address.
func (s *Service) write(ctx context.Context, tx pgx.Tx, r Registration, write letter, cause string) error {
	if r.Email == "" {
		return nil
	}
	about, err := readAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	return s.writeAbout(ctx, tx, about, r, write, cause, "")
}

// writeAbout takes a token that is stored already, or "" to make one.
func (s *Service) writeAbout(ctx context.Context, tx pgx.Tx, a about, r Registration, write letter, cause, token string) error {
	if r.Email == "" {
		return nil
	}
	var files []mail.Attachment
	if write.calendar {
		var err error
		if files, err = s.calendar(ctx, tx, a, r.Lang, nil); err != nil {
			return err
		}
	}
	return s.writeFiles(ctx, tx, a, r, write, cause, token, files)
}

func (s *Service) writeFiles(ctx context.Context, tx pgx.Tx, a about, r Registration, write letter, cause, token string, files []mail.Attachment) error {
	now := s.now()
	subject, body := write.say(r.Lang, a, r, now)
	if token == "" {
		var err error
		if token, err = addToken(ctx, tx, r.ID, "own", now); err != nil {
			return err
		}
	}
	body.Facts = append(body.Facts, a.facts(r.Lang, now)...)
	body.Button.URL = s.urlFor(a.Host) + r.Lang.Prefix() + OwnPath(token)
	return s.post(ctx, tx, a, r, write.kind, subject, body, files, cause)
}

func (s *Service) writeGuardian(ctx context.Context, tx pgx.Tx, a about, r Registration) error {
	now, l := s.now(), r.Lang
	token, err := addToken(ctx, tx, r.ID, "guardian", now)
	if err != nil {
		return err
	}
	body := mail.Body{
		Paragraphs: []string{l.T("%s har meldt seg på «%s» og har oppgitt deg som foresatt. Bekreft at det er greit.", r.Name, a.Title)},
		Facts:      a.facts(l, now),
		Button:     mail.Button{Text: l.T("Bekreft som foresatt"), URL: s.urlFor(a.Host) + l.Prefix() + GuardianPath(token)},
		After:      []string{l.T("Er det ikke greit, kan du si nei på samme side. Svarer du ikke innen fristen, blir påmeldingen slettet.")},
	}
	if r.HoldExpiresAt != nil {
		body.Facts = append(body.Facts, mail.Fact{Label: l.T("Svar innen"), Value: dated(l, *r.HoldExpiresAt, *r.HoldExpiresAt, false)})
	}
	to := r
	to.Name, to.Email = r.GuardianName, r.GuardianEmail
	return s.post(ctx, tx, a, to, GuardianMail, l.T("Bekreft påmelding til %s", a.Title), body, nil, key(GuardianMail, r.ID, r.Version))
}

func (s *Service) post(ctx context.Context, tx pgx.Tx, a about, to Registration, kind MailKind, subject string, body mail.Body, files []mail.Attachment, cause string) error {
	m, err := message(a, to, kind, subject, body)
	if err != nil {
		return err
	}
	m.Attachments, m.CauseKey = files, cause
	return s.mail.Queue(ctx, tx, m)
}

// message lays an e-mail out; attachments and cause are its sender's.
func message(a about, to Registration, kind MailKind, subject string, body mail.Body) (mail.Message, error) {
	body.Title, body.SiteName, body.Greeting = subject, a.SiteName, to.Lang.T("Hei, %s!", to.Name)
	body.Footer = to.Lang.T("Du får denne e-posten fordi du er meldt på noe hos %s.", a.SiteName)
	if kind == GuardianMail {
		body.Footer = to.Lang.T("Du får denne e-posten fordi noen har oppgitt deg som foresatt hos %s.", a.SiteName)
	} else if body.Button.URL != "" {
		body.Choices = mail.Button{Text: to.Lang.T("Velg hvilke e-poster du får"), URL: body.Button.URL + "/endre"}
	}
	plain, markup, err := mail.Render(to.Lang, body)
	return mail.Message{
		MunicipalityID: a.MunicipalityID, To: to.Email, ToName: to.Name, FromName: a.SiteName, ReplyTo: a.ContactEmail, Lang: to.Lang,
		Kind: string(kind), Subject: subject, Text: plain, HTML: markup,
	}, err
}

const addTokenSQL = `-- registration.addToken
insert into registration_token (token_hash, registration_id, purpose, created_at) values (@hash, @id, @purpose, @now)`

func addToken(ctx context.Context, tx pgx.Tx, id int64, purpose string, now time.Time) (string, error) {
	token := newToken()
	_, err := postgres.Exec(ctx, tx, addTokenSQL, pgx.StrictNamedArgs{"hash": hashToken(token), "id": id, "purpose": purpose, "now": now})
	return token, err
}

// calendar is the file with the slot's dates, with the UIDs of the public
// calendar. Gone are dates that no longer stand anywhere: they are cancelled.
func (s *Service) calendar(ctx context.Context, tx pgx.Tx, a about, l i18n.Lang, gone []known) ([]mail.Attachment, error) {
	return s.calendarFile(ctx, tx, a, l, a.OccurrenceIDs, gone, l.T("Avlyst: %s", a.Title))
}

// calendarFile has the dates with the ids, and those gone with a title that says why; nil where there are none.
func (s *Service) calendarFile(ctx context.Context, tx pgx.Tx, a about, l i18n.Lang, ids []int64, gone []known, goneTitle string) ([]mail.Attachment, error) {
	site := listing.CalendarSite{Host: a.Host, Lang: l, Absolute: func(path string) string { return s.urlFor(a.Host) + l.Prefix() + path }}
	events, err := listing.EventsOf(ctx, tx, site, ids)
	if err != nil {
		return nil, err
	}
	for _, k := range gone {
		events = append(events, ical.OutEvent{
			UID: strconv.FormatInt(a.ActivityID, 10) + "-" + k.Key + "@" + a.Host, Sequence: k.Sequence + 1, Start: k.StartsAt, End: k.EndsAt,
			AllDay: a.AllDay, Summary: goneTitle, Location: k.Place, Status: ical.Cancelled, LastModified: s.now(),
		})
	}
	if len(events) == 0 {
		return nil, nil
	}
	var file bytes.Buffer
	if err := ical.Write(&file, ical.Calendar{Name: a.Title, Events: events}); err != nil {
		return nil, fmt.Errorf("calendar of slot %d: %w", a.ID, err)
	}
	return []mail.Attachment{{Name: "kalender.ics", Type: "text/calendar; method=PUBLISH; charset=utf-8", Data: file.Bytes()}}, nil
}

const ownAddressSQL = `-- registration.ownAddress
select r.municipality_id, r.id from registration r join signup_slot s on s.id = r.slot_id
where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and r.anonymised_at is null
  and (r.holds <> 'none' or r.status = 'expired_offer') and s.ends_at > @now
order by s.starts_at, r.id limit 10`

// ResendLink writes the links of all that an address is signed up for to that
// address, at most once in ten minutes. The answer is the same for any address.
func (s *Service) ResendLink(ctx context.Context, actor account.Actor, email string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	if !isEmail(email) {
		return badEmail()
	}
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		found, err := postgres.Many[due](ctx, tx, ownAddressSQL, pgx.StrictNamedArgs{"municipality_id": actor.MunicipalityID, "email": email, "now": now})
		if err != nil {
			return err
		}
		for _, d := range found {
			r, err := readOne(ctx, tx, d.MunicipalityID, d.ID)
			if err != nil {
				return err
			}
			write := linkLetter
			if r.Status == Unconfirmed && r.ConfirmedAt == nil {
				write = confirmLetter
			}
			if err := s.write(ctx, tx, r, write, key(LinkMail, r.ID, now.Unix()/600)); err != nil {
				return err
			}
		}
		return nil
	})
}
