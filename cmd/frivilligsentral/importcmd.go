// Importing a file from the command line.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/municipality"
)

// importArgs is what the words of the import command say.
type importArgs struct {
	kind                       imports.Kind
	file                       string
	organisation, municipality string
	dryRun, json               bool
}

func readImportArgs(args []string) (importArgs, error) {
	var a importArgs
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&a.organisation, "organisation", "", "")
	flags.StringVar(&a.municipality, "municipality", "", "")
	flags.BoolVar(&a.dryRun, "dry-run", false, "")
	flags.BoolVar(&a.json, "json", false, "")
	words, err := interleaved(flags, args)
	if err != nil {
		return a, err
	}
	if len(words) != 2 {
		return a, errors.New("want organisations, contacts, activities or calendar, and one FILE (- is standard input)")
	}
	a.kind, a.file = imports.Kind(words[0]), words[1]
	switch {
	case !slices.Contains(imports.Kinds, a.kind):
		return a, fmt.Errorf("unknown kind %q: want organisations, contacts, activities or calendar", a.kind)
	case a.kind == imports.Activities && a.organisation == "":
		return a, errors.New("activities need --organisation ORGNR: whose they are")
	case a.kind != imports.Activities && a.organisation != "":
		return a, errors.New("--organisation is for activities only")
	}
	return a, nil
}

// interleaved parses flags that stand before, between and after the words.
func interleaved(flags *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		if len(rest) == 0 {
			return words, nil
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

// importFile takes a file in: the same as the pages do, in one step.
func importFile(ctx context.Context, e env, args []string) (int, error) {
	a, err := readImportArgs(args)
	if err != nil {
		return exitUsage, fmt.Errorf("%w\n\n%s", err, usage)
	}
	f, err := a.read(e.stdin)
	if err != nil {
		return exitUsage, err
	}
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	o, err := open(ctx, cfg, e.logger(cfg))
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	m, err := o.tenant(ctx, a.municipality)
	if err != nil {
		return exitUsage, err
	}
	if a.organisation != "" {
		if f.OrganisationID, err = o.organisation(ctx, m.ID, a.organisation); err != nil {
			return exitUsage, err
		}
	}
	rows, err := o.Imports.Direct(ctx, account.SystemActor(m.ID, "kommandolinje"), a.kind, f, a.dryRun)
	if fault.Is(err, fault.Invalid) {
		return exitUsage, fmt.Errorf("%s: %s", f.Name, orElse(fault.Text(err), "the file cannot be read"))
	}
	if err != nil {
		return exitRefused, err
	}
	code := exitOK
	if imports.Count(rows)[imports.Refused] > 0 {
		code = exitRefused
	}
	return code, a.report(e.stdout, m, f.Name, rows)
}

func (a importArgs) read(stdin io.Reader) (imports.File, error) {
	in, name := stdin, "standard input"
	if a.file != "-" {
		file, err := os.Open(a.file)
		if err != nil {
			return imports.File{}, err
		}
		defer func() { _ = file.Close() }()
		in, name = file, filepath.Base(a.file)
	}
	data, err := io.ReadAll(io.LimitReader(in, imports.MaxBytes+1))
	if err != nil {
		return imports.File{}, fmt.Errorf("read %s: %w", name, err)
	}
	return imports.File{Name: name, Data: data}, nil
}

func (o *opened) organisation(ctx context.Context, municipalityID int64, number string) (int64, error) {
	orgnr, err := i18n.ParseOrgNr(number)
	if err != nil {
		return 0, fmt.Errorf("--organisation %s: %w", number, err)
	}
	id, err := o.Organisations.PublicIDByOrgNr(ctx, municipalityID, orgnr)
	if fault.Is(err, fault.NotFound) {
		return 0, fmt.Errorf("no organisation here has the number %s", orgnr)
	}
	return id, err
}

// importReport is the shape of --json.
type importReport struct {
	Kind         imports.Kind   `json:"kind"`
	File         string         `json:"file"`
	Municipality string         `json:"municipality"`
	DryRun       bool           `json:"dry_run"`
	Counts       imports.Counts `json:"counts"`
	Rows         []reportRow    `json:"rows"`
}

type reportRow struct {
	Number  int              `json:"number"`
	Outcome imports.Outcome  `json:"outcome"`
	Label   string           `json:"label"`
	Message string           `json:"message,omitempty"`
	Changes []imports.Change `json:"changes,omitempty"`
	ID      *int64           `json:"id,omitempty"`
}

func (a importArgs) report(w io.Writer, m municipality.Municipality, name string, rows []imports.Row) error {
	counts := imports.Count(rows)
	if a.json {
		r := importReport{Kind: a.kind, File: name, Municipality: m.Number, DryRun: a.dryRun, Counts: counts, Rows: []reportRow{}}
		for _, row := range rows {
			r.Rows = append(r.Rows, reportRow{row.Number, row.Outcome, row.Label, row.Message(i18n.NB), row.Changes, row.ObjectID})
		}
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	if err := reportTable(w, rows); err != nil {
		return err
	}
	stored := ""
	if a.dryRun {
		stored = " (dry run: nothing is stored)"
	}
	_, err := fmt.Fprintf(w, "%d new, %d changed, %d unchanged, %d refused%s\n",
		counts[imports.New], counts[imports.Changed], counts[imports.Unchanged], counts[imports.Refused], stored)
	return err
}

// reportTable lists all rows but those that change nothing.
func reportTable(w io.Writer, rows []imports.Row) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if row.Outcome == imports.Unchanged && len(row.Remarks) == 0 {
			continue
		}
		text := oneLine(row.Message(i18n.NB))
		for _, c := range row.Changes {
			text += fmt.Sprintf(" [%s: %s -> %s]", c.Field, oneLine(c.Old), oneLine(c.New))
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", row.Number, row.Outcome, oneLine(row.Label), strings.TrimSpace(text))
	}
	return table.Flush()
}

// oneLine keeps a stranger's text from moving the cursor of a terminal.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f && r < 0xa0 }), " ")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
