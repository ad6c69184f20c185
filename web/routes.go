package web

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/imports"
	"frivilligsentral/web/about"
	"frivilligsentral/web/accounts"
	"frivilligsentral/web/activities"
	"frivilligsentral/web/agenda"
	"frivilligsentral/web/contacts"
	"frivilligsentral/web/demo"
	"frivilligsentral/web/home"
	fileimports "frivilligsentral/web/imports"
	"frivilligsentral/web/mydata"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/search"
	"frivilligsentral/web/setup"
	"frivilligsentral/web/venues"
	"frivilligsentral/web/worklist"
)

// Route is one address with who may use it. Everything under a door's path
// belongs to that door. Public paths exist in all languages (/nn/…, /en/…).
type Route struct {
	Method string
	Path   string
	Access Access
	Handle page.Handler
}

// Access says who may use a route. The use case behind it asks again.
type Access struct {
	Door       account.Door       // NoDoor: everybody, no cookie
	Permission account.Permission // "" behind a door: no login needed (the door itself)
}

var (
	public  = Access{}
	atGroup = Access{Door: account.GroupDoor} // the group door's own pages: logging in
	atStaff = Access{Door: account.StaffDoor} // the staff door's own pages: logging in
)

func staff(p account.Permission) Access { return Access{Door: account.StaffDoor, Permission: p} }
func group(p account.Permission) Access { return Access{Door: account.GroupDoor, Permission: p} }

// Routes is every address of the portal, except the plain ones (/static, /helse,
// /robots.txt …) that server.go mounts.
func (s *Server) Routes() []Route {
	var all []Route
	for _, part := range [][]Route{s.publicRoutes(), s.signupRoutes(), s.groupRoutes(), s.staffRoutes(), s.participantRoutes(), s.importRoutes(), s.demoRoutes()} {
		all = append(all, part...)
	}
	return all
}

const get, post = http.MethodGet, http.MethodPost

// publicRoutes are for residents.
func (s *Server) publicRoutes() []Route {
	h := home.New(s.portal)
	a := s.accounts()
	c := contacts.New(s.portal)
	log := agenda.NewSearchLog(s.portal)
	act, sok := agenda.New(s.portal, log), search.New(s.portal, log)
	o := organisations.New(s.portal)
	v, ab, my := venues.New(s.portal), about.New(s.portal), mydata.New(s.portal)
	return []Route{
		{get, "/organisasjoner", public, o.List},
		{get, "/organisasjoner/{id}", public, o.Show},
		{get, "/organisasjoner/{id}/{slug}", public, o.Show},
		{get, "/registrer", public, o.RegisterForm},
		{post, "/registrer", public, o.Register},
		{get, "/registrer/mottatt", public, o.Received},
		{get, "/invitasjon/{token}", public, a.Invitation},
		{post, "/invitasjon/{token}", public, a.AcceptInvitation},
		{get, "/", public, h.Show},
		{get, "/aktiviteter", public, act.List},
		{get, "/aktiviteter.ics", public, act.ListICS},
		{get, "/aktiviteter/kalender", public, act.Calendar},
		{get, "/aktiviteter/{id}.ics", public, act.ICS},
		{get, "/aktiviteter/{id}", public, act.Show},
		{get, "/aktiviteter/{id}/{slug}", public, act.Show},
		{get, "/sitemap.xml", public, act.Sitemap},
		{get, "/sok", public, sok.Show},
		{get, "/sok/forslag", public, sok.Suggest},
		{get, "/kommunen", public, c.Find},
		{get, "/steder/{id}", public, v.Show},
		{get, "/om", public, ab.Centre},
		{get, "/tilgjengelighet", public, ab.Accessibility},
		{get, "/personvern", public, ab.Privacy},
		{get, "/personvern/mine", public, my.Ask},
		{post, "/personvern/mine", public, my.Send},
		{get, "/personvern/mine/sendt", public, my.Sent},
		{get, "/personvern/mine/{token}", public, my.Show},
		{get, "/personvern/mine/{token}/data.json", public, my.JSON},
		{get, "/personvern/mine/{token}/slett", public, my.AskErase},
		{post, "/personvern/mine/{token}/slett", public, my.Erase},
		{get, "/informasjonskapsler", public, ab.Cookies},
	}
}

