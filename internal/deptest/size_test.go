package deptest

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// How large a package may be: what is larger is split by noun. A screen, which
// is a pair of files with one name, x.go and x.templ, counts as one file.
const (
	mostFiles = 15
	mostLines = 3000
)

type size struct{ files, lines int }

func (s size) over() bool { return s.files > mostFiles || s.lines > mostLines }

func TestPackagesAreSmall(t *testing.T) {
	t.Parallel()
	sizes := map[string]size{}
	for _, top := range []string{"cmd", "internal", "web"} {
		maps.Copy(sizes, sizesUnder(t, "../..", top))
	}
	if len(sizes) < 50 {
		t.Fatalf("measured %d packages, want the whole tree", len(sizes))
	}
	for _, p := range slices.Sorted(maps.Keys(sizes)) {
		if s := sizes[p]; s.over() {
			t.Errorf("%s has %d files and %d lines, want at most %d and %d: split it by noun", p, s.files, s.lines, mostFiles, mostLines)
		}
	}
}

// sizesUnder measures every package under a folder: what people write, without tests.
func sizesUnder(t *testing.T, root, top string) map[string]size {
	t.Helper()
	names, lines := map[string]map[string]bool{}, map[string]int{}
	err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if !handWritten(path) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("measure: %w", err)
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		p := filepath.ToSlash(rel)
		if names[p] == nil {
			names[p] = map[string]bool{}
		}
		names[p][strings.TrimSuffix(d.Name(), filepath.Ext(path))] = true
		lines[p] += bytes.Count(text, []byte("\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]size{}
	for p := range names {
		sizes[p] = size{len(names[p]), lines[p]}
	}
	return sizes
}

// handWritten says whether a file is code of the program that somebody writes.
func handWritten(path string) bool {
	switch {
	case strings.HasSuffix(path, ".templ"):
		return true
	case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "_templ.go"):
		return false
	}
	return strings.HasSuffix(path, ".go")
}

func TestSizesUnder(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"x/a.go": "1\n2\n", "x/a.templ": "1\n2\n3\n", "x/a_templ.go": "1\n", "x/a_test.go": "1\n", "x/b.go": "1\n", "x/y/c.go": "1\n", "x/y/d.json": "1\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]size{"x": {2, 6}, "x/y": {1, 1}}
	if got := sizesUnder(t, root, "x"); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, c := range []struct {
		size size
		want bool
	}{{size{15, 3000}, false}, {size{16, 1}, true}, {size{1, 3001}, true}} {
		if got := c.size.over(); got != c.want {
			t.Errorf("%+v over: got %v, want %v", c.size, got, c.want)
		}
	}
}
