// Use cases of an activity's life: from sending in to archiving, calling off, and copies.

package activity

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/activity/letters"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// move is one step in an activity's life, inside a transaction that has locked it.
type move func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error

// step locks the activity, checks that it is in one of the statuses, moves it and
// makes search know.
func (s *Service) step(ctx context.Context, actor account.Actor, may allowed, id int64, version int, from []Status, do move) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, actor, may, id, version)
		if err != nil {
			return err
		}
		if !slices.Contains(from, a.Status) {
			return fault.Outrun(i18n.Mark("Aktiviteten har skiftet status i mellomtiden. Last siden på nytt."))
		}
		if err := do(ctx, tx, a, now); err != nil {
			return err
		}
		if err := s.changed(ctx, tx, a); err != nil {
			return err
		}
		return index(ctx, tx, id, now)
	})
}

// Submit sends a draft or a refused activity in. It is published at once when the
// municipality does not approve activities and the organisation is approved, or
// when staff send it in. What is missing comes back as fault.Invalid. Version 0
// means whichever is stored, here and in the other steps.
func (s *Service) Submit(ctx context.Context, actor account.Actor, id int64, version int) (Status, error) {
	status := Submitted
	err := s.step(ctx, actor, mayEdit, id, version, []Status{Drafted, Refused}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		if err := a.Draft.Complete(now); err != nil {
			return err
		}
		rules, err := ApprovalOf(ctx, tx, a.MunicipalityID, a.OrganisationID)
		if err != nil {
			return err
		}
		status = StatusAfterSubmit(rules, a.Offer, actor.Door == account.GroupDoor)
		if status == Published {
			return s.publish(ctx, tx, actor, a, "activity.publish", now)
		}
		return s.sendIn(ctx, tx, actor, a, now)
	})
	return status, err
}

// sendIn lets staff look at an activity.
func (s *Service) sendIn(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity, now time.Time) error {
	if err := setStatus(ctx, tx, a.ID, Submitted, "", now); err != nil {
		return err
	}
	if err := s.jobs.Enqueue(ctx, tx, notice.ArisenArgs{MunicipalityID: a.MunicipalityID, What: notice.Activities}, nil); err != nil {
		return err
	}
	return record(ctx, tx, now, actor, "activity.submit", a.ID, map[string]any{"title": a.Title})
}

// StatusAfterSubmit is published when nobody else has to look at it. Staff look at all
// that is commercial, and at all that businesses arrange.
func StatusAfterSubmit(rules Approval, offer Offer, byGroup bool) Status {
	looked := rules.ApproveActivities || offer == Commercial || rules.Business()
	if rules.OrganisationApproved && !(byGroup && looked) {
		return Published
	}
	return Submitted
}

func (s *Service) publish(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity, action string, now time.Time) error {
	if err := setStatus(ctx, tx, a.ID, Published, "", now); err != nil {
		return err
	}
	if _, err := materialise(ctx, tx, a, Falling{}, now); err != nil { // the draft may be old
		return err
	}
	if a.SignupMode == HereSignup { // which may still have to be set up
		job := notice.ArisenArgs{MunicipalityID: a.MunicipalityID, OrganisationID: a.OrganisationID, What: notice.OwnActivities}
		if err := s.jobs.Enqueue(ctx, tx, job, nil); err != nil {
			return err
		}
	}
	return record(ctx, tx, now, actor, action, a.ID, map[string]any{"title": a.Title})
}

// Approve publishes what was sent in and tells the organisation.
func (s *Service) Approve(ctx context.Context, actor account.Actor, id int64, version int) error {
	if err := actor.Require(account.ManageActivities); err != nil {
		return err
	}
	return s.step(ctx, actor, mayEdit, id, version, []Status{Submitted}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		rules, err := ApprovalOf(ctx, tx, a.MunicipalityID, a.OrganisationID)
		if err != nil {
			return err
		}
		if !rules.OrganisationApproved {
			return fault.Refuse(i18n.Mark("Godkjenn organisasjonen først. Da kan aktiviteten publiseres."))
		}
		if err := s.publish(ctx, tx, actor, a, "activity.approve", now); err != nil {
			return err
		}
		return s.tell(ctx, tx, a, letters.Approved)
	})
}

