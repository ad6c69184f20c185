package web

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/web/participants"
)

// participantRoutes are an activity's sign-ups, the same behind both doors. The use
// cases let co-organisers and named substitutes in as well.
func (s *Server) participantRoutes() []Route {
	p := participants.New(s.portal)
	var all []Route
	for _, door := range []struct {
		path   string
		access Access
	}{{"/lag", group(account.EditOwnActivities)}, {"/ansatt", staff(account.ManageActivities)}} {
		base := door.path + "/aktiviteter/{id}/pamelding"
		all = append(all,
			Route{get, base, door.access, p.List},
			Route{get, base + "/oppsett", door.access, p.Setup},
			Route{post, base + "/oppsett", door.access, p.SaveSetup},
			Route{post, base + "/oppsett/mal/slett", door.access, p.DropTemplate},
			Route{post, base + "/oppsett/vikar", door.access, p.AddSubstitute},
			Route{post, base + "/oppsett/vikar/fjern", door.access, p.RemoveSubstitute},
			Route{get, base + "/liste.csv", door.access, p.ExportCSV},
			Route{get, base + "/liste.xlsx", door.access, p.ExportXLSX},
			Route{get, base + "/utskrift", door.access, p.Print},
			Route{get, base + "/ny", door.access, p.Desk},
			Route{post, base + "/ny", door.access, p.SignUp},
			Route{get, base + "/melding", door.access, p.Message},
			Route{post, base + "/melding", door.access, p.Send},
			Route{post, base + "/steng", door.access, p.Close},
			Route{post, base + "/plasser", door.access, p.Places},
			Route{post, base + "/mott", door.access, p.AttendRest},
			Route{get, base + "/ring", door.access, p.Calls},
			Route{get, base + "/{nr}", door.access, p.Person},
			Route{post, base + "/{nr}/mott", door.access, p.Attend},
			Route{post, base + "/{nr}/plass", door.access, p.LetIn},
			Route{post, base + "/{nr}/flytt", door.access, p.Move},
			Route{post, base + "/{nr}/fjern", door.access, p.Remove},
			Route{post, base + "/{nr}/ringt", door.access, p.Called},
			Route{post, base + "/{nr}/tilbud", door.access, p.Answer},
			Route{post, base + "/{nr}/bekreft", door.access, p.Confirm},
		)
	}
	return all
}
