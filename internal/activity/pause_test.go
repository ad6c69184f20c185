package activity

// A pause may be one day long.

import (
	"slices"
	"testing"
)

func TestPauseOfOneDay(t *testing.T) {
	t.Parallel()
	d := good()
	d.Pauses = []Pause{{From: now.AddDate(0, 0, 8), To: now.AddDate(0, 0, 8)}}
	if got := names(d.Complete(now)); slices.Contains(got, "pause_til_1") {
		t.Errorf("got %v refused", got)
	}
}
