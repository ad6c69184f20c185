package recurrence_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/recurrence"
	"frivilligsentral/internal/shareddata"
)

// TestConformance expands the rules that libical and dateutil test themselves
// with. The known gap: rules more frequent than daily are refused on purpose,
// since no activity repeats by the hour and such rules are how a calendar file
// exhausts a server.
func TestConformance(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "events/rrule-cases-shared.json")
	if !ok {
		return
	}
	var cases []struct {
		Source, Note, RRule, DTStart string
		Instances                    []string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.RRule, func(t *testing.T) {
			t.Parallel()
			layout := "20060102T150405"[:len(c.DTStart)]
			start, err := time.Parse(layout, c.DTStart)
			if err != nil {
				t.Fatal(err)
			}
			rule := recurrence.Rule{Start: start, RRule: c.RRule, Zone: time.UTC}
			occurrences, err := rule.Expand(start, start.AddDate(250, 0, 0), 0)
			for _, often := range []string{"HOURLY", "MINUTELY", "SECONDLY"} {
				if strings.HasPrefix(c.RRule, "FREQ="+often) {
					if !errors.Is(err, recurrence.ErrTooOften) {
						t.Errorf("got %v, want ErrTooOften", err)
					}
					return
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, o := range occurrences {
				got = append(got, o.Start.Format(layout))
			}
			if diff := cmp.Diff(c.Instances, got); diff != "" {
				t.Errorf("instances (-want +got):\n%s", diff)
			}
		})
	}
}