// Refuse sends an activity back with a reason and tells the organisation.
func (s *Service) Refuse(ctx context.Context, actor account.Actor, id int64, version int, reason string) error {
	if err := actor.Require(account.ManageActivities); err != nil {
		return err
	}
	reason, err := checkReason(reason, i18n.Mark("Skriv hvorfor, så laget vet hva det kan rette."))
	if err != nil {
		return err
	}
	return s.step(ctx, actor, mayEdit, id, version, []Status{Submitted}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		if err := setStatus(ctx, tx, id, Refused, reason, now); err != nil {
			return err
		}
		if err := record(ctx, tx, now, actor, "activity.refuse", id, map[string]any{"title": a.Title, "reason": reason}); err != nil {
			return err
		}
		a.StatusReason = reason
		return s.tell(ctx, tx, a, letters.Refused)
	})
}

// tell writes to the organisation's people about an activity.
func (s *Service) tell(ctx context.Context, tx pgx.Tx, a Activity, write func(i18n.Lang, letters.About) letter.Letter) error {
	return letters.Tell(ctx, tx, s.letters, letters.About{
		ID: a.ID, MunicipalityID: a.MunicipalityID, OrganisationID: a.OrganisationID, Title: a.Title, Offer: a.Offer, Reason: a.StatusReason, Version: a.Version,
	}, write)
}

// checkReason trims a reason that has to be given; the form's field is "grunn".
func checkReason(reason, missing string) (string, error) {
	reason = strings.Join(strings.Fields(reason), " ")
	var f fault.Fields
	f.Check(reason != "", "grunn", missing)
	n := utf8.RuneCountInString(reason)
	f.Check(n <= MaxReason, "grunn", i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxReason, n)
	return reason, f.Err()
}

// Withdraw makes an activity a draft again: residents no longer see it. While
// people are signed up for what is to come, it is fault.Invalid: calling off tells them.
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id int64, version int) error {
	return s.step(ctx, actor, mayEnd, id, version, []Status{Submitted, Published, Refused}, s.to(actor, Drafted, "activity.withdraw"))
}

// Archive puts an activity away for good; its page says that it is over. While
// people are signed up for what is to come, it is fault.Invalid, as with Withdraw.
func (s *Service) Archive(ctx context.Context, actor account.Actor, id int64, version int) error {
	return s.step(ctx, actor, mayEnd, id, version, []Status{Drafted, Submitted, Published, Refused}, s.to(actor, Archived, "activity.archive"))
}

func (s *Service) to(actor account.Actor, status Status, action string) move {
	return func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		people, err := signedup.Holding(ctx, tx, []int64{a.ID}, now)
		if err != nil {
			return err
		}
		if err := checkNobody(people[a.ID]); err != nil {
			return err
		}
		if status == Archived && a.PublishedAt == nil {
			// What residents have never seen leaves nothing behind for them.
			if _, err := postgres.Exec(ctx, tx, dropComingSQL, postgres.Args{"id": a.ID, "now": now}); err != nil {
				return err
			}
		}
		if err := setStatus(ctx, tx, a.ID, status, "", now); err != nil {
			return err
		}
		return record(ctx, tx, now, actor, action, a.ID, map[string]any{"title": a.Title})
	}
}

// checkNobody refuses to take away what people are signed up for.
func checkNobody(people int) error {
	if people == 0 {
		return nil
	}
	return fault.Fields{{Msg: i18n.Mark("%d er påmeldt eller står på venteliste. Avlys i stedet, så får alle beskjed."), Args: []any{people}}}.Err()
}

const dropComingSQL = `-- activity.dropComing
delete from occurrence where activity_id = @id and starts_at > @now`

