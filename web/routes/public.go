// Addresses for everybody, and those of the demonstration.

package routes

import (
	"net/http"
	"strings"

	"frivilligsentral/web/about"
	"frivilligsentral/web/accounts"
	"frivilligsentral/web/activitylist"
	"frivilligsentral/web/activitypage"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/contacts"
	"frivilligsentral/web/demo"
	"frivilligsentral/web/home"
	"frivilligsentral/web/mydata"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/pagereports"
	"frivilligsentral/web/search"
	"frivilligsentral/web/searchlog"
	"frivilligsentral/web/signup"
	"frivilligsentral/web/terms"
	"frivilligsentral/web/venues"

	"github.com/go-chi/chi/v5"
)

// public is for residents, and for whoever has a link that was sent.
func (d Deps) public() []Route {
	searched := searchlog.New(d.Portal)
	front, list, activity, find := home.New(d.Portal), activitylist.New(d.Portal, searched), activitypage.New(d.Portal), search.New(d.Portal, searched)
	lag, contact, venue := organisations.New(d.Portal), contacts.New(d.Portal), venues.New(d.Portal)
	signUp, login, about, mine := signup.New(d.Portal), d.login(), about.New(d.Portal), mydata.New(d.Portal)
	rules, people := terms.New(d.Portal), accounts.New(d.Portal)
	texts := articles.New(d.Portal)
	all := []Route{
		{get, "/organisasjoner", public, lag.List},
		{get, "/organisasjoner/{id}", public, lag.Show},
		{get, "/organisasjoner/{id}/{slug}", public, lag.Show},
		{get, "/registrer", public, lag.RegisterForm},
		{post, "/registrer", public, lag.Register},
		{get, "/registrer/mottatt", public, lag.Received},
		{get, "/invitasjon/{token}", public, login.Invitation},
		{post, "/invitasjon/{token}", public, login.AcceptInvitation},
		{get, "/", public, front.Show},
		{get, "/aktiviteter", public, list.List},
		{get, "/aktiviteter.ics", public, list.ListICS},
		{get, "/aktiviteter/kalender", public, list.Calendar},
		{get, "/aktiviteter/{id}.ics", public, activity.ICS},
		{get, "/aktiviteter/{id}", public, activity.Show},
		{get, "/aktiviteter/{id}/{slug}", public, activity.Show},
		{get, "/sitemap.xml", public, front.Sitemap},
		{get, "/sok", public, find.Show},
		{get, "/sok/forslag", public, find.Suggest},
		{get, "/kommunen", public, contact.Find},
		{get, "/steder/{id}", public, venue.Show},
		{get, "/om", public, about.Centre},
		{get, "/nyheter", public, texts.News},
		{get, "/nyheter/{slug}", public, texts.OneNews},
		{get, "/sider/{slug}", public, texts.OnePage},
		{get, "/sporsmal-og-svar", public, texts.Questions},
		{get, "/tilgjengelighet", public, about.Accessibility},
		{get, "/personvern", public, about.Privacy},
		{get, "/personvern/mine", public, mine.Ask},
		{post, "/personvern/mine", public, mine.Send},
		{get, "/personvern/mine/sendt", public, mine.Sent},
		{get, "/personvern/mine/{token}", public, mine.Show},
		{get, "/personvern/mine/{token}/data.json", public, mine.JSON},
		{get, "/personvern/mine/{token}/slett", public, mine.AskErase},
		{post, "/personvern/mine/{token}/slett", public, mine.Erase},
		{get, "/informasjonskapsler", public, about.Cookies},
		{get, "/vilkar", public, rules.Current},
		{get, "/vilkar/{nummer}", public, rules.Former},

		{get, "/aktiviteter/{id}/pamelding", public, signUp.Form},
		{post, "/aktiviteter/{id}/pamelding", public, signUp.SignUp},
		{get, "/aktiviteter/{id}/pamelding/mottatt", public, signUp.Received},
		{get, "/aktiviteter/{id}/pamelding/{dato}", public, signUp.Form},
		{post, "/aktiviteter/{id}/pamelding/{dato}", public, signUp.SignUp},
		{get, "/pamelding/finn", public, signUp.Find},
		{post, "/pamelding/finn", public, signUp.Resend},
		{get, "/varsler/stopp/{token}", public, people.Stop},
		{get, "/konto/kalender/{token}", public, people.Feed},
		{post, "/varsler/stopp/{token}", public, people.StopNow},
		{get, "/pamelding/foresatt/{token}", public, signUp.Guardian},
		{post, "/pamelding/foresatt/{token}", public, signUp.GuardianConfirm},
		{get, "/pamelding/foresatt/{token}/nei", public, signUp.AskGuardianCancel},
		{post, "/pamelding/foresatt/{token}/nei", public, signUp.GuardianCancel},
		{get, "/pamelding/foresatt/{token}/svar", public, signUp.GuardianBack},
		{post, "/pamelding/foresatt/{token}/svar", public, signUp.GuardianAnswer},
		{get, "/pamelding/rett/{token}", public, signUp.Correct},
		{post, "/pamelding/rett/{token}", public, signUp.SaveCorrect},
		{get, "/pamelding/ny-adresse/{token}", public, signUp.Address},
		{post, "/pamelding/ny-adresse/{token}", public, signUp.ConfirmAddress},
		{get, "/pamelding/kalender/{token}", public, signUp.Feed},
		{get, "/pamelding/{token}", public, signUp.Own},
		{get, "/pamelding/{token}/alle", public, signUp.All},
		{get, "/pamelding/{token}/alle/meld-av", public, signUp.AskCancelForm},
		{post, "/pamelding/{token}/alle/meld-av", public, signUp.CancelForm},
		{get, "/pamelding/{token}/alle/kalender", public, signUp.AllBack},
		{post, "/pamelding/{token}/alle/kalender", public, signUp.NewFeed},
		{get, "/pamelding/{token}/alle/kalender/slutt", public, signUp.AllBack},
		{post, "/pamelding/{token}/alle/kalender/slutt", public, signUp.EndFeed},
		{get, "/pamelding/{token}/epost", public, signUp.NewAddress},
		{post, "/pamelding/{token}/epost", public, signUp.AskAddress},
		{get, "/pamelding/{token}/bekreft", public, signUp.Back},
		{post, "/pamelding/{token}/bekreft", public, signUp.Confirm},
		{get, "/pamelding/{token}/svar", public, signUp.Back},
		{post, "/pamelding/{token}/svar", public, signUp.Answer},
		{get, "/pamelding/{token}/endre", public, signUp.Edit},
		{post, "/pamelding/{token}/endre", public, signUp.Change},
		{get, "/pamelding/{token}/meld-av", public, signUp.AskCancel},
		{post, "/pamelding/{token}/meld-av", public, signUp.Cancel},
		{get, "/pamelding/{token}/kalender.ics", public, signUp.Calendar},
	}
	report := pagereports.New(d.Portal, openPages(all))
	return append(all,
		Route{get, page.TellPath, public, report.Tell},
		Route{post, page.TellPath, public, report.Send},
		Route{get, page.TellPath + "/mottatt", public, report.Received},
	)
}

// openPages says which paths are pages among the routes, but for those whose address is a secret.
func openPages(all []Route) func(path string) bool {
	mux := chi.NewRouter()
	for _, r := range all {
		if r.Method == get && !strings.Contains(r.Path, "{token}") {
			mux.Get(r.Path, http.NotFound)
		}
	}
	return func(path string) bool { return mux.Match(chi.NewRouteContext(), get, path) }
}

// demo is only for the invented municipality: log in as anybody, and read every e-mail.
func (d Deps) demo() []Route {
	demo := demo.New(d.Portal, d.login().Enter)
	return []Route{
		{post, "/demo/logg-inn", public, demo.Login},
		{get, "/demo/postkasse", public, demo.Mailbox},
		{get, "/demo/postkasse/{id}", public, demo.Mail},
		{get, "/demo/postkasse/{id}/vedlegg/{fil}", public, demo.File},
	}
}
