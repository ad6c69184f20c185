// What staff decide: approve, refuse, end and reopen.

package orglife

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/terms"
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
	people func(ctx context.Context, tx pgx.Tx, id int64) error // what becomes of its people then; nil: nothing
}

// decide makes a decision in one transaction; its callers have asked whether the actor may.
func (s *Service) decide(ctx context.Context, by account.Actor, id int64, d decision) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		o, err := organisation.Lock(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		return s.decideLocked(ctx, tx, by, o, d)
	})
}

func (s *Service) decideLocked(ctx context.Context, tx pgx.Tx, by account.Actor, o organisation.Organisation, d decision) error {
	if err := d.change(ctx, tx, &o); err != nil {
		return err
	}
	if _, err := s.Organisations.Store(ctx, tx, o); err != nil {
		return err
	}
	if d.people != nil {
		if err := d.people(ctx, tx, o.ID); err != nil {
			return err
		}
	}
	return s.Organisations.RecordChange(ctx, tx, by, o, d.action, d.detail)
}

// ErrDecided says that nobody waits for the decision any more.
var ErrDecided = fault.Outrun(i18n.Mark("Noen andre har avgjort saken. Last siden på nytt."))

// Approve lets the organisation be seen, or gives the one who asked to act for it that right, and tells them by e-mail.
// Where an approved one has the number already and nobody logs in for it, whoever waited beside it gets that one.
func (s *Service) Approve(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.approve(ctx, tx, by, id) })
}

// ErrContested says that one of a list cannot be approved there: somebody must find out whose the number is.
var ErrContested = fault.New(fault.Conflict, i18n.Mark("Flere venter på svar om det samme organisasjonsnummeret. Åpne registreringen og finn ut hvem som hører til laget, før du godkjenner."))

// ApproveListed is Approve from a list, where the others with the number are not seen: while several wait, it is refused.
func (s *Service) ApproveListed(ctx context.Context, by account.Actor, id int64) error {
	if err := by.Require(account.ManageOrganisation); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		list, err := organisation.ByIDs(ctx, tx, by.MunicipalityID, []int64{id})
		if err != nil {
			return err
		}
		if len(list) > 0 && list[0].OrgNr != "" {
			if err := lockNumber(ctx, tx, by.MunicipalityID, list[0].OrgNr); err != nil {
				return err
			}
			n, err := waitingFor(ctx, tx, by.MunicipalityID, list[0].OrgNr)
			if err != nil {
				return err
			}
			if n > 1 {
				return ErrContested
			}
		}
		return s.approve(ctx, tx, by, id)
	})
}

