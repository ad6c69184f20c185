// A registration as the person behind the link sees it, and her links sent again.

package registration

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/registration/wish"

	"github.com/jackc/pgx/v5"
)

// Own is a registration as the person behind the link sees it.
type Own struct {
	Registration
	Form           signupform.Form
	Settings       signupform.Settings
	Slot           signupform.Slot
	ActivityTitle  string
	ActivityLang   i18n.Lang // that the organiser writes in
	Organiser      string
	AllDay         bool
	Place          string
	Starts, Ends   []time.Time // of the dates that are on
	Reason         string      // why it is off; "" when it is on, or nobody says
	Position       int         // in the queue, 0 outside it
	CancelDeadline time.Time   // until then she changes and cancels herself
	CanChange      bool
	CanCancel      bool
	CanAnswer      bool // an offer stands
	MustConfirm    bool
	Waits          bool // a date waits for a new time, though what there was is over
	AwaitsGuardian bool // she has confirmed, the guardian has not
	AwaitsAnswer   bool // she has no address, and the organiser has not answered for her

	Unanswered []letters.Dated // of several with one form: those that an answer by this link is for
}

// Another registration is opened by a link where it is of the same address; where there is
// none, of the same form. A link to one with an address has only been in letters to that.
const byTokenSQL = `-- registration.byToken
select o.id from registration_token t join registration r on r.id = t.registration_id
join registration o on o.municipality_id = r.municipality_id and (@other::bigint = 0 and o.id = r.id
    or o.id = @other and @purpose = 'own' and o.email = r.email and (r.email <> '' or o.together = r.together))
where t.token_hash = @hash and t.purpose = @purpose and r.municipality_id = @municipality_id and r.anonymised_at is null and o.anonymised_at is null`

// idOf finds the registration of a link; a link that opens nothing is NotFound.
func (s *Service) idOf(ctx context.Context, actor account.Actor, token, purpose string) (int64, error) {
	token, other := letters.SplitToken(token)
	id, err := postgres.Scalar[int64](ctx, s.pool, byTokenSQL, postgres.Args{
		"hash": letters.HashToken(token), "other": other, "purpose": purpose, "municipality_id": actor.MunicipalityID,
	})
	if fault.Is(err, fault.NotFound) {
		return 0, missingLink()
	}
	return id, err
}

// ByToken is what the page behind the link shows; it changes nothing.
func (s *Service) ByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.show(ctx, actor, token, "own")
}

func (s *Service) show(ctx context.Context, actor account.Actor, token, purpose string) (Own, error) {
	id, err := s.idOf(ctx, actor, token, purpose)
	if err != nil {
		return Own{}, err
	}
	own, err := s.own(ctx, actor, id)
	if err == nil && own.Together != nil {
		own.Unanswered, err = s.mailer.Unanswered(ctx, s.pool, actor.MunicipalityID, id, purpose)
	}
	return own, err
}

func (s *Service) own(ctx context.Context, actor account.Actor, id int64) (Own, error) {
	r, err := Read(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return Own{}, err
	}
	b, err := signupform.ReadActivity(ctx, s.pool, actor, r.ActivityID)
	if err != nil {
		return Own{}, err
	}
	about, err := letters.ReadAbout(ctx, s.pool, r.SlotID, s.now())
	if err != nil {
		return Own{}, err
	}
	form, _ := b.Form()
	own := Own{
		Registration: r, Form: form, Settings: b.Municipal(), Slot: about.Slot, ActivityTitle: about.Title, ActivityLang: about.Lang, Organiser: about.Organiser, AllDay: about.AllDay, Place: about.Place,
		Starts: about.Starts, Ends: about.Ends, Reason: about.Reason, Waits: about.Waits && !s.now().Before(about.EndsAt),
	}
	own.say(s.now())
	if err := own.Open(s.keys); err != nil {
		return Own{}, err
	}
	if r.Holds == HoldsQueue {
		queue, err := ReadQueue(ctx, s.pool, r.SlotID)
		if err != nil {
			return Own{}, err
		}
		own.Position = signupform.PositionOf(queue, r.ID)
	}
	return own, nil
}

