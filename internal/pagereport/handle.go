// What staff do with a report.

package pagereport

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const lockedSQL = `-- pagereport.locked
select id, page, email, lang, created_at, closed_at from page_report where id = @id and municipality_id = @municipality_id for update`

// locked is what is asked of a report before something is done with it.
type locked struct {
	ID        int64
	Page      string
	Email     string
	Lang      i18n.Lang
	CreatedAt time.Time
	ClosedAt  *time.Time
}

func lockReport(ctx context.Context, tx pgx.Tx, by account.Actor, id int64) (locked, error) {
	r, err := postgres.One[locked](ctx, tx, lockedSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return r, missing()
	}
	return r, err
}

const addAnswerSQL = `-- pagereport.addAnswer
insert into page_report_answer (municipality_id, page_report_id, author_id, body, created_at)
values (@municipality_id, @id, nullif(@author::bigint, 0), @body, @now)`

// sentSQL says whether the same was written just now: a form that is sent twice is one letter.
const sentSQL = `-- pagereport.sent
select exists (select from page_report_answer where page_report_id = @id and municipality_id = @municipality_id and body = @body and created_at > @now::timestamptz - interval '1 hour')`

const answeredSQL = `-- pagereport.answered
update page_report set answered_at = @now where id = @id and municipality_id = @municipality_id`

// Answer writes to whoever told, and keeps what was written. The field of a refusal is
// "svar". When the address has got too many letters it is mail.ErrTooMany, and nothing is kept.
// The same once more within an hour is one answer.
func (s *Service) Answer(ctx context.Context, by account.Actor, id int64, body string) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	body = strings.TrimSpace(body)
	var f fault.Fields
	f.Check(body != "", "svar", i18n.Mark("Skriv et svar."))
	limit(&f, "svar", body, MaxAnswer)
	if err := f.Err(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		r, err := lockReport(ctx, tx, by, id)
		if err != nil {
			return err
		}
		switch {
		case r.Email == "":
			return fault.Refuse(i18n.Mark("Den som meldte fra, har ikke skrevet noen e-postadresse."))
		case r.ClosedAt != nil:
			return fault.Clash(i18n.Mark("Meldingen er avsluttet. Åpne den igjen før du svarer."))
		}
		sent, err := postgres.Scalar[bool](ctx, tx, sentSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "body": body, "now": s.Now()})
		if err != nil || sent {
			return err
		}
		args := postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "author": by.AccountID, "body": body, "now": s.Now()}
		if _, err := postgres.Exec(ctx, tx, addAnswerSQL, args); err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, answeredSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "now": s.Now()}); err != nil {
			return err
		}
		if err := s.write(ctx, tx, by.MunicipalityID, r, body); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "page_report.answer", id, nil)
	})
}

func (s *Service) write(ctx context.Context, tx pgx.Tx, municipalityID int64, r locked, body string) error {
	from, err := letter.SiteOf(ctx, tx, municipalityID)
	if err != nil {
		return err
	}
	l := answerLetter(r, from, body)
	l.To, l.ReplyTo, l.About = letter.Person{Email: r.Email, Lang: r.Lang}, from.Email, r.ID
	return s.Letters.Write(ctx, tx, from, l)
}

// answerLetter does not repeat what was told: the address may be somebody else's.
func answerLetter(r locked, from letter.Site, body string) letter.Letter {
	l := r.Lang
	var paragraphs []string
	for _, p := range strings.Split(body, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return letter.Letter{
		Kind: kind.PageReportAnswer, Subject: l.T("Svar fra %s", from.Name),
		Body: mail.Body{
			Paragraphs: append([]string{l.T("Du meldte fra om en side hos oss %s. Her er svaret:", l.Date(r.CreatedAt))}, paragraphs...),
			Button:     mail.Button{Text: l.T("Se siden"), URL: r.Page},
			After:      []string{l.T("Har du ikke meldt fra om noe? Da har noen skrevet feil adresse, og du trenger ikke å gjøre noe.")},
		},
	}
}

const closeSQL = `-- pagereport.close
update page_report set closed_at = @now, outcome = @outcome where id = @id and municipality_id = @municipality_id`

// Close notes what a report led to. The field of a refusal is "utfall".
func (s *Service) Close(ctx context.Context, by account.Actor, id int64, o Outcome) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	var f fault.Fields
	f.Check(slices.Contains(Outcomes, o), "utfall", i18n.Mark("Velg hva det førte til."))
	if err := f.Err(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		r, err := lockReport(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if r.ClosedAt != nil {
			return fault.Outrun(i18n.Mark("Noen andre har avsluttet meldingen."))
		}
		args := postgres.Args{"municipality_id": by.MunicipalityID, "id": id, "outcome": string(o), "now": s.Now()}
		if _, err := postgres.Exec(ctx, tx, closeSQL, args); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "page_report.close", id, map[string]any{"outcome": string(o)})
	})
}

const reopenSQL = `-- pagereport.reopen
update page_report set closed_at = null, outcome = null where id = @id and municipality_id = @municipality_id and closed_at is not null`

// Reopen takes back that a report was closed. One that is open stays so.
func (s *Service) Reopen(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockReport(ctx, tx, by, id); err != nil {
			return err
		}
		n, err := postgres.Exec(ctx, tx, reopenSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": id})
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, by, "page_report.reopen", id, nil)
	})
}

func (s *Service) record(ctx context.Context, tx pgx.Tx, by account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: object, ObjectID: id, Detail: detail})
}
