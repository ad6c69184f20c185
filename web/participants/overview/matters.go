// Package overview puts into words what stands on overviews and work lists about sign-ups: what waits
// for somebody, the next dates, whose lists one may keep.
package overview

import (
	"net/url"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
	"frivilligsentral/web/ui"
)

// MatterView is one thing about sign-ups that waits for somebody, in words: who or
// what, why, and the page where something can be done about it.
type MatterView struct {
	Who, What string
	URL       string
	Do        string // the action's name
	Since     time.Time
	Ago       string // "" where what it says is about the future
	Date      bool   // about a whole date, so Who is the activity
}

// Matters put what waits into words, with addresses behind the door of the page.
func Matters(e *page.Env, all []roster.Matter) []MatterView {
	views := make([]MatterView, len(all))
	for i, m := range all {
		views[i] = matter(e, m)
	}
	return views
}

func matter(e *page.Env, m roster.Matter) MatterView {
	v := MatterView{Who: m.Name, Do: e.T("Åpne"), Since: m.Since, Ago: e.Lang.Ago(m.Since, e.Now)}
	when := e.Lang.When(m.StartsAt, m.StartsAt, m.AllDay, e.Now)
	if m.RegistrationID == 0 {
		v.Date, v.Who = true, m.Title
		v.URL = e.URL(participants.At(e, m.ActivityID, m.OccurrenceID, ""))
		v.What = i18n.Capital(when) + " · " + dateMatter(e, m)
		v.Do = e.T("Se listen")
		switch m.Kind {
		case roster.Unticked:
			v.Do = e.T("Kryss av")
		case roster.Unproved:
			v.URL, v.Do = e.URL(unprovedPath(e, m.ActivityID, m.OccurrenceID)), e.T("Se over")
		default:
			v.Ago = ""
		}
		return v
	}
	v.URL = e.URL(participants.Path(e, m.ActivityID, "/"+ui.Itoa(m.RegistrationID)))
	v.What = m.Title + ", " + when + " · " + personMatter(e, m)
	return v
}

func moment(e *page.Env, t time.Time) string { return e.Lang.When(t, t, false, e.Now) }

// personMatter is what is the matter with one sign-up.
func personMatter(e *page.Env, m roster.Matter) string {
	switch {
	case m.Kind == roster.RingCancelled || m.Kind == roster.RingPostponed || m.Kind == roster.RingChanged:
		return ringMatter(e, m)
	case m.Kind == roster.Unanswered && m.Email == "" && m.Phone != "" && m.Until != nil:
		return e.T("Har fått tilbud om plass, men har ikke e-post. Ring %s før %s", strings.ReplaceAll(i18n.Phone(m.Phone), " ", "\u00a0"), moment(e, *m.Until))
	case m.Kind == roster.Unanswered && m.Until != nil:
		return e.T("Har ikke svart på tilbudet om plass. Fristen er %s", moment(e, *m.Until))
	case m.Kind == roster.GuardianAwaited && m.Until != nil:
		return e.T("Foresatte har ikke bekreftet. Vi holder av plassen til %s", moment(e, *m.Until))
	case m.Kind == roster.GuardianAwaited:
		return e.T("Foresatte har ikke bekreftet")
	}
	return e.T("%s tar ikke imot e-post", m.Email)
}

// ringMatter is what somebody does not know whom no e-mail reaches.
func ringMatter(e *page.Env, m roster.Matter) string {
	text := e.T("Vet ikke at det er avlyst.")
	switch m.Kind {
	case roster.RingPostponed:
		text = e.T("Vet ikke at det er utsatt.")
	case roster.RingChanged:
		text = e.T("Vet ikke at tid eller sted er endret.")
	}
	if m.Phone == "" {
		return text + " " + e.T("Har ikke oppgitt telefon.")
	}
	return text + " " + e.T("Ring %s", strings.ReplaceAll(i18n.Phone(m.Phone), " ", "\u00a0"))
}

// unprovedMatter is what waits for an answer by the organiser, or to be looked over.
func unprovedMatter(e *page.Env, m roster.Matter) string {
	var all []string
	if m.People > 0 {
		all = append(all, e.Lang.N("Én har meldt seg på uten e-post og venter på at dere bekrefter.", "%d har meldt seg på uten e-post og venter på at dere bekrefter.", m.People))
		if m.Until != nil {
			all = append(all, e.T("Fristen er %s.", moment(e, *m.Until)))
		}
	}
	if m.Of >= roster.Burst {
		all = append(all, e.T("%d påmeldinger er ikke bekreftet. Se om de er ekte.", m.Of))
	}
	return strings.Join(all, " ")
}

// unprovedPath is the list of a date with those only that are not confirmed.
func unprovedPath(e *page.Env, activityID, occurrenceID int64) string {
	q := url.Values{"status": {string(registration.Unconfirmed)}}
	if occurrenceID != 0 {
		q.Set("dato", ui.Itoa(occurrenceID))
	}
	return page.WithQuery(participants.Path(e, activityID, ""), q)
}

// dateMatter is what is the matter with a date.
func dateMatter(e *page.Env, m roster.Matter) string {
	if m.Kind == roster.Unproved {
		return unprovedMatter(e, m)
	}
	if m.Kind == roster.Unticked {
		if m.People == m.Of {
			return e.T("Ingen er krysset av")
		}
		return e.T("%d av %d er ikke krysset av", m.People, m.Of)
	}
	least := e.T("minst %d må til", m.Of)
	people := e.T("Ingen påmeldte")
	if m.People > 0 {
		people = e.Lang.N("%d påmeldt", "%d påmeldte", m.People)
	}
	if m.Until == nil {
		return people + ", " + least
	}
	return people + ", " + least + ". " + e.T("Fristen er %s", moment(e, *m.Until))
}
