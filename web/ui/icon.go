package ui

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Icon is a small line icon in the colour and size of the text beside it. It
// is hidden from screen readers, so words must stand next to it. An unknown
// name gives the icon "info".
func Icon(name string) templ.Component {
	svg, ok := iconSVG[name]
	if !ok {
		svg = iconSVG["info"]
	}
	return raw(svg)
}

// Pictogram is the drawn picture of an activity category, in two colours of
// the theme. An unknown category gives "annet". The drawing itself goes out once
// a page, however many cards show it.
func Pictogram(category string) templ.Component {
	p, ok := pictogramUses[category]
	if !ok {
		p = pictogramUses["annet"]
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := p.once.Once().Render(templ.WithChildren(ctx, raw(p.symbol)), w); err != nil {
			return err
		}
		_, err := io.WriteString(w, p.use)
		return err
	})
}

// pictogramUse is a drawing apart from the places where it stands. The class is
// on the inner group too, since styles do not reach from a place into its copy.
type pictogramUse struct {
	symbol, use string
	once        *templ.OnceHandle
}

var pictogramUses = func() map[string]pictogramUse {
	out := make(map[string]pictogramUse, len(pictogramSVG))
	for name, svg := range pictogramSVG {
		shapes := strings.TrimSuffix(svg[strings.Index(svg, ">")+1:], "</svg>")
		out[name] = pictogramUse{
			symbol: `<svg display="none" aria-hidden="true"><symbol id="pk-` + name + `" viewBox="0 0 64 64"><g class="pictogram">` + shapes + `</g></symbol></svg>`,
			use:    svg[:strings.Index(svg, ">")+1] + `<use href="#pk-` + name + `"/></svg>`,
			once:   templ.NewOnceHandle(),
		}
	}
	return out
}()

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

// tint spreads the categories over the theme's soft surface colours, the same
// for a category everywhere.
func tint(category string) string {
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
