// The page behind a sign-up's link.

package signup

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

// ownView is what the person behind a link sees: where it stands comes first.
type ownView struct {
	registration.Own
	Token       string
	State       state
	Problem     string // why nothing was changed
	When        string
	Deadline    string
	Places      string // left, "" where there is no limit
	Price       string
	PriceNote   string  // in the activity's language
	lang        string  // of the activity's words, "" when it is the page's
	Contact     contact // whom to ask
	Public      bool    // the activity has a page
	Correct     bool    // name, number and reminders may be changed
	Saved       bool    // just now
	Past        bool
	Guardian    bool     // the page is the guardian's
	AnswerDates []string // the dates that an answer is for, where that is more than this one
}

// contact is whom one asks about the activity.
type contact struct{ Name, Phone, Email string }

// state is how a sign-up stands, in words.
// Reason is the organiser's own, in the activity's language.
type state struct{ Kind, Title, Text, Reason string }

func token(r *http.Request) string { return chi.URLParam(r, "token") }

// Own shows a sign-up to whoever has its link.
func (h *Handler) Own(w http.ResponseWriter, r *http.Request) error {
	return h.own(w, r, nil)
}

// own shows the page, with what went wrong with a change when there is something.
func (h *Handler) own(w http.ResponseWriter, r *http.Request, problem error) error {
	page.Private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	v, status := ownOf(e, o, token(r)), http.StatusOK
	if err := h.readActivity(r.Context(), e, &v); err != nil {
		return err
	}
	v.Saved = r.URL.Query().Has("lagret")
	if problem != nil {
		v.Problem, status = why(e, problem), http.StatusConflict
	}
	return page.RenderStatus(w, r, status, ownPage(quiet(r, o.ActivityTitle), v))
}

func ownOf(e *page.Env, o registration.Own, token string) ownView {
	v := ownView{
		Own: o, Token: token, lang: e.Foreign(o.ActivityLang), When: when(e.Lang, o.Slot, o.Starts, o.Ends, o.AllDay, e.Now), Past: !e.Now.Before(o.Slot.EndsAt) && !o.Waits,
		Deadline: moment(e.Lang, o.CancelDeadline, e.Now), Correct: o.CanCorrect(e.Now),
	}
	if !v.Past && !o.Slot.Cancelled && (o.Holds != registration.HoldsPlace || o.Slot.Fits(1)) { // who has a place is not told that it is full
		v.Places = Places(e.Lang, o.Slot)
	}
	v.State = stateOf(e, o)
	if n := len(o.Unanswered); n > 1 || n == 1 && o.Unanswered[0].Slot.ID != o.SlotID {
		for _, d := range o.Unanswered {
			text := i18n.Capital(when(e.Lang, d.Slot, d.Starts, d.Ends, d.AllDay, e.Now))
			if d.Queued {
				text += ", " + e.T("på venteliste")
			}
			v.AnswerDates = append(v.AnswerDates, text)
		}
	}
	return v
}

// readActivity adds what the activity's own page says, as long as it has one.
func (h *Handler) readActivity(ctx context.Context, e *page.Env, v *ownView) error {
	a, err := h.portal.Activities.PublicShow(ctx, e.Site.ID, v.ActivityID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.Public, v.Price, v.PriceNote = true, activitycards.Price(e.Lang, a.PriceOre, ""), a.PriceNote
	v.Contact = contact{a.ContactName, i18n.Phone(a.ContactPhone), a.ContactEmail}
	if a.ContactPhone == "" && a.ContactEmail == "" {
		v.Contact.Phone, v.Contact.Email = i18n.Phone(a.Organiser.Phone), a.Organiser.Email
	}
	return nil
}

// lost is the page of a link that opens nothing.
func lost(w http.ResponseWriter, r *http.Request, err error) error {
	e := page.From(r)
	p := quiet(r, e.T("Lenken virker ikke lenger"))
	return page.RenderStatus(w, r, http.StatusNotFound, lostPage(p, why(e, err)))
}

type change func(ctx context.Context, actor account.Actor, token string) (registration.Own, error)

// act does what a button on the page asks for, and shows how it stands then.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, do change) error {
	page.Private(w)
	_, err := do(r.Context(), page.From(r).Actor, token(r))
	switch {
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case fault.Is(err, fault.Conflict):
		return h.own(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.OwnPath(token(r)))
}

// Back leads to the page with the button: what a button does is never done by
// opening its address.
func (h *Handler) Back(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	_, err := h.portal.Registrations.ByToken(r.Context(), page.From(r).Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, letters.OwnPath(token(r)))
}

// Confirm makes the sign-up count.
func (h *Handler) Confirm(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, h.portal.Registrations.ConfirmByToken)
}

