// Saying yes to an invitation.

package invitation

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// What an invitation can be besides open.
var (
	ErrInvitationUsed    = fault.New(fault.Conflict, i18n.Mark("Invitasjonen er brukt. Logg inn med e-postadressen din i stedet."))
	ErrInvitationExpired = fault.New(fault.Conflict, i18n.Mark("Invitasjonen gjelder ikke lenger. Be den som inviterte deg, om å sende en ny."))
)

// InvitationByToken finds what a link invites to; it changes nothing.
func (s *Service) InvitationByToken(ctx context.Context, municipalityID int64, token string) (Invitation, error) {
	i, err := invitationByToken(ctx, s.Pool, invitationByTokenSQL, municipalityID, token)
	if err != nil {
		return i, err
	}
	return i, i.open(s)
}

func (i Invitation) open(s *Service) error {
	if i.AcceptedAt != nil {
		return ErrInvitationUsed
	}
	if i.Expired(s.Now()) {
		return ErrInvitationExpired
	}
	return nil
}

// Accept is a person's yes to an invitation.
type Accept struct {
	MunicipalityID int64
	Token          string
	Name           string // for a new account; "" keeps the name in the invitation
	Terms          int    // the version of the terms for organisers that is accepted, 0: none; for a group
	Browser        login.Browser
	Lang           i18n.Lang
}

// AcceptInvitation makes or extends the account and logs it in: whoever has the
// link reads the mailbox of the address.
func (s *Service) AcceptInvitation(ctx context.Context, in Accept) (login.Login, error) {
	var out login.Login
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		i, err := invitationByToken(ctx, tx, invitationForUpdateSQL, in.MunicipalityID, in.Token)
		if err == nil {
			err = i.open(s)
		}
		if err != nil {
			return err
		}
		if i.Name, err = acceptedName(in.Name, i.Name); err != nil {
			return err
		}
		if i.OrganisationID != 0 {
			if err := terms.Ticked(ctx, tx, i.MunicipalityID, in.Terms); err != nil {
				return err
			}
		}
		out, err = s.accept(ctx, tx, i, in)
		return err
	})
	return out, err
}

func acceptedName(typed, invited string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	if name == "" {
		name = invited
	}
	var f fault.Fields
	f.Check(name != "", "navn", i18n.Mark("Skriv navnet ditt."))
	plainname.Check(&f, "navn", name)
	f.Check(len([]rune(name)) <= 120, "navn", i18n.Mark("Skriv et kortere navn, høyst 120 tegn."))
	return name, f.Err()
}

func (s *Service) accept(ctx context.Context, tx pgx.Tx, i Invitation, in Accept) (login.Login, error) {
	now := s.Now()
	if err := mail.Proved(ctx, tx, i.MunicipalityID, i.Email); err != nil {
		return login.Login{}, err
	}
	who, err := account.EnsureAccount(ctx, tx, i.MunicipalityID, i.Email, i.Name, in.Lang, now)
	if err != nil {
		return login.Login{}, err
	}
	if i.StaffRole != "" {
		err = account.SetStaffRole(ctx, tx, who.ID, i.StaffRole)
	} else {
		err = s.joins(ctx, tx, who.ID, i, in.Terms)
	}
	if err != nil {
		return login.Login{}, err
	}
	if err := markAccepted(ctx, tx, i.ID, now); err != nil {
		return login.Login{}, err
	}
	detail := map[string]any{"role": string(i.Role()), "organisation_id": i.OrganisationID}
	if i.OrganisationID != 0 {
		detail["version"] = in.Terms
	}
	by := account.Actor{Door: i.Door(), MunicipalityID: i.MunicipalityID, AccountID: who.ID, Name: who.Name}
	err = audit.Record(ctx, tx, now, by.Audit(), audit.Event{
		Action: "invitation.accept", Object: "account", ObjectID: who.ID, Detail: detail,
	})
	if err != nil {
		return login.Login{}, err
	}
	out, err := s.Logins.StartSession(ctx, tx, i.Door(), who, in.Browser, "login.ok")
	out.PutFirst(i.OrganisationID)
	return out, err
}

// joins lets the account act for the group of an invitation, on the terms that it has accepted.
func (s *Service) joins(ctx context.Context, tx pgx.Tx, accountID int64, i Invitation, accepted int) error {
	now := s.Now()
	if err := account.InsertMembership(ctx, tx, accountID, i.OrganisationID, i.GroupRole, now); err != nil {
		return err
	}
	return terms.Accepted(ctx, tx, terms.Acceptance{MunicipalityID: i.MunicipalityID, AccountID: accountID, Number: accepted, At: now, Occasion: terms.AtInvitation})
}
