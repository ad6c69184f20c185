// Command bench measures the portal and writes docs/benchmarks.md anew.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
	_ "time/tzdata" // as the program itself

	"frivilligsentral/internal/bench"
)

// sizes reads "10k", "1m", "both" or a number.
func sizes(text string) []int {
	named := map[string][]int{"10k": {10_000}, "1m": {1_000_000}, "both": {10_000, 1_000_000}}
	if n, err := strconv.Atoi(text); err == nil && n >= 1000 {
		return []int{n}
	}
	return named[text]
}

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
	size := flag.String("size", "both", "how many activities: 10k, 1m, both or a number from 1000")
	rounds := flag.Int("rounds", 5, "rounds in which all targets take turns")
	short := flag.Bool("short", false, "two short rounds, only to see that it works; writes no file")
	file := flag.String("o", filepath.Join("docs", "benchmarks.md"), "file that is written anew")
	rushes := flag.Int("rushes", 1000, "how often many sign up at once for a date")
	only := flag.String("only", "", "only a part: sql, pages, starts or signup; writes no file")
	keep := flag.String("keep", "", "folder where the loaded databases stay for the next time")
	flag.Parse()
	o := bench.Options{
		Sizes: sizes(*size), Rounds: *rounds, Each: 2 * time.Second, Asks: 3000, Rushes: *rushes, Only: *only,
		Out: os.Stdout, Markdown: *file, Keep: *keep,
	}
	if o.Sizes == nil || o.Rounds < 1 || o.Rushes < 1 {
		return fmt.Errorf("size must be 10k, 1m, both or a number from 1000, and rounds and rushes at least 1")
	}
	if *short {
		o.Rounds, o.Each, o.Asks, o.Rushes, o.Markdown = 2, 300*time.Millisecond, 300, min(o.Rushes, 10), ""
	}
	if o.Only != "" {
		o.Markdown = ""
	}
	return bench.Run(ctx, o)
}
