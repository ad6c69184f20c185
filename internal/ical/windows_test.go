package ical

import (
	"testing"
	"time"
)

// Every name in the table is that of a zone.
func TestWindowsZonesAreKnown(t *testing.T) {
	t.Parallel()
	for name, iana := range windowsZones {
		if _, err := time.LoadLocation(iana); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
