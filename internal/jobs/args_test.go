package jobs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// harmless are the types of what a job may carry: numbers of rows, and words that
// are constants of the program. Never text.
var harmless = map[string]bool{"int64": true, "int": true, "bool": true, "account.Door": true, "account.Role": true, "Kind": true}

// Rows of jobs live on for a day after the work, those of failed jobs for a month,
// and nobody who asks to be forgotten is looked for there. So no job carries
// anything that could name a person.
func TestJobsCarryNothingPersonal(t *testing.T) {
	t.Parallel()
	kinds := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		structs := structsOf(file)
		for _, name := range jobsOf(file) {
			kinds++
			fields, found := structs[name]
			if !found {
				t.Errorf("%s: the job %s is no struct of its file", path, name)
			}
			for _, field := range fields {
				if !harmless[types.ExprString(field.Type)] {
					t.Errorf("%s: the job %s carries %v, want numbers and constants only", path, name, field.Names)
				}
			}
		}
		return nil
	})
	if err != nil || kinds < 10 {
		t.Errorf("found %d kinds of jobs, %v", kinds, err)
	}
}

func structsOf(file *ast.File) map[string][]*ast.Field {
	all := map[string][]*ast.Field{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if s, ok := spec.Type.(*ast.StructType); ok {
				all[spec.Name.Name] = s.Fields.List
			}
		}
		return true
	})
	return all
}

// jobsOf are the types with the method Kind() string.
func jobsOf(file *ast.File) []string {
	var names []string
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || f.Name.Name != "Kind" || f.Type.Results == nil || len(f.Type.Params.List) > 0 {
			continue
		}
		result, _ := f.Type.Results.List[0].Type.(*ast.Ident)
		receiver, _ := f.Recv.List[0].Type.(*ast.Ident)
		if result != nil && result.Name == "string" && receiver != nil {
			names = append(names, receiver.Name)
		}
	}
	return names
}
