package i18n

import "testing"

func TestParseLang(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Lang{"nb": NB, "NN": NN, "en-GB": EN, "no": NB, "nn_NO": NN} {
		if got, ok := Parse(in); got != want || !ok {
			t.Errorf("Parse(%q) = %q, %v, want %q, true", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "se", "nbx"} {
		if got, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %q, true, want false", in, got)
		}
	}
}

func TestSplitPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		lang Lang
		rest string
	}{
		{"/", NB, "/"}, {"/nn", NN, "/"}, {"/nn/", NN, "/"}, {"/nn/aktiviteter", NN, "/aktiviteter"},
		{"/en/lag/1", EN, "/lag/1"}, {"/nnx", NB, "/nnx"}, {"/engasjer", NB, "/engasjer"}, {"", NB, ""},
	} {
		lang, rest := SplitPath(c.in)
		if lang != c.lang || rest != c.rest {
			t.Errorf("SplitPath(%q) = %q, %q, want %q, %q", c.in, lang, rest, c.lang, c.rest)
		}
	}
}

func TestNamesOfLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l                Lang
		prefix, name, og string
	}{
		{NB, "", "Bokmål", "nb_NO"}, {NN, "/nn", "Nynorsk", "nn_NO"}, {EN, "/en", "English", "en_GB"}, {"", "", "Bokmål", "nb_NO"},
	} {
		if c.l.Prefix() != c.prefix || c.l.Name() != c.name || c.l.OG() != c.og {
			t.Errorf("%q: got %q %q %q, want %q %q %q", c.l, c.l.Prefix(), c.l.Name(), c.l.OG(), c.prefix, c.name, c.og)
		}
	}
}

func TestTextWithoutTranslationIsBokmaal(t *testing.T) {
	t.Parallel()
	for _, l := range append(Langs, "") {
		if got, want := l.T("Ukjent 100 %"), "Ukjent 100 %"; got != want {
			t.Errorf("%q: T = %q, want %q", l, got, want)
		}
		if got, want := l.T("Ukjent %s (%d)", "Ås", 3), "Ukjent Ås (3)"; got != want {
			t.Errorf("%q: T = %q, want %q", l, got, want)
		}
		if got, want := l.C("x", "Ukjent %d", 3), "Ukjent 3"; got != want {
			t.Errorf("%q: C = %q, want %q", l, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 ukjente plasser", 1: "1 ukjent plass", 2: "2 ukjente plasser"} {
		for _, l := range Langs {
			if got := l.N("%d ukjent plass", "%d ukjente plasser", n); got != want {
				t.Errorf("%s: N(%d) = %q, want %q", l, n, got, want)
			}
		}
	}
	if got, want := NB.N("Én i %s", "%[2]d i %[1]s", 2, "Ås", 2), "2 i Ås"; got != want {
		t.Errorf("N with arguments = %q, want %q", got, want)
	}
	if got, want := NB.N("Én plass", "%d plasser", 1), "Én plass"; got != want {
		t.Errorf("N without verb = %q, want %q", got, want)
	}
}

func TestTranslations(t *testing.T) {
	t.Parallel()
	c := parse([]byte("msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n" +
		"msgid \"Hei\"\nmsgstr \"Hello\"\n\nmsgid \"Tom\"\nmsgstr \"\"\n\nmsgctxt \"gruppe\"\nmsgid \"Lag\"\nmsgstr \"Team\"\n\n" +
		"msgid \"%d plass\"\nmsgid_plural \"%d plasser\"\nmsgstr[0] \"%d place\"\nmsgstr[1] \"%d places\"\n"))
	for _, r := range []struct{ got, want string }{
		{c.text("Hei"), "Hello"}, {c.text("Tom"), "Tom"}, {c.text("Lag"), "Lag"},
		{c.inContext("gruppe", "Lag"), "Team"}, {c.plural("%d plass", "%d plasser", 1), "%d place"},
		{c.plural("%d plass", "%d plasser", 0), "%d places"}, {c.plural("%d tom", "%d tomme", 2), "%d tomme"},
		{(*catalogue)(nil).text("Hei"), "Hei"}, {(*catalogue)(nil).plural("a", "b", 2), "b"},
	} {
		if r.got != r.want {
			t.Errorf("got %q, want %q", r.got, r.want)
		}
	}
}
