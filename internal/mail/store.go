// How messages are stored, also as parts of a larger statement, and erased.

package mail

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// stored are the parts of a statement that store one message for each row of another
// part, mailed, with the id of the thing that it is about. Their other values are those
// of store.
const stored = allowance + `,
mail_row as (
insert into email (municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, about, about_id, subject, text_body, html_body, attachments, unsubscribe, cause_key, created_at)
select nullif(@mail_municipality_id::bigint, 0), @mail_recipient, @mail_recipient_name, @mail_sender_name, @mail_reply_to, @mail_lang, @mail_kind, @mail_about, nullif(mailed.about_id, 0),
       @mail_subject, @mail_text_body, @mail_html_body, @mail_attachments::jsonb, @mail_unsubscribe,
       case when @mail_once::text <> '' then @mail_kind || ':' || mailed.about_id || ':' || @mail_once end, @mail_now from mailed
where @mail_recipient::text <> '' and not @mail_unsent::boolean and not exists (select from allowance where sent > @mail_most::int)
on conflict (cause_key) do nothing returning id)`

// Part is Queue as parts of a larger statement, for where every round trip counts:
// named parts, of which mail_row, queued and mail_job store one message for each row
// of another part, mailed, with the id of the thing it is about, as far as Queue would
// store it. Their other values are those of PartArgs.
const Part = stored + `,
queued as (select jsonb_build_object('email_id', id) as args from mail_row),
mail_job as (` + jobs.Part + `)`

// PartArgs adds the values of Part to those of its statement; nil is no message.
// Message.AboutID does not count. The error is Queue's; a kind whose causer is told of
// one too many is for Queue alone.
func PartArgs(args postgres.Args, m *Message, now time.Time) error {
	var ready Message
	if m != nil {
		var err error
		if ready, err = m.prepare(); err != nil {
			return fmt.Errorf("queue e-mail: %w", err)
		}
		if m.Kind.Bounded() && m.Kind.Told() {
			return fmt.Errorf("queue e-mail: %s as a part of a statement: nobody would be told of one too many", m.Kind)
		}
	}
	ready.store(args, now)
	jobs.PartArgs(args, sendArgs{}.Kind(), queueOf(ready.Kind), maxAttempts)
	return nil
}

// store adds the values of stored.
func (m Message) store(args postgres.Args, now time.Time) {
	for name, value := range map[string]any{
		"municipality_id": m.MunicipalityID, "recipient": m.To, "recipient_name": m.ToName,
		"sender_name": m.FromName, "reply_to": m.ReplyTo, "lang": string(m.Lang), "kind": m.Kind.String(),
		"about": string(m.Kind.About()), "once": m.Once, "subject": m.Subject, "text_body": m.Text, "html_body": m.HTML, "attachments": m.Attachments, "unsubscribe": m.Unsubscribe,
		"bounded": m.Kind.Bounded(), "unsent": m.Unsent, "most": MaxUnproved, "bundle": m.bundle(),
		"receiver_hash": receiverHash(m.MunicipalityID, m.To, bucketOf(m.Kind)), "now": now,
	} {
		args["mail_"+name] = value
	}
}

const eraseSQL = `-- mail.Erase
with marks as (delete from email_address_status where municipality_id = @municipality_id and address = lower(@address::text) returning 1),
gone as (delete from email where municipality_id = @municipality_id
         and (lower(recipient) = lower(@address::text) or about = @about and about_id = any(@ids::bigint[])) returning 1)
select (select count(*) from marks) + (select count(*) from gone)`

// Erase deletes everything that a municipality's mail holds about an address, and
// what has been written to anybody about the things with the ids. It returns how much.
func Erase(ctx context.Context, q postgres.Querier, municipalityID int64, address string, about kind.Thing, ids []int64) (int64, error) {
	n, err := postgres.Scalar[int64](ctx, q, eraseSQL, postgres.Args{
		"municipality_id": municipalityID, "address": address, "about": string(about), "ids": ids,
	})
	if err != nil {
		return 0, fmt.Errorf("erase address: %w", err)
	}
	return n, nil
}

const forgetAboutSQL = `-- mail.ForgetAbout
delete from email where municipality_id = @municipality_id and about = @about and about_id = any(@ids::bigint[]) and status <> 'queued'`

// ForgetAbout deletes the log of what has been written about a municipality's things
// whose time is up. What waits to be sent stays until it is.
func ForgetAbout(ctx context.Context, q postgres.Querier, municipalityID int64, about kind.Thing, ids []int64) error {
	args := postgres.Args{"municipality_id": municipalityID, "about": string(about), "ids": ids}
	if _, err := postgres.Exec(ctx, q, forgetAboutSQL, args); err != nil {
		return fmt.Errorf("forget e-mails about %s: %w", about, err)
	}
	return nil
}
