// Addresses behind the municipality's door.

package routes

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/imports"
	"frivilligsentral/web/accounts"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/activityoffer"
	"frivilligsentral/web/activitytables"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/auditlog"
	manychanges "frivilligsentral/web/bulkchange"
	"frivilligsentral/web/contacts"
	fileimports "frivilligsentral/web/imports"
	"frivilligsentral/web/organisationeditor"
	"frivilligsentral/web/organisationregister"
	"frivilligsentral/web/organisationroles"
	"frivilligsentral/web/pagereports"
	"frivilligsentral/web/planning"
	"frivilligsentral/web/setup"
	"frivilligsentral/web/venues"
	"frivilligsentral/web/worklist"
)

// staff is what is behind the municipality's door.
func (d Deps) staff() []Route {
	login, people, log, work := d.login(), accounts.New(d.Portal), auditlog.New(d.Portal), worklist.New(d.Portal)
	register, profile, roles := organisationregister.New(d.Portal), organisationeditor.New(d.Portal), organisationroles.New(d.Portal)
	offer := activityoffer.New(d.Portal)
	activities, activity, files := activitytables.New(d.Portal), activityeditor.New(d.Portal), fileimports.New(d.Portal)
	many := manychanges.New(d.Portal)
	contact, venue, settings := contacts.New(d.Portal), venues.New(d.Portal), setup.New(d.Portal)
	texts := articles.New(d.Portal)
	reports := pagereports.New(d.Portal, nil)
	plan := planning.New(d.Portal)
	return []Route{
		{get, "/ansatt/organisasjoner", staff(account.ReadStaff), register.Table},
		{get, "/ansatt/organisasjoner.csv", staff(account.Export), register.ExportCSV},
		{get, "/ansatt/organisasjoner.xlsx", staff(account.Export), register.ExportXLSX},
		{post, "/ansatt/organisasjoner/visninger", staff(account.ReadStaff), register.SaveView},
		{post, "/ansatt/organisasjoner/kolonner", staff(account.ReadStaff), register.SaveLayout},
		{post, "/ansatt/organisasjoner/visninger/{id}/slett", staff(account.ReadStaff), register.DeleteView},
		{get, "/ansatt/organisasjoner/bekreft", staff(account.ManageOrganisation), register.AskConfirmChosen},
		{post, "/ansatt/organisasjoner/bekreft", staff(account.ManageOrganisation), register.ConfirmChosen},
		{get, "/ansatt/organisasjoner/godkjenn", staff(account.ManageOrganisation), register.AskApproveChosen},
		{post, "/ansatt/organisasjoner/godkjenn", staff(account.ManageOrganisation), register.ApproveChosen},
		{get, "/ansatt/organisasjoner/endre", staff(account.ManageOrganisation), many.Ask(bulkchange.Organisations)},
		{post, "/ansatt/organisasjoner/endre", staff(account.ManageOrganisation), many.Preview(bulkchange.Organisations)},
		{get, "/ansatt/organisasjoner/ny", staff(account.ManageOrganisation), profile.New},
		{post, "/ansatt/organisasjoner/ny", staff(account.ManageOrganisation), profile.Create},
		{get, "/ansatt/organisasjoner/{id}", staff(account.ReadStaff), register.Record},
		{get, "/ansatt/organisasjoner/{id}/endre", staff(account.ManageOrganisation), profile.Edit},
		{post, "/ansatt/organisasjoner/{id}/endre", staff(account.ManageOrganisation), profile.SaveEdit},
		{post, "/ansatt/organisasjoner/{id}/godkjenn", staff(account.ManageOrganisation), register.Approve},
		{post, "/ansatt/organisasjoner/{id}/avslag", staff(account.ManageOrganisation), register.Refuse},
		{post, "/ansatt/organisasjoner/{id}/avslutt", staff(account.ManageOrganisation), register.End},
		{post, "/ansatt/organisasjoner/{id}/apne", staff(account.ManageOrganisation), register.Reopen},
		{post, "/ansatt/organisasjoner/{id}/bekreft", staff(account.ManageOrganisation), register.ConfirmFor},
		{post, "/ansatt/organisasjoner/{id}/notat", staff(account.ManageOrganisation), register.AddNote},
		{post, "/ansatt/organisasjoner/{id}/inviter", staff(account.ManageOrganisation), register.Invite},
		{get, "/ansatt/organisasjoner/{id}/roller", staff(account.ManageOrganisation), roles.Show},
		{post, "/ansatt/organisasjoner/{id}/roller/hent", staff(account.ManageOrganisation), roles.Fetch},
		{post, "/ansatt/organisasjoner/{id}/roller/godta", staff(account.ManageOrganisation), roles.Accept},
		{post, "/ansatt/organisasjoner/{id}/roller/avsla", staff(account.ManageOrganisation), roles.Decline},
		{get, "/ansatt/organisasjoner/{id}/sla-sammen", staff(account.ManageOrganisation), register.MergeForm},
		{post, "/ansatt/organisasjoner/{id}/sla-sammen", staff(account.ManageOrganisation), register.Merge},
		{post, "/ansatt/organisasjoner/{id}/skill", staff(account.ManageOrganisation), register.Unmerge},

		{get, "/ansatt/logg-inn", atStaff, login.Login},
		{post, "/ansatt/logg-inn", atStaff, login.RequestLogin},
		{get, "/ansatt/logg-inn/kode", atStaff, login.Code},
		{post, "/ansatt/logg-inn/kode", atStaff, login.ConfirmCode},
		{get, "/ansatt/logg-inn/lenke/{token}", atStaff, login.Link},
		{post, "/ansatt/logg-inn/lenke/{token}", atStaff, login.ConfirmLink},
		{post, "/ansatt/logg-ut", atStaff, login.Logout},

		{get, "/ansatt/konto", staff(account.ReadStaff), people.Own},
		{post, "/ansatt/konto", staff(account.ReadStaff), people.SaveOwn},
		{post, "/ansatt/konto/epost", staff(account.ReadStaff), people.ChangeEmail},
		{post, "/ansatt/konto/varsler", staff(account.ReadStaff), people.SaveNotices},
		{get, "/ansatt/konto/kalender", staff(account.ManageActivities), people.FeedBack},
		{post, "/ansatt/konto/kalender", staff(account.ManageActivities), people.NewFeed},
		{get, "/ansatt/konto/kalender/slutt", staff(account.ManageActivities), people.FeedBack},
		{post, "/ansatt/konto/kalender/slutt", staff(account.ManageActivities), people.EndFeed},
		{get, "/ansatt/konto/avslutt", staff(account.ReadStaff), people.AskEndOwn},
		{post, "/ansatt/konto/avslutt", staff(account.ReadStaff), people.EndOwn},
		{get, "/ansatt/konto/lenke/{token}", staff(account.ReadStaff), people.EmailLink},
		{post, "/ansatt/konto/lenke/{token}", staff(account.ReadStaff), people.ConfirmEmail},
		{post, "/ansatt/konto/okt/{id}/avslutt", staff(account.ReadStaff), people.EndSession},
		{post, "/ansatt/konto/logg-ut-overalt", staff(account.ReadStaff), people.LogoutEverywhere},

		{get, "/ansatt/brukere", staff(account.ManageUsers), people.Users},
		{post, "/ansatt/brukere", staff(account.ManageUsers), people.InviteUser},
		{get, "/ansatt/brukere/{id}", staff(account.ManageUsers), people.User},
		{post, "/ansatt/brukere/{id}/rolle", staff(account.ManageUsers), people.ChangeUser},
		{get, "/ansatt/brukere/{id}/avslutt", staff(account.ManageUsers), people.AskEndUser},
		{post, "/ansatt/brukere/{id}/avslutt", staff(account.ManageUsers), people.EndUser},
		{post, "/ansatt/brukere/{id}/logg-ut", staff(account.ManageUsers), people.EndUserSessions},
		{post, "/ansatt/brukere/invitasjoner/{id}/send", staff(account.ManageUsers), people.ResendInvitation},
		{post, "/ansatt/brukere/invitasjoner/{id}/trekk", staff(account.ManageUsers), people.WithdrawInvitation},
		{get, "/ansatt/logg", staff(account.ReadAudit), log.Log},

		{get, "/ansatt/aktiviteter", staff(account.ReadStaff), activities.StaffList},
		{get, "/ansatt/aktiviteter.csv", staff(account.Export), activities.ExportCSV},
		{get, "/ansatt/aktiviteter.xlsx", staff(account.Export), activities.ExportXLSX},
		{post, "/ansatt/aktiviteter/visninger", staff(account.ReadStaff), activities.SaveView},
		{post, "/ansatt/aktiviteter/kolonner", staff(account.ReadStaff), activities.SaveLayout},
		{post, "/ansatt/aktiviteter/visninger/{id}/slett", staff(account.ReadStaff), activities.DeleteView},
		{get, "/ansatt/aktiviteter/godkjenn", staff(account.ManageActivities), activities.AskApproveChosen},
		{post, "/ansatt/aktiviteter/godkjenn", staff(account.ManageActivities), activities.ApproveChosen},
		{get, "/ansatt/aktiviteter/endre", staff(account.ManageActivities), many.Ask(bulkchange.Activities)},
		{post, "/ansatt/aktiviteter/endre", staff(account.ManageActivities), many.Preview(bulkchange.Activities)},
		{get, "/ansatt/aktiviteter/ny", staff(account.ManageActivities), activity.New},
		{post, "/ansatt/aktiviteter/ny", staff(account.ManageActivities), activity.Create},
		{get, "/ansatt/aktiviteter/{id}", staff(account.ReadStaff), activity.Show},
		{post, "/ansatt/aktiviteter/{id}/notat", staff(account.ManageActivities), activity.AddNote},
		{post, "/ansatt/aktiviteter/{id}/godkjenn", staff(account.ManageActivities), activity.Approve},
		{post, "/ansatt/aktiviteter/{id}/avsla", staff(account.ManageActivities), activity.Refuse},
		{get, "/ansatt/aktiviteter/{id}/rediger", staff(account.ManageActivities), activity.Edit},
		{post, "/ansatt/aktiviteter/{id}/rediger", staff(account.ManageActivities), activity.Save},
		{get, "/ansatt/aktiviteter/{id}/datoer", staff(account.ReadStaff), activity.Dates},
		{get, "/ansatt/aktiviteter/{id}/datoer/{dato}", staff(account.ManageActivities), activity.Date},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}", staff(account.ManageActivities), activity.ChangeDate},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}/avlys", staff(account.ManageActivities), activity.CancelDate},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}/utsett", staff(account.ManageActivities), activity.PostponeDate},
		{post, "/ansatt/aktiviteter/{id}/datoer/{dato}/gjenopprett", staff(account.ManageActivities), activity.RestoreDate},
		{get, "/ansatt/aktiviteter/{id}/tilbud", staff(account.ManageActivities), offer.Ask},
		{post, "/ansatt/aktiviteter/{id}/tilbud", staff(account.ManageActivities), offer.Set},
		{get, "/ansatt/aktiviteter/{id}/kopier", staff(account.ManageActivities), activity.AskCopy},
		{post, "/ansatt/aktiviteter/{id}/kopier", staff(account.ManageActivities), activity.Copy},
		{get, "/ansatt/aktiviteter/{id}/avlys", staff(account.ManageActivities), activity.AskCancel},
		{post, "/ansatt/aktiviteter/{id}/avlys", staff(account.ManageActivities), activity.Cancel},
		{post, "/ansatt/aktiviteter/{id}/gjenopprett", staff(account.ManageActivities), activity.Restore},
		{get, "/ansatt/aktiviteter/{id}/trekk", staff(account.ManageActivities), activity.AskWithdraw},
		{post, "/ansatt/aktiviteter/{id}/trekk", staff(account.ManageActivities), activity.Withdraw},
		{get, "/ansatt/aktiviteter/{id}/arkiver", staff(account.ManageActivities), activity.AskArchive},
		{post, "/ansatt/aktiviteter/{id}/arkiver", staff(account.ManageActivities), activity.Archive},

		{get, "/ansatt/kontakter", staff(account.ReadStaff), contact.List},
		{get, "/ansatt/kontakter.csv", staff(account.Export), contact.ExportCSV},
		{get, "/ansatt/kontakter.xlsx", staff(account.Export), contact.ExportXLSX},
		{get, "/ansatt/kontakter/avslutt", staff(account.ManageContacts), contact.AskEndChosen},
		{post, "/ansatt/kontakter/avslutt", staff(account.ManageContacts), contact.EndChosen},
		{post, "/ansatt/kontakter/bekreft", staff(account.ManageContacts), contact.ConfirmChosen},
		{post, "/ansatt/kontakter/visninger", staff(account.ReadStaff), contact.SaveView},
		{post, "/ansatt/kontakter/kolonner", staff(account.ReadStaff), contact.SaveLayout},
		{post, "/ansatt/kontakter/visninger/{id}/slett", staff(account.ReadStaff), contact.DeleteView},
		{get, "/ansatt/kontakter/endre", staff(account.ManageContacts), many.Ask(bulkchange.Contacts)},
		{post, "/ansatt/kontakter/endre", staff(account.ManageContacts), many.Preview(bulkchange.Contacts)},
		{get, "/ansatt/kontakter/ny", staff(account.ManageContacts), contact.New},
		{post, "/ansatt/kontakter/ny", staff(account.ManageContacts), contact.Create},
		{get, "/ansatt/kontakter/{id}", staff(account.ReadStaff), contact.Show},
		{post, "/ansatt/kontakter/{id}/bekreft", staff(account.ManageContacts), contact.Confirm},
		{get, "/ansatt/kontakter/{id}/rediger", staff(account.ManageContacts), contact.Edit},
		{post, "/ansatt/kontakter/{id}/rediger", staff(account.ManageContacts), contact.Update},
		{get, "/ansatt/kontakter/{id}/avslutt", staff(account.ManageContacts), contact.AskEnd},
		{post, "/ansatt/kontakter/{id}/avslutt", staff(account.ManageContacts), contact.End},
		{get, "/ansatt/kontakter/{id}/sla-sammen", staff(account.ManageContacts), contact.AskMerge},
		{post, "/ansatt/kontakter/{id}/sla-sammen", staff(account.ManageContacts), contact.Merge},
		{post, "/ansatt/kontakter/{id}/skill", staff(account.ManageContacts), contact.Unmerge},
		{get, "/ansatt/enheter", staff(account.ReadStaff), contact.Units},
		{get, "/ansatt/enheter/ny", staff(account.ManageContacts), contact.NewUnit},
		{post, "/ansatt/enheter/ny", staff(account.ManageContacts), contact.CreateUnit},
		{get, "/ansatt/enheter/{id}", staff(account.ManageContacts), contact.EditUnit},
		{post, "/ansatt/enheter/{id}", staff(account.ManageContacts), contact.UpdateUnit},

		{get, "/ansatt", staff(account.ReadStaff), work.Show},
		{post, "/ansatt/epost/{id}/send", staff(account.ManageOrganisation), work.RetryEmail},
		{post, "/ansatt/epost/{id}/fjern", staff(account.ManageOrganisation), work.DismissEmail},

		{get, "/ansatt/nyheter", staff(account.ReadStaff), texts.List},
		{get, "/ansatt/nyheter/ny", staff(account.ManageArticles), texts.New},
		{post, "/ansatt/nyheter/ny", staff(account.ManageArticles), texts.Create},
		{get, "/ansatt/nyheter/{id}", staff(account.ReadStaff), texts.Show},
		{get, "/ansatt/nyheter/{id}/rediger", staff(account.ManageArticles), texts.Edit},
		{post, "/ansatt/nyheter/{id}/rediger", staff(account.ManageArticles), texts.Update},
		{post, "/ansatt/nyheter/{id}/publiser", staff(account.ManageArticles), texts.Publish},
		{post, "/ansatt/nyheter/{id}/avslutt", staff(account.ManageArticles), texts.End},
		{get, "/ansatt/nyheter/{id}/slett", staff(account.ManageArticles), texts.AskDelete},
		{post, "/ansatt/nyheter/{id}/slett", staff(account.ManageArticles), texts.Delete},

		{get, "/ansatt/sidemeldinger", staff(account.ManageOrganisation), reports.List},
		{get, "/ansatt/sidemeldinger/{id}", staff(account.ManageOrganisation), reports.Show},
		{post, "/ansatt/sidemeldinger/{id}/svar", staff(account.ManageOrganisation), reports.Answer},
		{post, "/ansatt/sidemeldinger/{id}/avslutt", staff(account.ManageOrganisation), reports.Close},
		{post, "/ansatt/sidemeldinger/{id}/apne", staff(account.ManageOrganisation), reports.Reopen},
		{post, "/ansatt/sidemeldinger/{id}/notat", staff(account.ManageOrganisation), reports.AddNote},

		{get, "/ansatt/steder", staff(account.ReadStaff), venue.List},
		{get, "/ansatt/steder/ny", staff(account.ManageVenues), venue.New},
		{post, "/ansatt/steder/ny", staff(account.ManageVenues), venue.Create},
		{get, "/ansatt/steder/{id}", staff(account.ManageVenues), venue.Edit},
		{post, "/ansatt/steder/{id}", staff(account.ManageVenues), venue.Update},

		{get, "/ansatt/planlegging", staff(account.ReadStaff), plan.Month},
		{get, "/ansatt/planlegging/dag", staff(account.ReadStaff), plan.Day},
		{get, "/ansatt/kalender", staff(account.ReadStaff), plan.Calendar},
		{get, "/ansatt/kalender/ny", staff(account.ManageActivities), plan.New},
		{post, "/ansatt/kalender/ny", staff(account.ManageActivities), plan.Create},
		{get, "/ansatt/kalender/{id}", staff(account.ManageActivities), plan.Edit},
		{post, "/ansatt/kalender/{id}", staff(account.ManageActivities), plan.Update},
		{post, "/ansatt/kalender/{id}/fjern", staff(account.ManageActivities), plan.Remove},

		{get, "/ansatt/oppsett", staff(account.ReadStaff), settings.Overview},
		{get, "/ansatt/oppsett/omrader", staff(account.ManageCodes), settings.Areas},
		{get, "/ansatt/oppsett/omrader/ny", staff(account.ManageCodes), settings.NewArea},
		{post, "/ansatt/oppsett/omrader/ny", staff(account.ManageCodes), settings.CreateArea},
		{get, "/ansatt/oppsett/omrader/{id}", staff(account.ManageCodes), settings.EditArea},
		{post, "/ansatt/oppsett/omrader/{id}", staff(account.ManageCodes), settings.UpdateArea},
		{get, "/ansatt/oppsett/koder/{liste}", staff(account.ManageCodes), settings.Codes},
		{get, "/ansatt/oppsett/koder/{liste}/ny", staff(account.ManageCodes), settings.NewCode},
		{post, "/ansatt/oppsett/koder/{liste}/ny", staff(account.ManageCodes), settings.CreateCode},
		{get, "/ansatt/oppsett/koder/{liste}/{id}", staff(account.ManageCodes), settings.EditCode},
		{post, "/ansatt/oppsett/koder/{liste}/{id}", staff(account.ManageCodes), settings.UpdateCode},
		{get, "/ansatt/oppsett/sentralen", staff(account.ManageUsers), settings.Centre},
		{post, "/ansatt/oppsett/sentralen", staff(account.ManageUsers), settings.SaveCentre},
		{get, "/ansatt/oppsett/innstillinger", staff(account.ManageUsers), settings.Settings},
		{post, "/ansatt/oppsett/innstillinger", staff(account.ManageUsers), settings.SaveSettings},
		{get, "/ansatt/oppsett/vilkar", staff(account.ManageUsers), settings.Terms},
		{post, "/ansatt/oppsett/vilkar", staff(account.ManageUsers), settings.SaveTerms},
		{get, "/ansatt/oppsett/vilkar/publiser", staff(account.ManageUsers), settings.AskPublishTerms},
		{post, "/ansatt/oppsett/vilkar/publiser", staff(account.ManageUsers), settings.PublishTerms},
		{get, "/ansatt/oppsett/synonymer", staff(account.ManageCodes), settings.Synonyms},
		{post, "/ansatt/oppsett/synonymer", staff(account.ManageCodes), settings.AddSynonym},
		{post, "/ansatt/oppsett/synonymer/{id}/fjern", staff(account.ManageCodes), settings.RemoveSynonym},
		{get, "/ansatt/oppsett/soketreff", staff(account.ManageCodes), settings.Searched},

		{get, "/ansatt/endringer", staff(account.ManageContacts), many.List},
		{get, "/ansatt/endringer/{id}", staff(account.ManageContacts), many.Show},
		{post, "/ansatt/endringer/{id}/lagre", staff(account.ManageContacts), many.Store},
		{post, "/ansatt/endringer/{id}/forkast", staff(account.ManageContacts), many.Discard},
		{post, "/ansatt/endringer/{id}/angre", staff(account.ManageContacts), many.Undo},
		{get, "/ansatt/endringer/{id}/framdrift", staff(account.ManageContacts), many.Progress},

		{get, "/ansatt/import", staff(account.ImportContacts), files.List},
		{get, "/ansatt/import/kontakter", staff(account.ImportContacts), files.Upload(imports.Contacts)},
		{post, "/ansatt/import/kontakter", staff(account.ImportContacts), files.Preview(imports.Contacts)},
		{get, "/ansatt/import/kontakter/eksempel", staff(account.ImportContacts), files.Example(imports.Contacts)},
		{get, "/ansatt/import/organisasjoner", staff(account.ImportAll), files.Upload(imports.Organisations)},
		{post, "/ansatt/import/organisasjoner", staff(account.ImportAll), files.Preview(imports.Organisations)},
		{get, "/ansatt/import/organisasjoner/eksempel", staff(account.ImportAll), files.Example(imports.Organisations)},
		{get, "/ansatt/import/aktiviteter", staff(account.ImportAll), files.Upload(imports.Activities)},
		{post, "/ansatt/import/aktiviteter", staff(account.ImportAll), files.Preview(imports.Activities)},
		{get, "/ansatt/import/aktiviteter/eksempel", staff(account.ImportAll), files.Example(imports.Activities)},
		{get, "/ansatt/import/kalender", staff(account.ImportAll), files.Upload(imports.Calendar)},
		{post, "/ansatt/import/kalender", staff(account.ImportAll), files.Preview(imports.Calendar)},
		{get, "/ansatt/import/kalender/eksempel", staff(account.ImportAll), files.Example(imports.Calendar)},
		{get, "/ansatt/import/{id}", staff(account.ImportContacts), files.Show},
		{post, "/ansatt/import/{id}/lagre", staff(account.ImportContacts), files.Store},
		{post, "/ansatt/import/{id}/forkast", staff(account.ImportContacts), files.Discard},
		{post, "/ansatt/import/{id}/ord", staff(account.ImportContacts), files.Answer},
		{post, "/ansatt/import/{id}/utvalg", staff(account.ImportContacts), files.LeaveOut},
		{post, "/ansatt/import/{id}/gjennomgatt", staff(account.ImportContacts), files.Review},
		{get, "/ansatt/import/{id}/framdrift", staff(account.ImportContacts), files.Progress},
		{get, "/ansatt/import/{id}/rapport.csv", staff(account.ImportContacts), files.Report},
	}
}
