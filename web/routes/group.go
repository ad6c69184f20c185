// Addresses behind the groups' door.

package routes

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/imports"
	"frivilligsentral/web/accounts"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/activitytables"
	"frivilligsentral/web/grouphome"
	fileimports "frivilligsentral/web/imports"
	"frivilligsentral/web/organisationeditor"
	"frivilligsentral/web/organisationroles"
	"frivilligsentral/web/planning"
	"frivilligsentral/web/terms"
)

// group is what is behind the groups' door.
func (d Deps) group() []Route {
	login, people := d.login(), accounts.New(d.Portal)
	overview, profile := grouphome.New(d.Portal), organisationeditor.New(d.Portal)
	activities, activity, files := activitytables.New(d.Portal), activityeditor.New(d.Portal), fileimports.New(d.Portal)
	rules, roles := terms.New(d.Portal), organisationroles.New(d.Portal)
	return []Route{
		{get, "/lag", group(account.ReadOwn), overview.Overview},
		{get, "/lag/profil", group(account.EditOwnProfile), profile.Profile},
		{post, "/lag/profil", group(account.EditOwnProfile), profile.SaveProfile},
		{post, "/lag/profil/bekreft", group(account.EditOwnProfile), profile.Confirm},
		{get, "/lag/roller", group(account.EditOwnProfile), roles.Show},
		{post, "/lag/roller/hent", group(account.EditOwnProfile), roles.Fetch},
		{post, "/lag/roller/godta", group(account.EditOwnProfile), roles.Accept},
		{post, "/lag/roller/avsla", group(account.EditOwnProfile), roles.Decline},

		{get, "/logg-inn", atGroup, login.Login},
		{post, "/logg-inn", atGroup, login.RequestLogin},
		{get, "/logg-inn/kode", atGroup, login.Code},
		{post, "/logg-inn/kode", atGroup, login.ConfirmCode},
		{get, "/logg-inn/lenke/{token}", atGroup, login.Link},
		{post, "/logg-inn/lenke/{token}", atGroup, login.ConfirmLink},
		{post, "/lag/logg-ut", atGroup, login.Logout},

		{get, "/lag/konto", group(account.ReadOwn), people.Own},
		{post, "/lag/konto", group(account.ReadOwn), people.SaveOwn},
		{post, "/lag/konto/epost", group(account.ReadOwn), people.ChangeEmail},
		{post, "/lag/konto/varsler", group(account.ReadOwn), people.SaveNotices},
		{get, "/lag/konto/kalender", group(account.RunOwnActivities), people.FeedBack},
		{post, "/lag/konto/kalender", group(account.RunOwnActivities), people.NewFeed},
		{get, "/lag/konto/kalender/slutt", group(account.RunOwnActivities), people.FeedBack},
		{post, "/lag/konto/kalender/slutt", group(account.RunOwnActivities), people.EndFeed},
		{get, "/lag/konto/avslutt", group(account.ReadOwn), people.AskEndOwn},
		{post, "/lag/konto/avslutt", group(account.ReadOwn), people.EndOwn},
		{get, "/lag/konto/lenke/{token}", group(account.ReadOwn), people.EmailLink},
		{post, "/lag/konto/lenke/{token}", group(account.ReadOwn), people.ConfirmEmail},
		{post, "/lag/konto/okt/{id}/avslutt", group(account.ReadOwn), people.EndSession},
		{post, "/lag/konto/logg-ut-overalt", group(account.ReadOwn), people.LogoutEverywhere},
		{get, "/lag/vilkar", group(account.ReadOwn), rules.Ask},
		{post, "/lag/vilkar", group(account.ReadOwn), rules.Accept},
		{get, "/lag/velg", group(account.ReadOwn), login.Choose},
		{post, "/lag/velg", group(account.ReadOwn), login.Chosen},

		{get, "/lag/personer", group(account.ReadOwn), people.People},
		{post, "/lag/personer", group(account.InviteOwnPeople), people.InviteMember},
		{post, "/lag/personer/{id}/rolle", group(account.InviteOwnPeople), people.ChangeMember},
		{get, "/lag/personer/{id}/fjern", group(account.ReadOwn), people.AskRemove},
		{post, "/lag/personer/{id}/fjern", group(account.ReadOwn), people.RemoveMember},
		{post, "/lag/personer/invitasjoner/{id}/send", group(account.InviteOwnPeople), people.ResendInvitation},
		{post, "/lag/personer/invitasjoner/{id}/trekk", group(account.InviteOwnPeople), people.WithdrawInvitation},

		{get, "/lag/planlegging", group(account.ReadOwn), planning.New(d.Portal).Month},
		{get, "/lag/planlegging/dag", group(account.ReadOwn), planning.New(d.Portal).Day},
		{get, "/lag/aktiviteter", group(account.ReadOwn), activities.Mine},
		{get, "/lag/aktiviteter/ny", group(account.EditOwnActivities), activity.New},
		{post, "/lag/aktiviteter/ny", group(account.EditOwnActivities), activity.Create},
		{get, "/lag/aktiviteter/{id}", group(account.ReadOwn), activity.Edit},
		{post, "/lag/aktiviteter/{id}", group(account.EditOwnActivities), activity.Save},
		{get, "/lag/aktiviteter/{id}/datoer", group(account.ReadOwn), activity.Dates},
		{get, "/lag/aktiviteter/{id}/datoer/{dato}", group(account.RunOwnActivities), activity.Date},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}", group(account.EditOwnActivities), activity.ChangeDate},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}/avlys", group(account.RunOwnActivities), activity.CancelDate},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}/utsett", group(account.RunOwnActivities), activity.PostponeDate},
		{post, "/lag/aktiviteter/{id}/datoer/{dato}/gjenopprett", group(account.EditOwnActivities), activity.RestoreDate},
		{get, "/lag/aktiviteter/{id}/kopier", group(account.EditOwnActivities), activity.AskCopy},
		{post, "/lag/aktiviteter/{id}/kopier", group(account.EditOwnActivities), activity.Copy},
		{get, "/lag/aktiviteter/{id}/avlys", group(account.RunOwnActivities), activity.AskCancel},
		{post, "/lag/aktiviteter/{id}/avlys", group(account.RunOwnActivities), activity.Cancel},
		{post, "/lag/aktiviteter/{id}/gjenopprett", group(account.EditOwnActivities), activity.Restore},
		{get, "/lag/aktiviteter/{id}/trekk", group(account.RunOwnActivities), activity.AskWithdraw},
		{post, "/lag/aktiviteter/{id}/trekk", group(account.RunOwnActivities), activity.Withdraw},
		{get, "/lag/aktiviteter/{id}/arkiver", group(account.RunOwnActivities), activity.AskArchive},
		{post, "/lag/aktiviteter/{id}/arkiver", group(account.RunOwnActivities), activity.Archive},

		{get, "/lag/import", group(account.EditOwnActivities), files.Upload(imports.Activities)},
		{post, "/lag/import", group(account.EditOwnActivities), files.Preview(imports.Activities)},
		{get, "/lag/import/eksempel", group(account.EditOwnActivities), files.Example(imports.Activities)},
		{get, "/lag/import/{id}", group(account.EditOwnActivities), files.Show},
		{post, "/lag/import/{id}/lagre", group(account.EditOwnActivities), files.Store},
		{post, "/lag/import/{id}/forkast", group(account.EditOwnActivities), files.Discard},
		{post, "/lag/import/{id}/ord", group(account.EditOwnActivities), files.Answer},
		{post, "/lag/import/{id}/utvalg", group(account.EditOwnActivities), files.LeaveOut},
		{post, "/lag/import/{id}/gjennomgatt", group(account.EditOwnActivities), files.Review},
		{get, "/lag/import/{id}/framdrift", group(account.EditOwnActivities), files.Progress},
		{get, "/lag/import/{id}/rapport.csv", group(account.EditOwnActivities), files.Report},
	}
}
