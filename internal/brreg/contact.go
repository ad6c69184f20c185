// Phone numbers, e-mail addresses and websites as the registers have them.

package brreg

import (
	"net/mail"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"frivilligsentral/internal/i18n"
)

// cleanWebsite makes a web address of what the register has: usually without scheme, sometimes two of them, now and then
// an e-mail address. Only http and https with a real host name come through.
func cleanWebsite(raw string) string {
	fields := strings.FieldsFunc(raw, func(r rune) bool { return r <= ' ' || r == '\u00a0' || r == ',' || r == ';' })
	if len(fields) == 0 {
		return ""
	}
	address := fields[0]
	if !strings.Contains(address, "://") {
		address = "https://" + strings.TrimLeft(address, "/")
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Opaque != "" {
		return ""
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(u.Hostname(), "."))
	if err != nil || !hasDomain(host) {
		return ""
	}
	u.Host = host + strings.TrimSuffix(portOf(u), ":")
	return u.String()
}

func portOf(u *url.URL) string {
	if u.Port() == "" {
		return ""
	}
	return ":" + u.Port()
}

// hasDomain refuses bare words and addresses made of digits.
func hasDomain(host string) bool {
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && len(host)-dot > 2 && !strings.ContainsAny(host[dot+1:dot+2], "0123456789")
}

// WebsiteLabel is the web address for people to read: no scheme, no "www.", national letters.
func (e Enhet) WebsiteLabel() string {
	u, err := url.Parse(e.Website)
	if err != nil || u.Host == "" {
		return ""
	}
	host, err := idna.Display.ToUnicode(u.Host)
	if err != nil {
		host = u.Host
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "www.")+u.EscapedPath(), "/")
}

func cleanEmail(raw string) string {
	a, err := mail.ParseAddress(strings.TrimSpace(raw))
	if err != nil || !strings.Contains(a.Address, ".") || len(a.Address) > 254 {
		return ""
	}
	return a.Address
}

// cleanPhone takes the first number that is one.
func cleanPhone(numbers ...string) string {
	for _, n := range numbers {
		if e164, ok := i18n.ParsePhone(n); ok {
			return e164
		}
	}
	return ""
}
