package participants_test

import (
	"net/url"
	"testing"
)

func TestMoveToAFullDateAsksWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "1", "storste_gruppe", "1")
	ola := w.join(t, "Ola", 1)
	to, _ := w.Group.Get(ola).Want(200).HasNot("input[name=fullt]", "").Find("#til option[value!='']").First().Attr("value")
	w.Group.Post(w.Path+"/ny", url.Values{"dato": {to}, "navn": {"Kari"}, "antall": {"1"}}).Want(303)
	asked := w.Group.Post(ola+"/flytt", url.Values{"til": {to}}).Want(422).Has("#feil a[href='#fullt']", "Det er fullt på den nye datoen")
	asked.Has("input[name=fullt][value=queue]", "").Has("input[name=fullt][value=overbook]", "").Has("#til option[selected][value='"+to+"']", "").Has(".page-head", "Påmeldt")
	w.Group.Post(ola+"/flytt", url.Values{"til": {to}, "fullt": {"queue"}}).Follow().Want(200).Has(".page-head", "Nummer 1 på ventelisten").Has(".facts", "15. oktober")
}
