// Who stands behind a session.

package account

import (
	"context"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// actorOfX finds who stands behind login session x.login_session_id, acting for x.organisation_id where she may, with
// today's rights: an ended account, role or membership ends the session's rights at once.
const actorOfX = `select s.id as session_id, s.last_seen_at, a.id as account_id, a.municipality_id, a.email, a.name, a.lang,
       coalesce(a.staff_role, '') as staff_role, coalesce(m.organisation_id, 0) as organisation_id,
       coalesce(m.role, '') as group_role, coalesce(o.name, '') as organisation_name,
       m.organisation_id is not null and not exists (select from terms_acceptance t where t.account_id = a.id and t.municipality_id = a.municipality_id
           and t.number >= coalesce((select max(v.number) from terms_version v where v.municipality_id = a.municipality_id), 1)) as terms_due
from login_session s
join account a on a.id = s.account_id and a.ended_at is null
left join lateral (
    select ms.organisation_id, ms.role from membership ms
    join organisation o on o.id = ms.organisation_id and ` + GroupRuns + `
    where s.door = 'lag' and ms.account_id = a.id
    order by (ms.organisation_id = x.organisation_id) desc, ms.created_at limit 1) m on true
left join organisation o on o.id = m.organisation_id
where s.id = x.login_session_id and s.door = @door and s.ended_at is null and s.expires_at > @now`

type actorRow struct {
	SessionID        int64     `json:"session_id"`
	LastSeenAt       time.Time `json:"last_seen_at"`
	AccountID        int64     `json:"account_id"`
	MunicipalityID   int64     `json:"municipality_id"`
	Email            string    `json:"email"`
	Name             string    `json:"name"`
	Lang             i18n.Lang `json:"lang"`
	StaffRole        Role      `json:"staff_role"`
	OrganisationID   int64     `json:"organisation_id"`
	GroupRole        Role      `json:"group_role"`
	OrganisationName string    `json:"organisation_name"`
	TermsDue         bool      `json:"terms_due"`
}

// SessionActor is a person behind a session, with what her pages show of her.
type SessionActor struct {
	Actor
	OrganisationName string
	LastSeen         time.Time
}

// Touch is the time after which a page view writes the last-seen time again.
const Touch = time.Minute

func loggedOut() error { return fault.Missing(i18n.Mark("Du er logget ut.")) }

// Behind finds the actor of a stored session. One of nobody, or that has ended, was idle too long or is of another
// municipality is NotFound. idle 0 means no idle limit.
func (s *Service) Behind(ctx context.Context, st *StoredSession, door Door, municipalityID int64, idle time.Duration, now time.Time) (SessionActor, error) {
	if st == nil || st.who == nil {
		return SessionActor{}, loggedOut()
	}
	row := st.who
	role := row.StaffRole
	if door == GroupDoor {
		role = row.GroupRole
	}
	idled := idle > 0 && now.Sub(row.LastSeenAt) > idle
	if role == "" || idled || row.MunicipalityID != municipalityID {
		return SessionActor{}, loggedOut()
	}
	a := Actor{
		TermsDue: row.TermsDue,
		Door:     door, MunicipalityID: row.MunicipalityID, AccountID: row.AccountID, SessionID: row.SessionID,
		Name: row.Name, Email: row.Email, Role: role, OrganisationID: row.OrganisationID, Lang: row.Lang,
	}
	if now.Sub(row.LastSeenAt) > Touch {
		if err := s.touch(ctx, row.SessionID, now); err != nil {
			return SessionActor{}, err
		}
	}
	return SessionActor{Actor: a, OrganisationName: row.OrganisationName, LastSeen: row.LastSeenAt}, nil
}

const touchSQL = `-- account.touch
update login_session set last_seen_at = @now where id = @id and last_seen_at < @now::timestamptz - interval '1 minute'`

func (s *Service) touch(ctx context.Context, sessionID int64, now time.Time) error {
	_, err := postgres.Exec(ctx, s.Pool, touchSQL, postgres.Args{"id": sessionID, "now": now})
	return err
}
