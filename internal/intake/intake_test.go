package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
)

// Our own words are told in the reader's language, what somebody wrote is not.
func TestChangesInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	var row intake.Row
	row.CompareYesNo("Offentlig", true, false)
	row.CompareYesNo("Offentlig", true, true)
	row.Compare("Tittel", "Ja", "Nei")
	var got []intake.Change
	for _, c := range row.Changes {
		got = append(got, c.In(i18n.EN))
	}
	want := []intake.Change{{Field: "Public", Old: "Yes", New: "No", Words: true}, {Field: i18n.EN.T("Tittel"), Old: "Ja", New: "Nei"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}
