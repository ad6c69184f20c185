package fieldlist

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page has a name, two people with a name and an age each, and a question.
func page() *List {
	_, l := With(context.Background())
	l.Add(Field{ID: "navn", Name: "navn", Label: "Navnet ditt"})
	l.Enter("deltakere", "Hvem skal være med?", false)
	for _, n := range []string{"1", "2"} {
		l.Enter("person_"+n, "Person "+n, false)
		l.Add(Field{ID: "deltaker_" + n, Name: "deltaker_" + n, Label: "Navn"})
		l.Add(Field{ID: "alder_" + n, Name: "alder_" + n, Label: "Alder", Whose: map[string]string{"2": "Alderen til Ola"}[n]})
		l.Leave()
	}
	l.Leave()
	l.Add(Field{ID: "lag-1", Name: "lag", Label: "Lag 1"})
	l.Add(Field{ID: "lag-2", Name: "lag", Label: "Lag 2", Failed: true})
	l.Add(Field{ID: "hva", Name: "hva", Label: "Hva kan du?"})
	return l
}

func TestLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		errs, want []Error
	}{
		{"none", nil, []Error{}},
		{"the page's order", []Error{{"hva", "Svar."}, {"navn", "Skriv navnet."}}, []Error{{"navn", "Navnet ditt: Skriv navnet."}, {"hva", "Hva kan du? Svar."}}},
		{"one line a field", []Error{{"navn", "Skriv navnet."}, {"navn", "Skriv kortere."}}, []Error{{"navn", "Navnet ditt: Skriv navnet."}}},
		{"whose it is", []Error{{"deltaker_2", "Skriv navnet."}, {"deltaker_1", "Skriv navnet."}}, []Error{{"deltaker_1", "Navn (Person 1): Skriv navnet."}, {"deltaker_2", "Navn (Person 2): Skriv navnet."}}},
		{"what says itself whose it is", []Error{{"alder_2", "Velg alder."}}, []Error{{"alder_2", "Alderen til Ola: Velg alder."}}},
		{"a fieldset", []Error{{"deltakere", "Velg færre."}}, []Error{{"deltakere", "Hvem skal være med? Velg færre."}}},
		{"the one that shows the error", []Error{{"lag", "Velg et annet."}}, []Error{{"lag-2", "Lag 2: Velg et annet."}}},
		{"about the whole form", []Error{{"navn", "Skriv navnet."}, {"", "Det gikk fort."}, {"", "Det gikk fort."}}, []Error{{"", "Det gikk fort."}, {"navn", "Navnet ditt: Skriv navnet."}}},
		{"no field", []Error{{"ukjent", "Velg."}}, []Error{{"ukjent", "Velg."}}},
	} {
		if diff := cmp.Diff(test.want, page().Lines(test.errs)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestAskedLinksOnlyWhereSomethingIs(t *testing.T) {
	t.Parallel()
	l := page()
	if a, b := l.Ask([]Error{{"navn", "Skriv navnet."}}), l.Ask([]Error{{"rad", "Velg."}, {"borte", "Velg noe."}}); a != 0 || b != 1 {
		t.Errorf("numbers: got %d and %d, want 0 and 1", a, b)
	}
	got := l.Asked(func(id string) bool { return id == "rad" })
	want := [][]Error{{{"navn", "Navnet ditt: Skriv navnet."}}, {{"rad", "Velg."}, {"", "Velg noe."}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALongLabelIsCutBetweenWords(t *testing.T) {
	t.Parallel()
	l := &List{}
	l.Add(Field{ID: "x", Name: "x", Label: strings.Repeat("langt ", 20)})
	got := l.Lines([]Error{{"x", "Velg."}})[0].Text
	if want := strings.TrimSpace(strings.Repeat("langt ", 13)) + "…: Velg."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWithoutAListNothingIsKept(t *testing.T) {
	t.Parallel()
	l := From(context.Background())
	l.Enter("a", "A", false)
	l.Add(Field{ID: "b", Name: "b"})
	l.Leave()
	if diff := cmp.Diff([]Error{{"b", "Velg."}}, l.Lines([]Error{{"b", "Velg."}})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
