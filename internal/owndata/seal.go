// The address that is asked about, readable only with the token of the link.

package owndata

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"fmt"
)

// hash is what is stored of a secret.
func hash(purpose, secret string) []byte {
	sum := sha256.Sum256([]byte("owndata-" + purpose + ":" + secret))
	return sum[:]
}

func aead(token string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(hash("seal", token))
	if err != nil {
		return nil, fmt.Errorf("seal an address: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal makes an address readable only with the link's secret, which is not stored.
func seal(token, email string) ([]byte, error) {
	a, err := aead(token)
	if err != nil {
		return nil, err
	}
	return a.Seal(nil, nil, []byte(email), nil), nil
}

func unseal(token string, sealed []byte) (string, error) {
	a, err := aead(token)
	if err != nil {
		return "", err
	}
	email, err := a.Open(nil, nil, sealed, nil)
	if err != nil {
		return "", fmt.Errorf("unseal an address: %w", err)
	}
	return string(email), nil
}
