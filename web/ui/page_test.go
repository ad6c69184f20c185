package ui_test

import (
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/static"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

var site = ui.Site{Name: "Solvik frivilligsentral", MunicipalityName: "Solvik kommune"}

func layout(t testing.TB, p ui.Page) *docs {
	t.Helper()
	return &docs{t, render(t, ui.Layout(p))}
}

func TestPageURL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		lang i18n.Lang
		path string
		want string
	}{
		{"bokmål has no prefix", i18n.NB, "/aktiviteter", "/aktiviteter"},
		{"nynorsk", i18n.NN, "/aktiviteter?q=a", "/nn/aktiviteter?q=a"},
		{"english front page", i18n.EN, "/", "/en"},
		{"bokmål front page", i18n.NB, "/", "/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := (ui.Page{Lang: tt.lang}).URL(tt.path); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLayoutTitle(t *testing.T) {
	t.Parallel()
	p := ui.Page{Lang: i18n.NB, Title: "Ny aktivitet", Site: site}
	layout(t, p).text("title", "Ny aktivitet – Solvik frivilligsentral")
	p.HasErrors = true
	layout(t, p).text("title", "Feil: Ny aktivitet – Solvik frivilligsentral")
}

func TestLayoutAlternates(t *testing.T) {
	t.Parallel()
	p := ui.Page{Lang: i18n.NN, Title: "Aktivitetar", Site: site, Path: "/aktiviteter", BaseURL: "https://solvik.example", Alternates: true}
	got := map[string]string{}
	d := layout(t, p)
	for _, lang := range []string{"nb", "nn", "en", "x-default"} {
		got[lang] = d.Find(`link[hreflang="`+lang+`"]`).AttrOr("href", "")
	}
	want := map[string]string{
		"nb": "https://solvik.example/aktiviteter", "nn": "https://solvik.example/nn/aktiviteter",
		"en": "https://solvik.example/en/aktiviteter", "x-default": "https://solvik.example/aktiviteter",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alternates (-want +got):\n%s", diff)
	}
	d.attr("html", "lang", "nn")
}

func TestLayoutDoors(t *testing.T) {
	t.Parallel()
	user := &ui.User{Name: "Kari Nordmann", OrganisationName: "Solvik sanitetsforening", RoleName: "leder"}
	public := layout(t, ui.Page{Lang: i18n.NB, Site: site})
	public.count(`form[action$="/logg-ut"]`, 0)
	public.count(`footer a[href="/logg-inn"]`, 1)
	public.count(`form[action="/sok"]`, 1)
	group := layout(t, ui.Page{Lang: i18n.NN, Site: site, Door: ui.DoorGroup, User: user, Nav: []ui.NavItem{{Key: "a", Label: "Oversikt", URL: "/nn/lag"}}, Active: "a"})
	group.count(`form[method="post"][action="/nn/lag/logg-ut"] button`, 1)
	group.count(`meta[name="robots"][content="noindex"]`, 1)
	group.count(`form[action="/sok"]`, 0)
	group.count(`.menu a[aria-current]`, 1)
	group.text(".user-box__role", "Solvik sanitetsforening · leder")
}

func TestLayoutTheme(t *testing.T) {
	t.Parallel()
	for theme, file := range map[string]string{"": "app.css", "kommune": "app.css", "kommune2": "app-kommune2.css", "ukjent": "app.css"} {
		p := ui.Page{Lang: i18n.NB, Site: ui.Site{Theme: theme}}
		layout(t, p).attr(`link[rel="stylesheet"]`, "href", static.Path(file))
	}
}

func TestFlash(t *testing.T) {
	t.Parallel()
	for kind, role := range map[string]string{"success": "status", "": "status", "danger": "alert"} {
		p := ui.Page{Lang: i18n.NB, Flash: &ui.Flash{Kind: kind, Text: "Lagret <b>"}}
		d := layout(t, p)
		d.attr("main .flash", "role", role)
		d.text(".flash p", "Lagret <b>")
	}
}

func TestUnknownPictogram(t *testing.T) {
	t.Parallel()
	got, want := html(t, drawing.Pictogram("finnes-ikke")), html(t, drawing.Pictogram("annet"))
	if got != want {
		t.Errorf("got %q, want the one for annet", got)
	}
	for _, c := range []string{"sosiale-moteplasser", "en-til-en-hjelp", "fysisk-aktivitet", "inkludering", "arrangement", "kurs", "handverk-hobby-musikk", "utlan-gjenbruk"} {
		if html(t, drawing.Pictogram(c)) == want {
			t.Errorf("%s has no drawing of its own", c)
		}
	}
}

func html(t testing.TB, c templ.Component) string {
	t.Helper()
	s, err := templ.ToGoHTML(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return string(s)
}