// Answer says yes or no to an offer.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	switch f.Raw("svar") {
	case "ja":
		return h.act(w, r, h.portal.Registrations.AcceptByToken)
	case "nei":
		return h.act(w, r, h.portal.Registrations.DeclineByToken)
	}
	return h.own(w, r, nil) // neither: the page asks again
}

// AskCancel asks before the person is taken off the list.
func (h *Handler) AskCancel(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	if !o.CanCancel {
		return page.Redirect(w, r, letters.OwnPath(token(r)))
	}
	return page.Render(w, r, cancelPage(quiet(r, e.T("Vil du melde av?")), ownOf(e, o, token(r))))
}

// Cancel takes the person off the list.
func (h *Handler) Cancel(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, h.portal.Registrations.CancelByToken)
}

// canSignUpAgain is for those who are out and whom nobody has refused.
func (v ownView) canSignUpAgain() bool {
	return !v.Active() && v.Status != registration.CancelledByOrganiser && !v.Past && !v.Slot.Cancelled
}

// showsInstructions is for those who are in.
func (v ownView) showsInstructions() bool {
	return v.Status == registration.Confirmed && !v.Slot.Cancelled && v.Form.Instructions != ""
}

// mustConfirm is for the button that confirms: this date, or others of the same form.
func (v ownView) mustConfirm() bool {
	return v.MustConfirm && !v.Slot.CalledOff() || len(v.Unanswered) > 0
}

func (v ownView) path(more string) string { return letters.OwnPath(v.Token) + more }

// lines are the instructions as the organiser has broken them.
func (v ownView) lines() []string { return strings.Split(v.Form.Instructions, "\n") }

// hasDate says whether there is a date to put into one's calendar.
func (v ownView) hasDate() bool {
	return v.Status == registration.Confirmed && !v.Past && !v.Slot.Cancelled
}

// whatIsLost says what somebody gives up who leaves; the activity's title is its Gap.
func (v ownView) whatIsLost(p ui.Page) string {
	if v.Holds == registration.HoldsQueue {
		return p.T("Du går ut av ventelisten til «%s», %s.", ui.Gap, v.When)
	}
	return p.T("Plassen på «%s», %s, kan gå til noen andre.", ui.Gap, v.When)
}

// canLeave is for the button that takes one off the list; an offer is declined instead.
func (v ownView) canLeave() bool { return v.CanCancel && !v.CanAnswer && !v.Slot.CalledOff() }

// tooLate says that the organiser has to be asked from now on.
func (v ownView) tooLate() bool { return v.Active() && !v.CanCancel && !v.Past && !v.Slot.Cancelled }

// comesHerself says that the contact is named among those who come.
func (v ownView) comesHerself() bool {
	return slices.ContainsFunc(v.Participants, func(x registration.Participant) bool { return x.Name == v.Name })
}

func (v ownView) people(p ui.Page) string {
	s := p.N("%d person", "%d personer", v.PartySize)
	var names []string
	for _, x := range v.Participants {
		if x.Name != "" {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		return s
	}
	return s + ": " + strings.Join(names, ", ")
}
