// What is in here: SQL is written in lower case, in Go and in migrations.

package deptest

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// noSQL matches what is in a statement without being its words: comments,
	// names and texts in quotes, bodies of functions.
	noSQL = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'[^']*'|"[^"]*"|\$[a-z_]*\$.*?\$[a-z_]*\$`)
	// statement words are enough to tell SQL from a text; other words are looked
	// for only where one of these is, in any case.
	statement = regexp.MustCompile(`(?i)^\s*(select|insert into|update|delete from|with|create|alter|drop|analyze|truncate|explain)\s|` +
		`\s(from|where|values|returning|set|and|or|limit|order by|union all|join)\s`)
	loud = regexp.MustCompile(`\b(SELECT|INSERT|INTO|UPDATE|DELETE|FROM|WHERE|ORDER|GROUP|BY|JOIN|LEFT|LATERAL|ON|USING|VALUES|RETURNING|` +
		`CREATE|ALTER|DROP|TABLE|INDEX|TRUNCATE|EXPLAIN|ANALYZE|AND|OR|NOT|NULL|IS|IN|AS|SET|LIMIT|OFFSET|UNION|ALL|EXISTS|DISTINCT|` +
		`CONFLICT|DO|NOTHING|CASE|WHEN|THEN|ELSE|END|LIKE|BETWEEN|TRUE|FALSE|ASC|DESC|NULLS|FOR|SKIP|LOCKED|WITH|HAVING|FILTER|OVER|` +
		`ANY|ARRAY|COALESCE|NULLIF|GREATEST|LEAST|COUNT|SUM|MIN|MAX|CAST|DEFAULT|REFERENCES|PRIMARY|UNIQUE|CHECK|CONSTRAINT|CASCADE|DATABASE|TEMPLATE|` +
		`RENAME|CROSS|INNER|OUTER|RIGHT|FULL|NATURAL|EXCEPT|INTERSECT|RECURSIVE|MATERIALIZED|ILIKE|WITHIN|PARTITION|WINDOW|ROWS|LOCK|SHARE|NOWAIT|` +
		`VIEW|SEQUENCE|FUNCTION|TRIGGER|COLUMN|RETURNS|BEGIN|COMMIT|ROLLBACK|VACUUM|COPY|INTERVAL|NOW|TO)\b`)
)

// notOurs are texts that only look like SQL of ours: programs of others,
// attacks, and what must never be on a page.
var notOurs = map[string]bool{
	"migrations/00002_river.sql":        true, // River's own
	"migrations/schema.sql":             true, // made by pg_dump
	"migrations/cmd/dumpschema/main.go": true, // what pg_dump writes
	"web/hostile_test.go":               true, // attacks
	"internal/deptest/sql_test.go":      true,
}

func TestSQLIsInLowerCase(t *testing.T) {
	t.Parallel()
	statements := 0
	for path, src := range sources(t, ".go", ".sql") {
		if notOurs[path] {
			continue
		}
		texts := []string{src}
		if strings.HasSuffix(path, ".go") {
			texts = stringsIn(src)
		}
		for _, text := range texts {
			words, isSQL := loudWords(text)
			if isSQL {
				statements++
			}
			if len(words) > 0 {
				t.Errorf("%s: upper case %v in SQL: %.60q", path, words, text)
			}
		}
	}
	if statements < 500 {
		t.Fatalf("found %d pieces of SQL, want all", statements)
	}
}

// loudWords gives the keywords of a piece of SQL that are in upper case.
func loudWords(text string) (words []string, isSQL bool) {
	text = noSQL.ReplaceAllString(text, " ")
	if !statement.MatchString(text) {
		return nil, false
	}
	return slices.Compact(loud.FindAllString(text, -1)), true
}

func TestLoudWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"-- x.All\nselect a from b where c = 'AND' and \"AS\"": 0,
		"-- x.All\nSELECT a from b":                            1,
		"select a FROM b WHERE c":                              2,
		" and x IS NULL":                                       2,
		" LIMIT @most) as n":                                   1,
		"Solvik Turlag AS":                                     0,
	} {
		if got, _ := loudWords(text); len(got) != want {
			t.Errorf("loudWords(%q) = %v, want %d words", text, got, want)
		}
	}
}

// stringsIn gives the contents of every string in Go source.
func stringsIn(src string) (texts []string) {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), []byte(src), nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return texts
		case token.STRING:
			texts = append(texts, strings.NewReplacer(`\n`, "\n", `\"`, `"`).Replace(lit[1:len(lit)-1]))
		}
	}
}

// sources reads the files of the repository with these endings that are written
// by hand, by their path from the root.
func sources(t *testing.T, endings ...string) map[string]string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case !slices.Contains(endings, filepath.Ext(path)) || strings.HasSuffix(path, "_templ.go"):
			return nil
		}
		src, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		found[filepath.ToSlash(rel)] = string(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
