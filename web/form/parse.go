package form

import (
	"net/mail"
	"net/url"
	"strings"
)

// ParseEmail accepts one plain address (RFC 5321, at most 254 bytes) with a dot
// in its domain, and returns it in lower case.
func ParseEmail(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 254 || strings.ContainsAny(s, "<>\r\n\"() ,;") {
		return "", false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return "", false
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], s[at+1:]
	if len(local) > 64 || !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") ||
		strings.Contains(domain, "..") || strings.ContainsAny(domain, "[]_") {
		return "", false
	}
	return strings.ToLower(s), true
}

// ParseURL accepts http and https addresses with a host, and adds https:// where there is no scheme.
func ParseURL(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 500 || strings.ContainsAny(s, " \n\t<>\"") {
		return "", false
	}
	if !strings.Contains(s, "://") {
		if i := strings.IndexByte(s, ':'); i >= 0 && !strings.Contains(s[:i], ".") {
			return "", false // javascript:, data:, mailto:
		}
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || !strings.Contains(u.Hostname(), ".") {
		return "", false
	}
	return u.String(), true
}
