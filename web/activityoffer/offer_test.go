package activityoffer_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

// place is a lag with an activity that is free and published.
func place(t *testing.T) (s *webtest.Site, group account.Actor, id int64) {
	t.Helper()
	s = webtest.New(t)
	category := s.Code("category", "annet", "Annet")
	group = s.Member(s.Organisation("Danselaget"), account.GroupAdmin)
	free := 0
	saved, err := s.Portal.Activities.Create(t.Context(), s.Staff(account.Coordinator), group.OrganisationID, activity.Draft{
		Title: "Dansekveld", Summary: "Dans med oss.", Lang: i18n.NB, CategoryID: category, PriceOre: &free, PlaceNote: "Salen",
		Schedule: activity.Schedule{StartsAt: s.Clock.Now().Add(48 * time.Hour).Truncate(time.Hour), DurationMinutes: 60},
	})
	if err == nil {
		_, err = s.Portal.Activities.Submit(t.Context(), s.Staff(account.Coordinator), saved.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, group, saved.ID
}

// Staff say that it is commercial: it is marked wherever it stands, and free nowhere; its group is told why.
func TestCommercialIsMarked(t *testing.T) {
	t.Parallel()
	s, group, id := place(t)
	staff, at := s.As(s.Staff(account.Coordinator)), "/ansatt/aktiviteter/"+ui.Itoa(id)
	public := "/aktiviteter/" + ui.Itoa(id) + "/dansekveld"
	s.Anonymous().Get(public).Has("main", "Gratis").HasNot("main", "Kommersielt")
	staff.Get(at).Has("main a[href$='/tilbud']", "Endre type tilbud")
	ask := staff.Get(at+"/tilbud").Want(http.StatusOK).Has("h1", "Vil du si at Dansekveld er et kommersielt tilbud?")
	version, _ := ask.Find("input[name=versjon]").Attr("value")
	f := url.Values{"versjon": {version}, "tilbud": {"commercial"}, "grunn": {""}}
	staff.Post(at+"/tilbud", f).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary a[href='#grunn']", "Skriv hvorfor")
	f.Set("grunn", "Prisen er høyere enn utgiftene.")
	staff.Post(at+"/tilbud", f).Follow().Has(".flash", "Laget får e-post").Has("main", "Kommersielt tilbud")
	staff.Post(at+"/tilbud", f).Want(http.StatusConflict)
	if m := mailtest.Last(t, s.Pool, group.Email); !strings.Contains(m.TextBody, "Prisen er høyere enn utgiftene.") || !strings.Contains(m.TextBody, "Kommersielt tilbud") {
		t.Errorf("the letter: got %s", m.TextBody)
	}
	p := s.Anonymous().Get(public).Want(http.StatusOK).Has("main .ds-tag", "Kommersielt tilbud").HasNot("main", "Gratis")
	if ld := p.Text("script[type='application/ld+json']"); !strings.Contains(ld, `"isAccessibleForFree":false`) || strings.Contains(ld, `"price":0`) {
		t.Errorf("linked data: got %s", ld)
	}
	s.Anonymous().Get("/en"+public).Has("main .ds-tag", "Commercial offer")
	s.Anonymous().Get("/aktiviteter").Has("main .card", "Kommersielt tilbud").HasNot("main .card", "Gratis")
	s.Anonymous().Get("/aktiviteter?visning=program").Has("main", "Kommersielt tilbud")
	s.Anonymous().Get("/aktiviteter?gratis=ja").HasNot("main", "Dansekveld")
	s.Anonymous().Get("/aktiviteter?tilbud=frivillig").HasNot("main", "Dansekveld")
	s.Anonymous().Get("/aktiviteter?tilbud=kommersielt").Has("main", "Dansekveld")
	for _, file := range []string{"/aktiviteter.ics", "/aktiviteter/" + ui.Itoa(id) + ".ics"} {
		if body := s.Anonymous().Get(file).Want(http.StatusOK).Body; !strings.Contains(body, "Kommersielt tilbud") {
			t.Errorf("%s does not say what it is: %s", file, body)
		}
	}
	s.As(group).Get(at + "/tilbud").Want(http.StatusSeeOther)
	s.As(s.Staff(account.Reader)).Get(at + "/tilbud").Want(http.StatusForbidden)
}

// Where the municipality wants it so, lists have it only when somebody asks, and say so.
func TestListsLeaveItOut(t *testing.T) {
	t.Parallel()
	s, _, id := place(t)
	if err := s.Portal.Activities.SetOffer(t.Context(), s.Staff(account.Coordinator), id, 0, activity.Commercial, "Næring"); err != nil {
		t.Fatal(err)
	}
	s.Anonymous().Get("/aktiviteter").Has("main", "Dansekveld").HasNot("main", "er ikke med")
	s.Exec(`update municipality set hide_commercial = true where id = $1`, s.MunicipalityID)
	s.Portal.Municipalities.Forget(s.MunicipalityID)
	s.Clock.Set(s.Clock.Now().Add(time.Minute)) // pages are kept for seconds
	p := s.Anonymous().Get("/aktiviteter").HasNot("main", "Dansekveld").Has("main", "Kommersielle tilbud er ikke med.")
	all, _ := p.Find("main a:contains('Vis dem også')").Attr("href")
	s.Anonymous().Get(all).Want(http.StatusOK).Has("main", "Dansekveld").HasNot("main", "er ikke med")
	s.Anonymous().Get("/").HasNot("main", "Dansekveld")
}

// The form of a business begins with what it arranges being commercial; that of others, and a business in the register of voluntary organisations, does not.
func TestFormOfABusiness(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	business := s.Member(s.Organisation("Danseskolen AS"), account.GroupAdmin)
	other := s.Member(s.Organisation("Turlaget"), account.GroupAdmin)
	s.Exec(`update organisation set org_form = 'AS' where id = $1`, business.OrganisationID)
	at := "/lag/aktiviteter/ny"
	s.As(business).Get(at).Want(http.StatusOK).Has("input[name=tilbud][value=commercial][checked]")
	s.As(business).Get(at + "?organisasjon=" + ui.Itoa(other.OrganisationID)).Has("input[name=tilbud][value=commercial][checked]")
	s.As(other).Get(at + "?organisasjon=" + ui.Itoa(business.OrganisationID)).Has("input[name=tilbud][value=voluntary][checked]")
	staff := s.As(s.Staff(account.Coordinator))
	staff.Get("/ansatt/aktiviteter/ny").Want(http.StatusOK).Has("input[name=tilbud][value=voluntary][checked]")
	staff.Get("/ansatt/aktiviteter/ny?organisasjon=" + ui.Itoa(business.OrganisationID)).Has("input[name=tilbud][value=commercial][checked]")
	staff.Get("/ansatt/aktiviteter/ny?organisasjon=987654").Want(http.StatusOK).Has("input[name=tilbud][value=voluntary][checked]")
	s.Exec(`update organisation set in_voluntary_register = true where id = $1`, business.OrganisationID)
	s.As(business).Get(at).Has("input[name=tilbud][value=voluntary][checked]")
}
