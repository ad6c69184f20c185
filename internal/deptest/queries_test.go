package deptest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Every statement is prepared on the migrated tables by a test of its package:
// a package with constants that end in SQL calls pgtest.Queries.

func TestStatementsAreTried(t *testing.T) {
	t.Parallel()
	has, tries := map[string]string{}, map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if strings.HasSuffix(path, "_test.go") {
			tries[dir] = tries[dir] || callsQueries(file)
		} else if name := statementIn(file); name != "" {
			has[dir] = name
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(has) < 10 {
		t.Fatalf("found statements in %d packages, want those of the whole tree", len(has))
	}
	for dir, name := range has {
		if !tries[dir] {
			t.Errorf("%s has %s, and no test that calls pgtest.Queries", strings.TrimPrefix(dir, "../../"), name)
		}
	}
}

// statementIn is the name of a constant that ends in SQL, "" when the file has none.
func statementIn(file *ast.File) (found string) {
	ast.Inspect(file, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		for _, spec := range decl.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				if strings.HasSuffix(name.Name, "SQL") {
					found = name.Name
				}
			}
		}
		return true
	})
	return found
}

// callsQueries says whether a test file prepares statements.
func callsQueries(file *ast.File) (found bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if p, ok := sel.X.(*ast.Ident); ok && p.Name == "pgtest" && (sel.Sel.Name == "Queries" || sel.Sel.Name == "Statements") {
				found = true
			}
		}
		return true
	})
	return found
}
