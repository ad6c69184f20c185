// Package drawing has the icons and the drawn pictograms, and sees to it that the
// shapes of each stand once on a page, however often it is shown.
package drawing

import (
	"context"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Icon is a small line icon in the colour and size of the text beside it. It
// is hidden from screen readers, so words must stand next to it. An unknown
// name gives the icon "info".
func Icon(name string) templ.Component { return iconUses.of(name, "info") }

// Pictogram is the drawn picture of an activity category, in two colours of
// the theme. An unknown category gives "annet".
func Pictogram(category string) templ.Component { return pictogramUses.of(category, "annet") }

// drawings are shapes apart from the places where they stand: the shapes go out
// once a page, however many places show them.
type drawings map[string]*drawing

type drawing struct {
	use  string
	once *templ.OnceHandle
}

var (
	iconUses = symbols(iconSVG, "i-", "icon")
	// The class is on the inner group too, since styles do not reach into a copy.
	pictogramUses = symbols(pictogramSVG, "pk-", "pictogram")
)

func (d drawings) of(name, otherwise string) templ.Component {
	one, ok := d[name]
	if !ok {
		one = d[otherwise]
	}
	return one
}

// Render writes the place, and at the first of a page the shapes too.
func (d *drawing) Render(ctx context.Context, w io.Writer) error {
	if f, ok := ctx.Value(fragmentKey{}).(*Fragment); ok {
		f.drawings = append(f.drawings, d)
	} else if err := d.once.Once().Render(ctx, w); err != nil {
		return err
	}
	_, err := io.WriteString(w, d.use)
	return err
}

var viewBox = regexp.MustCompile(` viewBox="[^"]*"`)

func symbols(svgs map[string]string, prefix, class string) drawings {
	out := make(drawings, len(svgs))
	for name, svg := range svgs {
		open := strings.Index(svg, ">") + 1
		shapes := strings.TrimSuffix(svg[open:], "</svg>")
		symbol := `<svg class="symbols" aria-hidden="true"><symbol id="` + prefix + name + `"` + viewBox.FindString(svg) +
			`><g class="` + class + `">` + shapes + `</g></symbol></svg>`
		out[name] = &drawing{
			use:  `<svg class="` + class + `" aria-hidden="true"><use href="#` + prefix + name + `"/></svg>`,
			once: templ.NewOnceHandle(templ.WithComponent(raw(symbol))),
		}
	}
	return out
}

// Mark is the drawn mark of a centre that has none of its own.
func Mark() templ.Component { return raw(markSVG) }

// HeroArt is the drawing beside the greeting on the front page.
func HeroArt() templ.Component { return raw(heroSVG) }

func raw(svg string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, svg)
		return err
	})
}

// wrap adds the common frame of a set of drawings once, when the program starts.
func wrap(shapes map[string]string, open string) map[string]string {
	out := make(map[string]string, len(shapes))
	for name, shape := range shapes {
		out[name] = open + shape + "</svg>"
	}
	return out
}

// Tint spreads the categories over the theme's soft surface colours, the same
// for a category everywhere.
func Tint(category string) string {
	switch category {
	case "en-til-en-hjelp", "kurs", "utlan-gjenbruk":
		return "tint-accent"
	case "arrangement", "handverk-hobby-musikk", "inkludering":
		return "tint-brand"
	}
	return "tint-primary"
}

// IconNames lists the names that Icon knows, in order.
func IconNames() []string { return slices.Sorted(maps.Keys(iconSVG)) }

// PictogramNames lists the names that Pictogram knows, in order.
func PictogramNames() []string { return slices.Sorted(maps.Keys(pictogramSVG)) }
