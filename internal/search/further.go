// What is looked for when nothing has all the words: words like them, and then most of them.

package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frivilligsentral/internal/search/norwegian"
)

// further goes on where all words as asked have no hit.
func (f finder[T]) further(ctx context.Context, asked question) (Page, []T, error) {
	asked, unknown, err := f.unknown(ctx, asked)
	if err != nil {
		return Page{}, nil, err
	}
	var corrections []string
	if misspelt := misspelt(asked.phrases, unknown); len(misspelt) > 0 {
		like, meant, err := similar(ctx, f.q, f.p.Filter.Municipality, misspelt)
		if err != nil {
			return Page{}, nil, err
		}
		asked.like = like
		if corrections, err = f.confirmed(ctx, asked, meant); err != nil {
			return Page{}, nil, err
		}
		if f.from.road != partly {
			idle := except(unknown, misspelt)
			page, lines, err := f.read(ctx, asked.only(except(asked.phrases, idle)...))
			if err != nil || len(lines) > 0 || !f.from.IsZero() {
				return page.by(similarly, len(lines), corrections, texts(asked.phrases, idle)), lines, err
			}
		}
	}
	page, lines, without, err := f.most(ctx, asked, unknown)
	return page.by(partly, len(lines), corrections, without), lines, err
}

// Missed weighs what a page was found without: a word that tells what is looked for more than
// any that say when or where, and those more than one that says little. Without none it is 0.
func (p Page) Missed() int {
	n := 0
	for _, word := range p.Without {
		switch {
		case norwegian.Circumstance(word):
			n += 2
		case norwegian.Weak(word):
			n++
		default:
			n += 100
		}
	}
	if n > 100 {
		n -= n % 100 // beside a telling one the others do not count
	}
	return n
}

// misspelt are the unknown words that may be another word wrongly written. One that says little is done without instead,
// unless there is nothing else.
func misspelt(asked, unknown []phrase) []phrase {
	all := slices.DeleteFunc(slices.Clone(unknown), phrase.weak)
	if len(all) == 0 && len(unknown) == len(asked) {
		return unknown
	}
	return all
}

// weak says whether a phrase is a word that says little about what is looked for.
func (p phrase) weak() bool { return len(p) == 1 && norwegian.Weak(p[0].Word) }

// by says how the hits of the page answer the words.
func (p Page) by(r road, hits int, corrections, without []string) Page {
	p.Corrections, p.Without, p.Alike = corrections, without, hits > 0
	if p.Next.set {
		p.Next.road = r
	}
	if p.Prev.set {
		p.Prev.road = r
	}
	return p
}

// unknown are the phrases that nothing in the list has. What is unknown as a term is asked for word by word from then on.
func (f finder[T]) unknown(ctx context.Context, asked question) (question, []phrase, error) {
	var unknown []phrase
	for {
		known, err := f.hasEach(ctx, asked)
		if err != nil {
			return asked, nil, err
		}
		var apart []phrase
		unknown = nil
		for i, p := range asked.phrases {
			if !known[i] {
				unknown = append(unknown, p)
				apart = append(apart, p.words()...)
				continue
			}
			apart = append(apart, p)
		}
		if len(apart) == len(asked.phrases) {
			return asked, unknown, nil
		}
		asked = asked.only(apart...)
	}
}

// words are the words of a phrase, each alone.
func (p phrase) words() []phrase {
	all := make([]phrase, len(p))
	for i := range p {
		all[i] = p[i : i+1]
	}
	return all
}

func (f finder[T]) hasEach(ctx context.Context, asked question) ([]bool, error) {
	each := make([]question, len(asked.phrases))
	for i, p := range asked.phrases {
		each[i] = asked.only(p)
	}
	return f.has(ctx, each)
}

// has asks for each question whether anything in the list answers it.
func (f finder[T]) has(ctx context.Context, each []question) ([]bool, error) {
	found := make([]bool, len(each))
	if len(each) == 0 {
		return found, nil
	}
	statements := make([]statement, len(each))
	for i, q := range each {
		statements[i] = f.list.first(and(q.query(loose, ""), f.filter))
	}
	rows, err := runAll[T](ctx, f.q, statements)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	for i := range found {
		found[i] = len(rows[i]) > 0
	}
	return found, nil
}

// confirmed is the best of the texts that may have been meant and that have hits.
func (f finder[T]) confirmed(ctx context.Context, asked question, meant map[string][]string) ([]string, error) {
	texts := corrections(asked.phrases, meant)
	each := make([]question, len(texts))
	for i, phrases := range texts {
		each[i] = asked.only(phrases...)
	}
	found, err := f.has(ctx, each)
	if i := slices.Index(found, true); i >= 0 {
		return []string{strings.Join(strs(texts[i]), " ")}, nil
	}
	return nil, err
}

// only is the question about these phrases alone.
func (q question) only(phrases ...phrase) question {
	q.phrases = phrases
	return q
}

// A reading is questions of which any will do, and the phrases that are done without.
type reading struct {
	any     []question
	without []phrase
}

