// What somebody decides about a file before it is stored.

package intake

import "strings"

// About is what a question of a file is about.
type About string

// What a file can be asked about: its columns, and names in it that nobody knows here.
const (
	Column    About = "column"
	Topic     About = "topic"
	Area      About = "area"
	Unit      About = "unit"
	LocalKind About = "local_kind"
	Group     About = "organisation"
)

// Answers that are neither a field nor the id of something.
const (
	Nothing = "-"   // it is not taken, and that is right
	Make    = "new" // it is made
)

// Answer is what a column, or a name that stands in a file, means here: the key of a
// field, the id of what has that name here, Nothing or Make.
type Answer struct {
	About About  `json:"about"`
	Word  string `json:"word"` // as it stands in the file
	Value string `json:"value"`
}

// Choices are what was decided of a file.
type Choices struct {
	Answers  []Answer `json:"answers,omitempty"`
	LeaveOut []int    `json:"leave_out,omitempty"` // numbers of rows
	AsDraft  bool     `json:"as_draft,omitempty"`  // nothing new of it is published
}

// Known are the answers by what they are about and the word as FoldWord has it, for
// files with many words.
func (c Choices) Known() map[About]map[string]string {
	known := map[About]map[string]string{}
	for _, a := range c.Answers {
		if known[a.About] == nil {
			known[a.About] = map[string]string{}
		}
		known[a.About][FoldWord(a.Word)] = a.Value
	}
	return known
}

// With is the choices with an answer in place of an earlier one.
func (c Choices) With(answer Answer) Choices {
	var all []Answer
	for _, a := range c.Answers {
		if a.About != answer.About || FoldWord(a.Word) != FoldWord(answer.Word) {
			all = append(all, a)
		}
	}
	c.Answers = append(all, answer)
	return c
}

// FoldWord is a word as answers are recognised by.
func FoldWord(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Question is what a file leaves open, or what was taken to be so.
type Question struct {
	About   About  `json:"about"`
	Word    string `json:"word"`
	Rows    int    `json:"rows,omitempty"`    // in how many rows it stands
	Example string `json:"example,omitempty"` // of a column: what its first cell holds
	Value   string `json:"value"`             // what it is taken for now, "" when that is open
}

// Option is a possible answer.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Words bool   `json:"words,omitempty"` // the label is ours, to be told in the reader's language
}

// Asked are the questions of a file, with what each can be answered.
type Asked struct {
	Questions []Question         `json:"questions,omitempty"`
	Options   map[About][]Option `json:"options,omitempty"`
}

// Open is how many questions have no answer.
func (a Asked) Open() int {
	n := 0
	for _, q := range a.Questions {
		if q.Value == "" {
			n++
		}
	}
	return n
}

// Allows says whether a value is a possible answer; none is one too.
func (a Asked) Allows(about About, value string) bool {
	if value == "" {
		return true
	}
	for _, o := range a.Options[about] {
		if o.Value == value {
			return true
		}
	}
	return false
}
