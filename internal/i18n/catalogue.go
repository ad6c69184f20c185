// The translations, and looking a text up.

package i18n

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
)

//go:embed locales/*.po
var locales embed.FS

// forms holds the translation for one and for many; the second is empty for a
// text without plural.
type forms [2]string

// catalogue is a read-only copy of one .po file. gotext takes a lock on every
// lookup, which shows in lists that ask hundreds of times a page.
type catalogue struct {
	texts    map[string]forms
	contexts map[[2]string]string // {context, text}
}

var (
	nynorsk = sync.OnceValue(func() *catalogue { return load("locales/nn.po") })
	english = sync.OnceValue(func() *catalogue { return load("locales/en.po") })
)

func load(name string) *catalogue {
	// The files are embedded; that they can be read is what the build ensures.
	src, _ := locales.ReadFile(name)
	return parse(src)
}

func parse(src []byte) *catalogue {
	c := &catalogue{texts: map[string]forms{}, contexts: map[[2]string]string{}}
	po := gotext.NewPo()
	po.Parse(src)
	for id, tr := range po.GetDomain().GetTranslations() {
		if id != "" {
			c.texts[id] = forms{tr.Trs[0], tr.Trs[1]}
		}
	}
	for ctx, entries := range po.GetDomain().GetCtxTranslations() {
		for id, tr := range entries {
			c.contexts[[2]string{ctx, id}] = tr.Trs[0]
		}
	}
	return c
}

// catalogue gives the translations, or nil for bokmål, which needs none.
func (l Lang) catalogue() *catalogue {
	switch l {
	case NN:
		return nynorsk()
	case EN:
		return english()
	}
	return nil
}

func (c *catalogue) text(msg string) string {
	if c == nil {
		return msg
	}
	return or(c.texts[msg][0], msg)
}

func (c *catalogue) plural(one, many string, n int) string {
	form, text := 0, one
	if n != 1 {
		form, text = 1, many
	}
	if c == nil {
		return text
	}
	return or(c.texts[one][form], text)
}

func (c *catalogue) inContext(ctx, msg string) string {
	if c == nil {
		return msg
	}
	return or(c.contexts[[2]string{ctx, msg}], msg)
}

// T translates a bokmål text. With args the result is formatted by
// fmt.Sprintf; without args it is not, so "100 %" is written as it is.
func (l Lang) T(msg string, args ...any) string {
	return format(l.catalogue().text(msg), args)
}

// N translates a text that counts: one when n is 1, otherwise many. The number
// is the argument of the text when args is empty; otherwise args are all of them.
func (l Lang) N(one, many string, n int, args ...any) string {
	text := l.catalogue().plural(one, many, n)
	switch {
	case !strings.Contains(text, "%"):
		return text // "Ett medlem" needs no number
	case len(args) == 0:
		args = []any{n}
	}
	return format(text, args)
}

// C translates a bokmål text that means different things in different places;
// ctx says which, and is never shown.
func (l Lang) C(ctx, msg string, args ...any) string {
	return format(l.catalogue().inContext(ctx, msg), args)
}

// Mark returns s unchanged. It tells the catalogue that a text declared as a
// value, such as an error or the name of a state, will be passed to T later.
func Mark(s string) string { return s }

func format(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func or(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
