// Package shareddata finds the test material that lies beside the repository, in
// ../shared/data, for tests that compare with it. A clone without that folder
// leaves the comparison out; where the folder is, a file that is missing is a fault.
package shareddata

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Read is the contents of a file of the material; false where there is no material.
func Read(tb testing.TB, name string) ([]byte, bool) {
	tb.Helper()
	path, ok := Path(tb, name)
	if !ok {
		return nil, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatalf("shared material: %v", err)
	}
	return data, true
}

// Path is where a file or folder of the material lies; false where there is no material.
func Path(tb testing.TB, name string) (string, bool) {
	tb.Helper()
	paths := Glob(tb, name)
	if len(paths) == 0 {
		return "", false
	}
	return paths[0], true
}

// Glob is the files of the material that match, at least one; nothing where there is no material.
func Glob(tb testing.TB, pattern string) []string {
	tb.Helper()
	paths, err := glob(".", pattern)
	if errors.Is(err, errNone) {
		tb.Logf("not compared with %s: %v", pattern, err)
		return nil
	}
	if err != nil {
		tb.Fatalf("shared material: %v", err)
	}
	return paths
}

var errNone = errors.New("there is no folder ../shared/data")

// glob finds what matches in the material beside the module that dir is in.
func glob(dir, pattern string) ([]string, error) {
	root, err := moduleOf(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(filepath.Dir(root), "shared", "data")
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		return nil, errNone
	} else if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(data, filepath.FromSlash(pattern)))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("nothing in %s is named %s", data, pattern)
	}
	return paths, err
}

// moduleOf is the folder above dir that has the go.mod.
func moduleOf(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("no go.mod above %s", dir)
		}
	}
}
