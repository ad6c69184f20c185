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
	} {
		var f fault.Fields
		if plainname.Check(&f, "navn", name); len(f) > 0 {
			t.Errorf("%q is refused: %v", name, f)
		}
	}
	for _, name := range []string{
		"Du har vunnet https://evil.example", "HTTP evil", "www.evil.example", "WWW.evil", "Kari kari@post.example", "evil.com", "Gå til Evil.NO nå",
		"evil.com/premie", "bit.ly/x", "ｗｗｗ．evil．com", "ev\u200bil.c\u200bom", "evil。com", "Kari\nHei", "Kari\rHei", "Kari\u2028Hei", "Kari\x00", "ftp://a", "Kari@vik",
	} {
		var f fault.Fields
		if plainname.Check(&f, "navn", name); !f.Has("navn") {
			t.Errorf("%q is taken for a name", name)
		}
	}
}
