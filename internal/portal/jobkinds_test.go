package portal_test

// Every kind of job that the source names has a worker; without one it waits for ever.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

type jobOf struct{ kind string }

func (j jobOf) Kind() string { return j.kind }

func TestEveryKindOfJobHasAWorker(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tx, err := w.Pool.Begin(t.Context())
	must(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }()
	kinds := jobKinds(t)
	if len(kinds) < 10 {
		t.Errorf("found only the kinds %v", kinds)
	}
	for _, kind := range kinds {
		if err := w.Jobs.Enqueue(t.Context(), tx, jobOf{kind}, nil); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := w.Jobs.Enqueue(t.Context(), tx, jobOf{"portal.nobody"}, nil); err == nil {
		t.Errorf("a kind without a worker is taken: this test sees nothing")
	}
}

// jobKinds are what the methods Kind() string of the features return.
func jobKinds(t *testing.T) []string {
	t.Helper()
	var kinds []string
	must(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Kind" || len(f.Body.List) != 1 {
				continue
			}
			ret, ok := f.Body.List[0].(*ast.ReturnStmt)
			if !ok || len(ret.Results) != 1 {
				continue
			}
			lit, ok := ret.Results[0].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				continue
			}
			kind, err := strconv.Unquote(lit.Value)
			if err != nil {
				return err
			}
			kinds = append(kinds, kind)
		}
		return nil
	}))
	return kinds
}