// groupRoutes are behind the groups' door.
func (s *Server) groupRoutes() []Route {
	a := s.accounts()
	act := activities.New(s.portal)
	o := organisations.New(s.portal)
	return []Route{
		{get, "/lag", group(account.ReadOwn), o.Overview},
		{get, "/lag/profil", group(account.EditOwnProfile), o.Profile},
		{post, "/lag/profil", group(account.EditOwnProfile), o.SaveProfile},
		{post, "/lag/profil/bekreft", group(account.EditOwnProfile), o.Confirm},

		{get, "/logg-inn", atGroup, a.Login},
		{post, "/logg-inn", atGroup, a.RequestLogin},
		{get, "/logg-inn/kode", atGroup, a.Code},
		{post, "/logg-inn/kode", atGroup, a.ConfirmCode},
		{get, "/logg-inn/lenke/{token}", atGroup, a.Link},
		{post, "/logg-inn/lenke/{token}", atGroup, a.ConfirmLink},
		{post, "/lag/logg-ut", atGroup, a.Logout},

		{get, "/lag/konto", group(account.ReadOwn), a.Own},
		{post, "/lag/konto", group(account.ReadOwn), a.SaveOwn},
		{post, "/lag/konto/epost", group(account.ReadOwn), a.ChangeEmail},
		{get, "/lag/konto/lenke/{token}", group(account.ReadOwn), a.EmailLink},
		{post, "/lag/konto/lenke/{token}", group(account.ReadOwn), a.ConfirmEmail},
		{post, "/lag/konto/okt/{id}/avslutt", group(account.ReadOwn), a.EndSession},
		{post, "/lag/konto/logg-ut-overalt", group(account.ReadOwn), a.LogoutEverywhere},
		{get, "/lag/velg", group(account.ReadOwn), a.Choose},
		{post, "/lag/velg", group(account.ReadOwn), a.Chosen},

		{get, "/lag/personer", group(account.ReadOwn), a.People},
		{post, "/lag/personer", group(account.InviteOwnPeople), a.InviteMember},
		{post, "/lag/personer/{id}/rolle", group(account.InviteOwnPeople), a.ChangeMember},
		{get, "/lag/personer/{id}/fjern", group(account.ReadOwn), a.AskRemove},
		{post, "/lag/personer/{id}/fjern", group(account.ReadOwn), a.RemoveMember},
		{post, "/lag/personer/invitasjoner/{id}/send", group(account.InviteOwnPeople), a.ResendInvitation},
		{post, "/lag/personer/invitasjoner/{id}/trekk", group(account.InviteOwnPeople), a.WithdrawInvitation},

		{get, "/lag/aktiviteter", group(account.ReadOwn), act.Mine},
		{get, "/lag/aktiviteter/ny", group(account.EditOwnActivities), act.New},
		{post, "/lag/aktiviteter/ny", group(account.EditOwnActivities), act.Create},
		{get, "/lag/aktiviteter/{id}", group(account.ReadOwn), act.Edit},
		{post, "/lag/aktiviteter/{id}", group(account.EditOwnActivities), act.Save},
		{get, "/lag/aktiviteter/{id}/datoer", group(account.ReadOwn), act.Dates},
		{get, "/lag/aktiviteter/{id}/datoer/{dato}", group(account.EditOwnActivities), act.Date},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}", group(account.EditOwnActivities), act.ChangeDate},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}/avlys", group(account.EditOwnActivities), act.CancelDate},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}/gjenopprett", group(account.EditOwnActivities), act.RestoreDate},
		{get, "/lag/aktiviteter/{id}/kopier", group(account.EditOwnActivities), act.AskCopy},
		{post, "/lag/aktiviteter/{id}/kopier", group(account.EditOwnActivities), act.Copy},
		{get, "/lag/aktiviteter/{id}/avlys", group(account.EditOwnActivities), act.AskCancel},
		{post, "/lag/aktiviteter/{id}/avlys", group(account.EditOwnActivities), act.Cancel},
		{post, "/lag/aktiviteter/{id}/gjenopprett", group(account.EditOwnActivities), act.Restore},
		{get, "/lag/aktiviteter/{id}/trekk", group(account.EditOwnActivities), act.AskWithdraw},
		{post, "/lag/aktiviteter/{id}/trekk", group(account.EditOwnActivities), act.Withdraw},
		{get, "/lag/aktiviteter/{id}/arkiver", group(account.EditOwnActivities), act.AskArchive},
		{post, "/lag/aktiviteter/{id}/arkiver", group(account.EditOwnActivities), act.Archive},
	}
}

