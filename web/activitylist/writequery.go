// The query of a list written as an address.

package activitylist

import (
	"net/url"
	"time"

	"frivilligsentral/web/filter"
	"frivilligsentral/web/page"
)

// values write the query as an address that read understands.
func (q query) values() url.Values {
	v := filter.Write(q.on)
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("naar", q.When)
	if q.When == "" {
		set("fra", isoDay(q.From))
		set("til", isoDay(q.To))
	}
	set("visning", q.View)
	set("etter", q.After.String())
	set("for", q.Before.String())
	return v
}

func isoDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// at is a path with the query.
func (q query) at(path string) string { return page.WithQuery(path, q.values()) }
