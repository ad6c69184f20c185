package i18n

import (
	"errors"
	"testing"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"2026-05-17", "17.5.2026", "17.05.26", "17/5-2026", "17/5/2026", "17. mai 2026", "17 mai 2026", " 17.  Mai\u00a02026 ", "17.mai 26",
		"søndag 17. mai 2026", "Sunday, 17 May 2026", "17-05-2026", "17. 5. 2026", "2026-5-17",
	} {
		got, ok := ParseDate(in)
		if want := "2026-05-17 00:00 CEST"; !ok || got.Format("2006-01-02 15:04 MST") != want {
			t.Errorf("ParseDate(%q) = %v, %v, want %s", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{
		"1. des. 2026": "2026-12-01", "1 sept 2026": "2026-09-01", "29.2.2028": "2028-02-29", "1.1.70": "1970-01-01",
		"1.1.69": "2069-01-01", "29.3.2026": "2026-03-29", "25.10.2026": "2026-10-25", "1 October 1899": "1899-10-01",
	} {
		if got, ok := ParseDate(in); !ok || got.Format("2006-01-02") != want {
			t.Errorf("ParseDate(%q) = %v, %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "17", "17. mai", "30.2.2026", "29.2.2026", "32.1.2026", "1.13.2026", "0.1.2026", "1.0.2026",
		"17. ma 2026", "17. foo 2026", "1.1.0001", "1.1.2500", "2026-05-17T10:00", "i morgen", "17.5.202"} {
		if got, ok := ParseDate(in); ok {
			t.Errorf("ParseDate(%q) = %v, want false", in, got)
		}
	}
}

func TestEveryDateIsReadAgain(t *testing.T) {
	t.Parallel()
	for day := at(t, "2026-01-01 12:00"); day.Year() == 2026; day = day.AddDate(0, 0, 1) {
		for _, l := range Langs {
			for _, text := range []string{l.Date(day), l.ShortDate(day), l.WeekdayName(day.Weekday()) + " " + l.Date(day)} {
				got, ok := ParseDate(text)
				if !ok || dayNumber(got) != dayNumber(day) {
					t.Errorf("ParseDate(%q) = %v, %v, want %v", text, got, ok, day)
				}
			}
		}
	}
}

func TestParseClock(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]int{
		"18": {18, 0}, "1800": {18, 0}, "18.00": {18, 0}, "18:00": {18, 0}, "kl. 18.30": {18, 30}, "Kl 9": {9, 0}, "930": {9, 30},
		"9.05": {9, 5}, "00:00": {0, 0}, "24": {24, 0}, "24.00": {24, 0}, "23.59": {23, 59}, "18:00:00": {18, 0}, "18 30": {18, 30}, "18,30": {18, 30}, " 7 ": {7, 0},
	} {
		if h, m, ok := ParseClock(in); !ok || h != want[0] || m != want[1] {
			t.Errorf("ParseClock(%q) = %d, %d, %v, want %v", in, h, m, ok, want)
		}
	}
	for _, in := range []string{"", "25", "24.01", "24.30", "18.60", "18.0", "18000", "kl", "seks", "-1", "18-20"} {
		if h, m, ok := ParseClock(in); ok {
			t.Errorf("ParseClock(%q) = %d, %d, want false", in, h, m)
		}
	}
}

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"22222222": "+4722222222", "22 22 22 22": "+4722222222", "+47 222 22 222": "+4722222222", "0047 22222222": "+4722222222",
		"(47) 22 22 22 22": "+4722222222", "(+47) 900 12 345": "+4790012345", "47123456": "+4747123456", "4747123456": "+4747123456",
		"22.22.22.22": "+4722222222", "22\u00a022 22-22": "+4722222222", "Tlf. 22222222": "+4722222222", "mobil: 90012345": "+4790012345",
		"800 22 222": "+4780022222", "02 222": "+4702222", "116 117": "+47116117", "+46 70 123 45 67": "+46701234567", "00 45 32 12 34 56": "+4532123456",
	} {
		if got, ok := ParsePhone(in); !ok || got != want {
			t.Errorf("ParsePhone(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "+", "2222222", "222222222", "12345678", "+47 2222", "ring", "22222222 22222222", "+0701234567",
		"+12345678901234567", "22 22 22 2x", "+47+4722222222"} {
		if got, ok := ParsePhone(in); ok || got != "" {
			t.Errorf("ParsePhone(%q) = %q, %v, want false", in, got, ok)
		}
	}
}

func TestParsePrice(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"150": 15000, "150,50": 15050, "150.50": 15050, "150,5": 15050, "150,05": 15005, "kr 150": 15000, "kr. 150,-": 15000, "150,-": 15000,
		"150.-": 15000, "150,--": 15000, "150 kr": 15000, "150 kroner": 15000, "1 krone": 100, "NOK 150": 15000, "150kr": 15000, "gratis": 0,
		" Gratis ": 0, "0": 0, "1 250": 125000, "1\u00a0250,50": 125050, "1.250,50": 125050, "1.250,-": 125000, "10000000": 1_000_000_000,
	} {
		if got, ok := ParsePrice(in); !ok || got != want {
			t.Errorf("ParsePrice(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "kr", "-150", "1.250", "1.250.000", "150,505", "12 34", "dyrt", "10000001", "99999999999999999999", "150-200", ",50"} {
		if got, ok := ParsePrice(in); ok {
			t.Errorf("ParsePrice(%q) = %d, want false", in, got)
		}
	}
}

func TestParseOrgNr(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"974760673": "974760673", "923 609 016": "923609016", "NO 974 760 673 MVA": "974760673", "no974760673mva": "974760673",
		"Org.nr. 810098252": "810098252", "811555312": "811555312", "974\u00a0760\u00a0673": "974760673", "orgnr: 974.760.673": "974760673",
	} {
		if got, err := ParseOrgNr(in); err != nil || got != want {
			t.Errorf("ParseOrgNr(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]error{
		"": ErrOrgNrLength, "97476067": ErrOrgNrLength, "9747606733": ErrOrgNrLength, "97476067x": ErrOrgNrLength,
		"000000000": ErrOrgNrFirst, "123456785": ErrOrgNrFirst, "974760674": ErrOrgNrCheck, "800000010": ErrOrgNrCheck,
	} {
		if got, err := ParseOrgNr(in); !errors.Is(err, want) || got != "" {
			t.Errorf("ParseOrgNr(%q) = %q, %v, want %v", in, got, err, want)
		}
	}
}

func TestParsePostalCode(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0301": "0301", "301": "0301", " 9990 ": "9990", "0301 Oslo": "0301", "N-0301": "0301", "NO-0301 OSLO": "0301", "5003, Bergen": "5003",
		"9730 Kárášjohka": "9730",
	} {
		if got, ok := ParsePostalCode(in); !ok || got != want {
			t.Errorf("ParsePostalCode(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "0000", "000", "30", "03011", "Oslo", "0301x", "0301 2"} {
		if got, ok := ParsePostalCode(in); ok {
			t.Errorf("ParsePostalCode(%q) = %q, want false", in, got)
		}
	}
}
