// Phone numbers, prices, organisation numbers and postal codes as people write them.

package i18n

import (
	"errors"
	"regexp"
	"strings"
)

// What can be wrong with an organisation number. The texts are for the user and
// are in the catalogue: show l.T(err.Error()).
var (
	ErrOrgNrLength = errors.New(Mark("Et organisasjonsnummer har ni sifre."))
	ErrOrgNrFirst  = errors.New(Mark("Et organisasjonsnummer begynner med 8 eller 9."))
	ErrOrgNrCheck  = errors.New(Mark("Organisasjonsnummeret stemmer ikke. Se etter om to sifre er byttet om."))
)

var (
	phoneLabel = regexp.MustCompile(`^(?:tlf|telefon|mobil|mob|tel)\.?:?\s*`)
	norwegian  = regexp.MustCompile(`^(?:[2-9]\d{7}|0\d{4}|116\d{3})$`)
	foreign    = regexp.MustCompile(`^[1-9]\d{6,14}$`)

	orgNrLabel = regexp.MustCompile(`^(?:org\.?\s?nr\.?:?|no)\s?`)
	postal     = regexp.MustCompile(`^(?:no?[ -]?)?(\d{3,4})(?:,?\s[\pL .'-]+)?$`)

	priceLabel = regexp.MustCompile(`^(?:kr\.?|nok)\s?|\s?(?:kr\.?|kroner|krone|nok)$`)
	price      = regexp.MustCompile(`^(\d+|\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}|-+|–)?)?$`)
	pricePoint = regexp.MustCompile(`^(\d+)\.(\d{1,2}|-)$`)
)

// ParsePhone reads a telephone number and gives it as E.164, "+4722222222".
// Without + or 00 it must be Norwegian: eight digits, five beginning with 0, or
// 116 and three more. Spaces, points, hyphens and brackets are ignored.
func ParsePhone(s string) (e164 string, ok bool) {
	s = phoneLabel.ReplaceAllString(tidy(s), "")
	s = strings.NewReplacer(" ", "", ".", "", "-", "", "–", "", "/", "", "(", "", ")", "").Replace(s)
	n, international := strings.CutPrefix(s, "+")
	if !international {
		n, international = strings.CutPrefix(s, "00")
	}
	if national, found := strings.CutPrefix(n, "47"); found && (international || len(n) == 10) {
		return e164If(norwegian, "47", national)
	}
	if international {
		return e164If(foreign, "", n)
	}
	return e164If(norwegian, "47", n)
}

func e164If(rule *regexp.Regexp, country, n string) (string, bool) {
	if !rule.MatchString(n) {
		return "", false
	}
	return "+" + country + n, true
}

// ParsePrice reads an amount in kroner and gives øre: 150, "150,50", "kr 150",
// "150,-", "1 250", "gratis". "1.250" is refused, since it can mean two things;
// so is more than ten million kroner.
func ParsePrice(s string) (ore int, ok bool) {
	s = tidy(s)
	if s == "gratis" || s == "free" {
		return 0, true
	}
	s = priceLabel.ReplaceAllString(s, "")
	m := price.FindStringSubmatch(s)
	if m == nil {
		m = pricePoint.FindStringSubmatch(s)
	}
	if m == nil || strings.Contains(m[1], ".") && !strings.Contains(s, ",") {
		return 0, false
	}
	kroner := strings.NewReplacer(" ", "", ".", "").Replace(m[1])
	if len(kroner) > 8 || atoi(kroner) > 10_000_000 {
		return 0, false
	}
	return atoi(kroner)*100 + hundredths(m[2]), true
}

// hundredths reads decimals: "5" is 50, "05" is 5, and "-" is 0.
func hundredths(decimals string) int {
	n := atoi(strings.TrimLeft(decimals, "-–"))
	if len(decimals) == 1 {
		n *= 10
	}
	return n
}

// ParseOrgNr reads an organisation number as it stands on a letterhead, such as
// "NO 974 760 673 MVA", and gives nine digits or one of the ErrOrgNr values. The
// rule is modulus 11 and, since 000000000 passes that, a first digit of 8 or 9.
func ParseOrgNr(s string) (digits string, err error) {
	s = strings.TrimSuffix(orgNrLabel.ReplaceAllString(tidy(s), ""), "mva")
	s = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s)
	switch {
	case len(s) != 9 || strings.Trim(s, "0123456789") != "":
		return "", ErrOrgNrLength
	case s[0] != '8' && s[0] != '9':
		return "", ErrOrgNrFirst
	case !modulus11(s):
		return "", ErrOrgNrCheck
	}
	return s, nil
}

// modulus11 checks the last of nine digits with the weights of Brønnøysund.
func modulus11(digits string) bool {
	sum := 0
	for i, weight := range []int{3, 2, 7, 6, 5, 4, 3, 2} {
		sum += int(digits[i]-'0') * weight
	}
	// A remainder of 1 would need the digit 10, which no number has.
	return (11-sum%11)%11 == int(digits[8]-'0')
}

// ParsePostalCode reads a Norwegian postal code, alone or with its place, and
// gives four digits. A zero that a spreadsheet took off comes back: "301" is
// "0301". Whether the code is in use is not known here.
func ParsePostalCode(s string) (code string, ok bool) {
	m := postal.FindStringSubmatch(tidy(s))
	if m == nil {
		return "", false
	}
	code = m[1]
	if len(code) == 3 {
		code = "0" + code
	}
	return code, code != "0000"
}
