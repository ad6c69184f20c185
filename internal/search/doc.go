// Package search finds what people type, in Norwegian: other forms of the word,
// parts of compounds, nynorsk, missing æøå, typing errors. It knows no feature:
// a feature hands it texts, facts and times with IndexActivity or IndexDocument
// in the transaction that changes the thing, and gets ids back from Activities
// and Documents.
//
// What is found lies in narrow tables: live_activity, a row for each activity with a
// date to come; live_occurrence, those dates, which tell when; and search_document,
// all else that is found. An activity and a document have one tsvector each, and
// words, stems and filters are all lexemes of it. The number of the municipality stands
// in front of each, so that what is asked for is gathered among its own and not among the
// country's. Then all but the plain words have a sign that says what they are, which no
// typed text can produce because tokens are only letters and digits:
//
//	301:strikkekafe   a word as written, folded (Fold)
//	301:$strikkekaf   a stem that differs from the word
//	301:^sprakkafe    a word without æøå, where that differs
//	301:+kafe         a part of a compound, in the ways above: the whole word comes before it
//	301:<dlevkledap   a long word that cannot be taken apart ("padelkvelden"), its stem backwards
//	301:=strikkekafe  any of the above once more, when it stands in the title
//	301:~k12          a fact that filters ask for
//
// So every combination of words and filters is one static SQL statement, and
// the combination itself is the pure function Query.
//
// The rules of folding and stemming are ours; their model is Snowball's
// Norwegian stemmer, made stable over all forms of a word.
package search
