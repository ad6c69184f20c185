// Packing what is sent many times.

package page

import (
	"bytes"

	"github.com/klauspost/compress/gzip"
)

// packLevel is worth its time for what is packed once and sent often.
const packLevel = 5

// Pack is a body as gzip.
func Pack(body []byte) ([]byte, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, packLevel)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	err = z.Close()
	return buf.Bytes(), err
}
