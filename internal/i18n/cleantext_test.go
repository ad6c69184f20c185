package i18n_test

import (
	"strings"
	"testing"
	"unicode"

	"frivilligsentral/internal/i18n"
)

func TestCleanText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Strikkekveld": "Strikkekveld", "a\r\nb\rc\u2028d": "a\nb\nc\nd", "\tInnrykk": "\tInnrykk",
		"\u200b\u200b": "", "\u2800\u3164": "", "Str\u00adikk\u200b": "Strikk", "\ufeffNavn": "Navn", "a\x00b\x07\u0085": "ab",
		"\u202a+47 900 00 777\u202c": "+47 900 00 777", "\u2066Kari\u2069\u200f": "Kari", "Bla\u030abær": "Blåbær",
		"می\u200cخواهم": "می\u200cخواهم", "क्\u200dष": "क्\u200dष", "a\u200db\u200cc": "abc",
		"👩\u200d👧": "👩\u200d👧", "🧑🏽\u200d🌾": "🧑🏽\u200d🌾", "👍\u200d": "👍", "\xff": "\uFFFD",
		"\ufe0f\ufe0f": "", "\u034f": "", "\u17b4": "", "\ufffc": "", "\u0301": "", "  \u0301": "  ", "\ufff9\U000e0041": "", "\uffff": "", "\ue000": "", "\u115f\u1160\uffa0": "",
		"❤\ufe0f": "❤\ufe0f", "1\ufe0f\u20e3": "1\ufe0f\u20e3", "葛\U000e0100": "葛\U000e0100", "a\ufe0f": "a", "e\u200b\u0301": "é", "हिन्दी": "हिन्दी",
	} {
		if got := i18n.CleanText(in); got != want {
			t.Errorf("%+q: got %+q, want %+q", in, got, want)
		}
	}
}

// Whatever comes in, what is left is the same when it is cleaned again, and no letter or digit of it is lost.
func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"Åpent 24.12", "e\u0301\u200b", "می\u200cخواهم", "\u2028\r\n", "e\u200b\u0301", "\u0301a\ufe0f", "1\ufe0f\u20e3"} {
		f.Add(s)
	}
	count := func(s string) (n int) {
		for _, r := range s {
			if unicode.IsDigit(r) {
				n++
			}
		}
		return n
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := i18n.CleanText(s)
		if again := i18n.CleanText(got); again != got {
			t.Errorf("%+q: got %+q, then %+q", s, got, again)
		}
		if count(got) != count(strings.ToValidUTF8(s, "\uFFFD")) {
			t.Errorf("%+q: got %+q, want all digits", s, got)
		}
		if strings.ContainsAny(got, "\u200b\u202e\x00\r") {
			t.Errorf("%+q: got %+q", s, got)
		}
	})
}
