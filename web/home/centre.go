package home

import (
	"strings"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/web/page"
)

// centreView is the frivilligsentral as a place to drop in.
type centreView struct {
	Name, About  string
	AboutLang    string
	Now          string // "Åpent nå, til kl. 15.00"
	Open         bool
	Hours        []hours
	Note         string
	Address, Map string
	Phone, Email string
}

type hours struct {
	Day, Times string
	Today      bool
}

func centreOf(e *page.Env) centreView {
	c := e.Site.Centre()
	v := centreView{Name: c.Name, Note: c.OpeningNote, Phone: i18n.Phone(c.Phone), Email: c.Email, About: markdown.HTML(c.About[string(e.Lang)])}
	if v.About == "" && c.About["nb"] != "" && e.Lang != i18n.NB {
		v.About, v.AboutLang = markdown.HTML(c.About["nb"]), "nb"
	}
	place, _ := codelist.PostalPlace(c.PostalCode)
	v.Address = strings.Trim(c.Address+", "+strings.TrimSpace(c.PostalCode+" "+place), ", ")
	if len(c.OpeningHours) == 0 {
		return v
	}
	now := e.Now.In(i18n.Oslo)
	today, clock := (int(now.Weekday())+6)%7+1, now.Format("15:04")
	times := map[int][]string{}
	for _, h := range c.OpeningHours {
		if h.Weekday == today && h.From <= clock && clock < h.To {
			v.Open, v.Now = true, e.T("Åpent nå, til kl. %s", dotted(h.To))
		}
		times[h.Weekday] = append(times[h.Weekday], dotted(h.From)+"–"+dotted(h.To))
	}
	for day := 1; day <= 7; day++ {
		line := hours{Day: e.Lang.WeekdayName(time.Weekday(day % 7)), Times: strings.Join(times[day], ", "), Today: day == today}
		if line.Times == "" {
			line.Times = e.T("stengt")
		}
		v.Hours = append(v.Hours, line)
	}
	return v
}

func dotted(clock string) string { return strings.Replace(clock, ":", ".", 1) }
