package registration_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/signupform"
)

// Whoever is refused reads why: a party that is too large is not told that all is full.
func TestRefusalSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	three, one, none := 3, 1, 0
	for name, tc := range map[string]struct {
		list  *int // places on the waiting list
		taken int
		party int
		field string // "" for a conflict
		says  string
	}{
		"one place left for two, no list":    {&none, 3, 2, "antall", "bare én ledig plass"},
		"two places left for three":          {&none, 2, 3, "antall", "bare 2 ledige plasser"},
		"no place and no list":               {&none, 4, 1, "", "Det er fullt."},
		"no place, one left on the list":     {&one, 4, 2, "antall", "bare én plass igjen på ventelisten"},
		"no place, three left on the list":   {&three, 4, 4, "antall", "bare 3 plasser igjen på ventelisten"},
		"larger than any party may be":       {&none, 0, 9_999_999_999, "antall", "Velg fra 1 til 4"},
		"larger than any party, with a list": {nil, 4, 50, "antall", "Velg fra 1 til 4"},
		"nobody":                             {nil, 0, 0, "antall", "Velg fra 1 til 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 4, func(f *signupform.Form) { f.WaitingCapacity = tc.list })
			if tc.taken > 0 {
				w.Join(t, date, "Ola Nes", tc.taken)
			}
			_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "Kari Vik", tc.party))
			if tc.field == "" {
				wantKind(t, err, fault.Conflict)
			} else if !fault.FieldsOf(err).Has(tc.field) {
				t.Errorf("got %v, want %s refused", err, tc.field)
			}
			if got := fault.Text(err); !strings.Contains(got, tc.says) {
				t.Errorf("got %q, want it to say %q", got, tc.says)
			}
		})
	}
}

// A list tells of the dates of its own municipality only.
func TestPlacesAreTheMunicipalitysOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 3, nil)
	for municipality, want := range map[int64]int{w.Group.MunicipalityID: 1, w.Group.MunicipalityID + 1: 0} {
		got, err := w.Forms.PublicPlacesAt(t.Context(), municipality, []int64{date})
		must(t, err)
		if len(got) != want {
			t.Errorf("municipality %d: got %d dates, want %d", municipality, len(got), want)
		}
	}
}
