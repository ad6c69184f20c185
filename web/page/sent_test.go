package page_test

// How pages are sent, and what a page knows of who reads it.

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/opening"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"
)

// text is a page of these words.
func text(words string, err error) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, words)
		return err
	})
}

func request(method string, e *page.Env) *http.Request {
	return page.With(httptest.NewRequest(method, "/liste?q=x", nil), e)
}

// Caches keep what is the same for all, and nothing else.
func TestCachesKeepWhatIsTheSameForAll(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method string
		door   account.Door
		status int
		said   string // what the page says itself
		want   string
	}{
		"public":             {http.MethodGet, account.NoDoor, http.StatusOK, "", page.PublicCache},
		"its head":           {http.MethodHead, account.NoDoor, http.StatusOK, "", page.PublicCache},
		"posted":             {http.MethodPost, account.NoDoor, http.StatusOK, "", "no-store"},
		"not found":          {http.MethodGet, account.NoDoor, http.StatusNotFound, "", "no-store"},
		"behind a door":      {http.MethodGet, account.GroupDoor, http.StatusOK, "", "no-store"},
		"the page knows":     {http.MethodGet, account.NoDoor, http.StatusOK, "no-store", "no-store"},
		"a file for an hour": {http.MethodGet, account.NoDoor, http.StatusOK, page.FeedCache, page.FeedCache},
	} {
		w := httptest.NewRecorder()
		if tc.said != "" {
			w.Header().Set("Cache-Control", tc.said)
		}
		if err := page.RenderStatus(w, request(tc.method, &page.Env{Door: tc.door}), tc.status, text("Hei", nil)); err != nil {
			t.Fatal(err)
		}
		h := w.Header()
		if got := h.Get("Cache-Control"); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		if kept := strings.HasPrefix(tc.want, "public"); (h.Get("ETag") != "") != kept {
			t.Errorf("%s: got the tag %q", name, h.Get("ETag"))
		}
		body := map[bool]string{true: "Hei", false: ""}[tc.method != http.MethodHead]
		if w.Code != tc.status || w.Body.String() != body || h.Get("Content-Length") != "3" || h.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: got %d %q %v", name, w.Code, w.Body, h)
		}
	}
}

// Whoever has the page already is not sent it again.
func TestPageThatSomebodyHas(t *testing.T) {
	t.Parallel()
	first := httptest.NewRecorder()
	if err := page.Render(first, request(http.MethodGet, &page.Env{}), text("Hei", nil)); err != nil {
		t.Fatal(err)
	}
	tag := first.Header().Get("ETag")
	for has, want := range map[string]int{tag: 304, strings.TrimPrefix(tag, "W/"): 304, "*": 304, `"x", ` + tag: 304, `"x"`: 200, "": 200} {
		r := request(http.MethodGet, &page.Env{})
		r.Header.Set("If-None-Match", has)
		w := httptest.NewRecorder()
		if err := page.Render(w, r, text("Hei", nil)); err != nil {
			t.Fatal(err)
		}
		if w.Code != want || (w.Body.Len() == 0) != (want == 304) || (w.Header().Get("Content-Type") == "") != (want == 304) {
			t.Errorf("%q: got %d with %q, want %d", has, w.Code, w.Body, want)
		}
	}
	r := request(http.MethodGet, &page.Env{Door: account.StaffDoor})
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	if err := page.Render(w, r, text("Hei", nil)); err != nil || w.Code != http.StatusOK {
		t.Errorf("behind a door: got %d, %v", w.Code, err)
	}
}

// A page that fails goes out not at all, and the next has nothing of it.
func TestHalfAPageIsNotSent(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	w := httptest.NewRecorder()
	if err := page.Render(w, request(http.MethodGet, &page.Env{}), text("Halv", broken)); !errors.Is(err, broken) || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("got %v, %q and %v", err, w.Body, w.Header())
	}
	for range 3 {
		w = httptest.NewRecorder()
		if err := page.Render(w, request(http.MethodGet, &page.Env{}), text("Hel", nil)); err != nil || w.Body.String() != "Hel" {
			t.Errorf("the next: got %q, %v", w.Body, err)
		}
	}
}

func TestScriptsAreAnswered(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{"": "no-store", page.PublicCache: page.PublicCache} {
		w := httptest.NewRecorder()
		if said != "" {
			w.Header().Set("Cache-Control", said)
		}
		if err := page.JSON(w, request(http.MethodGet, &page.Env{}), []int{1}); err != nil {
			t.Fatal(err)
		}
		if w.Header().Get("Cache-Control") != want || w.Header().Get("Content-Type") != "application/json; charset=utf-8" || w.Body.String() != "[1]" {
			t.Errorf("got %q with %v", w.Body, w.Header())
		}
	}
	if err := page.JSON(httptest.NewRecorder(), request(http.MethodGet, &page.Env{}), func() {}); err == nil {
		t.Error("what cannot be written is no error")
	}
}

