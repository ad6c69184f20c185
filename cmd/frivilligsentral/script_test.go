package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/seal"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts in testdata run this program as "frivilligsentral", and
// serve_test.go start it whole, signals included.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"frivilligsentral": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
		},
		process: main,
	})
}

// TestScript runs the command line on a database of its own, one for each script.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE_URL", pgtest.DSN(env.T().(testing.TB)))
			env.Setenv("LOG_LEVEL", "error")
			env.Setenv("SEAL_KEY", seal.NewKey())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs a command and checks its very exit code: `exits 2 frivilligsentral …`.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	got, err := 0, ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if want := args[0]; strconv.Itoa(got) != want {
		ts.Fatalf("got exit code %d, want %s", got, want)
	}
}
