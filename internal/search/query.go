// What somebody typed and chose, as a tsquery.

package search

import (
	"slices"
	"strings"

	"frivilligsentral/internal/search/norwegian"
)

// Query is the tsquery for what someone typed and chose: all words (as prefix,
// stem, synonym, without æøå, or as the parts of a compound) and all filters.
// It is "" when neither asks for anything but the municipality, and valid whatever
// was typed. Words of only signs ("%") ask for nothing: see Searchable. What it
// finds is of f.Municipality, and nothing without one.
func Query(words string, f Filter, syn Synonyms) string {
	return and(asks(f.Municipality, words, syn).query(loose, ""), filterQuery(f))
}

// Searchable is whether words has anything to look for. Blank is no search;
// text that is not blank and not searchable finds nothing.
func Searchable(words string) bool { return len(norwegian.QueryWords(words)) > 0 }

// closeness is how close to the words a text has to come.
type closeness int

const (
	whole closeness = iota // it has the words themselves, in any form
	loose                  // or what begins with them, compounds with them, the parts of them, synonyms
)

// phrase is a word, or a few that have synonyms together.
type phrase []norwegian.Token

func (p phrase) String() string { return norwegian.Phrase(p) }

// question is words that must all be there, and what may stand for them.
type question struct {
	in      string // the municipality, in front of all that is asked for
	phrases []phrase
	syn     Synonyms
	// like has the words that nothing has. For them also stands what ends with them, the two words that they may be
	// put together of, and these words of the vocabulary.
	like map[string][]string
}

// asks is the question for what somebody typed.
func asks(municipality int64, typed string, syn Synonyms) question {
	return question{in: in(municipality), phrases: syn.phrases(norwegian.QueryWords(typed)), syn: syn}
}

// query joins a group per phrase. The mark "=" asks of the title; further in, it is what stands in front of the word.
func (q question) query(c closeness, mark string) string {
	var groups []string
	for _, p := range q.phrases {
		groups = append(groups, q.group(p, c, q.in+mark))
	}
	return and(groups...)
}

// group is everything that answers one phrase.
func (q question) group(p phrase, c closeness, mark string) string {
	var typed []string
	for _, t := range p {
		typed = append(typed, or(q.spellings(t, c, mark)...))
	}
	all := []string{and(typed...)}
	if c == whole {
		return all[0]
	}
	for _, other := range q.syn.of(p) {
		var parts []string
		for _, t := range norwegian.Tokens(norwegian.Cut(other, norwegian.MaxTyped)) {
			parts = append(parts, or(exact(t.Word, mark)...))
		}
		all = append(all, and(parts...))
	}
	return or(all...)
}

// spellings are the ways in which one typed word may stand in the index.
func (q question) spellings(t norwegian.Token, c closeness, mark string) []string {
	if c == whole {
		return wholeForms(t.Word, mark)
	}
	all := prefixes(t.Word, mark)
	if len(t.Parts) > 0 {
		all = append(all, together(t.Parts, mark))
	} else if parts := compoundOf(t.Word); len(parts) > 1 {
		all = append(all, together(parts, mark))
	}
	if like, unknown := q.like[t.Word]; unknown {
		all = append(all, further(t.Word, mark)...)
		for _, word := range like {
			all = append(all, quote(mark+word), quote(mark+inside+word))
		}
	}
	return slices.Compact(all)
}

// compoundOf are the parts of a compound of different words: barnebarn is not about two times the same.
func compoundOf(word string) []string {
	parts := norwegian.Parts(word)
	if len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return p != parts[0] }) {
		return nil
	}
	return parts
}

// wholeForms is the word itself, its stem, and what it is without æøå or in new spelling.
func wholeForms(word, mark string) []string {
	all := []string{quote(mark + word)}
	stem := norwegian.Stem(word)
	all = append(all, quote(mark+"$"+stem))
	if stem != word {
		all = append(all, quote(mark+stem)) // the stem may stand as a word of its own
	}
	if modern := modernise(word); modern != word {
		all = append(all, quote(mark+modern))
	}
	if norwegian.IsASCII(word) {
		all = append(all, quote(mark+"^"+norwegian.ASCII(word)))
	}
	return all
}

// prefixes is what begins with the word, or has it as a part.
func prefixes(word, mark string) []string {
	stem := norwegian.Stem(word)
	all := []string{prefix(mark, word), quote(mark + "$" + stem), prefix(mark+inside, word), quote(mark + inside + "$" + stem)}
	if stem != word {
		all = append(all, quote(mark+stem), quote(mark+inside+stem))
	}
	if modern := modernise(word); modern != word {
		all = append(all, prefix(mark, modern), prefix(mark+inside, modern))
	}
	if norwegian.IsASCII(word) {
		ascii := norwegian.ASCII(word)
		all = append(all, prefix(mark+"^", ascii), prefix(mark+inside+"^", ascii))
	}
	return all
}

// exact is a word or a part that means just this: what stands for a typed word must not bring along what only begins so.
func exact(word, mark string) []string {
	var all []string
	for _, lexeme := range sayings(word) {
		all = append(all, quote(mark+lexeme))
	}
	return all
}

func sayings(word string) []string {
	stem := norwegian.Stem(word)
	all := []string{word, "$" + stem, inside + word, inside + "$" + stem}
	if stem != word {
		all = append(all, stem, inside+stem)
	}
	return all
}

func together(parts []string, mark string) string {
	var all []string
	for _, part := range parts {
		all = append(all, or(exact(part, mark)...))
	}
	return and(all...)
}

// Halves shorter than this say too little, and longer words are not taken apart: a word gives few queries.
const (
	shortHalf   = 3
	longestHalf = 24
)

// further is what begins or ends with the word in another form, and where it can be cut in two words that both stand there: "padelkveld" is
// found by "kveld", and finds "kveld med padel", whether or not the language knows the parts.
func further(word, mark string) []string {
	var all []string
	if stem := norwegian.Stem(word); norwegian.LetterCount(stem) > shortHalf {
		all = append(all, prefix(mark, stem), prefix(mark+ending, reversed(stem)))
	}
	letters := []rune(word)
	if len(letters) > longestHalf {
		return all
	}
	for i := shortHalf; i <= len(letters)-shortHalf; i++ {
		first := wholeForms(string(letters[:i]), mark)
		if joint := letters[i-1]; i > shortHalf && (joint == 's' || joint == 'e') {
			first = append(first, quote(mark+string(letters[:i-1])))
		}
		all = append(all, and(or(first...), or(wholeForms(string(letters[i:]), mark)...)))
	}
	return all
}

// prefix matches what begins with word when it is long enough to mean something.
func prefix(mark, word string) string {
	if norwegian.LetterCount(word) < 3 {
		return quote(mark + word)
	}
	return quote(mark+word) + ":*"
}

// modernise writes aa, oe and ae as å, ø and æ.
func modernise(word string) string { return modern.Replace(word) }

var modern = strings.NewReplacer("aa", "å", "oe", "ø", "ae", "æ")

// filterQuery is the filter alone.
func filterQuery(f Filter) string {
	var all []string
	for _, group := range f.groups() {
		for i := range group {
			group[i] = quote(in(f.Municipality) + group[i])
		}
		all = append(all, or(group...))
	}
	return and(all...)
}

func quote(lexeme string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(lexeme) + "'"
}

func and(all ...string) string { return join(" & ", all) }
func or(all ...string) string  { return join(" | ", all) }

func not(query string) string { return "!(" + query + ")" }

func join(operator string, all []string) string {
	all = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return "(" + strings.Join(all, operator) + ")"
}
