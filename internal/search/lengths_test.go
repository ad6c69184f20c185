package search_test

import (
	"testing"

	"frivilligsentral/internal/search"
)

// A word says enough from three letters on: what begins with it is found then, and what
// has it within.
func TestWordsOfThreeLetters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.titled([]string{"Bridgekveld"}, []string{"Pilates"})
	s.refresh()
	for words, want := range map[string][]string{"bri": {"Bridgekveld"}, "br": nil, "ilates": {"Pilates"}, "ilat": {"Pilates"}, "lat": {"Pilates"}, "la": nil} {
		got := titles(s.bestFirst(words, search.Synonyms{}))
		equal(t, words, got, want)
	}
}
