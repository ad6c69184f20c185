// What is in here: every package and every file says in its first lines what is inside.

package deptest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strings"
	"testing"
)

// TestFilesSayWhatIsInside holds this form: one file of each package begins with
// the package's comment, directly above the package clause; every other file with
// a comment of its own and a blank line before the clause. Tests are named after
// the file that they test and need none.
func TestFilesSayWhatIsInside(t *testing.T) {
	t.Parallel()
	documented := map[string]int{}
	for name, src := range sources(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, src, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(name)
		if f.Doc != nil {
			documented[dir]++
		} else {
			documented[dir] += 0
		}
		if !saysWhat(f) {
			t.Errorf("%s: the first line is no sentence that says what is inside", name)
		}
	}
	for dir, n := range documented {
		if n != 1 {
			t.Errorf("%s: %d files have a package comment, want one", dir, n)
		}
	}
}

// saysWhat is whether a file begins with a sentence, directly above the package
// clause or parted from it.
func saysWhat(f *ast.File) bool {
	for _, c := range f.Comments {
		if text := strings.TrimSpace(c.Text()); c.Pos() < f.Package && c.Pos() == 1 && len(strings.Fields(text)) > 2 {
			return true
		}
	}
	return false
}
