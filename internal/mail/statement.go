// A message as parts of a larger statement.

package mail

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/jobs"
)

// Part is Queue as parts of a larger statement, for where every round trip
// counts: three named parts, mail_row, queued and mail_job, that store one message
// for each row of another part, mailed, with the id of the thing it is about. Their
// other values are those of PartArgs.
const Part = `mail_row as (
insert into email (municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, about, about_id, subject, text_body, html_body, attachments, cause_key, created_at)
select nullif(@mail_municipality_id::bigint, 0), @mail_recipient, @mail_recipient_name, @mail_sender_name, @mail_reply_to, @mail_lang, @mail_kind, @mail_about, mailed.about_id,
       @mail_subject, @mail_text_body, @mail_html_body, @mail_attachments::jsonb,
       case when @mail_once::text <> '' then @mail_kind || ':' || mailed.about_id || ':' || @mail_once end, @mail_now from mailed
where @mail_recipient::text <> '' on conflict (cause_key) do nothing returning id),
queued as (select jsonb_build_object('email_id', id) as args from mail_row),
mail_job as (` + jobs.Part + `)`

// PartArgs adds the values of Part to those of its statement; nil is no message.
// Message.AboutID does not count. The error is Queue's.
func PartArgs(args pgx.StrictNamedArgs, m *Message, now time.Time) error {
	var ready Message
	if m != nil {
		var err error
		if ready, err = m.prepare(); err != nil {
			return fmt.Errorf("queue e-mail: %w", err)
		}
	}
	for name, value := range map[string]any{
		"municipality_id": ready.MunicipalityID, "recipient": ready.To, "recipient_name": ready.ToName,
		"sender_name": ready.FromName, "reply_to": ready.ReplyTo, "lang": string(ready.Lang), "kind": ready.Kind.String(),
		"about": string(ready.Kind.About()), "once": ready.Once, "subject": ready.Subject, "text_body": ready.Text, "html_body": ready.HTML, "attachments": ready.Attachments,
	} {
		args["mail_"+name] = value
	}
	args["mail_now"] = now
	jobs.PartArgs(args, sendArgs{}.Kind(), jobs.Mail, maxAttempts)
	return nil
}
