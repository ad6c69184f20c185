// Languages that people meet in, and texts in another language than the page.

package activitycards

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
)

// Language is one that people meet in; Name is bokmål source text.
type Language struct{ Tag, Name string }

// Languages are those that can be chosen, by how many speak them.
func Languages() []Language { return slices.Clone(languages) }

// languages are those that one can filter by: what activities in Norway are most
// often held in.
var languages = []Language{
	{"nb", i18n.Mark("norsk")},
	{"nn", i18n.Mark("nynorsk")},
	{"en", i18n.Mark("engelsk")},
	{"uk", i18n.Mark("ukrainsk")},
	{"ar", i18n.Mark("arabisk")},
	{"pl", i18n.Mark("polsk")},
	{"so", i18n.Mark("somali")},
	{"ti", i18n.Mark("tigrinja")},
	{"se", i18n.Mark("nordsamisk")},
	{"fkv", i18n.Mark("kvensk")},
	{"nsl", i18n.Mark("norsk tegnspråk")},
	{"prs", i18n.Mark("dari")},
	{"ru", i18n.Mark("russisk")},
}

// LanguageName is the name of a language in the language of the page, "" when
// the tag is unknown.
func LanguageName(l i18n.Lang, tag string) string {
	for _, x := range languages {
		if x.Tag == tag {
			return l.T(x.Name)
		}
	}
	return ""
}

// LanguageNames is a list of languages in words; unknown tags are shown as they are.
func LanguageNames(l i18n.Lang, tags []string) string {
	var names []string
	for _, tag := range tags {
		name := LanguageName(l, tag)
		if name == "" {
			name = tag
		}
		names = append(names, name)
	}
	return InWords(l, names)
}

// norwegian says whether those who know Norwegian will follow.
func norwegian(tags []string) bool {
	for _, tag := range tags {
		if base, _, _ := strings.Cut(tag, "-"); base == "nb" || base == "nn" || base == "no" {
			return true
		}
	}
	return len(tags) == 0
}

// InWords joins names as speech does: "norsk, engelsk og arabisk".
func InWords(l i18n.Lang, names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + l.T("og") + " " + names[last]
}
