// A name in capitals as people write it.

package brreg

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frivilligsentral/internal/i18n"
)

// DisplayName suggests how to write a name that the register keeps in capitals: "SAMHOLD UL" becomes "Samhold UL". It is
// a guess, to be put in a field that the group can change: nobody can know that MOT is a name and MOT a preposition.
// A name that already has small letters comes back as it is.
func DisplayName(registered string) string {
	words := strings.Fields(registered)
	if strings.ContainsFunc(registered, unicode.IsLower) {
		return strings.Join(words, " ")
	}
	start := true // of the name, or of what follows a dash or a bracket
	for i, word := range words {
		words[i] = displayWord(word, start)
		start = word == "-" || word == "–" || strings.HasSuffix(word, ":")
	}
	return strings.Join(words, " ")
}

// displayWord writes each part of a word with hyphens or a slash: "AUST-AGDER", "BARNE-", "FORENING/LAG".
func displayWord(word string, start bool) string {
	core := strings.TrimFunc(word, func(r rune) bool { return unicode.IsPunct(r) && r != '-' && r != '/' && r != '.' })
	if core == "" {
		return word
	}
	before, after, _ := strings.Cut(word, core)
	start = start || before != ""
	if abbreviation(core) {
		return word
	}
	lower := strings.ToLower(core)
	if !start && (smallWords[lower] || strings.HasSuffix(lower, "-") || commonNoun(lower)) {
		return before + lower + after
	}
	parts := strings.Split(lower, "-")
	for i, part := range parts {
		switch {
		case abbreviation(strings.ToUpper(part)):
			parts[i] = strings.ToUpper(part)
		case i == 0 || !smallWords[part] && !commonNoun(part):
			parts[i] = i18n.Capital(part)
		}
	}
	return before + strings.Join(parts, "-") + after
}

// abbreviation recognises known ones, those with points or a slash (U.L., U/L), those with digits (4H) and words without
// a vowel.
func abbreviation(word string) bool {
	if word == "" {
		return false
	}
	if abbreviations[word] || strings.ContainsAny(word, "0123456789") {
		return true
	}
	if strings.ContainsAny(word, "./") {
		return shortParts(word)
	}
	letters := strings.ContainsFunc(word, unicode.IsLetter)
	return letters && utf8.RuneCountInString(word) > 1 && !strings.ContainsAny(word, "AEIOUYÆØÅÄÖÜÉÈÁ-")
}

// shortParts reports whether points and slashes stand between single letters, as in A.M.U.I.L and A/L.
func shortParts(word string) bool {
	parts := strings.FieldsFunc(word, func(r rune) bool { return r == '.' || r == '/' })
	for _, part := range parts {
		if utf8.RuneCountInString(part) > 1 {
			return false
		}
	}
	return len(parts) > 1
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

var (
	abbreviations = wordSet(`IL UL BUL UIL AIL BUIL IF IK IUL UIF BIL SA AS ASA BA DA ANS KF IKS STI KFUK KFUM KFUK-KFUM NAV AOF SFO FAU
		NAF NOAH LHL HLF LNU NIF DNT DNS MS NMK KNA AKKS ADHD LUPE LAR RIO ROS UNICEF SOS EL LO YS AUF FRP KRF AKMA
		II III IV VI VII VIII IX XI`)
	smallWords = wordSet(`og i på av for til med ved fra under over mot om den det de en et ei å som hos mellom uten etter`)
	// Common nouns take a small letter after the first word (Språkrådet: "Nidelv ungdomslag").
	nounEndings = strings.Fields(`lag laget forening foreningen foreining foreininga forbund forbundet klubb klubben kor koret korps korpset
		gruppe gruppa gruppen museum teater senter senteret sentral sentralen menighet menigheten skole skolen barnehage barnehagen
		utvalg utvalget råd rådet krets kretsen avdeling venner stiftelse stiftelsen hus huset bedehus speidergruppe speidere
		orkester festival festivalen nettverk nettverket`)
)

func commonNoun(lower string) bool {
	for _, ending := range nounEndings {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return false
}
