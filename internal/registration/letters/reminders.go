// Reminders and thank-yous: who is due for one, and what it says.

package letters

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

type dueDate struct {
	ID           int64
	OccurrenceID int64
	StartsAt     time.Time
	EndsAt       time.Time
	Place        string
	Came         int       // of thanks: how many
	At           time.Time // of reminders: when it was due; a date that moves is due again
}

// The day before is the same time on the clock, also when summer time begins or
// ends in between. Whoever signs up later than that needs no reminder.
const remindersSQL = `-- letters.reminders
select r.id, d.occurrence_id, d.starts_at, d.ends_at, d.place, 0 as came, d.at
from (select k.*, case f.reminder when 'day' then ((k.starts_at at time zone 'Europe/Oslo') - interval '1 day') at time zone 'Europe/Oslo'
             else k.starts_at - make_interval(hours => f.reminder_hours) end as at
      from signup_known k join signup_slot s on s.id = k.slot_id join signup_form f on f.activity_id = s.activity_id and f.reminder <> 'none'
      join activity a on a.id = s.activity_id and a.status = 'published' and a.signup_mode = 'here'
      where k.starts_at > @now and k.starts_at < @now::timestamptz + interval '9 days' and not k.cancelled) d
join registration r on r.slot_id = d.slot_id
where d.at <= @now and r.status = 'confirmed' and r.email <> '' and r.confirmed_at < d.at and @choice = any(r.mail_kinds)
  and not exists (select from registration_sent x where x.registration_id = r.id and x.kind = @choice and x.occurrence_id = d.occurrence_id and x.at >= d.at)
order by d.starts_at, r.id limit @limit`

// A day after the date, so that the organiser has had time to tick people off.
// Who is signed up for a series is thanked when it is over, and not each week.
const thanksSQL = `-- letters.thanks
select r.id, k.occurrence_id, k.starts_at, k.ends_at, k.place, c.came, k.ends_at as at
from signup_known k join signup_slot s on s.id = k.slot_id join signup_form f on f.activity_id = s.activity_id and f.thanks
join activity a on a.id = s.activity_id and a.status <> 'draft'
join registration r on r.slot_id = k.slot_id
cross join lateral (select count(distinct p.id)::int as came from participant p join attendance t on t.participant_id = p.id and t.state = 'present'
    join signup_known x on x.slot_id = k.slot_id and x.occurrence_id = t.occurrence_id where p.registration_id = r.id) c
where k.ends_at between @now::timestamptz - interval '4 days' and @now::timestamptz - interval '20 hours' and not k.cancelled
  and not exists (select from signup_known later where later.slot_id = k.slot_id and (later.starts_at > k.starts_at and not later.cancelled or later.postponed_end is not null))
  and r.status = 'confirmed' and r.email <> '' and @choice = any(r.mail_kinds) and c.came > 0
  and not exists (select from registration_sent x where x.registration_id = r.id and x.kind = @choice and x.occurrence_id = k.occurrence_id)
order by k.ends_at, r.id limit @limit`

const atOnce = 200 // so many letters are due in one look

const sentSQL = `-- letters.sent
insert into registration_sent (registration_id, kind, occurrence_id, at) values (@id, @kind, @occurrence_id, @now)
on conflict (registration_id, kind, occurrence_id) do update set at = excluded.at where registration_sent.at < @due`

// Remind sends the reminders and thank-yous that are due, each once.
func (s *Service) Remind(ctx context.Context) error {
	if err := s.sendDue(ctx, remindersSQL, kind.SignUpReminder, reminderLetter); err != nil {
		return fmt.Errorf("reminders: %w", err)
	}
	if err := s.sendDue(ctx, thanksSQL, kind.SignUpThanks, thanksLetter); err != nil {
		return fmt.Errorf("thank-yous: %w", err)
	}
	return nil
}

func (s *Service) sendDue(ctx context.Context, sql string, k kind.Kind, of func(dueDate) Template) error {
	for {
		now := s.now()
		all, err := postgres.Many[dueDate](ctx, s.pool, sql, postgres.Args{"now": now, "limit": atOnce, "choice": k.Choice()}, postgres.Fresh)
		if err != nil {
			return err
		}
		for _, d := range all {
			if err := s.sendOne(ctx, d, of(d), now); err != nil {
				return err
			}
		}
		if len(all) < atOnce {
			return nil
		}
	}
}

func (s *Service) sendOne(ctx context.Context, d dueDate, tmpl Template, now time.Time) error {
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, sentSQL, postgres.Args{"id": d.ID, "kind": tmpl.Kind.Choice(), "occurrence_id": d.OccurrenceID, "now": now, "due": d.At})
		if err != nil || n == 0 {
			return err
		}
		r, err := postgres.One[SignUp](ctx, tx, signUpSQL, postgres.Args{"id": d.ID})
		if err != nil {
			return err
		}
		about, err := ReadAbout(ctx, tx, r.SlotID, now)
		if err != nil {
			return err
		}
		about.Scope, about.StartsAt, about.EndsAt, about.Place, about.OccurrenceIDs = signupform.OneDate, d.StartsAt, d.EndsAt, d.Place, []int64{d.OccurrenceID}
		return s.writeAbout(ctx, tx, about, r, tmpl, fmt.Sprint(d.OccurrenceID, ":", d.StartsAt.Unix()))
	})
}

func reminderLetter(d dueDate) Template {
	return Template{kind.SignUpReminder, true, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
		body := mail.Body{
			Paragraphs: []string{l.T("Vi minner om «%s», som du er påmeldt.", a.Title)},
			Button:     button(l.T("Se, endre eller meld av")),
			After:      []string{l.T("Vil du ikke ha påminnelser? Det velger du på siden din.")},
		}
		if a.Instructions != "" {
			body.Paragraphs = append(body.Paragraphs, a.Instructions)
		}
		return l.T("Påminnelse: %s %s", a.Title, dated(l, d.StartsAt, d.EndsAt, a.AllDay)), body
	}}
}

func thanksLetter(d dueDate) Template {
	return Template{kind.SignUpThanks, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
		return l.T("Takk for at du kom på %s", a.Title), mail.Body{
			Paragraphs: []string{
				l.N("Takk for at du kom! Vi har notert at %d møtte.", "Takk for at dere kom! Vi har notert at %d møtte.", d.Came, d.Came),
			},
			Button: button(l.T("Se påmeldingen")),
		}
	}}
}
