// Reading and writing a file of translations.

package extract

import (
	"fmt"
	"os"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// Entry is one translation: the form for one (or the only one) and for many.
type Entry struct {
	Plural string // bokmål for many, or empty
	One    string
	Many   string
}

// ReadPO reads a .po file through gotext. A missing file gives no entries.
func ReadPO(path string) (map[Key]Entry, error) {
	src, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("read translations: %w", err)
	}
	po := gotext.NewPo()
	po.Parse(src)
	entries := map[Key]Entry{}
	for id, tr := range po.GetDomain().GetTranslations() {
		if id != "" {
			entries[Key{ID: id}] = Entry{tr.PluralID, tr.Trs[0], tr.Trs[1]}
		}
	}
	for ctx, texts := range po.GetDomain().GetCtxTranslations() {
		for id, tr := range texts {
			// gotext keeps an empty text for every context that it meets.
			if id != "" {
				entries[Key{ctx, id}] = Entry{tr.PluralID, tr.Trs[0], tr.Trs[1]}
			}
		}
	}
	return entries, nil
}

const header = `msgid ""
msgstr ""
"Language: %s\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
`

// FormatPO writes the messages with what is known of their translations, in the
// order given. It holds no dates and no line numbers, so that a file changes only
// when a text does.
func FormatPO(lang string, messages []Message, known map[Key]Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, header, lang)
	for _, m := range messages {
		e := known[m.Key]
		fmt.Fprintf(&b, "\n#: %s\n", m.File)
		if m.Ctx != "" {
			b.WriteString("msgctxt " + quote(m.Ctx) + "\n")
		}
		b.WriteString("msgid " + quote(m.ID) + "\n")
		if m.Plural == "" {
			b.WriteString("msgstr " + quote(e.One) + "\n")
			continue
		}
		b.WriteString("msgid_plural " + quote(m.Plural) + "\n")
		b.WriteString("msgstr[0] " + quote(e.One) + "\nmsgstr[1] " + quote(e.Many) + "\n")
	}
	return b.String()
}

// quote is the quoting of gettext. That of Go would write no-break spaces as
// \u00a0, which no translation program reads.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
