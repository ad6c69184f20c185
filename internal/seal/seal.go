// Package seal keeps short protected texts unreadable in the database and in every dump of
// it: AES-256-GCM (NIST SP 800-38D) with a key that is in the program's settings and nowhere
// in the database. Two keys are known while one is exchanged for the other: the present one
// seals, both open. Who may read a text is for the package that keeps it.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// keySize is the length of a key in bytes.
const keySize = 32

// IDSize is how many bytes at the start of a Box say which key it is sealed by.
const IDSize = 4

// unsealed, in place of a key's id, is the start of a text that nobody has sealed yet: the text
// itself in UTF-8 follows. Only Exchange reads it.
var unsealed = make([]byte, IDSize)

// The errors of a box that cannot be opened.
var (
	ErrKey     = errors.New("sealed by a key that is not known")
	ErrChanged = errors.New("not what was sealed here")
)

// Box is a sealed text: the id of its key, a nonce, and the ciphertext with its tag.
type Box []byte

type key struct {
	id   []byte
	aead cipher.AEAD
}

// Keys seal and open.
type Keys struct {
	now    key
	before *key
}

// New takes the present key and, while it is exchanged, the one before ("" for none): 32
// random bytes each, in base64.
func New(now, before string) (*Keys, error) {
	var k Keys
	var err error
	if k.now, err = parse(now); err != nil {
		return nil, err
	}
	if before == "" {
		return &k, nil
	}
	earlier, err := parse(before)
	if err != nil {
		return nil, fmt.Errorf("the key before: %w", err)
	}
	k.before = &earlier
	return &k, nil
}

// NewKey is a key made by chance, in base64.
func NewKey() string {
	raw := make([]byte, keySize)
	_, _ = rand.Read(raw) // never fails
	return base64.StdEncoding.EncodeToString(raw)
}

// Check says what is wrong with a key, without saying the key.
func Check(text string) error {
	_, err := parse(text)
	return err
}

func parse(text string) (key, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != keySize {
		return key{}, fmt.Errorf("a key is %d bytes in base64", keySize)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return key{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return key{}, err
	}
	id := sha256.Sum256(append([]byte("key id:"), raw...))
	return key{id: id[:IDSize], aead: aead}, nil
}

// Seal makes a box of a text. About says where it belongs (which row, which matter): a box
// that was moved elsewhere does not open.
func (k *Keys) Seal(text, about string) Box {
	return append(bytes.Clone(k.now.id), k.now.aead.Seal(nil, nil, []byte(text), []byte(about))...)
}

// Open gives the text of a box, or ErrKey or ErrChanged.
func (k *Keys) Open(b Box, about string) (string, error) {
	if len(b) < IDSize {
		return "", ErrChanged
	}
	by := k.of(b)
	if by == nil {
		return "", ErrKey
	}
	text, err := by.aead.Open(nil, nil, b[IDSize:], []byte(about))
	if err != nil {
		return "", ErrChanged
	}
	return string(text), nil
}

// Exchange seals a box of the key before, or a text that was never sealed, by the present
// key. One that is sealed by the present key stays as it is.
func (k *Keys) Exchange(b Box, about string) (Box, error) {
	if bytes.HasPrefix(b, unsealed) {
		return k.Seal(string(b[IDSize:]), about), nil
	}
	text, err := k.Open(b, about)
	switch {
	case err != nil:
		return nil, err
	case bytes.HasPrefix(b, k.now.id):
		return b, nil
	}
	return k.Seal(text, about), nil
}

// Present is the id of the key that seals.
func (k *Keys) Present() []byte { return k.now.id }

// Known says whether Exchange can read what begins with the id.
func (k *Keys) Known(id []byte) bool {
	return bytes.Equal(id, unsealed) || k.of(id) != nil
}

func (k *Keys) of(b Box) *key {
	switch {
	case bytes.HasPrefix(b, k.now.id):
		return &k.now
	case k.before != nil && bytes.HasPrefix(b, k.before.id):
		return k.before
	}
	return nil
}
