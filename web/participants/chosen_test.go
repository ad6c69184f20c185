package participants_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
)

// One action for several: asked about first, and done for each; whom it does not fit is named.
func TestChosenPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "1", "storste_gruppe", "1")
	var ids [3]string
	for i, name := range []string{"Kari", "Ola", "Siv"} {
		ids[i] = path.Base(w.join(t, name, 1))
	}
	first, second, third := ids[0], ids[1], ids[2]
	status := func(id, want string) {
		t.Helper()
		if w.Int(`select count(*) from registration where id = $1::text::bigint and status = $2`, id, want) != 1 {
			t.Errorf("registration %s is not %s", id, want)
		}
	}
	page := w.Group.Get(w.Path + "?dato=" + w.Date).Want(http.StatusOK)
	page.Has("button[form=velg][formaction$='/valgte/plass']", "Gi plass til de valgte").Has("button[form=velg][formaction$='/valgte/fjern']", "Ta de valgte av listen").
		HasNot("button[form=velg][formaction$='/valgte/bekreft']", "")
	chosen := func(all ...string) url.Values { return url.Values{"sok": {"?dato=" + w.Date}, "id": all} }
	w.Group.Get(w.Path+"/valgte/fjern?"+chosen().Encode()).Want(http.StatusUnprocessableEntity).Has("#feil", "Kryss av for minst én person")
	w.Group.Get(w.Path+"/valgte/fjern?"+chosen(first, second).Encode()).Want(http.StatusOK).Has("h1", "Vil du ta 2 av listen?").Has("#valgte", "Kari", "Ola")
	w.Group.Get(w.Path + "/valgte/tull?" + chosen(first).Encode()).Want(http.StatusNotFound)
	status(first, "confirmed") // asking takes nobody off
	w.Group.Post(w.Path+"/valgte/plass", chosen(first, second)).Want(http.StatusOK).Has("#avvist", "Kari", "står ikke på ventelisten", "Ola", "fullt")
	w.Group.Post(w.Path+"/valgte/fjern", chosen(first, third)).Follow().Has(".flash", "2 er tatt av listen")
	status(first, "cancelled_by_organiser")
	status(second, "offered")
	status(third, "cancelled_by_organiser")
	w.Group.Post(w.Path+"/valgte/fjern", chosen("999999")).Want(http.StatusOK).Has("#avvist", "Nummer 999999", "ikke på listen")
}

// What is shown of each person is hers to choose, and is remembered for every activity.
func TestPeoplesColumns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.join(t, "Kari", 1)
	list := w.Path + "?dato=" + w.Date
	w.Group.Get(list).Has(".people a[href^='mailto:']", "kari@post.example")
	w.Group.Post(w.Path+"/kolonner", url.Values{"sok": {"?dato=" + w.Date}, "kolonne": {"telefon", "svar"}, "tett": {"ja"}}).Follow().
		HasNot(".people a[href^='mailto:']", "").Has(".people--tight", "Kari").Has("input[name=kolonne][value=telefon][checked]", "")
}

// A sign-up is done something to by the address of its own activity only.
func TestSignUpOfAnotherActivity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	kari := path.Base(w.join(t, "Kari", 1))
	other := w.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, published_at)
		select municipality_id, organisation_id, 'Kor', category_id, starts_at, 60, 'published', published_at from activity where id = $1 returning id`, w.activity)
	elsewhere := strings.Replace(w.Path, fmt.Sprint(w.activity), fmt.Sprint(other), 1)
	w.Group.Post(elsewhere+"/oppsett", settings("gjelder", "series")).Want(http.StatusSeeOther)
	logged := w.Int(`select count(*) from audit_event`)
	was := w.Contents(t)
	for rest, form := range map[string]url.Values{
		"/fjern": {"hvorfor": {"vi"}}, "/epost": {"epost": {"ny@post.example"}}, "/plass": {}, "/mott": {"svar": {"present"}, "dato": {w.Date}}, "/flytt": {"til": {w.Date}}, "/ringt": {}, "/bekreft": {}, "/tilbud": {"svar": {"ja"}},
	} {
		w.Group.Post(elsewhere+"/"+kari+rest, form).Want(http.StatusNotFound)
	}
	w.Unchanged(t, was, "by the address of another activity", "sessions", "audit_event")
	if got := w.Int(`select count(*) from audit_event where action not like '%look'`); got > logged {
		t.Errorf("%d lines of the log say that something was done", got-logged)
	}
}
