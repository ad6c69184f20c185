// The query of a list written as an address.

package activitylist

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/web/page"
)

// values write the query as an address that read understands.
func (q query) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Add(name, value)
		}
	}
	set("q", q.Words)
	set("naar", q.When)
	if q.When == "" {
		set("fra", isoDay(q.From))
		set("til", isoDay(q.To))
	}
	for _, c := range q.Categories {
		set("kategori", c.Slug)
	}
	for _, c := range q.TargetGroups {
		set("malgruppe", c.Slug)
	}
	for _, a := range q.Areas {
		set("omrade", a.Slug)
	}
	if q.Age != nil {
		set("alder", strconv.Itoa(*q.Age))
	}
	for _, d := range q.Weekdays {
		set("ukedag", weekdayCodes[d-1])
	}
	for _, t := range timeCodes {
		if slices.Contains(q.Times, t.value) {
			set("tid", t.code)
		}
	}
	if q.Free {
		set("gratis", "ja")
	}
	if q.JustCome {
		set("pamelding", "uten")
	}
	set("sprak", q.Language)
	for _, code := range q.Access {
		set("tilgjengelig", code)
	}
	if q.Organiser != 0 {
		set("lag", strconv.FormatInt(q.Organiser, 10))
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
