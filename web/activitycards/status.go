// The statuses of activities, as lists and pages show them.

package activitycards

import (
	"slices"

	"frivilligsentral/internal/activity"
	"frivilligsentral/web/ui"
)

// StatusColor is the colour of a status' tag; the tag says it in words too.
func StatusColor(s activity.Status) string {
	switch s {
	case activity.Published:
		return "success"
	case activity.Submitted:
		return "warning"
	case activity.Refused:
		return "danger"
	}
	return "neutral"
}

// StatusOptions are some statuses to choose among.
func StatusOptions(p ui.Page, chosen activity.Status, among []activity.Status) []ui.Option {
	var all []ui.Option
	for _, s := range among {
		all = append(all, ui.Option{Value: string(s), Label: p.T(s.Name()), Selected: s == chosen})
	}
	return slices.Clip(all)
}
