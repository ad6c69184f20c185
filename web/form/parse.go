// What people type, read: addresses, numbers and dates.

package form

import (
	"net/mail"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/width"
)

// ParseEmail accepts one plain address (RFC 5321, at most 254 bytes) whose name
// is ASCII without quotes and whose domain has a dot, and returns it in lower
// case. A domain with æøå comes back as its xn-- form, which all mail servers
// take. Addresses that work but that nobody types on purpose (quoted names,
// [192.0.2.1], comments) are refused: here they are mistakes.
func ParseEmail(s string) (string, bool) {
	s = width.Fold.String(strings.Trim(s, " \t\u00a0")) // never line ends: they could start a header
	if len(s) > len("mailto:") && strings.EqualFold(s[:len("mailto:")], "mailto:") {
		s = s[len("mailto:"):] // as a browser copies it
	}
	if len(s) > 254 || strings.ContainsAny(s, "<>\r\n\"() ,;") {
		return "", false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return "", false
	}
	at := strings.LastIndexByte(s, '@')
	local := s[:at]
	domain, ok := parseHost(s[at+1:])
	if !ok || len(local) > 64 || !ascii(local) || len(local)+1+len(domain) > 254 {
		return "", false
	}
	return strings.ToLower(local) + "@" + domain, true
}

// ParseURL accepts http and https addresses with a host name, and adds https:// where there is no scheme.
// A host with æøå comes back as its xn-- form.
func ParseURL(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 500 || strings.ContainsAny(s, " \n\t<>\"\\") {
		return "", false
	}
	if !strings.Contains(s, "://") {
		if i := strings.IndexByte(s, ':'); i >= 0 && !strings.Contains(s[:i], ".") {
			return "", false // javascript:, data:, mailto:
		}
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil {
		return "", false
	}
	host, ok := parseHost(u.Hostname())
	if !ok {
		return "", false
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	return u.String(), true
}

// parseHost accepts a host name of at least two labels, and returns it in lower case ASCII.
func parseHost(s string) (string, bool) {
	host, err := idna.Lookup.ToASCII(s)
	if err != nil || len(host) > 253 || !strings.Contains(host, ".") {
		return "", false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return "", false
	}
	labels := strings.Split(host, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return "", false
		}
	}
	return host, strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
