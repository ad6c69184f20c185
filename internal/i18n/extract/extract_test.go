package extract

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGo(t *testing.T) {
	t.Parallel()
	src := "package p\nvar e = errors.New(i18n.Mark(\"Fullt\"))\nfunc f(l Lang, s string) {\n" +
		"l.T(\"Ja\"); p.L.T(`Nei \"takk\"`); l.T(\"Hei \" +\n\"du, %s\", s); l.T(s); l.T(\"Hei \" + s); l.T(\"\")\n" +
		"l.N(\"%d plass\", \"%d plasser\", 2); l.C(\"gruppe\", \"Lag\") // l.T(\"Nei\")\n}\n"
	got, err := Go([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	want := []Message{
		{Key: Key{ID: "Fullt"}}, {Key: Key{ID: "Ja"}}, {Key: Key{ID: `Nei "takk"`}}, {Key: Key{ID: "Hei du, %s"}},
		{Key: Key{ID: "%d plass"}, Plural: "%d plasser"}, {Key: Key{Ctx: "gruppe", ID: "Lag"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestTempl(t *testing.T) {
	t.Parallel()
	src := "templ x(p Page) {\n<h1 title={ p.L.T(\"Tittel\") }>Det's { p.L.T(`Hei`) }</h1>\n" +
		"@ui.Button(p.L.T(\"Meld \" + \"deg på\"), p.L.N(\"%d treff\",\n\t\"%d treff i alt\", n)) { p.T(x) }\n{ l.C(\"a\", \"b\") }{ i18n.Mark(\"m\") }\n}"
	got, err := Templ([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	want := []Message{
		{Key: Key{ID: "Tittel"}}, {Key: Key{ID: "Hei"}}, {Key: Key{ID: "Meld deg på"}},
		{Key: Key{ID: "%d treff"}, Plural: "%d treff i alt"}, {Key: Key{Ctx: "a", ID: "b"}}, {Key: Key{ID: "m"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestTree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, src := range map[string]string{
		"go.mod": "module x", "a/a.go": "package a\nvar _ = l.T(\"B\")", "a/a_test.go": "package a\nvar _ = l.T(\"Test\")",
		"a/b_templ.go": "package a\nvar _ = l.T(\"Laget\")", "a/b.templ": "{ l.T(\"A\") }{ l.N(\"B\", \"Ber\", 2) }",
		"node_modules/x.go": "not Go", "testdata/x.go": "not Go",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := Root(filepath.Join(dir, "a"))
	if err != nil || root != dir {
		t.Fatalf("Root = %q, %v, want %q", root, err, dir)
	}
	got, err := Tree(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []Message{{Key: Key{ID: "A"}, File: "a/b.templ"}, {Key: Key{ID: "B"}, Plural: "Ber", File: "a/b.templ"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestOneTextWithTwoPluralsIsRefused(t *testing.T) {
	t.Parallel()
	found := map[Key]Message{}
	if err := add(found, Message{Key: Key{ID: "en"}, Plural: "to"}); err != nil {
		t.Fatal(err)
	}
	if err := add(found, Message{Key: Key{ID: "en"}, Plural: "mange"}); err == nil {
		t.Error("add accepted a second plural, want an error")
	}
}

func TestPORoundTrip(t *testing.T) {
	t.Parallel()
	messages := []Message{
		{Key: Key{ID: "Ein \"A\"\n\tog\\b 5\u00a0%"}, File: "x.go"},
		{Key: Key{ID: "%d plass"}, Plural: "%d plasser", File: "x.go"},
		{Key: Key{Ctx: "gruppe", ID: "Lag"}, File: "y.templ"},
	}
	known := map[Key]Entry{
		messages[0].Key: {One: "En \"A\"\n\\ 5\u00a0%"},
		messages[1].Key: {Plural: "%d plasser", One: "%d place", Many: "%d places"},
		messages[2].Key: {One: "Team"},
	}
	path := filepath.Join(t.TempDir(), "x.po")
	first := FormatPO("en", messages, known)
	if err := os.WriteFile(path, []byte(first), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := ReadPO(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if again := FormatPO("en", messages, got); again != first {
		t.Errorf("written twice: got\n%s\nwant\n%s", again, first)
	}
}

func TestSameVerbs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source, translation string
		want                bool
	}{
		{"Hei", "Hi", true}, {"%d av %s", "%d of %s", true}, {"%d av %s", "%s of %d", false},
		{"%d av %s", "%d", false}, {"100 % av", "100% of", true}, {"%[1]s til %[2]s", "to %[2]s from %[1]s", true},
	} {
		if got := SameVerbs(c.source, c.translation); got != c.want {
			t.Errorf("SameVerbs(%q, %q) = %v, want %v", c.source, c.translation, got, c.want)
		}
	}
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Vennligst fyll ut": "Vennligst", "Feltet er obligatorisk": "obligatorisk", "Jf. iht. loven": "iht.",
		"For mer, klikk her": "klikk her", "Skriv navnet ditt": "",
	} {
		if got := Forbidden(text); got != want {
			t.Errorf("Forbidden(%q) = %q, want %q", text, got, want)
		}
	}
}
