package kind_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"frivilligsentral/internal/mail/kind"
)

// listed are the names in list.go, each with the call that makes it.
func listed(t *testing.T) map[string]ast.Expr {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "list.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]ast.Expr{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, name := range spec.Names {
				names[name.Name] = spec.Values[i]
			}
		}
		return true
	})
	return names
}

// A kind that is made in any other way than by add has no entry, and is refused by
// the outbox.
func TestEveryKindHasAnEntry(t *testing.T) {
	t.Parallel()
	names := listed(t)
	for name, made := range names {
		call, ok := made.(*ast.CallExpr)
		if !ok {
			t.Errorf("%s is not put on the list by add", name)
			continue
		}
		if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "add" {
			t.Errorf("%s is not put on the list by add", name)
		}
	}
	if got := len(kind.All()); got != len(names) || got == 0 {
		t.Errorf("on the list: got %d kinds, want the %d of list.go", got, len(names))
	}
	for _, k := range kind.All() {
		if !k.Listed() || k.Title() == "" || k.About() == "" || k.Causer() == "" || k.KeptDays() <= 0 || kind.Named(k.String()) != k {
			t.Errorf("%s: its entry does not say everything: %+v", k, k)
		}
	}
}

// Each kind of letter is written by something in the program; one that is not is
// taken off the list.
func TestEveryKindIsSent(t *testing.T) {
	t.Parallel()
	sent := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "kind" {
					sent[s.Sel.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range listed(t) {
		if !sent[name] {
			t.Errorf("nothing sends kind.%s", name)
		}
	}
}

// A kind that has left the list keeps its name, so that the log can be read.
func TestKindThatIsNotListed(t *testing.T) {
	t.Parallel()
	var k kind.Kind
	if err := k.Scan("registration-bygone"); err != nil || k.String() != "registration-bygone" || k.Listed() || k.About() != "" || k.KeptDays() != kind.LogDays {
		t.Errorf("got %+v, %v; want the name, and nothing from its beginning", k, err)
	}
	if err := k.Scan("registration-confirm"); err != nil || k != kind.SignUpConfirm {
		t.Errorf("got %+v, %v", k, err)
	}
}
