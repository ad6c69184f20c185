package shareddata

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestGlob(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, path := range []string{"alone/module/go.mod", "alone/module/internal/a/a.go", "both/module/go.mod", "both/module/internal/a/a.go", "both/shared/data/norway/lag.tsv"} {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	alone, both := filepath.Join(root, "alone/module/internal/a"), filepath.Join(root, "both/module/internal/a")
	if got, err := glob(both, "norway/*.tsv"); err != nil || len(got) != 1 || got[0] != filepath.Join(root, "both/shared/data/norway/lag.tsv") {
		t.Errorf("a file that is there: got %v, %v", got, err)
	}
	if got, err := glob(both, "norway/other.tsv"); err == nil || errors.Is(err, errNone) {
		t.Errorf("a file that is missing: got %v, %v; want a fault", got, err)
	}
	if got, err := glob(alone, "norway/lag.tsv"); !errors.Is(err, errNone) {
		t.Errorf("without the folder: got %v, %v; want to be told that there is none", got, err)
	}
}
