package account

// Secrets of links, codes and browsers, and the hashes that are stored of them.

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
)

// NewSecret is a random text of 130 bits, for links and for the cookie that
// binds a login to the browser that asked.
func NewSecret() string { return strings.ToLower(rand.Text()) }

// newCode is six random digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("new code: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
}

// hash is what is stored of a secret: nothing in the database opens anything.
func hash(purpose, secret string) []byte {
	sum := sha256.Sum256([]byte(purpose + ":" + secret))
	return sum[:]
}

// hashCode keys a code by the browser's secret. Only a hash of that secret is
// stored, so a million guesses against a copy of the database find nothing.
func hashCode(browser, code string) []byte {
	mac := hmac.New(sha256.New, []byte(browser))
	mac.Write([]byte("code:" + code))
	return mac.Sum(nil)
}

// digits keeps what counts of a typed code: people copy it with spaces.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// IPKey is what requests from a network address are counted by: one IPv4
// address, or one IPv6 network; "" when it is neither.
func IPKey(ip string) string { return ipKey(ip) }

// ipKey is what requests are counted by: one IPv4 address, or one IPv6 network
// of 64 bits, which is what one customer has; "" when it is neither.
func ipKey(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return ""
	}
	return p.Masked().Addr().String()
}
