package imports_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/tabular"

	"github.com/xuri/excelize/v2"
)

// records is how many rows, units or events each file has.
const records = 300

// countdown is a context that ends when it has been asked some times.
type countdown struct {
	context.Context
	asked, end int
}

func (c *countdown) Err() error {
	c.asked++
	if c.end > 0 && c.asked > c.end {
		return context.Canceled
	}
	return nil
}

// Whoever has gone, or whose time is up, costs no more: every parser looks at its context for each record that it
// reads, and stops with its error.
func TestEveryParserStopsWithItsContext(t *testing.T) {
	t.Parallel()
	table := func(data []byte) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := tabular.Read(ctx, "fil", bytes.NewReader(data), tabular.Limits{})
			return err
		}
	}
	organisations := func(data []byte) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := orgimport.ReadFile(ctx, "fil", data, intake.Choices{})
			return err
		}
	}
	enheter := many("[", `{"organisasjonsnummer":"974760673","navn":"LAG %d"}`, ",", "]")
	voluntary := many("[", `{"organisasjonsnummer":"974760673","frivilligOrganisasjonsstatus":"innfoert","x":%d}`, ",", "]")
	csv := many("Organisasjonsnummer;Navn\n", "974760673;Lag %d", "\n", "\n")
	calendar := many("BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:Strikk\r\nDTSTART:20260901T180000Z\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT", "\r\n", "\r\nEND:VCALENDAR\r\n")
	for name, read := range map[string]func(context.Context) error{
		"tabular, text":            table(csv),
		"tabular, workbook":        table(workbook(t, 0)),
		"tabular, merged workbook": table(workbook(t, records/2)),
		"orgimport, text":          organisations(csv),
		"orgimport, workbook":      organisations(workbook(t, 0)),
		"orgimport, units":         organisations(enheter),
		"orgimport, units, packed": organisations(packed(t, enheter)),
		"orgimport, voluntary":     organisations(voluntary),
		"ical": func(ctx context.Context) error {
			_, err := ical.Read(ctx, bytes.NewReader(calendar), ical.Limits{})
			return err
		},
		"brreg, units, as they come": func(ctx context.Context) error { return last(brreg.ReadEnheter(ctx, bytes.NewReader(enheter))) },
		"brreg, voluntary, each":     func(ctx context.Context) error { return last(brreg.ReadVoluntary(ctx, bytes.NewReader(voluntary))) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := &countdown{Context: t.Context()}
			if err := read(whole); err != nil {
				t.Fatalf("the file itself: %v", err)
			}
			if whole.asked < records {
				t.Errorf("it looked at its context %d times for %d records", whole.asked, records)
			}
			for _, end := range []int{1, records / 2, whole.asked - 1} {
				cut := &countdown{Context: t.Context(), end: end}
				if err := read(cut); !errors.Is(err, context.Canceled) {
					t.Errorf("ended at look %d: got %v, want that it is over", end, err)
				}
				if cut.asked > end+3 {
					t.Errorf("ended at look %d: it went on for %d more", end, cut.asked-end)
				}
			}
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if err := read(gone); !errors.Is(err, context.Canceled) {
				t.Errorf("ended before it began: got %v", err)
			}
		})
	}
}

func many(begin, record, between, end string) []byte {
	all := make([]string, records)
	for i := range all {
		all[i] = fmt.Sprintf(record, i)
	}
	return []byte(begin + strings.Join(all, between) + end)
}

func packed(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func last[T any](entries func(func(T, error) bool)) (err error) {
	for _, err = range entries {
	}
	return err
}

// workbook has the first rows of its third column merged two and two.
func workbook(t *testing.T, merged int) []byte {
	t.Helper()
	f := excelize.NewFile()
	set := func(cell string, v any) {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	set("A1", "Organisasjonsnummer")
	set("B1", "Navn")
	set("C1", "Område")
	for i := range records {
		set(fmt.Sprintf("A%d", i+2), "974760673")
		set(fmt.Sprintf("B%d", i+2), fmt.Sprintf("Lag %d", i))
		set(fmt.Sprintf("C%d", i+2), 1234.5)
	}
	for i := range merged {
		if err := f.MergeCell("Sheet1", fmt.Sprintf("C%d", 2*i+2), fmt.Sprintf("C%d", 2*i+3)); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
