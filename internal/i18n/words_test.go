package i18n_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/i18n/extract"
)

// One word for one thing: no text has a form that docs/words.md replaces.
func TestWordList(t *testing.T) {
	t.Parallel()
	root, err := extract.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]string{}
	messages, err := extract.Tree(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		texts["nb"] = append(texts["nb"], m.ID, m.Plural)
	}
	for _, lang := range []string{"nn", "en"} {
		entries, err := extract.ReadPO(filepath.Join(root, "internal/i18n/locales", lang+".po"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			texts[lang] = append(texts[lang], e.One, e.Many)
		}
	}
	replaced := wordList(t, filepath.Join(root, "docs/words.md"))
	if got := slices.Sorted(maps.Keys(replaced)); !slices.Equal(got, []string{"en", "nb", "nn"}) {
		t.Fatalf("the list has the languages %v, want en, nb and nn", got)
	}
	for lang, forms := range replaced {
		for form, instead := range forms {
			for _, text := range texts[lang] {
				if form.MatchString(text) {
					t.Errorf("%s: %q has %q; write %s", lang, text, form.FindString(text), instead)
				}
			}
		}
	}
}

// wordList reads the forms that are not written, by language, with what is written instead.
func wordList(t *testing.T, path string) map[string]map[*regexp.Regexp]string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, lang := map[string]map[*regexp.Regexp]string{}, ""
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "## "); ok {
			lang, all[name] = name, map[*regexp.Regexp]string{}
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 2 || !strings.HasPrefix(line, "| ") || strings.TrimSpace(cells[1]) == "not" {
			continue
		}
		for form := range strings.SplitSeq(cells[1], ",") {
			whole := `(?i)(?:^|[^\pL\d-])` + regexp.QuoteMeta(strings.TrimSpace(form)) + `(?:[^\pL\d]|$)`
			all[lang][regexp.MustCompile(whole)] = strings.TrimSpace(cells[0])
		}
	}
	return all
}
