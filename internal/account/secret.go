// Secrets of links and browsers with the hashes that are stored of them, and what requests are counted by.

package account

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"strings"
)

// NewSecret is a random text of 130 bits, for links and for the cookie that
// binds a login to the browser that asked.
func NewSecret() string { return strings.ToLower(rand.Text()) }

// Hash is what is stored of a secret: nothing in the database opens anything.
func Hash(purpose, secret string) []byte {
	sum := sha256.Sum256([]byte(purpose + ":" + secret))
	return sum[:]
}

// IPKey is what requests are counted by: one IPv4 address, or one IPv6 network
// of 64 bits, which is what one customer has; "" when it is neither.
func IPKey(ip string) string {
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
