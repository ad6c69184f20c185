// The texts in Go source.

package extract

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"strconv"
)

// Go finds the texts in Go source: literals, also joined with +, passed to T, N,
// C and Mark.
func Go(src []byte) ([]Message, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []Message
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if m, ok := message(callee(call.Fun), literals(call.Args)); ok {
				found = append(found, m)
			}
		}
		return true
	})
	return found, nil
}

func callee(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		// Only this package calls its own Mark without a selector.
		if f.Name == "Mark" {
			return f.Name
		}
	}
	return ""
}

// literals gives the values of the leading arguments that are string constants.
func literals(args []ast.Expr) []string {
	var values []string
	for _, arg := range args {
		v, ok := constant(arg)
		if !ok {
			break
		}
		values = append(values, v)
	}
	return values
}

func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return constant(e.X)
	case *ast.BinaryExpr:
		left, ok1 := constant(e.X)
		right, ok2 := constant(e.Y)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}

// message makes sense of a call by its name and its leading literals.
func message(name string, args []string) (Message, bool) {
	switch {
	case (name == "T" || name == "Mark") && len(args) >= 1:
		return Message{Key: Key{ID: args[0]}}, args[0] != ""
	case name == "N" && len(args) >= 2:
		return Message{Key: Key{ID: args[0]}, Plural: args[1]}, args[0] != ""
	case name == "C" && len(args) >= 2:
		return Message{Key: Key{Ctx: args[0], ID: args[1]}}, args[1] != ""
	}
	return Message{}, false
}

var templCall = regexp.MustCompile(`\.(T|N|C|Mark)\(`)

// Templ finds the texts in a templ file. Its HTML is not Go, so it looks for the
// calls and reads the literals after each with the Go scanner.
func Templ(src []byte) ([]Message, error) {
	var found []Message
	for _, at := range templCall.FindAllSubmatchIndex(src, -1) {
		if m, ok := message(string(src[at[2]:at[3]]), leading(src[at[1]:])); ok {
			found = append(found, m)
		}
	}
	return found, nil
}

// leading reads string literals, joined with + or parted by commas, until
// anything else comes.
func leading(src []byte) []string {
	// A call is short; the scanner must not read the rest of the file each time.
	src = src[:min(len(src), 4000)]
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	s.Init(file, src, func(token.Position, string) {}, 0)
	var values []string
	part, joined := "", false
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.STRING:
			v, err := strconv.Unquote(lit)
			if err != nil {
				return values
			}
			part, joined = part+v, true
		case tok == token.ADD && joined:
		case (tok == token.COMMA || tok == token.RPAREN) && joined:
			values = append(values, part)
			part, joined = "", false
			if tok == token.RPAREN {
				return values
			}
		default:
			return values
		}
	}
}
