package ui_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/ui"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

type docs struct {
	t testing.TB
	*goquery.Document
}

func (d *docs) text(selector, want string) {
	d.t.Helper()
	got := strings.Join(strings.Fields(d.Find(selector).Text()), " ")
	if got != want {
		d.t.Errorf("%s: got %q, want %q", selector, got, want)
	}
}

func (d *docs) attr(selector, name, want string) {
	d.t.Helper()
	if got := d.Find(selector).AttrOr(name, "(none)"); got != want {
		d.t.Errorf("%s %s: got %q, want %q", selector, name, got, want)
	}
}

func (d *docs) count(selector string, want int) {
	d.t.Helper()
	if got := d.Find(selector).Length(); got != want {
		d.t.Errorf("%s: got %d, want %d", selector, got, want)
	}
}

func field(t testing.TB, f ui.FieldArgs) *docs {
	t.Helper()
	return &docs{t, render(t, ui.Field(ui.Page{Lang: i18n.NB}, f))}
}

func TestFieldText(t *testing.T) {
	t.Parallel()
	d := field(t, ui.FieldArgs{Kind: ui.Email, Name: "epost", Label: "E-post", Help: "Vi viser den ikke", Value: `"x"@`, Error: "Skriv en e-postadresse", Autocomplete: "email", Required: true, MaxLength: 254})
	for name, want := range map[string]string{
		"type": "email", "id": "epost", "name": "epost", "value": `"x"@`, "autocomplete": "email", "maxlength": "254",
		"aria-invalid": "true", "aria-describedby": "epost-feil epost-hjelp",
	} {
		d.attr("input", name, want)
	}
	d.count("input[required]", 1)
	d.text("#epost-feil", "Skriv en e-postadresse")
	d.text("#epost-hjelp", "Vi viser den ikke")
	d.text(`label[for="epost"]`, "E-post")
}

func TestFieldTextarea(t *testing.T) {
	t.Parallel()
	d := field(t, ui.FieldArgs{Kind: ui.Textarea, Name: "tekst", Label: "Tekst", Value: "<b>hei", Counter: true, MaxLength: 500, Optional: true})
	d.text("textarea", "<b>hei")
	d.attr("ds-field [data-field=counter]", "data-limit", "500")
	d.attr("[data-field=counter]", "data-under", "%d tegn igjen")
	d.text("label .ds-tag", "Valgfritt")
	d.attr("textarea", "maxlength", "(none)")
}

func TestFieldSelect(t *testing.T) {
	t.Parallel()
	d := field(t, ui.FieldArgs{Kind: ui.Select, Name: "omrade", Label: "Område", Blank: "Velg område", Value: "2", Options: []ui.Option{
		{Value: "1", Label: "Sentrum", Group: "Byen"}, {Value: "2", Label: "Nordbyen", Group: "Byen"}, {Value: "3", Label: "Bygda"},
	}})
	d.text("option[selected]", "Nordbyen")
	d.attr("optgroup", "label", "Byen")
	d.count("optgroup option", 2)
	d.text(`option[value=""]`, "Velg område")
}

func TestFieldChoices(t *testing.T) {
	t.Parallel()
	opts := ui.Choose([]ui.Option{{Value: "barn", Label: "Barn"}, {Value: "eldre", Label: "Eldre", Help: "Over 67 år"}}, "eldre")
	d := field(t, ui.FieldArgs{Kind: ui.Checkboxes, Name: "hvem", Label: "For hvem?", Error: "Velg minst én", Options: opts})
	d.attr("fieldset", "aria-describedby", "hvem-feil")
	d.text("legend", "For hvem?")
	d.attr("input[checked]", "value", "eldre")
	d.attr("input[checked]", "aria-describedby", "hvem-2-om")
	d.attr(`input[value="barn"]`, "id", "hvem")
	d.count(`input[type="checkbox"][aria-invalid="true"]`, 2)
}

func TestErrorSummary(t *testing.T) {
	t.Parallel()
	p := ui.Page{Lang: i18n.NB}
	empty := &docs{t, render(t, ui.ErrorSummary(p, nil))}
	empty.count("ds-error-summary", 0)
	one := &docs{t, render(t, ui.ErrorSummary(p, []ui.FieldError{{ID: "navn", Text: "Skriv navnet ditt"}}))}
	one.text("h2", "Du må rette én feil før du kan gå videre:")
	one.text("li", "Skriv navnet ditt")
	one.attr("li a", "href", "#navn")
	two := &docs{t, render(t, ui.ErrorSummary(p, []ui.FieldError{{ID: "navn", Text: "a"}, {Text: "b"}}))}
	two.text("h2", "Du må rette 2 feil før du kan gå videre:")
	two.count("li a", 1)
}

// On a page the summary names the fields as their labels do, in the page's order.
func TestErrorSummaryOnAPage(t *testing.T) {
	t.Parallel()
	p := ui.Page{Lang: i18n.NB}
	errs := []ui.FieldError{{ID: "hvem", Text: "Velg noen."}, {ID: "navn_2", Text: "Skriv navnet."}, {ID: "borte", Text: "Velg <noe>."}, {ID: "navn_1", Text: "Skriv navnet."}, {ID: "navn_1", Text: "Skriv kortere."}}
	content := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		all := []templ.Component{ui.ErrorSummary(p, nil), ui.ErrorSummary(p, errs)}
		for _, n := range []string{"1", "2"} {
			name := ui.Field(p, ui.FieldArgs{Name: "navn_" + n, Label: "Navn", Error: "Skriv navnet."})
			all = append(all, withChildren(ui.Fieldset(ui.FieldsetArgs{ID: "person_" + n, Legend: "Person " + n}), name))
		}
		all = append(all, ui.Field(p, ui.FieldArgs{Kind: ui.Radios, Name: "hvem", Label: "Hvem er det for?", Options: []ui.Option{{Value: "alle", Label: "Alle"}}}))
		return templ.Join(all...).Render(ctx, w)
	})
	d := &docs{t, render(t, withChildren(ui.Layout(p), content))}
	d.text("main h2", "Du må rette 4 feil før du kan gå videre:")
	var got []string
	for _, li := range d.Find("main #feil li").EachIter() {
		got = append(got, li.Find("a").AttrOr("href", "")+" "+strings.Join(strings.Fields(li.Text()), " "))
	}
	want := []string{" Velg <noe>.", "#navn_1 Navn (Person 1): Skriv navnet.", "#navn_2 Navn (Person 2): Skriv navnet.", "#hvem Hvem er det for? Velg noen."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	d.count("#feil ~ fieldset", 3)
	d.count("footer", 1)
}

func withChildren(c, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, children), w)
	})
}
