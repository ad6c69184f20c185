// What staff write to each other about an organisation.

package organisation

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const notesSQL = `-- organisation.Notes
select n.id, coalesce(a.name, '') as author, n.body, n.created_at
from organisation_note n join organisation o on o.id = n.organisation_id left join account a on a.id = n.author_id
where n.organisation_id = @id and o.municipality_id = @municipality_id order by n.created_at desc, n.id desc limit 200`

// Notes are what staff have written to each other, the newest first. The group never sees them.
func (s *Service) Notes(ctx context.Context, by account.Actor, id int64) ([]Note, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	return postgres.Many[Note](ctx, s.Pool, notesSQL, pgx.StrictNamedArgs{"id": id, "municipality_id": by.MunicipalityID})
}

const addNoteSQL = `-- organisation.AddNote
insert into organisation_note (organisation_id, author_id, body, created_at)
select o.id, nullif(@author::bigint, 0), @body, @now from organisation o where o.id = @id and o.municipality_id = @municipality_id`

// AddNote writes a note for other staff.
func (s *Service) AddNote(ctx context.Context, by account.Actor, id int64, body string) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	body = strings.TrimSpace(body)
	var f fault.Fields
	f.Check(body != "", "notat", i18n.Mark("Skriv et notat."))
	Limit(&f, "notat", body, MaxNote)
	if err := f.Err(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, addNoteSQL, pgx.StrictNamedArgs{
			"id": id, "municipality_id": by.MunicipalityID, "author": by.AccountID, "body": body, "now": s.Now(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		return s.Record(ctx, tx, by, "organisation.note", id, nil)
	})
}
