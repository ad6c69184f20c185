package plainname_test

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/plainname"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "Kari Nordmann", "Anne-Karin d’Arc", "Ola Nordmann jr.", "St. Hans-komiteen", "Vik I.L.", "Fjell I.L. Ski", "P.O. Hansen", "Per.Olav Vik",
		"4H Vik", "Vik & Fjell 1. speidertropp", "Nguyễn Văn Comet", "محمد علي", "Å", "Vik kor (sopran)", "Dr. Nora", "Ole.Normann",
		"10.de klasse", "Foreldre i 10.de", "1.-4. trinn", "Kor/korps", "Vik I.L./Fjell I.L.", "St.Hans-komiteen", "K.F.U.M.", "Avd. Sør/nord", "Dr.Ing. Vik", "kl.18",
		"Vik a.s", "A.L. Vik", "10:e klasse", "12.03.2026", "Bl.a. barn", "Turlaget: ute", "St.Hans: bål", "Sommer.Hva?", "Chr.By", "T.Ly Tran", "K.Fi", "Å.Li", "Hvem?",
	} {
		var f fault.Fields
		if plainname.Check(&f, "navn", name); len(f) > 0 {
			t.Errorf("%q is refused: %v", name, f)
		}
	}
	for _, name := range []string{
		"Du har vunnet https://evil.example", "HTTP evil", "www.evil.example", "WWW.evil", "Kari kari@post.example", "evil.com", "Gå til Evil.NO nå",
		"evil.com/premie", "bit.ly/x", "ｗｗｗ．evil．com", "ev\u200bil.c\u200bom", "evil。com", "Kari\nHei", "Kari\rHei", "Kari\u2028Hei", "Kari\x00", "ftp://a", "Kari@vik",
		"t.me", "t.me/vunnet", "Se x.com", "t.co/abc", "evil.zip", "evil.museum/x", "evil.bank/", "evil.travel:8080", "10.de/x", "10.de.com", "evil10.de", "123.no",
		"evil.icu", "evil.top", "evil.online", "evil.рф", "xn--evil-abc", "192.0.2.7", "evil.example.live", "gå til 4u.win nå",
	} {
		var f fault.Fields
		if plainname.Check(&f, "navn", name); !f.Has("navn") {
			t.Errorf("%q is taken for a name", name)
		}
	}
}