// say works out what the person may do.
func (o *Own) say(now time.Time) {
	o.CancelDeadline = o.Form.CancelDeadline(o.Slot)
	early := now.Before(o.CancelDeadline) || o.Slot.Postponed || o.Waits
	waits := o.Holds == HoldsQueue || o.Status == Offered
	held := o.Status == Unconfirmed && o.HoldExpiresAt != nil && now.Before(*o.HoldExpiresAt)
	o.AwaitsGuardian = held && o.GuardianNeeded && (o.ConfirmedAt != nil || o.Email == "") // without an address she has nothing to confirm
	o.AwaitsAnswer = held && o.AwaitsOrganiser()
	o.MustConfirm = held && !o.AwaitsGuardian && !o.AwaitsAnswer
	o.CanAnswer = o.Status == Offered && o.OfferExpiresAt != nil && now.Before(*o.OfferExpiresAt)
	o.CanChange = o.Active() && early && o.Status != Offered && !o.Slot.Cancelled && !o.Waits
	o.CanCancel = o.Active() && (early || waits)
}

// CalendarByToken is what the link's owner is signed up for as events; see Standing.
func (s *Service) CalendarByToken(ctx context.Context, actor account.Actor, token string, site listing.CalendarSite) (Own, []ical.OutEvent, error) {
	own, err := s.ByToken(ctx, actor, token)
	if err != nil {
		return own, nil, err
	}
	events, err := letters.OwnEvents(ctx, s.pool, site, map[int64]letters.Standing{own.SlotID: own.Standing(site.Lang)}, s.now())
	return own, events, err
}

// Standing is how her dates are marked in the calendar of the person: confirmed only with a
// place, cancelled when she is out.
func (r Registration) Standing(l i18n.Lang) letters.Standing {
	switch {
	case !r.Active():
		return letters.Standing{Status: ical.Cancelled, Title: l.T("Meldt av: %s", "%s")}
	case r.Status == Offered:
		return letters.Standing{Status: ical.Tentative, Title: l.T("Tilbud om plass: %s", "%s")}
	case r.Holds == HoldsQueue:
		return letters.Standing{Status: ical.Tentative, Title: l.T("Venteliste: %s", "%s")}
	case r.Status != Confirmed:
		return letters.Standing{Status: ical.Tentative, Title: l.T("Ikke bekreftet: %s", "%s")}
	}
	return letters.Standing{Status: ical.Confirmed}
}

// onOwn locks what a link opens and lets do change it, then tells what is so now.
func (s *Service) onOwn(ctx context.Context, actor account.Actor, token, purpose string,
	do func(ctx context.Context, tx pgx.Tx, slot *signupform.Slot, r Registration, now time.Time) error,
) (Own, error) {
	id, err := s.idOf(ctx, actor, token, purpose)
	if err != nil {
		return Own{}, err
	}
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
		if fault.Is(err, fault.NotFound) {
			return missingLink()
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, &slot, r, now)
	})
	if err != nil {
		return Own{}, err
	}
	return s.own(ctx, actor, id)
}

// GuardianByToken is what a guardian's link shows; it changes nothing.
func (s *Service) GuardianByToken(ctx context.Context, actor account.Actor, token string) (Own, error) {
	return s.show(ctx, actor, token, "guardian")
}

const wishLinkSQL = `-- registration.wishLink
with wish as (insert into signup_link_wish (municipality_id, email, asked_at) values (@municipality_id, @email, @now) on conflict do nothing returning email),
queued as (select '{}'::jsonb as args from wish)
` + jobs.Part

// ResendLink asks for the links of all that an address is signed up for, to be
// written to it at most once in ten minutes. Whether there are any is looked up
// by a job, so that neither the answer nor its time tells.
func (s *Service) ResendLink(ctx context.Context, actor account.Actor, email string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	if !wish.IsEmail(email) {
		return wish.BadEmail()
	}
	args := postgres.Args{"municipality_id": actor.MunicipalityID, "email": email, "now": s.now()}
	jobs.PartArgs(args, linksArgs{}.Kind(), jobs.Default, linksAttempts)
	_, err := postgres.Exec(ctx, s.pool, wishLinkSQL, args)
	return err
}

// SendLinks writes the links that have been asked for; see letters.
func (s *Service) SendLinks(ctx context.Context) error { return s.mailer.SendLinks(ctx) }
