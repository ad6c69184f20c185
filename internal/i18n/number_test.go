package i18n

import "testing"

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 12: "12", 999: "999", 1250: "1\u00a0250", 1234567: "1\u00a0234\u00a0567", -1250: "−1\u00a0250"} {
		check(t, "nb", NB.Number(n), want)
		check(t, "nn", NN.Number(n), want)
	}
	check(t, "en", EN.Number(1234567), "1,234,567")
}

func TestPrice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l    Lang
		ore  int
		want string
	}{
		{NB, 0, "Gratis"}, {NN, 0, "Gratis"}, {EN, 0, "Free"}, {NB, 100, "1 krone"}, {NB, 15000, "150 kroner"},
		{NB, 14950, "149,50 kroner"}, {NB, 14905, "149,05 kroner"}, {EN, 14950, "149.50 kroner"}, {NB, 125000, "1\u00a0250 kroner"},
		{NB, 50, "0,50 kroner"},
	} {
		check(t, string(c.l), c.l.Price(c.ore), c.want)
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 byte", 999: "999 byte", 1000: "1 kB", 2440: "2,4 kB", 340_400: "340 kB", 999_499: "999 kB", 999_600: "1 MB",
		2_449_000: "2,4 MB", 25_600_000: "26 MB", 5_000_000_000: "5 GB", 5_000_000_000_000: "5000 GB",
	} {
		check(t, "nb", NB.Bytes(n), replaceSpace(want))
	}
	check(t, "en", EN.Bytes(2_400_000), "2.4\u00a0MB")
}

func replaceSpace(s string) string {
	out := ""
	for _, r := range s {
		if r == ' ' {
			r = '\u00a0'
		}
		out += string(r)
	}
	return out
}

func TestPhone(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"+4722222222": "22 22 22 22", "+4790012345": "90 01 23 45", "+4780022222": "800 22 222", "+4702222": "02 222",
		"+47116117": "116 117", "+46701234567": "+46701234567", "": "", "ring oss": "ring oss", "+4722": "+4722", "+47222222xx": "+47222222xx",
	} {
		check(t, in, Phone(in), want)
	}
}

func TestOrgNr(t *testing.T) {
	t.Parallel()
	check(t, "nine", OrgNr("974760673"), "974\u00a0760\u00a0673")
	check(t, "other", OrgNr("97476"), "97476")
	check(t, "empty", OrgNr(""), "")
}
