// Package norwegian is what search knows of the language: how a word is folded,
// cut into tokens, stemmed, taken apart when it is a compound, and which words
// say nothing. It is pure functions on text.
package norwegian
