// Numbers, prices, phone numbers and organisation numbers as people read them.

package i18n

import (
	"math"
	"strconv"
	"strings"
)

const nbsp = "\u00a0"

// Number groups by three with a no-break space: "1 250"; in English "1,250".
func (l Lang) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "−"
	}
	sep := nbsp
	if l == EN {
		sep = ","
	}
	return sign + group(digits, sep)
}

// Price writes an amount in øre: "Gratis", "150 kroner", "149,50 kroner".
func (l Lang) Price(ore int) string {
	if ore == 0 {
		return l.free()
	}
	kroner, rest := ore/100, ore%100
	if rest != 0 {
		return l.Number(kroner) + l.point() + twoDigits(max(rest, -rest)) + " kroner"
	}
	if kroner == 1 {
		return "1 krone"
	}
	return l.Number(kroner) + " kroner"
}

// Bytes writes the size of a file in units of 1000: "512 byte", "340 kB", "2,4 MB".
func (l Lang) Bytes(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + nbsp + "byte"
	}
	size, unit := float64(n)/1000, 0
	// From 999.5 on the number would be rounded to 1000 of the smaller unit.
	for ; size >= 999.5 && unit < 2; unit++ {
		size /= 1000
	}
	if size >= 10 {
		size = math.Round(size)
	}
	return l.decimal(size) + nbsp + "kMG"[unit:unit+1] + "B"
}

// Phone writes an E.164 number as Norwegians do: "22 22 22 22", "800 22 222".
// Numbers of other countries, and what is not a number, come back as they are.
func Phone(e164 string) string {
	n, ok := strings.CutPrefix(e164, "+47")
	if !ok || strings.Trim(n, "0123456789") != "" {
		return e164
	}
	switch {
	case len(n) == 5:
		return n[:2] + " " + n[2:]
	case len(n) == 6:
		return n[:3] + " " + n[3:]
	case len(n) != 8:
		return e164
	case strings.HasPrefix(n, "8"):
		return n[:3] + " " + n[3:5] + " " + n[5:]
	}
	return n[:2] + " " + n[2:4] + " " + n[4:6] + " " + n[6:]
}

// OrgNr writes nine digits in groups of three with no-break spaces. Anything
// else comes back as it is.
func OrgNr(digits string) string {
	if len(digits) != 9 {
		return digits
	}
	return group(digits, nbsp)
}

func (l Lang) free() string {
	if l == EN {
		return "Free"
	}
	return "Gratis"
}

func (l Lang) point() string {
	if l == EN {
		return "."
	}
	return ","
}

// decimal rounds to one decimal and leaves out a decimal that is zero.
func (l Lang) decimal(f float64) string {
	rounded := math.Round(f*10) / 10
	s := strconv.FormatFloat(rounded, 'f', -1, 64)
	return strings.Replace(strings.Replace(s, ".", l.point(), 1), "-", "−", 1)
}

func group(digits, sep string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
