package organisation

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// decision is one thing that staff do to an organisation. change says what becomes of it, or why it cannot be done.
type decision struct {
	action string
	detail map[string]any
	change func(ctx context.Context, tx pgx.Tx, site *municipality.Site, o *Organisation) error
}

func (s *Service) decide(ctx context.Context, by account.Actor, id int64, d decision) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	site, err := s.Municipalities.Site(ctx, by.MunicipalityID)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		o, err := lock(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		if err := d.change(ctx, tx, site, &o); err != nil {
			return err
		}
		if _, err := s.save(ctx, tx, o); err != nil {
			return err
		}
		return s.after(ctx, tx, by, o, d.action, d.detail)
	})
}

// after keeps search, the log and whoever else shows organisations in step, in the same transaction.
func (s *Service) after(ctx context.Context, tx pgx.Tx, by account.Actor, o Organisation, action string, detail map[string]any) error {
	if err := index(ctx, tx, o); err != nil {
		return err
	}
	if action == "organisation.create" { // nobody else shows it yet
		return s.record(ctx, tx, by, action, o.ID, detail)
	}
	if err := s.Jobs.Enqueue(ctx, tx, changedArgs{MunicipalityID: o.MunicipalityID, OrganisationID: o.ID}, nil); err != nil {
		return err
	}
	return s.record(ctx, tx, by, action, o.ID, detail)
}

var errDecided = fault.New(fault.Conflict, i18n.Mark("Noen andre har avgjort saken. Last siden på nytt."))

// Approve lets the organisation be seen, or gives the one who asked to act for it that right, and tells them by e-mail.
func (s *Service) Approve(ctx context.Context, by account.Actor, id int64) error {
	return s.decide(ctx, by, id, decision{action: "organisation.approve", change: func(ctx context.Context, tx pgx.Tx, site *municipality.Site, o *Organisation) error {
		if !o.Waiting() {
			return errDecided
		}
		if o.Status == Pending {
			now := s.Now()
			o.Status, o.StatusReason, o.ConfirmedAt = Approved, "", &now
		}
		if o.ApplicantEmail == "" {
			return nil
		}
		_, err := s.Accounts.GrantMembership(ctx, tx, o.MunicipalityID, o.ApplicantEmail, o.ApplicantName, o.ID, account.GroupAdmin, by)
		if err != nil {
			return err
		}
		if err := s.send(ctx, tx, site, s.approvedLetter(site, *o)); err != nil {
			return err
		}
		o.forgetApplicant()
		return nil
	}})
}

func (o *Organisation) forgetApplicant() {
	o.ApplicantName, o.ApplicantEmail, o.AppliedAt = "", "", nil
}

func needReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.Check(reason != "", "grunn", i18n.Mark("Skriv en begrunnelse. Den som har registrert laget, får den på e-post."))
	limit(&f, "grunn", reason, MaxReason)
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
	return s.decide(ctx, by, id, decision{action: "organisation.refuse", detail: map[string]any{"reason": reason}, change: func(ctx context.Context, tx pgx.Tx, site *municipality.Site, o *Organisation) error {
		if !o.Waiting() {
			return errDecided
		}
		if o.Status == Pending {
			o.Status, o.StatusReason = Refused, reason
		}
		if o.ApplicantEmail != "" {
			if err := s.send(ctx, tx, site, refusedLetter(*o, reason)); err != nil {
				return err
			}
		}
		o.forgetApplicant()
		return nil
	}})
}

// End takes an organisation away from residents; its activities stay as history.
func (s *Service) End(ctx context.Context, by account.Actor, id int64, reason string) error {
	reason = cutText(strings.TrimSpace(reason), MaxReason)
	return s.decide(ctx, by, id, decision{action: "organisation.end", detail: map[string]any{"reason": reason}, change: func(_ context.Context, _ pgx.Tx, _ *municipality.Site, o *Organisation) error {
		if o.Status != Approved {
			return fault.Clash(i18n.Mark("Bare et godkjent lag kan avsluttes."))
		}
		o.Status, o.StatusReason = Ended, reason
		o.forgetApplicant()
		return nil
	}})
}

// Reopen brings an ended or refused organisation back.
func (s *Service) Reopen(ctx context.Context, by account.Actor, id int64) error {
	return s.decide(ctx, by, id, decision{action: "organisation.reopen", change: func(_ context.Context, _ pgx.Tx, _ *municipality.Site, o *Organisation) error {
		if o.Status != Ended && o.Status != Refused {
			return fault.Clash(i18n.Mark("Laget er ikke avsluttet."))
		}
		o.Status, o.StatusReason = Approved, ""
		return nil
	}})
}
