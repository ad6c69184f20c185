package participants_test

import (
	"net/url"
	"testing"
)

// Contradictions come back with 422, the field named at the top and at the field.
func TestContradictionsStandAtTheirField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.join(t, "Ola", 2)
	question := func(pairs ...string) []string {
		return append([]string{"sporsmal_1", "Mat?", "sporsmal_type_1", "text", "sporsmal_formal_1", "Mat", "sporsmal_lagres_1", "1"}, pairs...)
	}
	tests := []struct {
		field string
		pairs []string
	}{
		{"alder_til", []string{"alder_fra", "12", "alder_til", "11"}},
		{"foresatt_alder", []string{"foresatt_alder", "19"}},
		{"foresatt_alder", []string{"foresatt_alder", "0"}}, // an empty one is the municipality's
		{"storste_gruppe", []string{"storste_gruppe", "3"}},
		{"minst", []string{"minst", "3"}},
		{"plasser", []string{"plasser", "1", "storste_gruppe", "1"}},
		{"venteliste", []string{"venteliste", "-1"}},
		{"apner", []string{"apner", "2026-10-16"}},
		{"apner", []string{"apner_kl", "12:00"}},
		{"apner_kl", []string{"apner", "2026-03-29", "apner_kl", "02:30"}},
		{"stenger_timer", []string{"stenger_timer", "-1"}},
		{"avmelding_timer", []string{"avmelding_timer", "-1"}},
		{"lagres_dager", []string{"lagres_dager", "36500"}},
		{"sporsmal_valg_1", question("sporsmal_type_1", "choice")},
		{"sporsmal_2", question("sporsmal_2", "mat?", "sporsmal_type_2", "text", "sporsmal_formal_2", "Mat", "sporsmal_lagres_2", "1")},
	}
	for _, test := range tests {
		res := w.Group.Post(w.Path+"/oppsett", settings(append([]string{"versjon", "1"}, test.pairs...)...)).Want(422)
		if n := res.Find("#feil a[href='#" + test.field + "']").Length(); n != 1 {
			t.Errorf("%v: got %d links to #%s at the top, want 1", test.pairs, n, test.field)
		}
		if res.Find("#"+test.field+"-feil").Text() == "" {
			t.Errorf("%v: nothing stands at #%s", test.pairs, test.field)
		}
	}
	if got := w.Int("select version from signup_form where activity_id = $1", w.activity); got != 1 {
		t.Errorf("the form was stored %d times, want only the first", got)
	}
}

// What the page shows and sends again is what was stored, also in the night that
// has an hour twice.
func TestOpeningSurvivesTheFormInTheDoubleHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Exec("update occurrence set starts_at = starts_at + interval '30 days', ends_at = ends_at + interval '30 days' where activity_id = $1", w.activity)
	w.open(t, "apner", "2026-10-25", "apner_kl", "02:30")
	const stored = "select extract(epoch from (settings ->> 'opens_at')::timestamptz)::bigint from signup_form where activity_id = $1"
	for _, moment := range []int64{w.Int(stored, w.activity), 1792888200, 1792891800} { // 00.30 and 01.30 UTC
		w.Exec("update signup_form set settings = settings || jsonb_build_object('opens_at', to_timestamp($2)) where activity_id = $1", w.activity, moment)
		page, send := w.Group.Get(w.Path+"/oppsett").Want(200), settings()
		for _, name := range []string{"apner", "apner_kl", "versjon"} {
			value, _ := page.Find("[name=" + name + "]").Attr("value")
			send.Set(name, value)
		}
		if got, want := send.Get("apner")+" "+send.Get("apner_kl"), "2026-10-25 02:30"; got != want {
			t.Errorf("%d is shown as %q, want %q", moment, got, want)
		}
		w.Group.Post(w.Path+"/oppsett", url.Values(send)).Want(303)
		if got := w.Int(stored, w.activity); got != moment {
			t.Errorf("opens: got %d after saving, want %d", got, moment)
		}
	}
}
