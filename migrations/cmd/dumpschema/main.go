// Command dumpschema writes migrations/schema.sql, the schema that all
// migrations together make: for reading, and so that a review shows what changes.
// Run it from the root of the project after every change of a migration.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/migrations"
)

const header = "-- Made by: go run ./migrations/cmd/dumpschema\n\n"

func main() {
	if err := run(context.Background(), "migrations/schema.sql"); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "dumpschema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string) error {
	dir, err := os.MkdirTemp("", "dumpschema")
	if err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // root's Postgres runs as another user
		return err
	}
	defer func() { _ = embedded.Remove(dir) }()
	server, err := embedded.Start(ctx, embedded.Config{StateDir: dir})
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop(ctx) }()
	if _, err := migrations.Up(ctx, server.DSN()); err != nil {
		return err
	}
	text, err := dump(ctx, server.DSN())
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// dump is pg_dump's text without what depends on its version and the day.
func dump(ctx context.Context, dsn string) (string, error) {
	tool, err := embedded.Tool("pg_dump")
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, tool, "--schema-only", "--no-owner", "--no-privileges",
		"--no-comments", "--exclude-table=goose_db_version", "--dbname="+dsn).Output()
	if err != nil {
		return "", fmt.Errorf("pg_dump: %w", err)
	}
	return header + normalise(string(out)), nil
}

var (
	noise = regexp.MustCompile(`(?m)^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict.*)\n`)
	blank = regexp.MustCompile(`\n{3,}`)
)

func normalise(text string) string {
	text = noise.ReplaceAllString(text, "")
	return strings.TrimSpace(blank.ReplaceAllString(text, "\n\n")) + "\n"
}
