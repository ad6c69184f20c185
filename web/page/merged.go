// Two records that became one, for the page of the one that stayed.

package page

import (
	"strconv"

	"frivilligsentral/internal/merging"
	"frivilligsentral/web/ui"
)

// Merged tells of a merge that can still be undone by a POST of its id to path.
func (e *Env) Merged(m merging.Merge, name, path string) ui.Merged {
	return ui.Merged{
		Name: name, When: e.Lang.Ago(m.MergedAt, e.Now), Until: e.Lang.Date(m.Until()), Action: e.URL(path), ID: strconv.FormatInt(m.ID, 10),
	}
}
