// How a sign-up stands, in words.

package signup

import (
	"errors"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/page"
)

// why is the text of a refusal; of one that only the database has found, that somebody else was faster.
func why(e *page.Env, err error) string {
	var refusal *fault.Error
	if errors.As(err, &refusal) && refusal.Msg != "" {
		return e.T(refusal.Msg, refusal.Args...)
	}
	return e.T("Noen andre var raskere. Se over, og prøv en gang til.")
}

// stateOf says first what the person most needs to know.
func stateOf(e *page.Env, o registration.Own) state {
	switch {
	case (o.Slot.Postponed || o.Waits) && o.Active():
		s := state{Kind: "warning", Title: e.T("Dette er utsatt"), Text: e.T("Vi skriver til deg når den nye datoen er klar."), Reason: sentence(o.Reason)}
		if o.Email == "" {
			s.Text = e.T("Arrangøren ringer deg når den nye datoen er klar. Den står også her.")
		}
		if o.Status == registration.Confirmed {
			s.Text = e.T("Du beholder plassen.") + " " + s.Text
		}
		return s
	case o.Slot.CalledOff():
		rest := e.T("Du trenger ikke å gjøre noe.")
		if len(o.Unanswered) > 0 {
			rest = e.T("De andre datoene gjelder fortsatt.")
		}
		return state{Kind: "danger", Title: e.T("Dette er avlyst"), Text: rest, Reason: sentence(o.Reason)}
	case o.Status == registration.Unconfirmed:
		return unconfirmed(e, o)
	case o.Status == registration.Offered:
		return offered(e, o)
	}
	return settled(e, o)
}

func unconfirmed(e *page.Env, o registration.Own) state {
	switch {
	case o.AwaitsGuardian:
		s := state{Kind: "info", Title: e.T("Vi venter på den foresatte"), Text: e.T("Vi har skrevet til %s. Du er påmeldt når den foresatte har bekreftet.", o.GuardianName)}
		return s.until(e, o.HoldExpiresAt)
	case o.AwaitsAnswer && o.Holds == registration.HoldsQueue && !hasRoom(o):
		return state{Kind: "warning", Title: e.T("Arrangøren må bekrefte påmeldingen"), Text: e.T("Du står som nummer %d på ventelisten når arrangøren har bekreftet. De ringer deg kanskje først.", o.Position)}.unlessConfirmed(e, o)
	case o.AwaitsAnswer:
		return state{Kind: "warning", Title: e.T("Arrangøren må bekrefte påmeldingen"), Text: e.T("Du er ikke påmeldt før arrangøren har bekreftet. De ringer deg kanskje først.")}.unlessConfirmed(e, o)
	case o.MustConfirm && hasRoom(o):
		return state{Kind: "warning", Title: e.T("Bekreft påmeldingen"), Text: e.T("Du får plass når du bekrefter, så lenge det er ledig.")}.unlessConfirmed(e, o)
	case o.MustConfirm && o.Holds == registration.HoldsQueue:
		return state{Kind: "warning", Title: e.T("Bekreft at du vil stå på venteliste"), Text: e.T("Du er nummer %d på listen.", o.Position)}.until(e, o.HoldExpiresAt)
	case o.MustConfirm:
		return state{Kind: "warning", Title: e.T("Bekreft påmeldingen"), Text: e.T("Du er ikke påmeldt før du har bekreftet.")}.until(e, o.HoldExpiresAt)
	}
	return state{Kind: "danger", Title: e.T("Fristen for å bekrefte er ute"), Text: e.T("Plassen er gitt videre. Du kan melde deg på igjen.")}
}

// hasRoom says that somebody without a place gets one when the sign-up is confirmed.
func hasRoom(o registration.Own) bool {
	return o.Holds == registration.HoldsQueue && o.Slot.Fits(o.PartySize)
}

// unlessConfirmed adds until when it stands that nobody has answered for: the place
// is held till then, or where none is, the sign-up.
func (s state) unlessConfirmed(e *page.Env, o registration.Own) state {
	if o.Holds == registration.HoldsPlace || o.HoldExpiresAt == nil {
		return s.until(e, o.HoldExpiresAt)
	}
	s.Text += " " + e.T("Er påmeldingen ikke bekreftet innen %s, blir den slettet.", moment(e.Lang, *o.HoldExpiresAt, e.Now))
	return s
}

// until adds how long the place is held.
func (s state) until(e *page.Env, t *time.Time) state {
	if t != nil {
		s.Text += " " + e.T("Vi holder av for deg til %s.", moment(e.Lang, *t, e.Now))
	}
	return s
}

func offered(e *page.Env, o registration.Own) state {
	if !o.CanAnswer {
		return state{Kind: "danger", Title: e.T("Fristen for å svare er ute"), Text: e.T("Plassen er gitt videre til den neste på listen.")}
	}
	s := state{Kind: "warning", Title: e.Lang.N("Det er blitt plass til deg. Vil du ha den?", "Det er blitt plass til dere %d. Vil dere ha den?", o.PartySize, argsFor(o.PartySize)...)}
	s.Text = e.T("Svar innen %s. Ellers går tilbudet til den neste på listen.", moment(e.Lang, *o.OfferExpiresAt, e.Now))
	return s
}

func argsFor(n int) []any {
	if n == 1 {
		return []any{}
	}
	return []any{n}
}

func settled(e *page.Env, o registration.Own) state {
	switch o.Status {
	case registration.Confirmed:
		if !e.Now.Before(o.Slot.EndsAt) {
			return state{Kind: "info", Title: e.T("Dette er over"), Text: e.T("Takk for at du var med.")}
		}
		return state{Kind: "success", Title: e.T("Du er påmeldt"), Text: e.Lang.N("Vi har satt av %d plass.", "Vi har satt av %d plasser.", o.PartySize)}
	case registration.Waiting:
		next := e.T("Vi skriver til deg når det blir en ledig plass. Da får du en frist for å svare.")
		if o.Email == "" {
			next = e.T("Arrangøren ringer deg når det blir en ledig plass. Tilbudet står også her.")
		}
		return state{Kind: "info", Title: e.T("Du står på venteliste som nummer %d", o.Position), Text: next}
	case registration.ExpiredOffer:
		return state{Kind: "danger", Title: e.T("Fristen for å svare er ute"), Text: e.T("Plassen er gitt videre til den neste på listen.")}
	case registration.Cancelled:
		if o.GuardianName != "" {
			return state{Kind: "info", Title: e.T("Du er meldt av"), Text: e.T("Du står ikke lenger på listen.")} // it may be the guardian who said so
		}
		return state{Kind: "info", Title: e.T("Du er meldt av"), Text: e.T("Du står ikke lenger på listen. Takk for at du sa fra.")}
	}
	return state{Kind: "info", Title: e.T("Arrangøren har tatt deg av listen"), Text: e.T("Ta kontakt med arrangøren hvis du lurer på noe.")}
}
