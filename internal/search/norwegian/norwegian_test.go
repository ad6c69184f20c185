package norwegian_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/search/norwegian"
)

// What folding, tokens, stems and the parts of compounds come to.

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"BLÅBÆRGRØT": "blåbærgrøt", "Språkkafé": "språkkafe", "Čáhcesuolu": "cahcesuolu", "Öst Älg": "øst ælg", "a\u030as": "ås",
		"Đorđe Ŋuorra Ŧ": "dorde nuorra t", "strikke\u00adkafé": "strikkekafe", "Straße": "strasse", "\xff\x00x": "\x00x", "Łódź": "lodz",
		"ﬁsk": "fisk", "ДІМ": "дім",
	} {
		if got := norwegian.Fold(in); got != want {
			t.Errorf("Fold(%q): got %q, want %q", in, got, want)
		}
		if again := norwegian.Fold(want); again != want {
			t.Errorf("folding %q again: got %q", want, again)
		}
	}
	for in, want := range map[string]string{"Ås": "as", "Aas": "as", "Ærø": "aero", "språkkafé": "sprakkafe"} {
		if got := norwegian.ASCII(in); got != want {
			t.Errorf("ASCII(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"4-6 år":         "4 6 år",
		"4–6 år":         "4 6 år",
		"kl. 18.00":      "kl 1800(18)",
		"18:30":          "1830(18 30)",
		"17.3.2026":      "17 3 2026",
		"e-post":         "epost(e post)",
		"Bok & kaffe!":   "bok kaffe",
		"a' | b & !c :*": "a b c",
		"U16 3D":         "u16 3d",
		"covid-19":       "covid 19",
		"%_'\"":          "",
	} {
		var got []string
		for _, token := range norwegian.Tokens(in) {
			word := token.Word
			if len(token.Parts) > 0 {
				word += "(" + strings.Join(token.Parts, " ") + ")"
			}
			got = append(got, word)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("Tokens(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestStemIsTheSameForAllForms(t *testing.T) {
	t.Parallel()
	for _, forms := range []string{
		"aktivitet aktiviteten aktiviteter aktivitetene", "kurs kurset kursene", "ungdom ungdommen ungdommer ungdommene ungdomar",
		"bok boka boken bøker bøkene", "mor mora moren mødre mødrene", "uke uka uken uker ukene veke veker", "kafe kafeen kafeer kafeene",
		"program programmet programmer programmene", "dans dansen danser", "trening treningen treninger treningene",
		"venn venner vennene", "barn barna born", "gruppe gruppa gruppen grupper gruppene", "skole skolen skule skular", "øvelse øving øvinga",
		"frivillig frivillige", "idé ideer", "museum museet museer", "medlem medlemmer", "møte møter møtet",
	} {
		words := strings.Fields(norwegian.Fold(forms))
		for _, word := range words {
			if got, want := norwegian.Stem(word), norwegian.Stem(words[0]); got != want {
				t.Errorf("stem of %s: got %q, want %q as of %s", word, got, want, words[0])
			}
		}
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"besøksvenn": "besøk venn", "besøksvenner": "besøk venn", "frivilligsentral": "frivillig sentral", "frivilligsentralen": "frivillig sentral",
		"språkkafe": "språk kafe", "strikkekafe": "strikk kafe", "leksehjelp": "lekse hjelp", "seniordans": "senior dans",
		"førstehjelpskurs": "førstehjelp kurs", "mandagskveld": "mandag kveld", "barnekor": "barn kor", "ungdomsklubben": "ungdom klubb",
		"korpsøvelse": "korps øvelse", "turistforening": "forening", "barnehage": "", "natur": "", "kultur": "", "rekord": "", "presenterer": "",
		"mandag": "", "middag": "", "konkurs": "", "dansk": "", "protest": "", "kurdisk": "", "frivillighet": "", "organisasjon": "",
		"gudstjeneste": "", "informasjon": "", "hverdag": "", "kommune": "", "bibliotek": "", "tilbake": "", "dekor": "", "interessert": "",
	} {
		if got := strings.Join(norwegian.Parts(word), " "); got != want {
			t.Errorf("Parts(%q): got %q, want %q", word, got, want)
		}
	}
}
