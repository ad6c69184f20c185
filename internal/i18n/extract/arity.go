// Calls whose texts and arguments do not fit together.

package extract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Misfits finds the calls under root whose values do not fit their text: go vet
// cannot, as the text is looked up before it is formatted. Generated templ code
// counts, because that is where a page's calls are Go.
func Misfits(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return skipDir(d.Name())
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		bad, err := misfitsIn(path, src)
		found = append(found, bad...)
		return err
	})
	return found, err
}

func misfitsIn(path string, src []byte) ([]string, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Ellipsis.IsValid() {
			return true
		}
		for _, text := range unfit(call) {
			found = append(found, fmt.Sprintf("%s: %q", set.Position(call.Pos()), text))
		}
		return true
	})
	return found, nil
}

// unfit gives the texts of a call that format another number of values than it has.
func unfit(call *ast.CallExpr) (bad []string) {
	name, values := callee(call.Fun), literals(call.Args)
	lead := map[string]int{"T": 1, "C": 2, "N": 3}[name]
	if texts := map[string]int{"T": 1, "C": 2, "N": 2}[name]; lead == 0 || len(values) < texts || len(call.Args) < lead {
		return unfitMark(call)
	}
	given := len(call.Args) - lead
	switch {
	case name == "C":
		values = values[1:2]
	case name == "N" && given == 0:
		if formats(values[0]) > 1 || formats(values[1]) > 1 {
			bad = append(bad, values[1])
		}
		return bad
	}
	for _, text := range values[:min(len(values), 2)] {
		if name == "T" && text != values[0] {
			break // a literal that is a value of the text
		}
		if n := formats(text); n != given && (name != "N" || n > 0) {
			bad = append(bad, text)
		}
	}
	return bad
}

// unfitMark looks at texts that are marked where they are refused with: Check(ok,
// "field", Mark("…%d…"), 1) and such.
func unfitMark(call *ast.CallExpr) []string {
	switch callee(call.Fun) {
	case "Check", "Add", "Refuse", "Clash", "Missing", "Denied", "New":
	default:
		return nil
	}
	for i, arg := range call.Args {
		mark, ok := arg.(*ast.CallExpr)
		if !ok || callee(mark.Fun) != "Mark" {
			continue
		}
		if values := literals(mark.Args); len(values) == 1 && formats(values[0]) != len(call.Args)-i-1 {
			return values
		}
	}
	return nil
}

var index = regexp.MustCompile(`^%\[(\d+)\]`)

// formats is how many values a text takes.
func formats(text string) int {
	most, n := 0, 0
	for _, v := range verb.FindAllString(text, -1) {
		if strings.HasSuffix(v, "%") {
			continue
		}
		n++
		if at := index.FindStringSubmatch(v); at != nil {
			n, _ = strconv.Atoi(at[1])
		}
		most = max(most, n)
	}
	return most
}
