// The short commands: migrate, seed and version.

package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// migrate brings the database up to date.
func migrate(ctx context.Context, e env, _ []string) (int, error) {
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	o, err := open(ctx, cfg, e.logger(cfg))
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	fmt.Fprintln(e.stdout, "The database is up to date.")
	return exitOK, nil
}

// seed fills an empty database with the demo municipality.
func seed(ctx context.Context, e env, _ []string) (int, error) {
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	if !cfg.Demo {
		return exitUsage, fmt.Errorf("DEMO is off")
	}
	log := e.logger(cfg)
	o, err := open(ctx, cfg, log)
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	if err := fillDemo(ctx, o, log); err != nil {
		return refusal(err), err
	}
	return exitOK, nil
}

// refusal is the exit code of what fillDemo refuses: real people are a wrong setting.
func refusal(err error) int {
	if errors.Is(err, errRealPeople) {
		return exitUsage
	}
	return exitRefused
}

func version(_ context.Context, e env, _ []string) (int, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return exitRefused, fmt.Errorf("no build information")
	}
	rev := "unknown revision"
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			rev = s.Value
		}
	}
	fmt.Fprintf(e.stdout, "frivilligsentral %s (%s, %s)\n", info.Main.Version, rev, info.GoVersion)
	return exitOK, nil
}