// staffRoutes are behind the municipality's door.
func (s *Server) staffRoutes() []Route {
	a := s.accounts()
	act := activities.New(s.portal)
	c := contacts.New(s.portal)
	o := organisations.New(s.portal)
	v, su, wl := venues.New(s.portal), setup.New(s.portal), worklist.New(s.portal)
	return []Route{
		{get, "/ansatt/organisasjoner", staff(account.ReadStaff), o.Table},
		{get, "/ansatt/organisasjoner.csv", staff(account.Export), o.ExportCSV},
		{get, "/ansatt/organisasjoner.xlsx", staff(account.Export), o.ExportXLSX},
		{post, "/ansatt/organisasjoner/visninger", staff(account.ReadStaff), o.SaveView},
		{post, "/ansatt/organisasjoner/visninger/{id}/slett", staff(account.ReadStaff), o.DeleteView},
		{get, "/ansatt/organisasjoner/bekreft", staff(account.ManageOrganisation), o.AskConfirmChosen},
		{post, "/ansatt/organisasjoner/bekreft", staff(account.ManageOrganisation), o.ConfirmChosen},
		{get, "/ansatt/organisasjoner/godkjenn", staff(account.ManageOrganisation), o.AskApproveChosen},
		{post, "/ansatt/organisasjoner/godkjenn", staff(account.ManageOrganisation), o.ApproveChosen},
		{get, "/ansatt/organisasjoner/ny", staff(account.ManageOrganisation), o.New},
		{post, "/ansatt/organisasjoner/ny", staff(account.ManageOrganisation), o.Create},
		{get, "/ansatt/organisasjoner/{id}", staff(account.ReadStaff), o.Record},
		{get, "/ansatt/organisasjoner/{id}/endre", staff(account.ManageOrganisation), o.Edit},
		{post, "/ansatt/organisasjoner/{id}/endre", staff(account.ManageOrganisation), o.SaveEdit},
		{post, "/ansatt/organisasjoner/{id}/godkjenn", staff(account.ManageOrganisation), o.Approve},
		{post, "/ansatt/organisasjoner/{id}/avslag", staff(account.ManageOrganisation), o.Refuse},
		{post, "/ansatt/organisasjoner/{id}/avslutt", staff(account.ManageOrganisation), o.End},
		{post, "/ansatt/organisasjoner/{id}/apne", staff(account.ManageOrganisation), o.Reopen},
		{post, "/ansatt/organisasjoner/{id}/bekreft", staff(account.ManageOrganisation), o.ConfirmFor},
		{post, "/ansatt/organisasjoner/{id}/notat", staff(account.ManageOrganisation), o.AddNote},
		{post, "/ansatt/organisasjoner/{id}/inviter", staff(account.ManageOrganisation), o.Invite},
		{get, "/ansatt/organisasjoner/{id}/sla-sammen", staff(account.ManageOrganisation), o.MergeForm},
		{post, "/ansatt/organisasjoner/{id}/sla-sammen", staff(account.ManageOrganisation), o.Merge},

		{get, "/ansatt/logg-inn", atStaff, a.Login},
		{post, "/ansatt/logg-inn", atStaff, a.RequestLogin},
		{get, "/ansatt/logg-inn/kode", atStaff, a.Code},
		{post, "/ansatt/logg-inn/kode", atStaff, a.ConfirmCode},
		{get, "/ansatt/logg-inn/lenke/{token}", atStaff, a.Link},
		{post, "/ansatt/logg-inn/lenke/{token}", atStaff, a.ConfirmLink},
		{post, "/ansatt/logg-ut", atStaff, a.Logout},

		{get, "/ansatt/konto", staff(account.ReadStaff), a.Own},
		{post, "/ansatt/konto", staff(account.ReadStaff), a.SaveOwn},
		{post, "/ansatt/konto/epost", staff(account.ReadStaff), a.ChangeEmail},
		{get, "/ansatt/konto/lenke/{token}", staff(account.ReadStaff), a.EmailLink},
		{post, "/ansatt/konto/lenke/{token}", staff(account.ReadStaff), a.ConfirmEmail},
		{post, "/ansatt/konto/okt/{id}/avslutt", staff(account.ReadStaff), a.EndSession},
		{post, "/ansatt/konto/logg-ut-overalt", staff(account.ReadStaff), a.LogoutEverywhere},

		{get, "/ansatt/brukere", staff(account.ManageUsers), a.Users},
		{post, "/ansatt/brukere", staff(account.ManageUsers), a.InviteUser},
		{get, "/ansatt/brukere/{id}", staff(account.ManageUsers), a.User},
		{post, "/ansatt/brukere/{id}/rolle", staff(account.ManageUsers), a.ChangeUser},
		{get, "/ansatt/brukere/{id}/avslutt", staff(account.ManageUsers), a.AskEndUser},
		{post, "/ansatt/brukere/{id}/avslutt", staff(account.ManageUsers), a.EndUser},
		{post, "/ansatt/brukere/{id}/logg-ut", staff(account.ManageUsers), a.EndUserSessions},
		{post, "/ansatt/brukere/invitasjoner/{id}/send", staff(account.ManageUsers), a.ResendInvitation},
		{post, "/ansatt/brukere/invitasjoner/{id}/trekk", staff(account.ManageUsers), a.WithdrawInvitation},
		{get, "/ansatt/logg", staff(account.ReadAudit), a.Log},

		{get, "/ansatt/aktiviteter", staff(account.ReadStaff), act.StaffList},
		{get, "/ansatt/aktiviteter.csv", staff(account.Export), act.ExportCSV},
		{get, "/ansatt/aktiviteter.xlsx", staff(account.Export), act.ExportXLSX},
		{post, "/ansatt/aktiviteter/visninger", staff(account.ReadStaff), act.SaveView},
		{post, "/ansatt/aktiviteter/visninger/{id}/slett", staff(account.ReadStaff), act.DeleteView},
		{get, "/ansatt/aktiviteter/godkjenn", staff(account.ManageActivities), act.AskApproveChosen},
		{post, "/ansatt/aktiviteter/godkjenn", staff(account.ManageActivities), act.ApproveChosen},
		{get, "/ansatt/aktiviteter/ny", staff(account.ManageActivities), act.New},
		{post, "/ansatt/aktiviteter/ny", staff(account.ManageActivities), act.Create},
		{get, "/ansatt/aktiviteter/{id}", staff(account.ReadStaff), act.Show},
		{post, "/ansatt/aktiviteter/{id}/godkjenn", staff(account.ManageActivities), act.Approve},
		{post, "/ansatt/aktiviteter/{id}/avsla", staff(account.ManageActivities), act.Refuse},
		{get, "/ansatt/aktiviteter/{id}/rediger", staff(account.ManageActivities), act.Edit},
		{post, "/ansatt/aktiviteter/{id}/rediger", staff(account.ManageActivities), act.Save},
		{get, "/ansatt/aktiviteter/{id}/datoer", staff(account.ReadStaff), act.Dates},
		{get, "/ansatt/aktiviteter/{id}/datoer/{dato}", staff(account.ManageActivities), act.Date},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}", staff(account.ManageActivities), act.ChangeDate},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}/avlys", staff(account.ManageActivities), act.CancelDate},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}/gjenopprett", staff(account.ManageActivities), act.RestoreDate},
		{get, "/ansatt/aktiviteter/{id}/kopier", staff(account.ManageActivities), act.AskCopy},
		{post, "/ansatt/aktiviteter/{id}/kopier", staff(account.ManageActivities), act.Copy},
		{get, "/ansatt/aktiviteter/{id}/avlys", staff(account.ManageActivities), act.AskCancel},
		{post, "/ansatt/aktiviteter/{id}/avlys", staff(account.ManageActivities), act.Cancel},
		{post, "/ansatt/aktiviteter/{id}/gjenopprett", staff(account.ManageActivities), act.Restore},
		{get, "/ansatt/aktiviteter/{id}/trekk", staff(account.ManageActivities), act.AskWithdraw},
		{post, "/ansatt/aktiviteter/{id}/trekk", staff(account.ManageActivities), act.Withdraw},
		{get, "/ansatt/aktiviteter/{id}/arkiver", staff(account.ManageActivities), act.AskArchive},
		{post, "/ansatt/aktiviteter/{id}/arkiver", staff(account.ManageActivities), act.Archive},

		{get, "/ansatt/kontakter", staff(account.ReadStaff), c.List},
		{get, "/ansatt/kontakter.csv", staff(account.Export), c.ExportCSV},
		{get, "/ansatt/kontakter.xlsx", staff(account.Export), c.ExportXLSX},
		{post, "/ansatt/kontakter/bekreft", staff(account.ManageContacts), c.ConfirmChosen},
		{post, "/ansatt/kontakter/visninger", staff(account.ReadStaff), c.SaveView},
		{post, "/ansatt/kontakter/visninger/{id}/slett", staff(account.ReadStaff), c.DeleteView},
		{get, "/ansatt/kontakter/ny", staff(account.ManageContacts), c.New},
		{post, "/ansatt/kontakter/ny", staff(account.ManageContacts), c.Create},
		{get, "/ansatt/kontakter/{id}", staff(account.ReadStaff), c.Show},
		{post, "/ansatt/kontakter/{id}/bekreft", staff(account.ManageContacts), c.Confirm},
		{get, "/ansatt/kontakter/{id}/rediger", staff(account.ManageContacts), c.Edit},
		{post, "/ansatt/kontakter/{id}/rediger", staff(account.ManageContacts), c.Update},
		{get, "/ansatt/kontakter/{id}/avslutt", staff(account.ManageContacts), c.AskEnd},
		{post, "/ansatt/kontakter/{id}/avslutt", staff(account.ManageContacts), c.End},
		{get, "/ansatt/kontakter/{id}/sla-sammen", staff(account.ManageContacts), c.AskMerge},
		{post, "/ansatt/kontakter/{id}/sla-sammen", staff(account.ManageContacts), c.Merge},
		{get, "/ansatt/enheter", staff(account.ReadStaff), c.Units},
		{get, "/ansatt/enheter/ny", staff(account.ManageContacts), c.NewUnit},
		{post, "/ansatt/enheter/ny", staff(account.ManageContacts), c.CreateUnit},
		{get, "/ansatt/enheter/{id}", staff(account.ManageContacts), c.EditUnit},
		{post, "/ansatt/enheter/{id}", staff(account.ManageContacts), c.UpdateUnit},

		{get, "/ansatt", staff(account.ReadStaff), wl.Show},
		{post, "/ansatt/epost/{id}/send", staff(account.ManageOrganisation), wl.RetryEmail},
		{post, "/ansatt/epost/{id}/fjern", staff(account.ManageOrganisation), wl.DismissEmail},

		{get, "/ansatt/steder", staff(account.ReadStaff), v.List},
		{get, "/ansatt/steder/ny", staff(account.ManageVenues), v.New},
		{post, "/ansatt/steder/ny", staff(account.ManageVenues), v.Create},
		{get, "/ansatt/steder/{id}", staff(account.ManageVenues), v.Edit},
		{post, "/ansatt/steder/{id}", staff(account.ManageVenues), v.Update},

		{get, "/ansatt/oppsett", staff(account.ReadStaff), su.Overview},
		{get, "/ansatt/oppsett/omrader", staff(account.ManageCodes), su.Areas},
		{get, "/ansatt/oppsett/omrader/ny", staff(account.ManageCodes), su.NewArea},
		{post, "/ansatt/oppsett/omrader/ny", staff(account.ManageCodes), su.CreateArea},
		{get, "/ansatt/oppsett/omrader/{id}", staff(account.ManageCodes), su.EditArea},
		{post, "/ansatt/oppsett/omrader/{id}", staff(account.ManageCodes), su.UpdateArea},
		{get, "/ansatt/oppsett/koder/{liste}", staff(account.ManageCodes), su.Codes},
		{get, "/ansatt/oppsett/koder/{liste}/ny", staff(account.ManageCodes), su.NewCode},
		{post, "/ansatt/oppsett/koder/{liste}/ny", staff(account.ManageCodes), su.CreateCode},
		{get, "/ansatt/oppsett/koder/{liste}/{id}", staff(account.ManageCodes), su.EditCode},
		{post, "/ansatt/oppsett/koder/{liste}/{id}", staff(account.ManageCodes), su.UpdateCode},
		{get, "/ansatt/oppsett/sentralen", staff(account.ManageUsers), su.Centre},
		{post, "/ansatt/oppsett/sentralen", staff(account.ManageUsers), su.SaveCentre},
		{get, "/ansatt/oppsett/innstillinger", staff(account.ManageUsers), su.Settings},
		{post, "/ansatt/oppsett/innstillinger", staff(account.ManageUsers), su.SaveSettings},
		{get, "/ansatt/oppsett/synonymer", staff(account.ManageCodes), su.Synonyms},
		{post, "/ansatt/oppsett/synonymer", staff(account.ManageCodes), su.AddSynonym},
		{post, "/ansatt/oppsett/synonymer/{id}/fjern", staff(account.ManageCodes), su.RemoveSynonym},
		{get, "/ansatt/oppsett/soketreff", staff(account.ManageCodes), su.Searched},
	}
}

