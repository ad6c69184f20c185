// Reading a whole file from a register.

package brreg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// ErrNotRegister is returned for a file that is not from the register that was asked for.
var ErrNotRegister = fault.New(fault.Invalid, i18n.Mark("Filen er ikke en JSON-fil fra Enhetsregisteret eller Frivillighetsregisteret."))

// A RefusedError is about one entry; the reading goes on after it.
type RefusedError struct {
	Index int // counted from 1
	OrgNr string
	Err   error // one of i18n's ErrOrgNr values, or what is wrong with the JSON
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("entry %d (%s): %v", e.Index, e.OrgNr, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }

// ReadEnheter reads units from a single answer, a search page or the bulk file, packed or not, one at a time. A unit with
// a number that cannot be right comes with a *RefusedError; any other error is the last thing that comes, that of ctx
// too when it ends.
func ReadEnheter(ctx context.Context, r io.Reader) iter.Seq2[Enhet, error] {
	return func(yield func(Enhet, error) bool) {
		readAll(ctx, r, Kind.HasEnheter, wireEnhet.clean, yield)
	}
}

// ReadVoluntary reads organisations of Frivillighetsregisteret, as ReadEnheter does.
func ReadVoluntary(ctx context.Context, r io.Reader) iter.Seq2[Voluntary, error] {
	return func(yield func(Voluntary, error) bool) {
		readAll(ctx, r, Kind.HasVoluntary, wireVoluntary.clean, yield)
	}
}

// ParseEnhet reads one unit, also one whose number cannot be right: see Enhet.Check.
func ParseEnhet(data []byte) (Enhet, error) {
	var w wireEnhet
	if err := json.Unmarshal(data, &w); err != nil {
		return Enhet{}, fmt.Errorf("parse enhet: %w", err)
	}
	if w.Organisasjonsnummer == "" {
		return Enhet{}, fmt.Errorf("parse enhet: %w", ErrNotRegister)
	}
	return w.clean(), nil
}

// ParseVoluntary reads one organisation of Frivillighetsregisteret.
func ParseVoluntary(data []byte) (Voluntary, error) {
	var w wireVoluntary
	if err := json.Unmarshal(data, &w); err != nil {
		return Voluntary{}, fmt.Errorf("parse voluntary organisation: %w", err)
	}
	if w.Organisasjonsnummer == "" {
		return Voluntary{}, fmt.Errorf("parse voluntary organisation: %w", ErrNotRegister)
	}
	return w.clean(), nil
}

// stopping reads until its context ends.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

type wire interface{ orgNr() string }

func readAll[W wire, T any](ctx context.Context, r io.Reader, wanted func(Kind) bool, clean func(W) T, yield func(T, error) bool) {
	var none T
	kind, r, err := Detect(stopping{ctx, r})
	if err == nil && !wanted(kind) {
		err = ErrNotRegister
	}
	if err != nil {
		yield(none, err)
		return
	}
	index := 0
	for w, err := range entries[W](r, kind) {
		if stopped := ctx.Err(); stopped != nil { // much may be in the buffers
			yield(none, stopped)
			return
		}
		if err != nil && !isTypeError(err) {
			yield(none, fmt.Errorf("read register file, entry %d: %w", index+1, err))
			return
		}
		index++
		if err == nil {
			_, err = i18n.ParseOrgNr(w.orgNr())
		}
		if err != nil {
			err = &RefusedError{Index: index, OrgNr: w.orgNr(), Err: err}
		}
		if !yield(clean(w), err) {
			return
		}
	}
}

// isTypeError says that one value was of the wrong type, after which the decoder goes on with the next.
func isTypeError(err error) bool {
	var typeError *json.UnmarshalTypeError
	return errors.As(err, &typeError)
}

// entries yields the entries of a file of a known kind as they stand.
func entries[W any](r io.Reader, kind Kind) iter.Seq2[W, error] {
	return func(yield func(W, error) bool) {
		limited := &entryLimit{r: r}
		dec := json.NewDecoder(limited)
		if kind == KindEnhet || kind == KindVoluntary {
			var w W
			err := dec.Decode(&w)
			yield(w, err)
			return
		}
		found, err := toEntries(dec)
		if err != nil {
			var none W
			yield(none, err)
			return
		}
		for found && dec.More() {
			var w W
			err := dec.Decode(&w)
			limited.used = 0
			if !yield(w, err) || err != nil && !isTypeError(err) {
				return
			}
		}
		if _, err := dec.Token(); found && err != nil {
			var none W
			yield(none, err) // the file was cut off
		}
	}
}

// toEntries moves to the first entry; not found means an empty page, which has no _embedded.
func toEntries(dec *json.Decoder) (found bool, err error) {
	token, err := dec.Token()
	if err != nil || token == json.Delim('[') {
		return err == nil, err
	}
	for _, key := range []string{"_embedded", ""} {
		if found, err := toKey(dec, key); err != nil || !found {
			return false, err
		}
		token, err := dec.Token()
		if err != nil || token == json.Delim('[') {
			return err == nil, err
		}
	}
	return false, nil
}

// toKey moves behind a key of the object that the decoder is in, passing over others. "" is a key that embeddedKinds has.
func toKey(dec *json.Decoder, key string) (found bool, err error) {
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return false, err
		}
		name, _ := token.(string)
		if name == key || key == "" && embeddedKinds[name] != KindUnknown {
			return true, nil
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return false, err
		}
	}
	return false, nil
}

// entryLimit stops a file where one entry would fill the memory. Real ones have a few kilobytes.
type entryLimit struct {
	r    io.Reader
	used int
}

const maxEntry = 4 << 20

var errEntryTooLarge = errors.New("one entry is larger than 4 MiB")

func (l *entryLimit) Read(p []byte) (int, error) {
	if l.used > maxEntry {
		return 0, errEntryTooLarge
	}
	n, err := l.r.Read(p)
	l.used += n
	return n, err
}
