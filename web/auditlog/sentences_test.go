package auditlog

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recorded finds what looks like an action of the log: "feature.verb".
var recorded = regexp.MustCompile(`"((?:activity|organisation|contact|unit|venue|area|code|centre|municipality|import|export|account|user|member|invitation|login|session|registration|owndata|audit|synonym|mail)\.[a-z_]+)"`)

// otherwise are lines with names of the same form: jobs, e-mails, permissions, columns.
var otherwise = regexp.MustCompile(`Kind\(\)|= add\(|kind:|Permission|ID: "|every\(|Columns: `)

func TestEveryActionHasASentence(t *testing.T) {
	t.Parallel()
	found := map[string]string{}
	look := func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && (path == "../../internal/demo" || path == "../auditlog" || d.Name() == "node_modules") {
			return fs.SkipDir // they make data up, and say what is recorded
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for line := range strings.Lines(string(src)) {
			for _, m := range recorded.FindAllStringSubmatch(line, -1) {
				if !otherwise.MatchString(line) {
					found[m[1]] = path
				}
			}
		}
		return err
	}
	for _, root := range []string{"../../internal", ".."} {
		if err := filepath.WalkDir(root, look); err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 20 || found["synonym.add"] == "" {
		t.Errorf("found only %d actions: %v", len(found), found)
	}
	for action, path := range found {
		if sentences[action] == "" {
			t.Errorf("%s: the log has no sentence for %q", path, action)
		}
	}
}
