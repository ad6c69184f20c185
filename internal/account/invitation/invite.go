// Inviting, sending again and withdrawing.

package invitation

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// InvitationLife is how long the link of an invitation works.
const InvitationLife = 7 * 24 * time.Hour

// Invite is who to invite, and as what.
type Invite struct {
	Email string
	Name  string
	Role  account.Role
}

// Invitation is one that waits for an answer, or waited too long.
type Invitation struct {
	ID               int64
	MunicipalityID   int64
	Email            string
	Name             string
	StaffRole        account.Role
	OrganisationID   int64
	GroupRole        account.Role
	OrganisationName string
	InvitedBy        string
	CreatedAt        time.Time
	ExpiresAt        time.Time
	AcceptedAt       *time.Time
}

// Door is where the invitation leads.
func (i Invitation) Door() account.Door {
	if i.StaffRole != "" {
		return account.StaffDoor
	}
	return account.GroupDoor
}

// Role is what the invited person becomes.
func (i Invitation) Role() account.Role {
	if i.StaffRole != "" {
		return i.StaffRole
	}
	return i.GroupRole
}

// Expired says whether the link has stopped working.
func (i Invitation) Expired(now time.Time) bool { return !now.Before(i.ExpiresAt) }

// Clean makes what was typed tidy and says what is wrong with it; the role must be one of roles.
func (in *Invite) Clean(roles []account.Role) error {
	in.Email = strings.ToLower(strings.TrimSpace(in.Email))
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	var f fault.Fields
	f.Check(strings.Contains(in.Email, "@") && len(in.Email) <= 254, "epost", i18n.Mark("Skriv e-postadressen til den du vil invitere."))
	f.Check(in.Name != "", "navn", i18n.Mark("Skriv navnet til den du vil invitere."))
	plainname.Check(&f, "navn", in.Name)
	f.Check(len([]rune(in.Name)) <= 120, "navn", i18n.Mark("Skriv et kortere navn, høyst 120 tegn."))
	f.Check(slices.Contains(roles, in.Role), "rolle", i18n.Mark("Velg en rolle."))
	return f.Err()
}

// InviteStaff invites someone to work in the municipality's part of the portal.
func (s *Service) InviteStaff(ctx context.Context, by account.Actor, in Invite) error {
	if err := by.Require(account.ManageUsers); err != nil {
		return err
	}
	if err := in.Clean(account.StaffRoles); err != nil {
		return err
	}
	if err := s.Accounts.RequireFresh(ctx, by); err != nil {
		return err
	}
	_, err := s.invite(ctx, by, Invitation{MunicipalityID: by.MunicipalityID, Email: in.Email, Name: in.Name, StaffRole: in.Role})
	return err
}

// InviteMember invites someone to act for an organisation: one of its own
// administrators may, and staff who manage organisations.
func (s *Service) InviteMember(ctx context.Context, by account.Actor, organisationID int64, in Invite) error {
	if err := s.Accounts.MayManagePeople(ctx, s.Pool, by, organisationID); err != nil {
		return err
	}
	if err := in.Clean(account.GroupRoles); err != nil {
		return err
	}
	_, err := s.invite(ctx, by, Invitation{
		MunicipalityID: by.MunicipalityID, Email: in.Email, Name: in.Name, OrganisationID: organisationID, GroupRole: in.Role,
	})
	return err
}

// InviteFirstAdministrator invites an administrator from the command line and
// returns the link, which works without any e-mail server. municipality is a
// kommunenummer or a host name; "" means the only one with a portal.
func (s *Service) InviteFirstAdministrator(ctx context.Context, municipality, email string) (string, error) {
	id, err := tenant(ctx, s.Pool, municipality)
	if err != nil {
		return "", err
	}
	in := Invite{Email: email, Name: "Administrator", Role: account.Administrator}
	if err := in.Clean(account.StaffRoles); err != nil {
		return "", err
	}
	return s.invite(ctx, account.SystemActor(id, "kommandolinje"), Invitation{MunicipalityID: id, Email: in.Email, Name: "", StaffRole: account.Administrator})
}

// invite replaces an open invitation to the same, so that only the newest link works.
func (s *Service) invite(ctx context.Context, by account.Actor, i Invitation) (link string, err error) {
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := refuseDouble(ctx, tx, i); err != nil {
			return err
		}
		if err := dropOpen(ctx, tx, i); err != nil {
			return err
		}
		token := account.NewSecret()
		if i.ID, err = insertInvitation(ctx, tx, by, i, token, s.Now()); err != nil {
			return err
		}
		if link, err = s.sendInvitation(ctx, tx, by, i, token); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{
			Action: "invitation.send", Object: "invitation", ObjectID: i.ID, Detail: map[string]any{"role": string(i.Role()), "organisation_id": i.OrganisationID},
		})
	})
	return link, err
}

func refuseDouble(ctx context.Context, tx pgx.Tx, i Invitation) error {
	has, err := hasAccess(ctx, tx, i)
	if err != nil || !has {
		return err
	}
	var f fault.Fields
	f.Add("epost", i18n.Mark("Denne personen har tilgang allerede. Du kan endre rollen i listen."))
	return f.Err()
}

// ResendInvitation sends a new link, good for another seven days; the old one is dead.
func (s *Service) ResendInvitation(ctx context.Context, by account.Actor, id int64) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		i, err := s.openInvitation(ctx, tx, by, id)
		if err != nil {
			return err
		}
		token := account.NewSecret()
		if err := renewInvitation(ctx, tx, id, token, s.Now()); err != nil {
			return err
		}
		if _, err := s.sendInvitation(ctx, tx, by, i, token); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "invitation.resend", Object: "invitation", ObjectID: id})
	})
}

// WithdrawInvitation makes the link worthless and forgets the address.
func (s *Service) WithdrawInvitation(ctx context.Context, by account.Actor, id int64) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := s.openInvitation(ctx, tx, by, id); err != nil {
			return err
		}
		if err := deleteInvitation(ctx, tx, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "invitation.withdraw", Object: "invitation", ObjectID: id})
	})
}

// openInvitation finds one that the actor may manage; all others are NotFound.
func (s *Service) openInvitation(ctx context.Context, tx pgx.Tx, by account.Actor, id int64) (Invitation, error) {
	i, err := invitationByID(ctx, tx, by.MunicipalityID, id)
	if err != nil {
		return i, err
	}
	if i.OrganisationID == 0 {
		return i, by.Require(account.ManageUsers)
	}
	return i, s.Accounts.MayManagePeople(ctx, tx, by, i.OrganisationID)
}

// StaffInvitations are the open ones to the municipality's own pages.
func (s *Service) StaffInvitations(ctx context.Context, by account.Actor) ([]Invitation, error) {
	if err := by.Require(account.ManageUsers); err != nil {
		return nil, err
	}
	return listInvitations(ctx, s.Pool, by.MunicipalityID, 0)
}

// MemberInvitations are the open ones to an organisation.
func (s *Service) MemberInvitations(ctx context.Context, by account.Actor, organisationID int64) ([]Invitation, error) {
	if err := s.Accounts.MayManagePeople(ctx, s.Pool, by, organisationID); err != nil {
		return nil, err
	}
	return listInvitations(ctx, s.Pool, by.MunicipalityID, organisationID)
}
