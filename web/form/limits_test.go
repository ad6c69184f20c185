package form

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

func of(value string) *Form { return &Form{Values: url.Values{"x": {value}}} }

// Each field at its limits and just outside them.
func TestFieldLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		value string
		read  func(*Form) any
		want  any
		wrong bool
	}{
		{"a line of the longest", "åååå", func(f *Form) any { return f.Line("x", 4) }, "åååå", false},
		{"a line too long", "ååååå", func(f *Form) any { return f.Line("x", 4) }, "ååååå", true},
		{"a text of the longest", " åå\nå ", func(f *Form) any { return f.Text("x", 4) }, "åå\nå", false},
		{"a text too long", "åå\nåå", func(f *Form) any { return f.Text("x", 4) }, "åå\nåå", true},
		{"the lowest number", "2", func(f *Form) any { return *f.Int("x", 2, 5) }, 2, false},
		{"the highest number", "5", func(f *Form) any { return *f.Int("x", 2, 5) }, 5, false},
		{"a number too low", "1", func(f *Form) any { return f.Int("x", 2, 5) == nil }, true, true},
		{"a number too high", "6", func(f *Form) any { return f.Int("x", 2, 5) == nil }, true, true},
		{"no number", "to", func(f *Form) any { return f.Int("x", -5, 5) == nil }, true, true},
		{"an id", "1", func(f *Form) any { return f.ID("x") }, int64(1), false},
		{"no id", "0", func(f *Form) any { return f.ID("x") }, int64(0), false},
		{"an id below none", "-1", func(f *Form) any { return f.ID("x") }, int64(0), false},
		{"an id too large for any", "99999999999999999999", func(f *Form) any { return f.ID("x") }, int64(0), false},
		{"the first year", "1.1.1900", func(f *Form) any { return f.Date("x").Year() }, 1900, false},
		{"a year too early", "31.12.1899", func(f *Form) any { return f.Date("x") == nil }, true, true},
		{"the last year", "31.12.2199", func(f *Form) any { return f.Date("x").Year() }, 2199, false},
		{"a year too late", "1.1.2200", func(f *Form) any { return f.Date("x") == nil }, true, true},
		{"no date", "i morgen", func(f *Form) any { return f.Date("x") == nil }, true, true},
	} {
		f := of(c.value)
		if got := c.read(f); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if got := f.Errs.Has("x"); got != c.wrong {
			t.Errorf("%s: told wrong: got %v, want %v", c.name, got, c.wrong)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	f := &Form{Values: url.Values{"x": {"3", "0", "-1", "99999999999999999999", "a", " 3 ", "1"}}}
	if got := f.IDs("x"); !slices.Equal(got, []int64{3, 1}) {
		t.Errorf("got %v, want 3 and 1", got)
	}
	many := url.Values{}
	for n := range 201 {
		many.Add("x", strconv.Itoa(n+1))
	}
	if got := (&Form{Values: many}).IDs("x"); len(got) != 200 {
		t.Errorf("of 201 ids: got %d, want 200", len(got))
	}
}

func TestReadLimits(t *testing.T) {
	t.Parallel()
	post := func(body string) error {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		_, err := Read(httptest.NewRecorder(), r)
		return err
	}
	fields := func(n int) string { return strings.Repeat("a=1&", n-1) + "a=1" }
	for name, c := range map[string]struct {
		body string
		kind fault.Kind
		ok   bool
	}{
		"as many fields as may be": {fields(MaxFields), 0, true}, "a field too many": {fields(MaxFields + 1), fault.Invalid, false},
		"as large as may be": {"a=" + strings.Repeat("b", MaxBytes-2), 0, true}, "a byte too large": {"a=" + strings.Repeat("b", MaxBytes-1), fault.TooLarge, false},
		"broken": {"a=%zz", fault.Invalid, false},
	} {
		if err := post(c.body); c.ok && err != nil || !c.ok && !fault.Is(err, c.kind) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/?a=1", nil)
	r.Body = nil
	if _, err := Read(httptest.NewRecorder(), r); err == nil || fault.Is(err, fault.TooLarge) {
		t.Errorf("no body: got %v, want it refused as broken", err)
	}
}

func TestCleanKeepsTabsAndLines(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"a\tb": "a\tb", "a\r\nb\rc\nd": "a\nb\nc\nd", "a\x00\x1f\x7fb": "ab", " ~\u0080": " ~", "a\xffb": "a\uFFFDb"} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q): got %q, want %q", in, got, want)
		}
	}
}

// A clock is set on the Norwegian date of the moment, in Oslo's time.
func TestClockOn(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, 5, 14, 22, 30, 0, 0, time.UTC) // the 15th in Oslo
	if got := (Clock{9, 5}).On(late); !got.Equal(time.Date(2026, 5, 15, 9, 5, 0, 0, i18n.Oslo)) {
		t.Errorf("got %v", got)
	}
	spring := time.Date(2026, 3, 29, 0, 0, 0, 0, i18n.Oslo)
	for c, want := range map[Clock]bool{{1, 59}: false, {2, 0}: true, {2, 30}: true, {2, 59}: true, {3, 0}: false} {
		if got := c.Skipped(spring); got != want {
			t.Errorf("%v skipped: got %v, want %v", c, got, want)
		}
	}
}

func TestAlso(t *testing.T) {
	t.Parallel()
	f := of("")
	f.Errs.Add("navn", "Første")
	f.Also(fault.Fields{{Name: "navn", Msg: "Andre"}, {Name: "", Msg: "Uten felt"}, {Name: "epost", Msg: "Tredje"}}.Err())
	var got []string
	for _, e := range f.Errs {
		got = append(got, e.Name+" "+e.Msg)
	}
	if want := []string{"navn Første", "epost Tredje"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAddressLimits(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	local := strings.Repeat("l", 64)
	host := func(n int) string { // of so many characters
		s := ""
		for n-len(s) > 60 {
			s += strings.Repeat("a", 49) + "."
		}
		return s + strings.Repeat("b", n-len(s)-3) + ".no"
	}
	for in, ok := range map[string]bool{
		local + "@a.no": true, "l" + local + "@a.no": false,
		local + "@" + host(189): true, local + "@" + host(190): false,
		"a@" + label + ".no": true, "a@a" + label + ".no": false,
		"a@b": false, "a@b.1": false, "a@-b.no": false, "a@b-.no": false, "a@b_c.no": false, "a@10.0.0.1": false,
		"a,b@c.no": false, "a b@c.no": false, `"a"@c.no`: false, "<a@c.no>": false, "a@c.no (A)": false, "a;b@c.no": false, "å@c.no": false, "\u0080@c.no": false,
		"A@Ås.no": true, "a@c.no.": false, "a@c..no": false, "a@": false, "": false,
	} {
		if _, got := ParseEmail(in); got != ok {
			t.Errorf("e-mail %.80q (%d characters): got %v, want %v", in, len(in), got, ok)
		}
	}
	long := func(n int) string { return "https://a.no/" + strings.Repeat("x", n-len("https://a.no/")) }
	for in, want := range map[string]string{
		long(500): long(500), long(501): "", "  a.no ": "https://a.no", "javascript:alert(1)": "", ":a.no": "", "a.no:8080/x": "https://a.no:8080/x",
		"https://" + host(253): "https://" + host(253), "https://" + host(254): "", "ftp://a.no": "", "https://kari@a.no": "", "https://a": "", "https://[::1]/": "", "a b.no": "",
	} {
		got, ok := ParseURL(in)
		if got != want || ok != (want != "") {
			t.Errorf("address %.60q (%d characters): got %.80q, %v", in, len(in), got, ok)
		}
	}
}
