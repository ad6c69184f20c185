// A text of ours that is kept, to be read in another language later.

package i18n

// Phrase is a text of ours with what somebody else wrote in it, apart: it can be
// stored as JSON and said in any language.
type Phrase struct {
	Text string `json:"text"` // bokmål source text
	Args []any  `json:"args,omitempty"`
}

// Say makes a phrase; the text is marked for the catalogue where it stands.
func Say(text string, args ...any) Phrase { return Phrase{Text: text, Args: args} }

// In is the phrase in a language. Numbers that came back from JSON are whole ones.
func (p Phrase) In(l Lang) string {
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		if f, ok := arg.(float64); ok && f == float64(int64(f)) {
			arg = int64(f)
		}
		args[i] = arg
	}
	return l.T(p.Text, args...)
}
