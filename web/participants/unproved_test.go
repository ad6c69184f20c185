package participants_test

import (
	"fmt"
	"net/url"
	"strconv"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/registration"
)

// Those who have a number only wait for the organiser, who sees them as such and
// takes many off the list at once.
func TestUnconfirmedAreSeenAndRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "30")
	kari := w.join(t, "Kari", 1)
	date, err := strconv.ParseInt(w.Date, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 11 {
		in, err := w.Portal.Registrations.SignUp(t.Context(), account.Resident(w.MunicipalityID), registration.Wish{
			ActivityID: w.activity, OccurrenceID: date, Name: fmt.Sprintf("Gjest %02d", i), Phone: fmt.Sprintf("900 00 0%02d", i), Party: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, fmt.Sprint(in.ID))
	}
	w.Group.Get("/lag").Want(200).Has("main", "11 har meldt seg på uten e-post og venter på at dere bekrefter", "11 påmeldinger er ikke bekreftet. Se om de er ekte.").
		Has("main a[href*='status=unconfirmed']", "")
	list := w.Group.Get(w.Path+"?status=unconfirmed&dato="+w.Date).Want(200).Has(".people", "Gjest 10", "Ikke bekreftet", "Har ikke e-post. Ring, og bekreft før").HasNot(".people", "Kari")
	if got := list.Find(".people form[action*='/bekreft']").Length(); got != 11 {
		t.Errorf("got %d buttons to confirm with, want 11", got)
	}
	first := w.Path + "/" + ids[0]
	w.Group.Get(first).Want(200).Has("main", "Personen har ikke oppgitt e-post")
	w.Group.Post(first+"/bekreft", nil).Follow().Want(200).Has(".page-head", "Påmeldt")

	ask := w.Path + "/ubekreftet?dato=" + w.Date
	w.Other.Get(ask).Want(404)
	w.Other.Post(w.Path+"/ubekreftet", url.Values{"id": ids}).Want(404)
	w.Group.Get(ask+"&id="+ids[1]+"&id="+ids[2]+"&id="+ids[0]).Want(200).Has("h1", "Vil du ta 2 ubekreftede").Has("main .ds-list", "Gjest 01", "Gjest 02")
	w.Group.Post(w.Path+"/ubekreftet", url.Values{"dato": {w.Date}}).Want(422).Has("#feil", "Kryss av for minst én")
	w.Group.Get(ask).Want(200).Has("h1", "Vil du ta 10 ubekreftede")
	w.Group.Post(w.Path+"/ubekreftet", url.Values{"dato": {w.Date}, "id": ids}).Follow().Want(200).Has(".flash", "10 er tatt av listen")
	w.Group.Get(kari).Want(200).Has(".page-head", "Påmeldt")
	w.Group.Get(ask).Want(303).Follow().Has(".flash", "Ingen av dem er ubekreftet")
	w.Group.Get("/lag").Want(200).HasNot("main", "ikke bekreftet")
}
