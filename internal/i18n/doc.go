// Package i18n is the only place that knows how bokmål, nynorsk and English
// differ: texts, plurals, dates, numbers, prices and telephone numbers, and the
// lenient reading of the same things from what people type.
//
// Bokmål is written in the code and is the key of every text. The translations
// are in locales/nn.po and locales/en.po. A text without a translation is shown
// in bokmål, so a missing line is never worse than a Norwegian word.
//
// A new text needs no other step than l.T("…"). Afterwards
//
//	go run ./internal/i18n/cmd/extract
//
// adds it to both files with an empty translation.
//
// All dates and times are computed and read in Europe/Oslo, whatever the
// location of the value passed in. Formats follow the advice of Språkrådet.
package i18n
