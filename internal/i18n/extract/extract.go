// Package extract finds the texts that the program shows and keeps the
// translation files in step with them. It is used by a command and by the test
// that stops a text without translation.
package extract

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Key is what gettext tells entries apart by. Ctx is empty for most texts.
type Key struct{ Ctx, ID string }

// Message is one text in the source, in bokmål.
type Message struct {
	Key
	Plural string // the form for many, or empty
	File   string // one file that uses it, relative to the root
}

// Root walks up from dir to the directory that holds go.mod.
func Root(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the root: %w", err)
	}
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("no go.mod above %s", dir)
		}
	}
}

// Tree collects the texts of every Go and templ file under root, sorted by key.
// Generated templ code and tests are left out.
func Tree(root string) ([]Message, error) {
	found := map[Key]Message{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipDir(d.Name())
		}
		messages, err := file(path)
		if err != nil {
			return fmt.Errorf("texts of %s: %w", path, err)
		}
		rel, _ := filepath.Rel(root, path)
		for _, m := range messages {
			m.File = filepath.ToSlash(rel)
			if err := add(found, m); err != nil {
				return err
			}
		}
		return nil
	})
	return slices.SortedFunc(maps.Values(found), func(a, b Message) int { return compare(a.Key, b.Key) }), err
}

func skipDir(name string) error {
	if name == "testdata" || name == "node_modules" || name == "vendor" ||
		len(name) > 1 && strings.HasPrefix(name, ".") {
		return fs.SkipDir
	}
	return nil
}

func file(path string) ([]Message, error) {
	switch {
	case strings.HasSuffix(path, ".templ"):
		return readAnd(path, Templ)
	case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "_templ.go"):
		return nil, nil
	case strings.HasSuffix(path, ".go"):
		return readAnd(path, Go)
	}
	return nil, nil
}

func readAnd(path string, parse func([]byte) ([]Message, error)) ([]Message, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parse(src)
}

// add refuses one text with two plurals, which gettext cannot tell apart.
func add(found map[Key]Message, m Message) error {
	old, seen := found[m.Key]
	if seen && old.Plural != "" && m.Plural != "" && old.Plural != m.Plural {
		return fmt.Errorf("%q has the plural %q in %s and %q in %s", m.ID, old.Plural, old.File, m.Plural, m.File)
	}
	if !seen || old.Plural == "" && m.Plural != "" {
		found[m.Key] = m
	}
	return nil
}

func compare(a, b Key) int {
	if c := strings.Compare(a.ID, b.ID); c != 0 {
		return c
	}
	return strings.Compare(a.Ctx, b.Ctx)
}
