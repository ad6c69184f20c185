package agenda

import (
	"strings"

	"frivilligsentral/internal/i18n"
)

// languages are those that one can filter by: what activities in Norway are most
// often held in.
var languages = []struct{ tag, name string }{
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

// languageName is the name of a language in the language of the page, "" when
// the tag is unknown.
func languageName(l i18n.Lang, tag string) string {
	for _, x := range languages {
		if x.tag == tag {
			return l.T(x.name)
		}
	}
	return ""
}

// languageNames is a list of languages in words; unknown tags are shown as they are.
func languageNames(l i18n.Lang, tags []string) string {
	var names []string
	for _, tag := range tags {
		name := languageName(l, tag)
		if name == "" {
			name = tag
		}
		names = append(names, name)
	}
	return inWords(l, names)
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

// foreign is the language of a content when it is not the page's, "" otherwise.
func foreign(content, shown i18n.Lang) string {
	if content == "" || content == shown {
		return ""
	}
	return string(content)
}

// inWords joins names as speech does: "norsk, engelsk og arabisk".
func inWords(l i18n.Lang, names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + l.T("og") + " " + names[last]
}
