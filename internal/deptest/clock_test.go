// What is in here: statements are told the time by the clock of whoever runs them.

package deptest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// databaseClock matches what asks the database's own clock.
var databaseClock = regexp.MustCompile(`(?i)\b(?:now\(\)|(?:transaction|statement|clock)_timestamp\(\)|current_(?:date|time|timestamp)\b|local(?:time|timestamp)\b)`)

// byDatabase are the statements that ask it, and why.
var byDatabase = map[string]string{
	"internal/jobs/jobstest/": "River's queue is on the database's clock",
}

// A service has a clock, and what it decides must not follow another one.
func TestNoStatementAsksTheDatabaseForTheTime(t *testing.T) {
	t.Parallel()
	statements, used := 0, map[string]bool{}
	for path, src := range sources(t, ".go") {
		if strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "web/") {
			continue // tests of pages have the site's clock
		}
		for _, text := range stringsIn(src) {
			sql := noSQL.ReplaceAllString(text, " ")
			if statement.MatchString(sql) {
				statements++
			}
			if asked := databaseClock.FindString(sql); asked != "" && !allowed(path, text, used) {
				t.Errorf("%s: %s in %.60q: pass the time of the service's clock", path, asked, text)
			}
		}
	}
	if statements < 400 {
		t.Fatalf("found %d pieces of SQL, want all", statements)
	}
	for what := range byDatabase {
		if !used[what] {
			t.Errorf("%s asks the database for the time no longer: take it off the list", what)
		}
	}
}

func allowed(path, text string, used map[string]bool) bool {
	for what := range byDatabase {
		if strings.HasPrefix(path, what) || strings.HasPrefix(strings.Trim(text, "`\""), what) {
			used[what] = true
			return true
		}
	}
	return false
}

// byDefault are the tables whose rows may be dated by the database, and why.
var byDefault = map[string]string{
	"river_job": "River's queue is on the database's clock",
}

var (
	created  = regexp.MustCompile(`(?s)CREATE TABLE public\.(\w+) \((.*?)\n\);`)
	dated    = regexp.MustCompile(`(?m)^\s*(\w+) .*DEFAULT now\(\)`)
	inserted = regexp.MustCompile(`(?i)insert\s+into\s+(\w+)\s*(?:\w+\s*)?(\([^)]*\))?`)
	column   = regexp.MustCompile(`\w+`)
)

// A column that is left out is dated by the database.
func TestNoRowIsDatedByTheDatabase(t *testing.T) {
	t.Parallel()
	files, columns, inserts, used := sources(t, ".go", ".sql"), map[string][]string{}, 0, map[string]bool{}
	for _, table := range created.FindAllStringSubmatch(files["migrations/schema.sql"], -1) {
		for _, c := range dated.FindAllStringSubmatch(table[2], -1) {
			columns[table[1]] = append(columns[table[1]], c[1])
		}
	}
	for path, src := range files {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || madeUp(path) {
			continue
		}
		for _, m := range inserted.FindAllStringSubmatch(src, -1) { // a list of columns may be a sum
			inserts++
			named := column.FindAllString(m[2], -1)
			for _, c := range columns[m[1]] {
				if used[m[1]] = true; byDefault[m[1]] == "" && !slices.Contains(named, c) {
					t.Errorf("%s: insert into %s leaves %s to the database's clock: pass the time of the service's", path, m[1], c)
				}
			}
		}
	}
	if len(columns) < 20 || inserts < 60 {
		t.Fatalf("found %d tables with dates and %d inserts, want all", len(columns), inserts)
	}
	for table := range byDefault {
		if !used[table] {
			t.Errorf("%s has no rows dated by the database: take it off the list", table)
		}
	}
}

// madeUp are the packages that prepare data for tests.
func madeUp(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(dir string) bool { return strings.HasSuffix(dir, "test") })
}