// CheckChange is the rules for a becoming what it is now, when people hold places: what
// Change asks before it writes.
func (a Activity) CheckChange(was Activity, people int, now time.Time) error {
	if was.Status == Archived && a.Status == Archived {
		return archived()
	}
	if a.Status == Archived && was.Status != Archived {
		if err := checkNobody(people); err != nil {
			return err
		}
	}
	if len(was.Draft.Normal().changes(a.Draft.Normal())) == 0 {
		return nil
	}
	status := was.Status
	if status == Archived {
		status = a.Status
	}
	if err := a.Draft.Validate(now); err != nil || status != Published && status != Submitted {
		return err
	}
	return a.Draft.Complete(now)
}

// Change makes one activity among many what is given, in the caller's transaction: what a
// person edits, and whether it is archived. One that was archived by mistake comes back as
// what it was. The version must be the stored one.
func (s *Service) Change(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity) error {
	now := s.now()
	was, err := lock(ctx, tx, actor, mayEdit, a.ID, a.Version)
	if err != nil {
		return err
	}
	back := was.Status == Archived && a.Status != Archived
	if back {
		if err := setStatus(ctx, tx, a.ID, a.Status, a.StatusReason, now); err != nil {
			return err
		}
		if err := record(ctx, tx, now, actor, "activity.unarchive", a.ID, map[string]any{"title": a.Title}); err != nil {
			return err
		}
		was.Status = a.Status
	}
	if d := a.Draft.Normal(); len(was.Draft.Normal().changes(d)) > 0 {
		if _, err := s.update(ctx, tx, actor, was, d, Falling{}, now); err != nil {
			return err
		}
	}
	switch {
	case back: // what residents had not seen has no dates left
		_, err = materialise(ctx, tx, was, Falling{}, now)
	case a.Status != was.Status:
		err = s.to(actor, Archived, "activity.archive")(ctx, tx, was, now)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.changed(ctx, tx, a); err != nil {
		return err
	}
	return index(ctx, tx, a.ID, now)
}

// CancelSeries calls the whole activity off. It stays visible, with the reason.
func (s *Service) CancelSeries(ctx context.Context, actor account.Actor, id int64, version int, reason string) error {
	reason, err := checkReason(reason, i18n.Mark("Skriv hvorfor det er avlyst. Alle kan lese det."))
	if err != nil {
		return err
	}
	return s.step(ctx, actor, mayEnd, id, version, []Status{Submitted, Published}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		if err := setCancelled(ctx, tx, id, &now, reason, now); err != nil {
			return err
		}
		return record(ctx, tx, now, actor, "activity.cancel", id, map[string]any{"title": a.Title, "reason": reason})
	})
}

// RestoreSeries takes a cancellation of the whole activity back. Single dates
// that were cancelled stay so.
func (s *Service) RestoreSeries(ctx context.Context, actor account.Actor, id int64, version int) error {
	return s.step(ctx, actor, mayEdit, id, version, []Status{Submitted, Published}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		if err := setCancelled(ctx, tx, id, nil, "", now); err != nil {
			return err
		}
		return record(ctx, tx, now, actor, "activity.restore", id, map[string]any{"title": a.Title})
	})
}

// Copy makes a new draft of an activity. Start is its first date; zero moves the
// old one by whole weeks into the future. A series keeps its length; exceptions,
// pauses and what happened to single dates are not copied.
func (s *Service) Copy(ctx context.Context, actor account.Actor, id int64, start time.Time) (Saved, error) {
	saved, now := Saved{Version: 1, Status: Drafted}, s.now()
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		a, err := lock(ctx, tx, actor, mayEdit, id, 0)
		if err != nil {
			return err
		}
		d := a.Draft.Normal()
		d.DatesShared = false // each draft is shown by itself
		d.Schedule = d.Schedule.Shift(start, now)
		if err := d.Validate(now); err != nil {
			return err
		}
		saved.ID, err = s.create(ctx, tx, actor, a.OrganisationID, d, origin{Source: sourceOf(actor), From: id}, now)
		return err
	})
	return saved, err
}
