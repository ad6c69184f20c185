// How many can wait for an answer about one organisation number, and that they come one at a time.

package orglife

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// MaxWaiting is how many wait for an answer about one organisation number at most. There is seldom more than one;
// the municipality's register cannot be filled by sending the same number again under ever new addresses.
const MaxWaiting = 5

var errCrowded = &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{
	Name: "orgnr", Msg: i18n.Mark("Flere venter allerede på svar om dette organisasjonsnummeret. Ta kontakt med oss, så finner vi ut av det."),
}}}

const lockSQL = `-- orglife.lock
select pg_advisory_xact_lock(hashtextextended(@key::text, 0))`

func lock(ctx context.Context, tx pgx.Tx, key string) error {
	_, err := postgres.Exec(ctx, tx, lockSQL, postgres.Args{"key": key})
	return err
}

// lockNumber lets those who ask for a number come one at a time, so that counting them holds.
func lockNumber(ctx context.Context, tx pgx.Tx, municipalityID int64, orgnr string) error {
	return lock(ctx, tx, fmt.Sprintf("organisation:%d:%s", municipalityID, orgnr))
}

// lockApplication makes a form that is sent twice at once find itself.
func lockApplication(ctx context.Context, tx pgx.Tx, o organisation.Organisation) error {
	if o.OrgNr != "" {
		return lockNumber(ctx, tx, o.MunicipalityID, o.OrgNr)
	}
	return lock(ctx, tx, fmt.Sprintf("organisation:%d:%q:%q", o.MunicipalityID, strings.ToLower(o.ApplicantEmail), strings.ToLower(o.Name)))
}

const waitingForSQL = `-- orglife.waitingFor
select count(*)::int from organisation o
where o.municipality_id = @municipality_id and o.orgnr = @orgnr and (o.status = 'pending' or o.status = 'approved' and o.applicant_email <> '')`

// waitingFor is how many wait for an answer about a number.
func waitingFor(ctx context.Context, tx pgx.Tx, municipalityID int64, orgnr string) (int, error) {
	return postgres.Scalar[int](ctx, tx, waitingForSQL, postgres.Args{"municipality_id": municipalityID, "orgnr": orgnr})
}

// roomBeside refuses one more than can wait about a number.
func roomBeside(ctx context.Context, tx pgx.Tx, o organisation.Organisation) error {
	n, err := waitingFor(ctx, tx, o.MunicipalityID, o.OrgNr)
	if err != nil || n < MaxWaiting {
		return err
	}
	return errCrowded
}

const crowdNotedSQL = `-- orglife.crowdNoted
select exists (select from audit_event where municipality_id = @municipality_id and object = @object and object_id = @id and action = 'organisation.crowded' and at > @since)`

// noteCrowd leaves a line in the log of the organisation that has the number, or asked for it first: the municipality
// sees that more are refused. One line a day, however many they are.
func (s *Service) noteCrowd(ctx context.Context, tx pgx.Tx, municipalityID int64, orgnr string) error {
	here, err := organisation.ByOrgNr(ctx, tx, municipalityID, orgnr)
	if err != nil {
		return err
	}
	id := here[orgnr].ID
	noted, err := postgres.Scalar[bool](ctx, tx, crowdNotedSQL, postgres.Args{
		"municipality_id": municipalityID, "object": organisation.DocumentKind, "id": id, "since": s.Now().Add(-24 * time.Hour),
	})
	if err != nil || noted {
		return err
	}
	return s.Organisations.Record(ctx, tx, account.Resident(municipalityID), "organisation.crowded", id, map[string]any{"waiting": MaxWaiting})
}
