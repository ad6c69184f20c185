// What becomes of those signed up for dates that a changed schedule takes away.

package activityeditor

import (
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// moveField is the field that says which new date a date becomes; its id follows.
const moveField = "flytt_"

// fallingLine is a date that people are signed up for, and the new dates that it may become.
type fallingLine struct {
	Name, Label string
	Options     []ui.Option
}

// mayMove says whether somebody can be moved to another date.
func (v editView) mayMove() bool {
	return slices.ContainsFunc(v.Falling, func(l fallingLine) bool { return len(l.Options) > 0 })
}

func fallingLines(e *page.Env, p activity.Preview) []fallingLine {
	var lines []fallingLine
	for _, o := range p.Vanishing {
		if o.People == 0 {
			continue
		}
		l := fallingLine{
			Name:  moveField + strconv.FormatInt(o.ID, 10),
			Label: e.Lang.N("%s: %d påmeldt", "%s: %d påmeldte", o.People, e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now), o.People),
		}
		for i, n := range p.New {
			if i == previewDates {
				break
			}
			l.Options = append(l.Options, ui.Option{Value: n.Key, Label: e.T("Flytt til %s", e.Lang.When(n.Start, n.End, o.AllDay, e.Now))})
		}
		lines = append(lines, l)
	}
	return lines
}

// saysFalling says whether the form has been asked and answered before.
func saysFalling(f *form.Form) bool {
	falling := readFalling(f)
	return falling.Reason != "" || len(falling.Moves) > 0
}

func readFalling(f *form.Form) activity.Falling {
	falling := activity.Falling{Reason: f.Line(activity.FallingReason, activity.MaxReason)}
	for name := range f.Values {
		id, err := strconv.ParseInt(strings.TrimPrefix(name, moveField), 10, 64)
		if key := f.Raw(name); err == nil && strings.HasPrefix(name, moveField) && key != "" {
			if falling.Moves == nil {
				falling.Moves = map[int64]string{}
			}
			falling.Moves[id] = key
		}
	}
	return falling
}
