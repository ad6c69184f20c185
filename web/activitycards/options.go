// What an organiser chooses among, in words.

package activitycards

import (
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/ui"
)

// KindOptions are what sort an activity may be of, with what that means.
func KindOptions(p ui.Page) []ui.Option {
	help := map[activity.Kind]string{
		activity.Regular: i18n.Mark("Et fast tilbud, som en kafé eller en trening."),
		activity.Event:   i18n.Mark("Noe som skjer en gang eller noen få, som en konsert eller en dugnad."),
		activity.Course:  i18n.Mark("Noe man lærer."),
	}
	var all []ui.Option
	for _, k := range activity.Kinds {
		all = append(all, ui.Option{Value: string(k), Label: p.T(k.Name()), Help: p.T(help[k])})
	}
	return all
}

// OfferOptions are whether it is voluntary or commercial, with what that means.
func OfferOptions(p ui.Page) []ui.Option {
	help := map[activity.Offer]string{
		activity.Voluntary:  i18n.Mark("Gratis, eller betaling for det dere selv har i utgifter."),
		activity.Commercial: i18n.Mark("Noen skal tjene på det. Det blir merket, og kommunen ser over det før det publiseres."),
	}
	var all []ui.Option
	for _, o := range activity.Offers {
		all = append(all, ui.Option{Value: string(o), Label: p.T(o.Name()), Help: p.T(help[o])})
	}
	return all
}

// SignupOptions are the ways to sign up that an organiser chooses among.
func SignupOptions(p ui.Page) []ui.Option {
	help := map[activity.SignupMode]string{
		activity.HereSignup: i18n.Mark("Du setter opp plasser og spørsmål under Påmelding når aktiviteten er lagret."),
	}
	var all []ui.Option
	for _, m := range activity.SignupModes {
		all = append(all, ui.Option{Value: string(m), Label: p.T(m.Name()), Help: p.T(help[m])})
	}
	return all
}
