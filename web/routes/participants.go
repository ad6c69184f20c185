// Addresses of an activity's sign-ups, the same behind both doors.

package routes

import (
	"frivilligsentral/web/participants"
	"frivilligsentral/web/signupsetup"
)

// participants is an activity's sign-ups, the same behind both doors. The use cases
// let co-organisers and named substitutes in as well. mayChange is for what
// people are asked when they sign up.
func (d Deps) participants(door string, may, mayChange Access) []Route {
	form, people := signupsetup.New(d.Portal), participants.New(d.Portal)
	base := door + "/aktiviteter/{id}/pamelding"
	return []Route{
		{get, base, may, people.List},
		{get, base + "/oppsett", mayChange, form.Setup},
		{post, base + "/oppsett", mayChange, form.SaveSetup},
		{post, base + "/oppsett/mal/slett", mayChange, form.DropTemplate},
		{post, base + "/oppsett/vikar", mayChange, form.AddSubstitute},
		{post, base + "/oppsett/vikar/fjern", mayChange, form.RemoveSubstitute},
		{get, base + "/liste.csv", may, people.ExportCSV},
		{get, base + "/liste.xlsx", may, people.ExportXLSX},
		{get, base + "/utskrift", may, people.Print},
		{get, base + "/ny", may, people.Desk},
		{post, base + "/ny", may, people.SignUp},
		{get, base + "/melding", may, people.Message},
		{post, base + "/melding", may, people.Send},
		{get, base + "/ubekreftet", may, people.AskUnproved},
		{post, base + "/ubekreftet", may, people.RemoveUnproved},
		{post, base + "/steng", may, people.Close},
		{post, base + "/plasser", may, people.Places},
		{post, base + "/mott", may, people.AttendRest},
		{get, base + "/ring", may, people.Calls},
		{post, base + "/kolonner", may, people.SaveLayout},
		{get, base + "/valgte/bekreft", may, people.AskChosen},
		{post, base + "/valgte/bekreft", may, people.DoChosen},
		{get, base + "/valgte/plass", may, people.AskChosen},
		{post, base + "/valgte/plass", may, people.DoChosen},
		{get, base + "/valgte/fjern", may, people.AskChosen},
		{post, base + "/valgte/fjern", may, people.DoChosen},
		{get, base + "/{nr}", may, people.Person},
		{post, base + "/{nr}/mott", may, people.Attend},
		{post, base + "/{nr}/plass", may, people.LetIn},
		{post, base + "/{nr}/flytt", may, people.Move},
		{post, base + "/{nr}/fjern", may, people.Remove},
		{post, base + "/{nr}/ringt", may, people.Called},
		{post, base + "/{nr}/tilbud", may, people.Answer},
		{post, base + "/{nr}/bekreft", may, people.Confirm},
		{post, base + "/{nr}/epost", may, people.Address},
	}
}
