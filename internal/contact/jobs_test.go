package contact

import (
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
)

func TestAfterMidnight(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, i18n.Oslo)
	}
	for _, c := range []struct {
		name       string
		from, want time.Time
	}{
		{"in the evening", at(5, 14, 21, 0), at(5, 15, 0, 10)},
		{"just after midnight", at(5, 14, 0, 5), at(5, 14, 0, 10)},
		{"at the moment itself", at(5, 14, 0, 10), at(5, 15, 0, 10)},
		{"into the short night of March", at(3, 28, 12, 0), at(3, 29, 0, 10)},
		{"over the short night of March", at(3, 29, 0, 10), at(3, 30, 0, 10)},
	} {
		if got := (afterMidnight{}).Next(c.from); !got.Equal(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
