// Where links lead, in words.

package activitypage

import (
	"net/url"
	"strings"
)

// hostOf is the host name of an address, so that people see where a link leads.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
