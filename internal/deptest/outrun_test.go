// What is in here: people are told that somebody was faster only when somebody was.

package deptest

import (
	"regexp"
	"strings"
	"testing"
)

var (
	conflictCall = regexp.MustCompile(`fault\.(Clash|Outrun)\(i18n\.Mark\("([^"]*)"`)
	othersDid    = regexp.MustCompile(`Noen andre har|er endret i mellomtiden|skiftet status i mellomtiden`)
)

// The page of a conflict says "Noen andre var raskere" where the fault is made by
// Outrun; a full date or a deadline is nobody's doing.
func TestOthersAreBlamedOnlyForWhatTheyDid(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for path, src := range sources(t, ".go") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, m := range conflictCall.FindAllStringSubmatch(string(src), -1) {
			seen[m[1]]++
			if others := othersDid.MatchString(m[2]); others != (m[1] == "Outrun") {
				t.Errorf("%s: %q is made by fault.%s", path, m[2], m[1])
			}
		}
	}
	if seen["Clash"] < 20 || seen["Outrun"] < 10 {
		t.Errorf("found %v, want all of them", seen)
	}
}
