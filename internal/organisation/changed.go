// What follows when an organisation changes: search and the log in step, and a job for whoever shows it elsewhere.

package organisation

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"

	"github.com/jackc/pgx/v5"
)

// RecordChange keeps search, the log and whoever else shows organisations in step, in the same transaction.
func (s *Service) RecordChange(ctx context.Context, tx pgx.Tx, by account.Actor, o Organisation, action string, detail map[string]any) error {
	if err := index(ctx, tx, o); err != nil {
		return err
	}
	if action == "organisation.create" { // nobody else shows it yet
		return s.Record(ctx, tx, by, action, o.ID, detail)
	}
	if err := s.Jobs.Enqueue(ctx, tx, ChangedArgs{MunicipalityID: o.MunicipalityID, OrganisationID: o.ID}, nil); err != nil {
		return err
	}
	return s.Record(ctx, tx, by, action, o.ID, detail)
}

// Record writes to the log of organisations.
func (s *Service) Record(ctx context.Context, tx pgx.Tx, by account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: DocumentKind, ObjectID: id, Detail: detail})
}

// ChangedArgs says that an organisation has another name or state, or took over another's activities, in the transaction
// that did it: whoever shows organisations elsewhere works the job.
type ChangedArgs struct {
	MunicipalityID int64 `json:"municipality_id"`
	OrganisationID int64 `json:"organisation_id"`
}

// Kind is the job's name in the queue.
func (ChangedArgs) Kind() string { return "organisation.changed" }
