package form_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"

	"github.com/google/go-cmp/cmp"
)

func of(pairs ...string) *form.Form {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return &form.Form{Values: v}
}

func post(contentType, body string) (*form.Form, error) {
	r := httptest.NewRequest(http.MethodPost, "/x?navn=adressen", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return form.Read(httptest.NewRecorder(), r)
}

const urlencoded = "application/x-www-form-urlencoded"

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, contentType, body string
		want                    string // the first navn
		kind                    fault.Kind
	}{
		{"plain", urlencoded, "navn=K%C3%A5re", "Kåre", 0},
		{"the body, never the address", urlencoded, "annet=1", "", 0},
		{"the first of several", urlencoded, "navn=a&navn=b", "a", 0},
		{"NUL and control characters go", urlencoded, "navn=a%00b%1bc%7f", "abc", 0},
		{"broken UTF-8 is marked", urlencoded, "navn=%ff%fe", "\uFFFD", 0},
		{"line ends", urlencoded, "navn=a%0D%0Ab%0Dc", "a\nb\nc", 0},
		{"broken percent", urlencoded, "navn=%zz", "", fault.Invalid},
		{"semicolon", urlencoded, "navn=a;b", "", fault.Invalid},
		{"JSON is no form", "application/json", `{"navn":"x"}`, "", 0},
		{"unreadable type", "a/b/c;;", "navn=x", "", fault.Invalid},
		{"too large", urlencoded, "navn=" + strings.Repeat("x", form.MaxBytes), "", fault.TooLarge},
		{"too many names", urlencoded, many("n%d=1"), "", fault.Invalid},
		{"too many values", urlencoded, many("n=%d"), "", fault.Invalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := post(tt.contentType, tt.body)
			if tt.kind != 0 || err != nil {
				if !fault.Is(err, tt.kind) {
					t.Errorf("got %v, want a fault of kind %d", err, tt.kind)
				}
				return
			}
			if got := f.Raw("navn"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func many(pattern string) string {
	var b strings.Builder
	for i := range form.MaxFields + 1 {
		fmt.Fprintf(&b, pattern+"&", i)
	}
	return strings.TrimSuffix(b.String(), "&")
}

func TestNamesAreCleanToo(t *testing.T) {
	t.Parallel()
	f, err := post(urlencoded, "na%00vn=x&%ff=y")
	if err != nil {
		t.Fatal(err)
	}
	if !f.Has("navn") || !f.Has("\uFFFD") {
		t.Errorf("got the names of %v, want navn and U+FFFD", f.Values)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	f := of("linje", "  a \t b\n c ", "tekst", "\n a\n\nb \n", "tall", " 7 ", "id", "12", "ids", "1", "ids", "x", "ids", "1", "ids", "-2", "ids", "3",
		"epost", " Kari@Eksempel.NO ", "telefon", "22 22 22 22", "dato", "17.05.2026", "klokke", "18.30", "nett", "eksempel.no", "valg", "b")
	got := []any{
		f.Line("linje", 10), f.Text("tekst", 10), *f.Int("tall", 1, 10), f.ID("id"), f.IDs("ids"), f.Email("epost"), f.Phone("telefon"),
		f.Date("dato").Format(time.DateOnly), *f.Clock("klokke"), f.URL("nett"), f.OneOf("valg", "a", "a", "b"), f.OneOf("mangler", "a", "b"),
		f.Required("linje", 10, "mangler"), f.Checked("valg"), f.Checked("mangler"),
	}
	want := []any{
		"a b c", "a\n\nb", 7, int64(12), []int64{1, 3}, "kari@eksempel.no", "+4722222222",
		"2026-05-17", form.Clock{Hour: 18, Minute: 30}, "https://eksempel.no", "b", "a",
		"a b c", true, false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if err := f.Err(); err != nil {
		t.Errorf("errors: got %v, want none", err)
	}
}

func TestFieldsRefuse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, value string
		read        func(f *form.Form)
	}{
		{"line too long", "æøåæøå", func(f *form.Form) { f.Line("x", 5) }},
		{"text too long", "æøåæøå", func(f *form.Form) { f.Text("x", 5) }},
		{"required is blank", " \n ", func(f *form.Form) { f.Required("x", 5, "mangler") }},
		{"not a number", "sju", func(f *form.Form) { f.Int("x", 1, 9) }},
		{"number too large", "10", func(f *form.Form) { f.Int("x", 1, 9) }},
		{"number beyond all", "99999999999999999999", func(f *form.Form) { f.Int("x", 1, 9) }},
		{"no address", "kari", func(f *form.Form) { f.Email("x") }},
		{"no phone", "ring meg", func(f *form.Form) { f.Phone("x") }},
		{"no date", "31.02.2026", func(f *form.Form) { f.Date("x") }},
		{"date of another age", "01.01.1022", func(f *form.Form) { f.Date("x") }},
		{"no time", "25.00", func(f *form.Form) { f.Clock("x") }},
		{"no web address", "javascript:alert(1)", func(f *form.Form) { f.URL("x") }},
		{"not among the choices", "z", func(f *form.Form) { f.OneOf("x", "a", "a", "b") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := of("x", tt.value)
			tt.read(f)
			if !f.Errs.Has("x") || !fault.Is(f.Err(), fault.Invalid) {
				t.Errorf("errors: got %v, want one at x", f.Errs)
			}
			if got := f.Raw("x"); got != tt.value {
				t.Errorf("typed text: got %q, want %q", got, tt.value)
			}
		})
	}
}

func TestEmptyFieldsAreNoErrors(t *testing.T) {
	t.Parallel()
	f := of()
	if f.Int("a", 1, 2) != nil || f.Date("b") != nil || f.Clock("c") != nil || f.Email("d") != "" || f.URL("e") != "" || f.Phone("f") != "" || f.ID("g") != 0 {
		t.Error("an empty field gives a value")
	}
	if err := f.Err(); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestClockOnADayOfTheChange(t *testing.T) {
	t.Parallel()
	d := time.Date(2026, 3, 29, 0, 0, 0, 0, i18n.Oslo) // the night that loses 02.00–03.00
	if got, want := (form.Clock{Hour: 18}).On(d).Format(time.RFC3339), "2026-03-29T18:00:00+02:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for clock, want := range map[form.Clock]bool{{Hour: 1, Minute: 59}: false, {Hour: 2}: true, {Hour: 2, Minute: 59}: true, {Hour: 3}: false} {
		if got := clock.Skipped(d); got != want {
			t.Errorf("%v is skipped: got %v, want %v", clock, got, want)
		}
		if clock.Skipped(d.AddDate(0, 0, 1)) || clock.Skipped(time.Date(2026, 10, 25, 0, 0, 0, 0, i18n.Oslo)) {
			t.Errorf("%v is skipped on another day", clock)
		}
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	var fields fault.Fields
	fields.Add("navn", "Skriv navnet.")
	tests := []struct {
		name  string
		err   error
		taken bool
		want  fault.Fields
	}{
		{"field errors", fields.Err(), true, fields},
		{"a refusal of all", fault.Refuse("Nei."), true, fault.Fields{{Msg: "Nei."}}},
		{"bad input", fault.BadInput(errors.New("x")), true, fault.Fields{{Msg: "Noe i skjemaet kan ikke brukes. Se over feltene."}}},
		{"another fault", fault.Missing("x"), false, nil},
		{"no fault", errors.New("x"), false, nil},
		{"nothing", nil, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := of()
			if got := f.Merge(tt.err); got != tt.taken {
				t.Errorf("got %v, want %v", got, tt.taken)
			}
			if diff := cmp.Diff(tt.want, f.Errs); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "\x00\xff", "\u202eabc", "a\rb\x7f", "\u2028", "😀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := form.Clean(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r\x1b\x7f") {
			t.Errorf("%q: got %q", s, got)
		}
		if again := form.Clean(got); again != got {
			t.Errorf("%q: cleaned twice %q, once %q", s, again, got)
		}
	})
}

// A search that is too long is answered, not refused.
func TestWords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", 250)
	for in, want := range map[string]string{
		"": "", "  strikk \t\n kafé\x00 ": "strikk kafé", long: long[:2*form.MaxWords], strings.Repeat("x", 99) + " y": strings.Repeat("x", 99), "a\xff": "a\ufffd",
	} {
		f := &form.Form{Values: url.Values{"q": {in}}}
		if got := f.Words("q"); got != want || f.Err() != nil {
			t.Errorf("%q: got %q and %v, want %q", in, got, f.Err(), want)
		}
	}
}

func sent(t *testing.T, v url.Values) *form.Form {
	t.Helper()
	f, err := post(urlencoded, v.Encode())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Text that shows nothing is no text, in whatever field; marks that nobody sees do not spoil what is there.
func TestInvisibleCharacters(t *testing.T) {
	t.Parallel()
	for _, nothing := range []string{"\u200b\u200b", "\u2800", "\u3164", "\u202a\u202c", "\u00ad", "\ufeff \u200f"} {
		f := sent(t, url.Values{"navn": {nothing}, "tekst": {nothing}, "tall": {nothing}, "dag": {nothing}})
		f.Required("navn", 80, "Skriv navnet.")
		if text := f.Text("tekst", 80); text != "" || !f.Errs.Has("navn") || f.Int("tall", 0, 9) != nil || f.Date("dag") != nil || len(f.Errs) != 1 {
			t.Errorf("%+q: got %+q and %v, want nothing there and only the name asked for", nothing, text, f.Errs)
		}
	}
	f := sent(t, url.Values{
		"mobil": {"\u202a+47 900 00 777\u202c"}, "epost": {"kari@lag.example\u200b"}, "dag": {"17.\u200b5.2026"}, "kl": {"24.00"}, "navn": {"Bla\u030abær\u200e"},
	})
	if f.Phone("mobil") != "+4790000777" || f.Email("epost") != "kari@lag.example" || f.Date("dag") == nil || f.Line("navn", 20) != "Blåbær" || len(f.Errs) > 0 {
		t.Errorf("got %+v, %v", f.Values, f.Errs)
	}
	midnight := f.Clock("kl").On(time.Date(2026, 5, 16, 12, 0, 0, 0, i18n.Oslo))
	if want := time.Date(2026, 5, 17, 0, 0, 0, 0, i18n.Oslo); !midnight.Equal(want) || f.Clock("kl").Skipped(want) {
		t.Errorf("24.00: got %s, want %s", midnight, want)
	}
}
