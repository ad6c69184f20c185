package agenda

import "frivilligsentral/internal/i18n"

// Language is one that people meet in; Name is bokmål source text.
type Language struct{ Tag, Name string }

// Languages are those that can be chosen, by how many speak them.
func Languages() []Language {
	all := make([]Language, len(languages))
	for i, l := range languages {
		all[i] = Language{Tag: l.tag, Name: l.name}
	}
	return all
}

// LanguageNames is a list of languages in words; unknown tags are shown as they are.
func LanguageNames(l i18n.Lang, tags []string) string { return languageNames(l, tags) }

// Price is an amount in words, with the note; "" when nothing is stated.
func Price(l i18n.Lang, ore *int, note string) string { return price(l, ore, note) }

// Ages is "6–12 år", "fra 18 år", "til 6 år", or "" when everybody may come.
func Ages(l i18n.Lang, low, high *int) string { return ages(l, low, high) }

// Foreign is the language of a content when it is not the page's, "" otherwise.
func Foreign(content, shown i18n.Lang) string { return foreign(content, shown) }
