package mail

// A message as parts of a larger statement.

import (
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/jobs"
)

// Part is Queue as parts of a larger statement, for where every round trip
// counts: two named parts, mail_row and mail_job, that store one message for each
// row of another part, with the id of the thing it is about read from there. Their
// other values are those of PartArgs.
func Part(aboutID, from string) string {
	return `mail_row as (
insert into email (municipality_id, recipient, recipient_name, sender_name, reply_to, lang, kind, about, about_id, subject, text_body, html_body, attachments, cause_key)
select nullif(@mail_municipality_id::bigint, 0), @mail_recipient, @mail_recipient_name, @mail_sender_name, @mail_reply_to, @mail_lang, @mail_kind, @mail_about, ` + aboutID + `,
       @mail_subject, @mail_text_body, @mail_html_body, @mail_attachments::jsonb,
       case when @mail_once::text <> '' then @mail_kind || ':' || ` + aboutID + ` || ':' || @mail_once end from ` + from + `
where @mail_recipient::text <> '' on conflict (cause_key) do nothing returning id),
mail_job as (` +
		jobs.Part(sendArgs{}.Kind(), jobs.Mail, strconv.Itoa(maxAttempts), `jsonb_build_object('email_id', id)`, `mail_row`) + `)`
}

// PartArgs adds the values of Part to those of its statement; nil is no message.
// Message.AboutID does not count. The error is Queue's.
func PartArgs(args pgx.StrictNamedArgs, m *Message) error {
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
	return nil
}