func TestSecretsStayOutOfCaches(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	page.Private(w)
	if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("got %v", w.Header())
	}
	w = httptest.NewRecorder()
	if err := page.Redirect(w, request(http.MethodPost, &page.Env{Lang: i18n.EN}), "/liste", "Lagret."); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/liste" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("got %d, %v", w.Code, w.Header())
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int64{"12": 12, "1": 1, "0": 0, "-3": 0, "x": 0, "": 0, "99999999999999999999": 0} {
		routes := chi.NewRouteContext()
		routes.URLParams.Add("id", typed)
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r = r.WithContext(context.WithValue(r.Context(), chi.RouteCtxKey, routes))
		if got, err := page.ID(r, "id"); got != want || (want == 0) != fault.Is(err, fault.NotFound) {
			t.Errorf("%q: got %d, %v, want %d", typed, got, err, want)
		}
	}
}

// A page is public and known by one address, or behind a door and out of search.
func TestPagesOfEachDoor(t *testing.T) {
	t.Parallel()
	site := &municipality.Site{}
	site.Name = "Solvik"
	e := &page.Env{Site: site, Lang: i18n.EN, Path: "/liste?q=x", BaseURL: "https://solvik.example"}
	p := e.Page(request(http.MethodGet, e), "Liste")
	if p.Door != ui.DoorPublic || !p.Alternates || p.NoIndex || p.CanonicalURL != "https://solvik.example/en/liste" || p.User != nil || len(p.Nav) > 0 || p.Site.Name != "Solvik frivilligsentral" {
		t.Errorf("public: got %+v", p)
	}
	e.Door = account.GroupDoor
	if p = e.Page(request(http.MethodGet, e), "Logg inn"); !p.NoIndex || p.User != nil || len(p.Nav) > 0 || p.CanonicalURL != "" || p.Alternates {
		t.Errorf("at a door: got %+v", p)
	}
	e.Actor, e.OrganisationName = account.Actor{AccountID: 1, Door: account.GroupDoor, Name: "Kari", Email: "kari@x.example", Role: account.GroupMember}, "Koret"
	if p = e.Page(request(http.MethodGet, e), "Oversikt"); !p.NoIndex || p.User == nil || p.User.Name != "Kari" || p.User.OrganisationName != "Koret" || p.User.RoleName == "" || p.Flash != nil {
		t.Errorf("behind it: got %+v", p)
	}
	for path, want := range map[string]string{"/": "/en", "/liste": "/en/liste"} {
		if got := e.URL(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	if got := (&page.Env{Lang: i18n.NB}).URL("/"); got != "/" {
		t.Errorf("the first page: got %s", got)
	}
	if bare := page.From(httptest.NewRequest(http.MethodGet, "/", nil)); bare.Lang != i18n.NB || bare.Site == nil || bare.Now.IsZero() {
		t.Errorf("without the middleware: got %+v", bare)
	}
}

// The menu has what the role may open.
func TestMenus(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		door account.Door
		role account.Role
		want string
	}{
		{account.GroupDoor, account.GroupMember, "oversikt aktiviteter planlegging profil personer"},
		{account.StaffDoor, account.Reader, "arbeidsliste kontakter organisasjoner aktiviteter steder nyheter"},
		{account.StaffDoor, account.ContactManager, "arbeidsliste kontakter organisasjoner aktiviteter steder nyheter import"},
		{account.StaffDoor, account.Coordinator, "arbeidsliste kontakter organisasjoner aktiviteter steder nyheter import oppsett"},
		{account.StaffDoor, account.Administrator, "arbeidsliste kontakter organisasjoner aktiviteter steder nyheter import oppsett"},
	} {
		e := &page.Env{Site: &municipality.Site{}, Door: tc.door, Pending: 7, Actor: account.Actor{AccountID: 1, Door: tc.door, Role: tc.role}}
		var keys []string
		for i, item := range e.Page(request(http.MethodGet, e), "").Nav {
			keys = append(keys, item.Key)
			if want := map[bool]int{true: 7}[tc.door == account.StaffDoor && i == 0]; item.Count != want || item.Label == "" || !strings.HasPrefix(item.URL, "/") {
				t.Errorf("%s: got %+v, want %d waiting", tc.role, item, want)
			}
		}
		if got := strings.Join(keys, " "); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.role, got, tc.want)
		}
	}
}

