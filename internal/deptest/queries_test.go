package deptest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
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

// unnamed are the folders whose SQL needs no name: tests, what prepares data, and
// what speaks of databases as wholes.
var unnamed = []string{"internal/postgres/", "internal/demo/", "internal/bench/", "migrations/"}

// begun matches a text that begins as a statement.
var begun = regexp.MustCompile(`(?is)^\s*(?:--\s|select\s.*\bfrom\b|insert\s+into\s|update\s+\w+\s+(?:\w+\s+)?set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|lock\s+table\s|truncate\s)`)

// Logs and pg_stat_statements know a statement by its first line. So it is a
// constant, which has one, and no two have the same.
func TestStatementsHaveNames(t *testing.T) {
	t.Parallel()
	constants, by := 0, map[string]string{}
	for path, src := range sources(t, ".go") {
		if strings.HasSuffix(path, "_test.go") || madeUp(path) || slices.ContainsFunc(unnamed, func(dir string) bool { return strings.HasPrefix(path, dir) }) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range statementsOf(file) {
			constants++
			line, _, _ := strings.Cut(text, "\n")
			if !strings.HasPrefix(line, "-- "+file.Name.Name+".") {
				t.Errorf("%s: %s begins with %q, want the name of its package", path, name, line)
			}
			if by[line] != "" {
				t.Errorf("%s: %s has the first line of %s: %q", path, name, by[line], line)
			}
			by[line] = path + " " + name
		}
		for _, text := range stringsOutside(file) {
			if begun.MatchString(text) {
				t.Errorf("%s: %.60q is a statement in no constant whose name ends in SQL", path, text)
			}
		}
	}
	if constants < 400 {
		t.Fatalf("found %d statements, want all", constants)
	}
}

// statementsOf are the constants whose names end in SQL and that begin with a text, with that text.
func statementsOf(file *ast.File) map[string]string {
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasSuffix(spec.Names[0].Name, "SQL") {
			return true
		}
		expr := spec.Values[0]
		for sum, ok := expr.(*ast.BinaryExpr); ok; sum, ok = expr.(*ast.BinaryExpr) {
			expr = sum.X
		}
		if lit, ok := expr.(*ast.BasicLit); ok {
			found[spec.Names[0].Name] = strings.Trim(lit.Value, "`\"")
		}
		return true
	})
	return found
}

// stringsOutside are the texts of a file that are in no constant.
func stringsOutside(file *ast.File) (texts []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if decl, ok := n.(*ast.GenDecl); ok && decl.Tok == token.CONST {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			texts = append(texts, strings.Trim(lit.Value, "`\""))
		}
		return true
	})
	return texts
}

func TestBegun(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"-- x.All\nselect a from b": true, "select count(*) from b": true, " select a\nfrom b": true, "insert into b (a)": true,
		"update b set a = 1": true, "update b x set a = 1": true, "delete from b": true, "with x as (select 1)": true,
		"set status of activity %d: %w": false, "select a date": false, "update": false, "with": false, "-": false,
	} {
		if got := begun.MatchString(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
