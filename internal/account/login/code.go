// The six digits of a code.

package login

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"math/big"
	"strings"
)

// newCode is six random digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("new code: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
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
