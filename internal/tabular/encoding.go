// Which encoding a text has.

package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode turns the bytes of a text file into UTF-8 and names the encoding that they were in. Without a mark at the
// beginning it is UTF-8 when it can be, else what Excel in Norway saves: Windows-1252, of which Latin-1 is a part.
func decode(data []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\ufffd"), "UTF-8 BOM", nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text, err = decodeUTF16(data, unicode.LittleEndian)
		return text, "UTF-16LE", err
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = decodeUTF16(data, unicode.BigEndian)
		return text, "UTF-16BE", err
	case utf8.Valid(data):
		return string(data), "UTF-8", nil
	case mostlyUTF8(data):
		return strings.ToValidUTF8(string(data), "\ufffd"), "UTF-8", nil
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return string(decoded), "Windows-1252", err
}

func decodeUTF16(data []byte, order unicode.Endianness) (string, error) {
	decoded, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	return string(decoded), err
}

// mostlyUTF8 tells UTF-8 with a damaged byte from another encoding: in Windows-1252, letters that by chance form a
// whole UTF-8 sequence are rare.
func mostlyUTF8(data []byte) bool {
	whole, broken := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		data = data[size:]
	}
	return whole > 10*broken
}

// looksTwiceEncoded sees "Ã¸" for "ø": UTF-8 that somebody opened as Windows-1252 and saved.
func looksTwiceEncoded(text string) bool {
	for _, sign := range []string{"Ã¦", "Ã¸", "Ã¥", "Ã˜", "Ã…"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}
