// What is in here: statements are told the time by the clock of whoever runs them.

package deptest

import (
	"regexp"
	"strings"
	"testing"
)

// databaseClock matches what asks the database's own clock.
var databaseClock = regexp.MustCompile(`(?i)\b(?:now\(\)|(?:transaction|statement|clock)_timestamp\(\)|current_(?:date|time|timestamp)\b|local(?:time|timestamp)\b)`)

// byDatabase are the statements that ask it, and why.
var byDatabase = map[string]string{
	"-- demo.then":            "finds what this transaction has written, by the time that the log's column begins with",
	"internal/jobs/jobstest/": "River's queue is on the database's clock",
}

// A service has a clock, and what it decides must not follow another one.
func TestNoStatementAsksTheDatabaseForTheTime(t *testing.T) {
	t.Parallel()
	statements, used := 0, map[string]bool{}
	for path, src := range sources(t, ".go") {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			continue
		}
		for _, text := range stringsIn(src) {
			if !statement.MatchString(noSQL.ReplaceAllString(text, " ")) {
				continue
			}
			statements++
			if asked := databaseClock.FindString(noSQL.ReplaceAllString(text, " ")); asked != "" && !allowed(path, text, used) {
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
