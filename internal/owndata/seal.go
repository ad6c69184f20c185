// The address that is asked about, readable only with the token of the link.

package owndata

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"frivilligsentral/internal/seal"
)

// hash is what is stored of a secret.
func hash(purpose, secret string) []byte {
	sum := sha256.Sum256([]byte("owndata-" + purpose + ":" + secret))
	return sum[:]
}

// keyOf is the key of one link: it is made of the secret, which is not stored.
func keyOf(token string) (*seal.Keys, error) {
	return seal.New(base64.StdEncoding.EncodeToString(hash("seal", token)), "")
}

func sealAddress(token, email string) ([]byte, error) {
	k, err := keyOf(token)
	if err != nil {
		return nil, fmt.Errorf("seal an address: %w", err)
	}
	return k.Seal(email, "own_data_link"), nil
}

func openAddress(token string, sealed []byte) (string, error) {
	k, err := keyOf(token)
	if err != nil {
		return "", fmt.Errorf("open an address: %w", err)
	}
	return k.Open(sealed, "own_data_link")
}
