package participants

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"

	"github.com/google/go-cmp/cmp"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	filtertest.Walk(t, listFilters, &page.Env{Lang: i18n.NB}, url.Values{"q": {"kari"}, "status": {"waiting"}})
}

// Who ticks off somebody on a later page comes back to that page.
func TestBack(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB, Door: account.StaffDoor}
	for _, place := range []string{"etter", "for"} {
		f := &form.Form{Values: url.Values{"dato": {"3"}, "sok": {"?" + place + "=x%2C1&q=kari&status=waiting&farlig=1"}}}
		got, err := url.Parse(back(e, roster.Desk{ActivityID: 7}, f))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(url.Values{place: {"x,1"}, "q": {"kari"}, "status": {"waiting"}, "dato": {"3"}}, got.Query()); diff != "" || got.Path != "/ansatt/aktiviteter/7/pamelding" {
			t.Errorf("%s: to %s (-want +got):\n%s", place, got.Path, diff)
		}
	}
}
