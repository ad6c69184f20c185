package auditlog

// Sentences are shown to the tests of whole pages.
var Sentences = sentences
