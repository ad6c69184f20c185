package web

import "frivilligsentral/web/signup"

// signupRoutes are for residents who sign up, and for whoever has the link.
func (s *Server) signupRoutes() []Route {
	h := signup.New(s.portal)
	return []Route{
		{get, "/aktiviteter/{id}/pamelding", public, h.Form},
		{post, "/aktiviteter/{id}/pamelding", public, h.SignUp},
		{get, "/aktiviteter/{id}/pamelding/mottatt", public, h.Received},
		{get, "/aktiviteter/{id}/pamelding/{dato}", public, h.Form},
		{post, "/aktiviteter/{id}/pamelding/{dato}", public, h.SignUp},
		{get, "/pamelding/finn", public, h.Find},
		{post, "/pamelding/finn", public, h.Resend},
		{get, "/pamelding/foresatt/{token}", public, h.Guardian},
		{post, "/pamelding/foresatt/{token}", public, h.GuardianConfirm},
		{get, "/pamelding/foresatt/{token}/nei", public, h.AskGuardianCancel},
		{post, "/pamelding/foresatt/{token}/nei", public, h.GuardianCancel},
		{get, "/pamelding/{token}", public, h.Own},
		{get, "/pamelding/{token}/bekreft", public, h.Back},
		{post, "/pamelding/{token}/bekreft", public, h.Confirm},
		{get, "/pamelding/{token}/svar", public, h.Back},
		{post, "/pamelding/{token}/svar", public, h.Answer},
		{get, "/pamelding/{token}/endre", public, h.Edit},
		{post, "/pamelding/{token}/endre", public, h.Change},
		{get, "/pamelding/{token}/meld-av", public, h.AskCancel},
		{post, "/pamelding/{token}/meld-av", public, h.Cancel},
		{get, "/pamelding/{token}/kalender.ics", public, h.Calendar},
	}
}
