// The languages, and choosing one.

package i18n

import "strings"

// Lang is a language of the user interface. The zero value works as bokmål.
type Lang string

// The languages of the user interface.
const (
	NB Lang = "nb" // bokmål, the source language
	NN Lang = "nn" // nynorsk
	EN Lang = "en" // English
)

// Langs lists the languages in the order in which a reader chooses among them.
var Langs = []Lang{NB, NN, EN}

// Parse reads a language code such as "nn" or "nb-NO". Plain "no" is bokmål.
func Parse(s string) (Lang, bool) {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "_", "-"), "-")
	switch base {
	case "nb", "no":
		return NB, true
	case "nn":
		return NN, true
	case "en":
		return EN, true
	}
	return NB, false
}

// Prefix is what comes before the path of a page in this language: "" for
// bokmål, otherwise "/nn" or "/en".
func (l Lang) Prefix() string {
	if l == NN || l == EN {
		return "/" + string(l)
	}
	return ""
}

// SplitPath takes the language prefix off a URL path: "/nn/aktiviteter" gives
// NN and "/aktiviteter". A path without prefix is bokmål and comes back as it is.
func SplitPath(path string) (Lang, string) {
	for _, l := range []Lang{NN, EN} {
		rest, ok := strings.CutPrefix(path, l.Prefix())
		if ok && rest == "" {
			return l, "/"
		}
		if ok && rest[0] == '/' {
			return l, rest
		}
	}
	return NB, path
}

// Name is what speakers of the language call it.
func (l Lang) Name() string {
	switch l {
	case NN:
		return "Nynorsk"
	case EN:
		return "English"
	}
	return "Bokmål"
}

// OG is the locale as Open Graph (og:locale) writes it.
func (l Lang) OG() string {
	switch l {
	case NN:
		return "nn_NO"
	case EN:
		return "en_GB"
	}
	return "nb_NO"
}
