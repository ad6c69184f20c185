package auditlog

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	filtertest.Walk(t, logFilters, &page.Env{Lang: i18n.NB}, url.Values{
		"hva": {"contact"}, "fra": {"17.05.2026"}, "til": {"2026-05-18"}, actorField: {"7"}, objectField: {"organisation"}, numberField: {"12"},
	})
}

func TestWhatIsNotUnderstoodIsNotKept(t *testing.T) {
	t.Parallel()
	_, on := logFilters.Read(&page.Env{Lang: i18n.NB}, &form.Form{Values: url.Values{
		"hva": {"x"}, "fra": {"i går"}, "til": {"31.02.2026"}, actorField: {"-1"}, objectField: {"<b>"}, numberField: {"x"},
	}})
	if got := filter.Write(on).Encode(); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}
