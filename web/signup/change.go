// Changing a sign-up oneself.

package signup

import (
	"net/http"
	"strconv"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

type changeView struct {
	partyView
	ownView
}

// Edit shows what the person may change.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	o, err := h.portal.Registrations.ByToken(r.Context(), page.From(r).Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	if !o.CanChange && !o.CanCorrect(page.From(r).Now) {
		return page.Redirect(w, r, letters.OwnPath(token(r)))
	}
	return h.edit(w, r, http.StatusOK, o, fromOwn(o))
}

func (h *Handler) edit(w http.ResponseWriter, r *http.Request, status int, o registration.Own, f *form.Form) error {
	e := page.From(r)
	v := changeView{ownView: ownOf(e, o, token(r))}
	v.partyView = partyOf(e, f, o.Form, e.Foreign(o.ActivityLang), e.URL(v.path("/endre")))
	v.setYoung(e.Lang, youngUnder(o.Form, o.Settings))
	p := quiet(r, e.T("Endre påmeldingen"))
	p.HasErrors = len(f.Errs) > 0
	return page.RenderStatus(w, r, status, changePage(p, v))
}

// Change stores what the person has changed.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	if reshape(f, o.Form) {
		return h.edit(w, r, http.StatusOK, o, f)
	}
	err = h.change(r, o, f)
	switch {
	case f.Merge(err):
		askWhoIsGuardian(f)
		return h.edit(w, r, http.StatusUnprocessableEntity, o, f)
	case fault.Is(err, fault.Conflict):
		return h.own(w, r, err)
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.OwnPath(token(r))+"?lagret=ja")
}

// change stores what may still be changed: the party and the answers until the
// deadline, the person's own name, number and reminders until it is over.
func (h *Handler) change(r *http.Request, o registration.Own, f *form.Form) error {
	e := page.From(r)
	contact := registration.Contact{Name: o.Name, Phone: o.Phone, MailKinds: mailKinds(f)}
	if f.Has("navn") {
		contact.Name, contact.Phone = f.Raw("navn"), f.Raw("telefon")
	}
	correct := o.CanCorrect(e.Now)
	if _, err := contact.Check(o); err != nil && correct {
		wrong := fault.FieldsOf(err)
		if o.CanChange {
			wrong = append(wrong, fault.FieldsOf(changeOf(f, o).Check(o))...)
		}
		return wrong.Err()
	}
	if o.CanChange || !correct {
		if _, err := h.portal.Registrations.ChangeByToken(r.Context(), e.Actor, token(r), changeOf(f, o)); err != nil || !correct {
			return err
		}
	}
	_, err := h.portal.Registrations.CorrectByToken(r.Context(), e.Actor, token(r), contact)
	return err
}

func changeOf(f *form.Form, o registration.Own) registration.Change {
	party, _ := strconv.Atoi(f.Raw(partyField)) // 0 is refused with the field named
	return registration.Change{
		Party: party, Participants: participants(f, party), ContactIsGuardian: f.Raw("foresatt") == "meg", GuardianName: f.Raw("foresatt_navn"),
		GuardianEmail: address(f, "foresatt_epost"), Answers: answers(f, o.Form), MailKinds: mailKinds(f),
	}
}
