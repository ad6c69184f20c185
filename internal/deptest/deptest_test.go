// Package deptest holds the rules that are the same in the whole tree and that no
// compiler knows. In this file the import rule: cmd → web → internal/<feature> →
// internal/postgres and the small packages beside it, never back; a feature
// imports only features to its left. In the others: how large a package may be,
// that files say what is in them, that SQL has a name, is tried, is in lower case
// and is told the time, and that people hear that others were faster only when
// somebody was.
package deptest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "frivilligsentral/"

// features from left to right.
var features = []string{
	"municipality", "account", "organisation", "contact", "venue", "activity", "planning", "registration", "staffnote", "pagereport", "article",
}

// above stand over the features: they may import them, no feature imports them.
var above = []string{"portal", "demo", "imports", "bulkchange", "owndata", "waiting", "bench"}

func TestImportRule(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		checked++
		checkFile(t, root, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 50 {
		t.Fatalf("checked %d files, want the whole tree", checked)
	}
}

func checkFile(t *testing.T, root, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	rel, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	from := filepath.ToSlash(rel)
	for _, imp := range file.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if to, ours := strings.CutPrefix(p, module); ours {
			if why := Forbidden(from, to); why != "" {
				t.Errorf("%s imports %s: %s", from, to, why)
			}
		}
	}
}

// Forbidden says why one package must not import the other, "" when it may.
func Forbidden(from, to string) string {
	top := func(p string) string { s, _, _ := strings.Cut(p, "/"); return s }
	switch {
	case top(from) == "cmd", from == "internal/bench", strings.HasPrefix(from, "internal/bench/"):
		return "" // bench is a command's body: it measures whole pages
	case top(to) == "cmd":
		return "nothing imports cmd"
	case (from == "web/ui" || strings.HasPrefix(from, "web/ui/")) && (featureOf(to) != "" || isAbove(to)):
		return "web/ui knows no feature"
	case top(from) == "web":
		return ""
	case top(to) == "web":
		return "only web and cmd import web"
	case top(from) == "migrations":
		return ""
	}
	return forbiddenInside(from, to)
}

func forbiddenInside(from, to string) string {
	if isAbove(from) {
		return ""
	}
	f, g := featureOf(from), featureOf(to)
	switch {
	case isAbove(to):
		return "stands above the features"
	case f == "" && g != "":
		return "a small package knows no feature"
	case f != "" && g != "" && f != g && slices.Index(features, g) > slices.Index(features, f):
		return "features import only to their left"
	}
	return ""
}

func featureOf(p string) string {
	parts := strings.Split(p, "/")
	if len(parts) >= 2 && parts[0] == "internal" && slices.Contains(features, parts[1]) {
		return parts[1]
	}
	return ""
}

func isAbove(p string) bool {
	parts := strings.Split(p, "/")
	return len(parts) >= 2 && parts[0] == "internal" && slices.Contains(above, parts[1])
}

// TestListsAreTrue finds names of packages that are not there. One that is there
// and not listed is a small package, and fails as soon as it knows a feature.
func TestListsAreTrue(t *testing.T) {
	t.Parallel()
	for _, name := range append(slices.Clone(features), above...) {
		if files, err := filepath.Glob("../" + name + "/*.go"); err != nil || len(files) == 0 {
			t.Errorf("there is no package internal/%s (%v)", name, err)
		}
	}
}

func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"cmd/frivilligsentral", "web", true},
		{"web/activityeditor", "internal/activity", true},
		{"internal/activity", "web/ui", false},
		{"internal/activity", "internal/venue", true},
		{"internal/venue", "internal/activity", false},
		{"internal/mail", "internal/account", false},
		{"web/ui", "internal/activity", false},
		{"web/ui/drawing", "internal/activity", false},
		{"web/ui", "internal/i18n", true},
		{"internal/portal", "internal/activity", true},
		{"internal/activity", "internal/portal", false},
		{"internal/organisation/brreg", "internal/contact", false},
	} {
		if got := Forbidden(c.from, c.to) == ""; got != c.ok {
			t.Errorf("%s may import %s: got %v, want %v", c.from, c.to, got, c.ok)
		}
	}
}
