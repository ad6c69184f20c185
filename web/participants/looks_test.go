package participants_test

import (
	"fmt"
	"net/http"
	"testing"
)

// Whoever sees names leaves a trace: one line for each look, with who it was.
func TestEveryLookIsInTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	person := w.join(t, "Ola", 1)
	date := "?dato=" + w.Date
	staff := fmt.Sprintf("/ansatt/aktiviteter/%d/pamelding", w.activity)
	tests := []struct{ path, action string }{
		{w.Path + date, "registration.look"},
		{w.Path + date + "&q=Ola", "registration.look"},
		{w.Path + "/liste.csv" + date, "registration.export"},
		{w.Path + "/liste.xlsx" + date, "registration.export"},
		{w.Path + "/utskrift" + date, "registration.look"},
		{w.Path + "/melding" + date, "registration.look"},
		{person, "registration.look"},
	}
	const count = "select count(*) from audit_event where action = $1 and actor_kind = $2 and actor_name <> ''"
	const looks = "select count(*) from audit_event where action like 'registration.%'"
	for _, test := range tests {
		for kind, path := range map[string]string{"group": test.path, "staff": staff + test.path[len(w.Path):]} {
			c := w.Group
			if kind == "staff" {
				c = w.Staff
			}
			before, all := w.Int(count, test.action, kind), w.Int(looks)
			c.Get(path).Want(http.StatusOK)
			if got, lines := w.Int(count, test.action, kind)-before, w.Int(looks)-all; got != 1 || lines != 1 {
				t.Errorf("%s: got %d lines in the log, %d of %s, want 1", path, lines, got, test.action)
			}
		}
	}
	before := w.Int(looks)
	w.Other.Get(w.Path + date).Want(http.StatusNotFound)
	w.Other.Get(person).Want(http.StatusNotFound)
	if got := w.Int(looks); got != before {
		t.Errorf("a look that was refused stands in the log as a look")
	}
}
