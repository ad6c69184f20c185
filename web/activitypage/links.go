// Where links lead, in words, and the script element of linked data.

package activitypage

import (
	"context"
	"io"
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// hostOf is the host name of an address, so that people see where a link leads.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// linkedData is the script element for search engines; json must come from jsonLD.
func linkedData(json string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<script type="application/ld+json">`+json+`</script>`)
		return err
	})
}