// importRoutes take files in, behind both doors.
func (s *Server) importRoutes() []Route {
	i := fileimports.New(s.portal)
	return []Route{
		{get, "/ansatt/import", staff(account.ImportContacts), i.List},
		{get, "/ansatt/import/kontakter", staff(account.ImportContacts), i.Upload(imports.Contacts)},
		{post, "/ansatt/import/kontakter", staff(account.ImportContacts), i.Preview(imports.Contacts)},
		{get, "/ansatt/import/kontakter/eksempel", staff(account.ImportContacts), i.Example(imports.Contacts)},
		{get, "/ansatt/import/organisasjoner", staff(account.ImportAll), i.Upload(imports.Organisations)},
		{post, "/ansatt/import/organisasjoner", staff(account.ImportAll), i.Preview(imports.Organisations)},
		{get, "/ansatt/import/organisasjoner/eksempel", staff(account.ImportAll), i.Example(imports.Organisations)},
		{get, "/ansatt/import/aktiviteter", staff(account.ImportAll), i.Upload(imports.Activities)},
		{post, "/ansatt/import/aktiviteter", staff(account.ImportAll), i.Preview(imports.Activities)},
		{get, "/ansatt/import/aktiviteter/eksempel", staff(account.ImportAll), i.Example(imports.Activities)},
		{get, "/ansatt/import/{id}", staff(account.ImportContacts), i.Show},
		{post, "/ansatt/import/{id}/lagre", staff(account.ImportContacts), i.Store},
		{post, "/ansatt/import/{id}/forkast", staff(account.ImportContacts), i.Discard},
		{get, "/ansatt/import/{id}/rapport.csv", staff(account.ImportContacts), i.Report},

		{get, "/lag/import", group(account.EditOwnActivities), i.Upload(imports.Activities)},
		{post, "/lag/import", group(account.EditOwnActivities), i.Preview(imports.Activities)},
		{get, "/lag/import/eksempel", group(account.EditOwnActivities), i.Example(imports.Activities)},
		{get, "/lag/import/{id}", group(account.EditOwnActivities), i.Show},
		{post, "/lag/import/{id}/lagre", group(account.EditOwnActivities), i.Store},
		{post, "/lag/import/{id}/forkast", group(account.EditOwnActivities), i.Discard},
		{get, "/lag/import/{id}/rapport.csv", group(account.EditOwnActivities), i.Report},
	}
}

// demoRoutes exist only with the demo municipality.
func (s *Server) demoRoutes() []Route {
	if !s.cfg.Demo {
		return nil
	}
	d := demo.New(s.portal, s.accounts().Enter)
	return []Route{
		{post, "/demo/logg-inn", public, d.Login},
		{get, "/demo/postkasse", public, d.Mailbox},
		{get, "/demo/postkasse/{id}", public, d.Mail},
		{get, "/demo/postkasse/{id}/vedlegg/{fil}", public, d.File},
	}
}

func (s *Server) accounts() *accounts.Handler {
	return accounts.New(s.portal, s.staff, s.group, !s.cfg.InsecureCookies)
}