func (s *Service) approve(ctx context.Context, tx pgx.Tx, by account.Actor, id int64) error {
	holder, err := holderBeside(ctx, tx, by.MunicipalityID, id)
	if err != nil {
		return err
	}
	if holder == 0 {
		o, err := organisation.Lock(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		return s.decideLocked(ctx, tx, by, o, s.approval(by))
	}
	o, kept, err := lockBoth(ctx, tx, by.MunicipalityID, id, holder)
	if err != nil {
		return err
	}
	if o.Status != organisation.Pending || o.OrgNr != kept.OrgNr || kept.Status != organisation.Approved && kept.Status != organisation.Ended {
		return ErrDecided // meanwhile
	}
	return s.joinHolder(ctx, tx, by, o, kept)
}

// holderBeside is the organisation that holds the number which one that waits has too, 0 where there is none.
func holderBeside(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (int64, error) {
	list, err := organisation.ByIDs(ctx, tx, municipalityID, []int64{id})
	if err != nil || len(list) == 0 || list[0].Status != organisation.Pending || list[0].OrgNr == "" {
		return 0, err
	}
	here, err := organisation.ByOrgNr(ctx, tx, municipalityID, list[0].OrgNr)
	if err != nil {
		return 0, err
	}
	holder := here[list[0].OrgNr]
	if holder.Status != organisation.Approved && holder.Status != organisation.Ended {
		return 0, nil
	}
	return holder.ID, nil
}

// joinHolder gives the one who waits the approved organisation with her number: what she has registered becomes a part
// of it, and hers leads there. Both are locked.
func (s *Service) joinHolder(ctx context.Context, tx pgx.Tx, by account.Actor, o, holder organisation.Organisation) error {
	if holder.Status == organisation.Ended {
		return fault.Clash(i18n.Mark("%s har dette organisasjonsnummeret og er avsluttet. Åpne det igjen først."), holder.Name)
	}
	taken, err := postgres.Scalar[bool](ctx, tx, hasMembersSQL, postgres.Args{"id": holder.ID})
	if err != nil {
		return err
	}
	if taken {
		return fault.Clash(i18n.Mark("%s er godkjent med dette organisasjonsnummeret, og noen logger inn for laget. Avslå denne, eller slå dem sammen."), holder.Name)
	}
	if o.ApplicantEmail != "" {
		if err := s.letIn(ctx, tx, by, o, holder.ID); err != nil {
			return err
		}
		welcome := o
		welcome.ID, welcome.Name = holder.ID, holder.Name
		if err := s.Organisations.Write(ctx, tx, o.MunicipalityID, approvedLetter(welcome)); err != nil {
			return err
		}
	}
	fields, err := s.mergeLocked(ctx, tx, by, o, &holder)
	if err != nil {
		return err
	}
	return s.Organisations.RecordChange(ctx, tx, by, holder, "organisation.approve", map[string]any{"from": o.ID, "fields": fields})
}

// approval is the yes to what waits.
func (s *Service) approval(by account.Actor) decision {
	return decision{action: "organisation.approve", change: func(ctx context.Context, tx pgx.Tx, o *organisation.Organisation) error {
		if !o.Waiting() {
			return ErrDecided
		}
		claimed := o.Status != organisation.Pending
		if !claimed {
			now := s.Now()
			o.Status, o.StatusReason, o.ConfirmedAt = organisation.Approved, "", &now
		}
		if o.ApplicantEmail == "" {
			return nil
		}
		if err := s.letIn(ctx, tx, by, *o, o.ID); err != nil {
			return err
		}
		if claimed {
			c := organisation.Contact{Name: o.ApplicantName, Role: "contact", Email: o.ApplicantEmail, Phone: o.ApplicantPhone, Public: o.ApplicantPublic, Source: organisation.FromSelf}
			if err := organisation.AddContact(ctx, tx, o.ID, c, s.Now()); err != nil {
				return err
			}
		}
		if err := s.Organisations.Write(ctx, tx, o.MunicipalityID, approvedLetter(*o)); err != nil {
			return err
		}
		o.ForgetApplicant()
		return nil
	}}
}

// letIn lets the applicant of o act for an organisation, on the terms that she accepted when she applied.
func (s *Service) letIn(ctx context.Context, tx pgx.Tx, by account.Actor, o organisation.Organisation, organisationID int64) error {
	id, err := s.Accounts.GrantMembership(ctx, tx, o.MunicipalityID, o.ApplicantEmail, o.ApplicantName, organisationID, account.GroupAdmin, by)
	if err != nil || o.ApplicantTerms == 0 || o.AppliedAt == nil {
		return err
	}
	return terms.Accepted(ctx, tx, terms.Acceptance{
		MunicipalityID: o.MunicipalityID, AccountID: id, Number: o.ApplicantTerms, At: *o.AppliedAt, Occasion: terms.AtRegistration,
	})
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
	people := func(ctx context.Context, tx pgx.Tx, id int64) error {
		return account.EndWithGroup(ctx, tx, id, s.Now())
	}
	return s.decide(ctx, by, id, decision{action: "organisation.end", people: people, detail: map[string]any{"reason": reason}, change: func(_ context.Context, _ pgx.Tx, o *organisation.Organisation) error {
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
	return s.decide(ctx, by, id, decision{action: "organisation.reopen", people: account.ReviveWithGroup, change: func(_ context.Context, _ pgx.Tx, o *organisation.Organisation) error {
		if o.Status != organisation.Ended && o.Status != organisation.Refused {
			return fault.Clash(i18n.Mark("Laget er ikke avsluttet."))
		}
		o.Status, o.StatusReason = organisation.Approved, ""
		return nil
	}})
}
