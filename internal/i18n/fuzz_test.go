package i18n

import (
	"regexp"
	"testing"
)

func seed(f *testing.F, texts ...string) {
	f.Helper()
	for _, s := range append(texts, "", " ", "æ", "\xff", "٣", "1\x00", "--", "..") {
		f.Add(s)
	}
}

func FuzzParseDate(f *testing.F) {
	seed(f, "2026-05-17", "17.5.2026", "17.05.26", "17/5-2026", "torsdag 14. mai 2026", "30.2.2026")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParseDate(s)
		if !ok {
			return
		}
		if again, ok := ParseDate(NB.Date(got)); !ok || !again.Equal(got) {
			t.Errorf("ParseDate(%q) = %v, but %q gives %v, %v", s, got, NB.Date(got), again, ok)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	seed(f, "18", "1800", "18.00", "18:00", "kl. 9", "24.00")
	f.Fuzz(func(t *testing.T, s string) {
		h, m, ok := ParseClock(s)
		if ok && (h < 0 || h > 24 || h == 24 && m > 0 || m < 0 || m > 59) {
			t.Errorf("ParseClock(%q) = %d, %d", s, h, m)
		}
	})
}

func FuzzParsePhone(f *testing.F) {
	seed(f, "22 22 22 22", "+4722222222", "0047 22222222", "(47) 90012345", "02222", "+46701234567")
	valid := regexp.MustCompile(`^\+[0-9]{7,15}$`)
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParsePhone(s)
		if !ok {
			return
		}
		if !valid.MatchString(got) {
			t.Errorf("ParsePhone(%q) = %q", s, got)
		}
		if again, ok := ParsePhone(Phone(got)); !ok || again != got {
			t.Errorf("ParsePhone(%q) = %q, but %q gives %q, %v", s, got, Phone(got), again, ok)
		}
	})
}

func FuzzParsePrice(f *testing.F) {
	seed(f, "150", "150,50", "kr 150", "gratis", "1 250,-", "1.250")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParsePrice(s)
		if !ok {
			return
		}
		if again, ok := ParsePrice(NB.Price(got)); !ok || again != got || got < 0 {
			t.Errorf("ParsePrice(%q) = %d, but %q gives %d, %v", s, got, NB.Price(got), again, ok)
		}
	})
}

func FuzzParseOrgNr(f *testing.F) {
	seed(f, "974760673", "NO 974 760 673 MVA", "000000000", "974760674")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseOrgNr(s)
		if err != nil {
			return
		}
		if again, err := ParseOrgNr(OrgNr(got)); err != nil || again != got {
			t.Errorf("ParseOrgNr(%q) = %q, but %q gives %q, %v", s, got, OrgNr(got), again, err)
		}
	})
}

func FuzzParsePostalCode(f *testing.F) {
	seed(f, "0301", "301", "NO-0301 OSLO", "0000")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParsePostalCode(s)
		if !ok {
			return
		}
		if again, ok := ParsePostalCode(got); !ok || again != got || len(got) != 4 {
			t.Errorf("ParsePostalCode(%q) = %q, which gives %q, %v", s, got, again, ok)
		}
	})
}

func FuzzSplitPath(f *testing.F) {
	seed(f, "/", "/nn", "/nn/aktiviteter", "/en/", "/nnx")
	f.Fuzz(func(t *testing.T, s string) {
		l, rest := SplitPath(s)
		if joined := l.Prefix() + rest; joined != s && joined != s+"/" {
			t.Errorf("SplitPath(%q) = %q, %q", s, l, rest)
		}
	})
}
