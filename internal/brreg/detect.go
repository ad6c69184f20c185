// Which of the registers' files a file is.

package brreg

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A Kind is what a file or an answer holds.
type Kind int

// The kinds of file. "Page" is a search answer, which may be empty; "bulk" a JSON array with everything.
const (
	KindUnknown Kind = iota
	KindEnhet
	KindEnhetPage
	KindEnhetBulk
	KindSubunitPage
	KindVoluntary
	KindVoluntaryPage
	KindVoluntaryBulk
)

// HasEnheter reports whether ReadEnheter reads the kind.
func (k Kind) HasEnheter() bool { return k >= KindEnhet && k <= KindSubunitPage }

// HasVoluntary reports whether ReadVoluntary reads the kind.
func (k Kind) HasVoluntary() bool { return k >= KindVoluntary && k <= KindVoluntaryBulk }

// peekSize is how much of a file Detect may look at: more than one unit, however long its purpose.
const peekSize = 256 << 10

// Detect tells what r holds and gives a reader that starts at the beginning again, unpacked when it was gzip.
func Detect(r io.Reader) (Kind, io.Reader, error) {
	b, err := unpack(r)
	if err != nil {
		return KindUnknown, nil, err
	}
	head, err := b.Peek(peekSize)
	if err != nil && err != io.EOF {
		return KindUnknown, nil, fmt.Errorf("read register file: %w", err)
	}
	return detect(head), b, nil
}

func unpack(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, peekSize)
	if head, _ := b.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("unpack register file: %w", err)
		}
		b = bufio.NewReaderSize(z, peekSize)
	}
	if head, _ := b.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		b.Discard(3)
	}
	return b, nil
}

// detect goes through the tokens until one decides.
func detect(head []byte) Kind {
	s := scanner{dec: json.NewDecoder(bytes.NewReader(head))}
	for s.next() {
		if k := s.decide(); k != KindUnknown {
			return k
		}
	}
	return KindUnknown
}

// A scanner walks through JSON and knows for each string where it stands and whether it is a key.
type scanner struct {
	dec   *json.Decoder
	stack []level
	key   string // the last key
	value string // the string after it, "" at a key
}

type level struct {
	array  bool
	isName bool // in an object, the next string is a key
}

// next moves to the next string; other tokens decide nothing.
func (s *scanner) next() bool {
	for {
		token, err := s.dec.Token()
		if err != nil {
			return false
		}
		if d, ok := token.(json.Delim); ok {
			s.delim(d)
			continue
		}
		text, isText := token.(string)
		if top := s.top(); top != nil && !top.array {
			top.isName = !top.isName
			if !top.isName {
				s.key, s.value = text, ""
				return true
			}
		}
		if isText {
			s.value = text
			return true
		}
	}
}

func (s *scanner) top() *level {
	if len(s.stack) == 0 {
		return nil
	}
	return &s.stack[len(s.stack)-1]
}

func (s *scanner) delim(d json.Delim) {
	if d == '}' || d == ']' {
		s.stack = s.stack[:len(s.stack)-1]
		return
	}
	if top := s.top(); top != nil && !top.array {
		top.isName = true // after this value comes a key
	}
	s.stack = append(s.stack, level{array: d == '[', isName: d == '{'})
}

func (s *scanner) decide() Kind {
	switch depth := len(s.stack); {
	case depth == 1 && !s.stack[0].array:
		return pick(s.key, KindEnhet, KindVoluntary)
	case depth == 2 && s.stack[0].array:
		return pick(s.key, KindEnhetBulk, KindVoluntaryBulk)
	case depth == 2 && s.value == "":
		return embeddedKinds[s.key]
	case s.key == "href" && depth == 3:
		return kindOfLink(s.value)
	}
	return KindUnknown
}

var embeddedKinds = map[string]Kind{
	"enheter": KindEnhetPage, "underenheter": KindSubunitPage, "frivilligeOrganisasjoner": KindVoluntaryPage,
}

// pick decides by a key that only one of the registers has.
func pick(key string, enhet, voluntary Kind) Kind {
	switch key {
	case "navn", "organisasjonsform", "registreringsdatoEnhetsregisteret":
		return enhet
	case "frivilligOrganisasjonsstatus", "icnpoKategorier", "grasrotandel", "innfoertDato", "foersteGangInnfoert":
		return voluntary
	}
	return KindUnknown
}

// kindOfLink tells what an empty answer would have held.
func kindOfLink(href string) Kind {
	path, _, query := strings.Cut(href, "?")
	switch {
	case strings.HasSuffix(path, "/api/enheter") && query:
		return KindEnhetPage
	case strings.HasSuffix(path, "/api/underenheter") && query:
		return KindSubunitPage
	case strings.HasSuffix(path, "/frivillige-organisasjoner"):
		return KindVoluntaryPage
	}
	return KindUnknown
}
