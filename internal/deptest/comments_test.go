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

// silent are the packages, with those below them, whose files do not all begin
// with a sentence yet. The list only gets shorter.
var silent = map[string]bool{
	"cmd/frivilligsentral":            true,
	"internal/account":                true,
	"internal/activity":               true,
	"internal/audit":                  true,
	"internal/bench":                  true,
	"internal/brreg":                  true,
	"internal/codelist":               true,
	"internal/contact":                true,
	"internal/demo":                   true,
	"internal/i18n":                   true,
	"internal/i18n/extract":           true,
	"internal/ical":                   true,
	"internal/imports":                true,
	"internal/jobs":                   true,
	"internal/mail":                   true,
	"internal/mail/mailtest":          true,
	"internal/municipality":           true,
	"internal/organisation":           true,
	"internal/organisation/orgimport": true,
	"internal/organisation/orglife":   true,
	"internal/organisation/orglist":   true,
	"internal/owndata":                true,
	"internal/portal":                 true,
	"internal/postgres":               true,
	"internal/postgres/embedded":      true,
	"internal/postgres/pgtest":        true,
	"internal/recurrence":             true,
	"internal/search":                 true,
	"internal/tabular":                true,
	"internal/venue":                  true,
}

// TestFilesSayWhatIsInside holds this form: one file of each package begins with
// the package's comment, directly above the package clause; every other file with
// a comment of its own and a blank line before the clause. Tests are named after
// the file that they test and need none.
func TestFilesSayWhatIsInside(t *testing.T) {
	t.Parallel()
	documented, spoke := map[string]int{}, map[string]bool{}
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
			listed := quiet(dir)
			spoke[listed] = true
			if listed == "" {
				t.Errorf("%s: the first line is no sentence that says what is inside", name)
			}
		}
	}
	for dir, n := range documented {
		if n != 1 {
			t.Errorf("%s: %d files have a package comment, want one", dir, n)
		}
	}
	for dir := range silent {
		if !spoke[dir] { // nothing below it is silent any more
			t.Errorf("%s: all files say what is inside: take it off the list", dir)
		}
	}
}

// quiet is the package on the list that dir is or is below, "" when none is.
func quiet(dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if silent[dir] {
			return dir
		}
	}
	return ""
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