// Days with the same hours that follow each other stand together.
func TestOpeningHours(t *testing.T) {
	t.Parallel()
	type on struct {
		day      int
		from, to string
	}
	day := func(n int, from, to string) on { return on{n - 1, from, to} }
	for name, tc := range map[string]struct {
		hours []on
		want  string
	}{
		"none":               {nil, ""},
		"one":                {[]on{day(1, "09:00", "15:00")}, "mandag 09.00–15.00"},
		"together":           {[]on{day(1, "09:00", "15:00"), day(2, "09:00", "15:00"), day(3, "09:00", "15:00")}, "mandag–onsdag 09.00–15.00"},
		"a day between":      {[]on{day(1, "09:00", "15:00"), day(3, "09:00", "15:00")}, "mandag 09.00–15.00\nonsdag 09.00–15.00"},
		"another end":        {[]on{day(1, "09:00", "15:00"), day(2, "09:00", "18:00")}, "mandag 09.00–15.00\ntirsdag 09.00–18.00"},
		"another beginning":  {[]on{day(1, "09:00", "15:00"), day(2, "10:00", "15:00")}, "mandag 09.00–15.00\ntirsdag 10.00–15.00"},
		"the last of a week": {[]on{day(6, "11:00", "14:00"), day(7, "11:00", "14:00")}, "lørdag–søndag 11.00–14.00"},
		"twice a day":        {[]on{day(1, "09:00", "15:00"), day(1, "18:00", "21:00")}, "mandag 09.00–15.00, 18.00–21.00"},
	} {
		var open opening.Hours
		for _, h := range tc.hours {
			open.Week[h.day] = append(open.Week[h.day], opening.Interval{From: h.from, To: h.to})
		}
		site := &municipality.Site{Centres: []municipality.Centre{{Opening: open, Address: "Storgata 1", PostalCode: "0150", Phone: "+4722222222"}}}
		e := &page.Env{Site: site, Lang: i18n.NB}
		s := e.Page(request(http.MethodGet, e), "").Site
		if s.OpeningHours != tc.want || s.Phone != "22 22 22 22" || s.Address != "Storgata 1\n0150 Oslo" {
			t.Errorf("%s: got %q, %q, %q, want %q", name, s.OpeningHours, s.Phone, s.Address, tc.want)
		}
	}
}

// A refused form comes back as it was typed, with what is wrong in the reader's language.
func TestFormsComeBack(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.EN}
	empty := e.Form(nil)
	if empty.Failed() || empty.Status() != http.StatusOK || empty.Value("navn") != "" || empty.Err("navn") != "" || len(empty.Errors()) != 0 {
		t.Errorf("an empty form: got %+v", empty)
	}
	f := &form.Form{Values: url.Values{"navn": {"Kåre"}, "dag": {"1", "3"}}}
	f.Errs.Add("navn", i18n.Mark("Velg ett av valgene."))
	f.Errs.Add("navn", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, 4)
	f.Errs.Add("antall", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, 4)
	v := e.Form(f)
	numbers := i18n.EN.T("Skriv et helt tall fra %d til %d.", 1, 4)
	if !v.Failed() || v.Status() != http.StatusUnprocessableEntity || v.Value("navn") != "Kåre" || !v.Checked("dag", "3") || v.Checked("dag", "2") {
		t.Errorf("a refused form: got %+v", v)
	}
	if v.Err("navn") != i18n.EN.T("Velg ett av valgene.") || v.Err("antall") != numbers || v.Err("dag") != "" {
		t.Errorf("got %q, %q and %q", v.Err("navn"), v.Err("antall"), v.Err("dag"))
	}
	want := []ui.FieldError{{ID: "navn", Text: i18n.EN.T("Velg ett av valgene.")}, {ID: "navn", Text: numbers}, {ID: "antall", Text: numbers}}
	if diff := cmp.Diff(want, v.Errors()); diff != "" {
		t.Errorf("the summary (-want +got):\n%s", diff)
	}
	for what, tc := range map[string]struct {
		err  error
		want string
	}{
		"a refusal": {fault.Clash(i18n.Mark("Velg ett av valgene.")), i18n.EN.T("Velg ett av valgene.")}, "fields": {f.Errs.Err(), ""}, "a failure": {errors.New("disk"), ""},
	} {
		if got := e.Refusal(tc.err); got != tc.want {
			t.Errorf("%s: got %q, want %q", what, got, tc.want)
		}
	}
}

func TestMergedCanBeUndone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	e := &page.Env{Lang: i18n.EN, Now: now}
	got := e.Merged(merging.Merge{ID: 7, MergedAt: now.Add(-2 * time.Hour)}, "Koret", "/ansatt/del")
	if got.Name != "Koret" || got.ID != strconv.Itoa(7) || got.Action != "/en/ansatt/del" || !strings.Contains(got.Until, "June") || got.When == "" {
		t.Errorf("got %+v", got)
	}
}
