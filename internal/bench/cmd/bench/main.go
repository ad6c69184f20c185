// Command bench measures the portal and writes docs/benchmarks.md anew.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
	_ "time/tzdata" // as the program itself

	"frivilligsentral/internal/bench"
)

var sizes = map[string][]int{"10k": {10_000}, "1m": {1_000_000}, "both": {10_000, 1_000_000}}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if served, err := bench.ServeBaseline(ctx); served {
		return err
	}
	size := flag.String("size", "both", "how many activities: 10k, 1m or both")
	rounds := flag.Int("rounds", 5, "rounds in which all targets take turns")
	short := flag.Bool("short", false, "two short rounds, only to see that it works; writes no file")
	file := flag.String("o", filepath.Join("docs", "benchmarks.md"), "file that is written anew")
	keep := flag.String("keep", "", "folder where the loaded databases stay for the next time")
	flag.Parse()
	o := bench.Options{Sizes: sizes[*size], Rounds: *rounds, Each: 2 * time.Second, Asks: 3000, Out: os.Stdout, Markdown: *file, Keep: *keep}
	if o.Sizes == nil || o.Rounds < 1 {
		return fmt.Errorf("size must be 10k, 1m or both, and rounds at least 1")
	}
	if *short {
		o.Rounds, o.Each, o.Asks, o.Markdown = 2, 300*time.Millisecond, 300, ""
	}
	return bench.Run(ctx, o)
}
