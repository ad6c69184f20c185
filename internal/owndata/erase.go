// Erasing what is held about an address.

package owndata

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const (
	eraseInvitationsSQL = `-- owndata.eraseInvitations
delete from invitation where municipality_id = @municipality_id and lower(email) = @email`

	eraseChangesSQL = `-- owndata.eraseChanges
delete from email_change c using account a where a.id = c.account_id and a.municipality_id = @municipality_id and c.email = @email`

	erasePageReportsSQL = `-- owndata.erasePageReports
delete from page_report where municipality_id = @municipality_id and email = @email and email <> ''`

	eraseFeedSQL = `-- owndata.eraseFeed
delete from calendar_feed where municipality_id = @municipality_id and email = @email`

	// What a row of a file changed names her, and is a log of what is done.
	eraseImportRowsSQL = `-- owndata.eraseImportRows
delete from import_row r using import_batch b where b.id = r.batch_id and b.municipality_id = @municipality_id and b.state <> 'previewed' and b.state <> 'storing'
  and exists (select from jsonb_path_query(r.changes, 'strict $.**') v where jsonb_typeof(v) = 'string' and lower(v #>> '{}') = @email)`

	// The fingerprint that is left keeps it from being proposed again.
	eraseProposalsSQL = `-- owndata.eraseProposals
update organisation_role_proposal p set state = 'declined', name = ''
where p.municipality_id = @municipality_id and p.change = 'begins' and ` + namedByAddress

	// One that opens nothing any more; the rest is ended where it was given.
	eraseAccountsSQL = `-- owndata.eraseAccounts
delete from account a where a.municipality_id = @municipality_id and a.email = @email and a.staff_role is null
  and not exists (select from membership m join organisation o on o.id = m.organisation_id and ` + account.GroupRuns + `
      where m.account_id = a.id)`
)

// Erase deletes what can be deleted about an address: sign-ups (the places go to
// the next in line), e-mails waiting, sent and failed, invitations, what
// was told of pages, calendars, what could be taken back of merges and of changes of many activities, and accounts
// that open nothing any more. What others answer for stays; see Data. The caller
// has made sure that the address is the person's own.
func (s *Service) Erase(ctx context.Context, municipalityID int64, email string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	held, err := s.Registrations.HeldAbout(ctx, municipalityID, email)
	if err != nil {
		return err
	}
	ids := make([]int64, len(held))
	for i, h := range held {
		ids[i] = h.ID
	}
	if _, err := s.Registrations.ForgetAbout(ctx, municipalityID, email); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		gone, err := mail.Erase(ctx, tx, municipalityID, email, kind.AboutRegistration, ids)
		if err != nil {
			return err
		}
		gone += int64(len(held))
		kept, err := bulkchange.Erase(ctx, tx, municipalityID, email)
		if err != nil {
			return err
		}
		gone += kept
		copies, err := merging.Erase(ctx, tx, municipalityID, email)
		if err != nil {
			return err
		}
		gone += copies
		args := postgres.Args{"municipality_id": municipalityID, "email": email}
		for _, sql := range []string{eraseProposalsSQL, eraseInvitationsSQL, eraseChangesSQL, erasePageReportsSQL, eraseFeedSQL, eraseImportRowsSQL, eraseAccountsSQL} {
			n, err := postgres.Exec(ctx, tx, sql, args)
			if err != nil {
				return err
			}
			gone += n
		}
		if gone == 0 {
			return nil // once more: there is nothing to tell
		}
		return audit.Record(ctx, tx, s.Now(), account.Resident(municipalityID).Audit(), audit.Event{
			Action: "owndata.erase", Object: "owndata", Detail: map[string]any{"sign_ups": len(held)},
		})
	})
}
