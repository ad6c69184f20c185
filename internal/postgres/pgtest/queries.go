package pgtest

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Queries PREPAREs every string constant of a package folder whose name ends in
// SQL on the migrated schema, and fails where its first line is not a comment
// that names it, such as "-- activity.List". Default folder is the test's own.
func Queries(t *testing.T, dirs ...string) {
	t.Helper()
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	for _, dir := range dirs {
		sqls := constants(t, dir)
		if len(sqls) == 0 {
			t.Errorf("%s: no constant ends in SQL", dir)
		}
		Statements(t, Tx(t), sqls)
	}
}

// Statements PREPAREs each statement, by name, with named arguments rewritten
// as pgx does. One broken statement does not hide the next.
func Statements(t *testing.T, tx pgx.Tx, sqls map[string]string) {
	t.Helper()
	for name, sql := range sqls {
		if first, _, _ := strings.Cut(strings.TrimSpace(sql), "\n"); !strings.HasPrefix(first, "-- ") || !strings.Contains(first, ".") {
			t.Errorf("%s: first line is %q, want a comment such as -- activity.List", name, first)
		}
		rewritten, _, err := pgx.NamedArgs(nil).RewriteQuery(t.Context(), nil, sql, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		point, err := tx.Begin(t.Context())
		if err != nil {
			t.Fatalf("savepoint: %v", err)
		}
		if _, err := point.Prepare(t.Context(), "", rewritten); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := point.Rollback(t.Context()); err != nil {
			t.Fatalf("rollback: %v", err)
		}
	}
}

// constants reads the package's source, tests left out. A constant may be a sum
// of literals and other constants of the package.
func constants(t *testing.T, dir string) map[string]string {
	t.Helper()
	exprs := map[string]ast.Expr{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		collect(t, path, exprs)
	}
	sqls := map[string]string{}
	for name, expr := range exprs {
		if !strings.HasSuffix(name, "SQL") {
			continue
		}
		value, ok := evaluate(expr, exprs)
		if !ok {
			t.Errorf("%s: %s is not made of string constants of its own package", dir, name)
			continue
		}
		sqls[name] = value
	}
	return sqls
}

func collect(t *testing.T, path string, into map[string]ast.Expr) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		for _, spec := range decl.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for i := range min(len(v.Names), len(v.Values)) {
					into[v.Names[i].Name] = v.Values[i]
				}
			}
		}
		return true
	})
}

func evaluate(expr ast.Expr, known map[string]ast.Expr) (string, bool) {
	switch e := expr.(type) {
	case *ast.BasicLit:
		value := constant.MakeFromLiteral(e.Value, e.Kind, 0)
		return constant.StringVal(value), value.Kind() == constant.String
	case *ast.ParenExpr:
		return evaluate(e.X, known)
	case *ast.Ident:
		if inner, ok := known[e.Name]; ok {
			return evaluate(inner, known)
		}
	case *ast.BinaryExpr:
		left, ok1 := evaluate(e.X, known)
		right, ok2 := evaluate(e.Y, known)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}
