// Which command the arguments ask for, its settings and its exit code.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"frivilligsentral/internal/config"
)

// Exit codes of every command.
const (
	exitOK      = 0
	exitRefused = 1 // the command ran, and something was refused or failed
	exitUsage   = 2 // wrong words, wrong settings, or a file that cannot be read
)

const usage = `frivilligsentral COMMAND

  serve                                  serve the portal (settings come from the environment)
  migrate                                bring the database up to date, then stop
  import organisations|contacts|activities|calendar FILE [--organisation ORGNR] [--municipality NUMBER] [--dry-run] [--json]
                                         exit 0: all rows taken, 1: some refused (they are listed), 2: unreadable file
  admin invite E-MAIL [--municipality NUMBER]
                                         make the first administrator and print the invitation link
  municipality add NUMBER HOST           give a municipality a portal at a host name
  seed                                   fill an empty database with the demo municipality, then stop
  version                                print the version
`

// env is what a command gets from its surroundings.
type env struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
}

type command func(ctx context.Context, e env, args []string) (int, error)

var commands = map[string]command{
	"serve":        serve,
	"migrate":      migrate,
	"import":       importFile,
	"admin":        admin,
	"municipality": addMunicipality,
	"seed":         seed,
	"version":      version,
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	e := env{stdin: stdin, stdout: stdout, stderr: stderr, getenv: getenv}
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(stdout, usage)
		return map[bool]int{true: exitUsage, false: exitOK}[len(args) == 0]
	}
	c, ok := commands[args[0]]
	if !ok {
		fmt.Fprintf(stderr, "frivilligsentral: unknown command %q\n\n%s", args[0], usage)
		return exitUsage
	}
	code, err := c(ctx, e, args[1:])
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(stderr, "frivilligsentral %s: %s\n", args[0], err)
		if code == exitOK {
			code = exitRefused
		}
	}
	return code
}

// settings reads the configuration; what is wrong is told on one line each.
func (e env) settings() (config.Config, error) {
	c, err := config.FromEnv(e.getenv)
	if err != nil {
		return c, fmt.Errorf("settings:\n  %s", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	}
	return c, nil
}

func (e env) logger(c config.Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	opts := &slog.HandlerOptions{Level: level, ReplaceAttr: timeInUTC}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(e.stderr, opts))
	}
	return slog.New(slog.NewTextHandler(e.stderr, opts))
}

func timeInUTC(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}
