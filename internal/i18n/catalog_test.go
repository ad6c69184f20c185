package i18n_test

import (
	"path/filepath"
	"testing"

	"frivilligsentral/internal/i18n/extract"
)

// TestCatalogue is red as long as a text lacks a translation. To mend it, run
// go run ./internal/i18n/cmd/extract and fill in the empty lines.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	root, err := extract.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	messages, err := extract.Tree(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("bokmål", func(t *testing.T) { checkSource(t, messages) })
	for _, lang := range []string{"nn", "en"} {
		entries, err := extract.ReadPO(filepath.Join(root, "internal/i18n/locales", lang+".po"))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(lang, func(t *testing.T) {
			checkTranslations(t, messages, entries)
			checkUnused(t, messages, entries)
			if lang == "nn" {
				checkWords(t, entries)
			}
		})
	}
}

func TestTextsFitTheirValues(t *testing.T) {
	t.Parallel()
	root, err := extract.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	bad, err := extract.Misfits(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bad {
		t.Errorf("%s does not fit the values that it is called with", b)
	}
}

func checkSource(t *testing.T, messages []extract.Message) {
	for _, m := range messages {
		if word := extract.Forbidden(m.ID + "\n" + m.Plural); word != "" {
			t.Errorf("%s: %q has the word %q; say it more simply", m.File, m.ID, word)
		}
	}
}

func checkTranslations(t *testing.T, messages []extract.Message, entries map[extract.Key]extract.Entry) {
	for _, m := range messages {
		e := entries[m.Key]
		switch {
		case e.One == "" || m.Plural != "" && e.Many == "":
			t.Errorf("%s: %q has no translation", m.File, m.ID)
		case e.Plural != m.Plural:
			t.Errorf("%s: %q got the plural %q in the file, want %q", m.File, m.ID, e.Plural, m.Plural)
		case !extract.SameVerbs(m.ID, e.One):
			t.Errorf("%s: %q and %q format different values", m.File, m.ID, e.One)
		case m.Plural != "" && !extract.SameVerbs(m.Plural, e.Many):
			t.Errorf("%s: %q and %q format different values", m.File, m.Plural, e.Many)
		}
	}
}

func checkUnused(t *testing.T, messages []extract.Message, entries map[extract.Key]extract.Entry) {
	used := map[extract.Key]bool{}
	for _, m := range messages {
		used[m.Key] = true
	}
	for key := range entries {
		if !used[key] {
			t.Errorf("%q is translated but not used", key.ID)
		}
	}
}

func checkWords(t *testing.T, entries map[extract.Key]extract.Entry) {
	for key, e := range entries {
		if word := extract.Forbidden(e.One + "\n" + e.Many); word != "" {
			t.Errorf("the translation of %q has the word %q; say it more simply", key.ID, word)
		}
	}
}
