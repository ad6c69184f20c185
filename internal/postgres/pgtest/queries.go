// Preparing every statement of a package.

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
		sqls := Constants(t, dir)
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

// Constants are the string constants of a package folder whose names end in SQL,
// by name, tests left out. A constant may be a sum of literals and other constants
// of the package or of others of the module.
func Constants(t *testing.T, dir string) map[string]string {
	t.Helper()
	s := &source{read: map[string]code{}}
	sqls := map[string]string{}
	for name := range s.code(t, dir).exprs {
		if !strings.HasSuffix(name, "SQL") {
			continue
		}
		value, ok := s.value(t, dir, name)
		if !ok {
			t.Errorf("%s: %s is not made of string constants", dir, name)
			continue
		}
		sqls[name] = value
	}
	return sqls
}

const module = "frivilligsentral/"

// source is the code of the packages that have been read, by folder.
type source struct{ read map[string]code }

// code is the constants of one package, and the folders of those that it imports by their names.
type code struct {
	exprs   map[string]ast.Expr
	imports map[string]string
}

func (s *source) code(t *testing.T, dir string) code {
	t.Helper()
	if f, known := s.read[dir]; known {
		return f
	}
	f := code{exprs: map[string]ast.Expr{}, imports: map[string]string{}}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if !strings.HasSuffix(path, "_test.go") {
			f.collect(t, path)
		}
	}
	s.read[dir] = f
	return f
}

func (f code) collect(t *testing.T, path string) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range file.Imports {
		if inside, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module); ours {
			f.imports[filepath.Base(inside)] = filepath.Join(root(t, filepath.Dir(path)), filepath.FromSlash(inside))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		for _, spec := range decl.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for i := range min(len(v.Names), len(v.Values)) {
					f.exprs[v.Names[i].Name] = v.Values[i]
				}
			}
		}
		return true
	})
}

// root is the folder of the module that dir is in.
func root(t *testing.T, dir string) string {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the package")
		}
		dir = filepath.Dir(dir)
	}
}

func (s *source) value(t *testing.T, dir, name string) (string, bool) {
	t.Helper()
	expr, known := s.code(t, dir).exprs[name]
	if !known {
		return "", false
	}
	return s.evaluate(t, dir, expr)
}

func (s *source) evaluate(t *testing.T, dir string, expr ast.Expr) (string, bool) {
	t.Helper()
	switch e := expr.(type) {
	case *ast.BasicLit:
		value := constant.MakeFromLiteral(e.Value, e.Kind, 0)
		return constant.StringVal(value), value.Kind() == constant.String
	case *ast.ParenExpr:
		return s.evaluate(t, dir, e.X)
	case *ast.Ident:
		return s.value(t, dir, e.Name)
	case *ast.SelectorExpr:
		if pkg, ok := e.X.(*ast.Ident); ok {
			if other, ours := s.code(t, dir).imports[pkg.Name]; ours {
				return s.value(t, other, e.Sel.Name)
			}
		}
	case *ast.BinaryExpr:
		left, ok1 := s.evaluate(t, dir, e.X)
		right, ok2 := s.evaluate(t, dir, e.Y)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}
