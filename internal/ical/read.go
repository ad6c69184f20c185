// Reading a calendar file, and its limits.

package ical

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"frivilligsentral/internal/i18n"
)

// Limits bounds what one file may cost. Zero fields mean the defaults.
type Limits struct {
	MaxBytes  int64 // 5 MB
	MaxEvents int   // 5000
}

func (l Limits) orDefault() Limits {
	if l.MaxBytes <= 0 {
		l.MaxBytes = 5 << 20
	}
	if l.MaxEvents <= 0 {
		l.MaxEvents = 5000
	}
	return l
}

// Errors of a whole file. Their texts are bokmål and may be shown to users
// through i18n.
var (
	ErrNotCalendar = errors.New(i18n.Mark("Filen er ikke en kalender (iCalendar)."))
	ErrTooBig      = errors.New(i18n.Mark("Kalenderfilen er for stor."))
)

// Result is what a file held.
type Result struct {
	// Name is the calendar's name, or empty.
	Name   string
	Events []Event
	// Refused are the events that were left out, in the order of the file.
	Refused []Refusal
}

// Refusal says which event was left out and why.
type Refusal struct {
	// Index counts the events of the file from 1; Line is where it begins.
	Index, Line  int
	UID, Summary string
	// Reason is a bokmål sentence for i18n's T.
	Reason string
}

// Read reads a calendar. A bad event becomes a Refusal; an error is returned
// only for what is no calendar (ErrNotCalendar), for too large a file
// (ErrTooBig), when r fails, and when ctx ends.
func Read(ctx context.Context, r io.Reader, limits Limits) (Result, error) {
	limits = limits.orDefault()
	data, err := io.ReadAll(io.LimitReader(r, limits.MaxBytes+1))
	if err != nil {
		return Result{}, fmt.Errorf("read calendar: %w", err)
	}
	if int64(len(data)) > limits.MaxBytes {
		return Result{}, ErrTooBig
	}
	root, err := assemble(ctx, unfold(data))
	if err != nil {
		return Result{}, err
	}
	calendars := root.all("VCALENDAR")
	if len(calendars) == 0 && len(root.all("VEVENT")) == 0 {
		return Result{}, ErrNotCalendar
	}
	result, err := collect(ctx, root, limits.MaxEvents)
	if err != nil {
		return Result{}, err
	}
	for _, c := range calendars {
		describe(&result, c)
	}
	return result, nil
}

// describe takes over what the calendar says about all its events.
func describe(result *Result, calendar *component) {
	for _, name := range []string{"X-WR-CALNAME", "NAME"} {
		if result.Name == "" {
			result.Name = calendar.text(name)
		}
	}
	if strings.EqualFold(calendar.text("METHOD"), "CANCEL") {
		for i := range result.Events {
			result.Events[i].Status = Cancelled
		}
	}
}

// collect reads the events one by one and joins changed dates to their series.
func collect(ctx context.Context, root *component, limit int) (Result, error) {
	zones := newZones(root)
	join := newJoin(zones)
	events := root.all("VEVENT")
	for i, c := range events {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if i >= limit {
			join.refuse(i, c, Event{UID: c.text("UID"), Summary: c.text("SUMMARY")}, errTooMany)
			break
		}
		event, err := zones.event(c)
		if err != nil {
			join.refuse(i, c, event, err)
			continue
		}
		join.add(i, c, event)
	}
	for i, c := range append(root.all("VTODO"), root.all("VJOURNAL")...) {
		if len(events)+i >= limit {
			break
		}
		join.refuse(len(events)+i, c, Event{UID: c.text("UID"), Summary: c.text("SUMMARY")}, errNoEvent)
	}
	return join.result(), nil
}
