package web_test

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/pagereports"
)

// Staff see the name of a page that somebody tells of, and not its address alone.
func TestOpenPagesHaveNames(t *testing.T) {
	t.Parallel()
	x, asked := newTown(t), 0
	for _, r := range x.server.Routes() {
		if r.Method != http.MethodGet || r.Access.Door != account.NoDoor || strings.Contains(r.Path, "{") || path.Ext(r.Path) == ".xml" {
			continue
		}
		form := x.send(account.Resident(x.MunicipalityID), http.MethodGet, "/meld-fra?side="+url.QueryEscape(r.Path), nil)
		if !strings.Contains(form.Body.String(), `type="hidden" name="side" value="`+r.Path+`"`) {
			continue // not a page to tell of
		}
		if asked++; pagereports.Pages[r.Path] == "" {
			t.Errorf("%s has no name", r.Path)
		}
	}
	if asked < 10 {
		t.Errorf("got %d pages to tell of, want more, or the test proves nothing", asked)
	}
}
