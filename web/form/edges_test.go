package form_test

// What is just taken and what is just refused, and rules that meet a form that is refused already.

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"

	"github.com/google/go-cmp/cmp"
)

// A form has a megabyte and two thousand fields; one more is refused.
func TestFormsHaveALimit(t *testing.T) {
	t.Parallel()
	fields := func(n int) string { return strings.TrimSuffix(strings.Repeat("n=1&", n), "&") }
	for name, tc := range map[string]struct {
		body string
		want fault.Kind
		ok   bool
	}{
		"a megabyte":          {"navn=" + strings.Repeat("x", 1<<20-5), 0, true},
		"one byte more":       {"navn=" + strings.Repeat("x", 1<<20-4), fault.TooLarge, false},
		"two thousand fields": {fields(2000), 0, true},
		"one more":            {fields(2001), fault.Invalid, false},
	} {
		if _, err := post(urlencoded, tc.body); tc.ok != (err == nil) || !tc.ok && !fault.Is(err, tc.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestFieldsAtTheEdges(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		value string
		read  func(f *form.Form) any
		want  any
		wrong bool
	}{
		"a hundred signs":      {strings.Repeat("å", 100), func(f *form.Form) any { return len([]rune(f.Words("x"))) }, 100, false},
		"words that are cut":   {strings.Repeat("å", 101), func(f *form.Form) any { return len([]rune(f.Words("x"))) }, 100, false},
		"words cut at a space": {strings.Repeat("å", 99) + " b", func(f *form.Form) any { return len([]rune(f.Words("x"))) }, 99, false},
		"midnight at the end":  {"24.00", func(f *form.Form) any { return *f.Clock("x") }, form.Clock{Hour: 24}, false},
		"one of the choices":   {"b", func(f *form.Form) any { return f.OneOf("x", "a", "a", "b") }, "b", false},
		"none of them":         {"c", func(f *form.Form) any { return f.OneOf("x", "a", "a", "b") }, "a", true},
	} {
		f := of("x", tc.value)
		if diff := cmp.Diff(tc.want, tc.read(f)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if f.Errs.Has("x") != tc.wrong {
			t.Errorf("%s: got the errors %v", name, f.Errs)
		}
	}
}

// What could not be read counts as typed for rules that ask whether something is written.
func TestTyped(t *testing.T) {
	t.Parallel()
	f := of("epost", " tull ", "telefon", "22 22 22 22")
	if got := f.Typed("epost", f.Email("epost")); got != "tull" {
		t.Errorf("what could not be read: got %q", got)
	}
	if got := f.Typed("telefon", f.Phone("telefon")); got != "+4722222222" {
		t.Errorf("what could be read: got %q", got)
	}
}

// A form that is refused already is told what else is wrong, once for each field; one that is not is left alone.
func TestAlso(t *testing.T) {
	t.Parallel()
	var more fault.Fields
	more.Add("epost", "Skriv adressen.")
	more.Add("navn", "Skriv navnet.")
	more.Add("", "Noe annet.")
	f := of("epost", "tull")
	f.Also(more.Err())
	if len(f.Errs) != 0 {
		t.Errorf("a form in order: got %v", f.Errs)
	}
	f.Email("epost")
	f.Also(nil)
	f.Also(more.Err())
	f.Also(more.Err())
	if len(f.Errs) != 2 || f.Errs[1].Name != "navn" || f.Errs[0].Msg == "Skriv adressen." {
		t.Errorf("got %v, want the address as it was and the name", f.Errs)
	}
	if got := form.Numbered("dag", 0); got != "dag_1" {
		t.Errorf("got %s", got)
	}
}