// most finds what has most of the words, and says without which.
func (f finder[T]) most(ctx context.Context, asked question, unknown []phrase) (Page, []T, []string, error) {
	readings, telling := asked.readings(unknown)
	for i := 0; ; i++ {
		if i == len(readings) {
			more, err := f.fewer(ctx, asked, telling)
			if err != nil || len(more) == 0 {
				return Page{}, nil, nil, err
			}
			readings, telling = append(readings, more...), nil
		}
		page, lines, err := f.read(ctx, readings[i].any...)
		if err != nil || len(lines) > 0 {
			return page, lines, texts(asked.phrases, readings[i].without), err
		}
	}
}

// readings do without the words that nothing has, first by the parts of those that are compounds, and then without those
// that say little. What says little is not looked for alone when something that tells more was typed. The words that are
// left then are telling.
func (q question) readings(unknown []phrase) (all []reading, telling []phrase) {
	known := except(q.phrases, unknown)
	telling = slices.DeleteFunc(slices.Clone(known), phrase.weak)
	if len(telling) == 0 && !slices.ContainsFunc(unknown, func(p phrase) bool { return !p.weak() }) {
		telling = known
	}
	var parts []question
	for _, p := range unknown {
		for _, part := range piecesOf(p[0]) {
			parts = append(parts, q.only(append(slices.Clone(telling), phrase{{Word: part}})...))
		}
	}
	if len(parts) > 0 {
		all = append(all, reading{parts, except(q.phrases, telling)})
	}
	if len(telling) == 0 {
		return all, nil
	}
	if len(unknown) > 0 {
		all = append(all, reading{[]question{q.only(known...)}, unknown})
	}
	if len(telling) < len(known) {
		all = append(all, reading{[]question{q.only(telling...)}, except(q.phrases, telling)})
	}
	return all, telling
}

// fewer do without some of the telling words: first without those that say when or where,
// one of them and then all, since what something is about is what is looked for; and then
// without one of the others, or with at least one of them.
func (f finder[T]) fewer(ctx context.Context, asked question, telling []phrase) ([]reading, error) {
	about := slices.DeleteFunc(slices.Clone(telling), phrase.circumstance)
	if len(about) == 0 || len(about) == len(telling) {
		return f.lessOne(ctx, asked, telling)
	}
	var all []reading
	if around := except(telling, about); len(around) > 1 {
		one := reading{without: except(asked.phrases, about)}
		for _, p := range around {
			one.any = append(one.any, asked.only(except(telling, []phrase{p})...))
		}
		all = append(all, one)
	}
	all = append(all, reading{[]question{asked.only(about...)}, except(asked.phrases, about)})
	rest, err := f.lessOne(ctx, asked, about)
	return append(all, rest...), err
}

// circumstance says whether a phrase is a word that says when or where something is, not what.
func (p phrase) circumstance() bool { return len(p) == 1 && norwegian.Circumstance(p[0].Word) }

// lessOne do without one of the telling words, or have at least one of them.
func (f finder[T]) lessOne(ctx context.Context, asked question, telling []phrase) ([]reading, error) {
	if len(telling) < 2 {
		return nil, nil
	}
	lessOne := make([]question, len(telling))
	for i, p := range telling {
		lessOne[i] = asked.only(except(telling, []phrase{p})...)
	}
	found, err := f.has(ctx, lessOne)
	if err != nil {
		return nil, err
	}
	one := reading{without: except(asked.phrases, telling)}
	any := reading{without: asked.phrases}
	for i, p := range telling {
		if found[i] {
			one.any, one.without = append(one.any, lessOne[i]), append(one.without, p)
		}
		any.any = append(any.any, asked.only(p))
	}
	if len(one.any) > 0 {
		return []reading{one}, nil
	}
	return []reading{any}, nil
}

// piecesOf are the words in a compound that nothing has: its known parts, and what stands before one that is known alone.
func piecesOf(t norwegian.Token) []string {
	if len(t.Parts) > 0 {
		return t.Parts
	}
	parts := norwegian.Parts(t.Word)
	if len(parts) == 1 {
		if i := strings.LastIndex(t.Word, parts[0]); i >= shortHalf {
			parts = append(parts, t.Word[:i])
		}
	}
	return parts
}

func except(phrases, gone []phrase) []phrase {
	return slices.DeleteFunc(slices.Clone(phrases), func(p phrase) bool { return among(gone, p) })
}

func among(phrases []phrase, one phrase) bool {
	return slices.ContainsFunc(phrases, func(p phrase) bool { return p.String() == one.String() })
}

// texts are the phrases that are among gone, in the order in which they were typed.
func texts(phrases, gone []phrase) []string {
	var all []string
	for _, p := range phrases {
		if among(gone, p) && !slices.Contains(all, p.String()) {
			all = append(all, p.String())
		}
	}
	return all
}

func strs(phrases []phrase) []string {
	all := make([]string, len(phrases))
	for i, p := range phrases {
		all[i] = p.String()
	}
	return all
}
