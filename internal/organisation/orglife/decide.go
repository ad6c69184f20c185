// What staff decide: approve, refuse, end and reopen.

package orglife

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// decision is one thing that staff do to an organisation. change says what becomes of it, or why it cannot be done.
type decision struct {
	action string
	detail map[string]any
	change func(ctx context.Context, tx pgx.Tx, o *organisation.Organisation) error
}

// decide makes a decision in one transaction; its callers have asked whether the actor may.
func (s *Service) decide(ctx context.Context, by account.Actor, id int64, d decision) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		o, err := organisation.Lock(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		if err := d.change(ctx, tx, &o); err != nil {
			return err
		}
		if _, err := s.Organisations.Store(ctx, tx, o); err != nil {
			return err
		}
		return s.Organisations.RecordChange(ctx, tx, by, o, d.action, d.detail)
	})
}

// ErrDecided says that nobody waits for the decision any more.
var ErrDecided = fault.Outrun(i18n.Mark("Noen andre har avgjort saken. Last siden på nytt."))

// Approve lets the organisation be seen, or gives the one who asked to act for it that right, and tells them by e-mail.
func (s *Service) Approve(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	return s.decide(ctx, by, id, decision{action: "organisation.approve", change: func(ctx context.Context, tx pgx.Tx, o *organisation.Organisation) error {
		if !o.Waiting() {
			return ErrDecided
		}
		if o.Status == organisation.Pending {
			now := s.Now()
			o.Status, o.StatusReason, o.ConfirmedAt = organisation.Approved, "", &now
		}
		if o.ApplicantEmail == "" {
			return nil
		}
		_, err := s.Accounts.GrantMembership(ctx, tx, o.MunicipalityID, o.ApplicantEmail, o.ApplicantName, o.ID, account.GroupAdmin, by)
		if err != nil {
			return err
		}
		if err := s.Organisations.Write(ctx, tx, o.MunicipalityID, approvedLetter(*o)); err != nil {
			return err
		}
		o.ForgetApplicant()
		return nil
	}})
}

func needReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.Check(reason != "", "grunn", i18n.Mark("Skriv en begrunnelse. Den som har registrert laget, får den på e-post."))
	organisation.Limit(&f, "grunn", reason, organisation.MaxReason)
	return reason, f.Err()
}

// Refuse says no, with the reason, to a registration or to somebody who asked to act for an organisation.
func (s *Service) Refuse(ctx context.Context, by account.Actor, id int64, reason string) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	reason, err := needReason(reason)
	if err != nil {
		return err
	}
	return s.decide(ctx, by, id, decision{action: "organisation.refuse", detail: map[string]any{"reason": reason}, change: func(ctx context.Context, tx pgx.Tx, o *organisation.Organisation) error {
		if !o.Waiting() {
			return ErrDecided
		}
		if o.Status == organisation.Pending {
			o.Status, o.StatusReason = organisation.Refused, reason
		}
		if o.ApplicantEmail != "" {
			if err := s.Organisations.Write(ctx, tx, o.MunicipalityID, refusedLetter(*o, reason)); err != nil {
				return err
			}
		}
		o.ForgetApplicant()
		return nil
	}})
}

// End takes an organisation away from residents; its activities stay as history.
func (s *Service) End(ctx context.Context, by account.Actor, id int64, reason string) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	reason = i18n.Cut(strings.TrimSpace(reason), organisation.MaxReason)
	return s.decide(ctx, by, id, decision{action: "organisation.end", detail: map[string]any{"reason": reason}, change: func(_ context.Context, _ pgx.Tx, o *organisation.Organisation) error {
		if o.Status != organisation.Approved {
			return fault.Clash(i18n.Mark("Bare et godkjent lag kan avsluttes."))
		}
		o.Status, o.StatusReason = organisation.Ended, reason
		o.ForgetApplicant()
		return nil
	}})
}

// Reopen brings an ended or refused organisation back.
func (s *Service) Reopen(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	return s.decide(ctx, by, id, decision{action: "organisation.reopen", change: func(_ context.Context, _ pgx.Tx, o *organisation.Organisation) error {
		if o.Status != organisation.Ended && o.Status != organisation.Refused {
			return fault.Clash(i18n.Mark("Laget er ikke avsluttet."))
		}
		o.Status, o.StatusReason = organisation.Approved, ""
		return nil
	}})
}
