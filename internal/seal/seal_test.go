package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"frivilligsentral/internal/seal"
)

func keys(t *testing.T, now, before string) *seal.Keys {
	t.Helper()
	k, err := seal.New(now, before)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealedAndOpened(t *testing.T) {
	t.Parallel()
	k := keys(t, seal.NewKey(), "")
	const text = "Tåler ikke nøtter"
	a, b := k.Seal(text, "activity 1 question q1"), k.Seal(text, "activity 1 question q1")
	if bytes.Equal(a, b) {
		t.Error("the same text sealed twice is the same box: who answered the same can be seen")
	}
	if bytes.Contains(a, []byte("nøtter")) {
		t.Error("the text can be read in the box")
	}
	if got, err := k.Open(a, "activity 1 question q1"); got != text || err != nil {
		t.Errorf("got %q, %v, want the text", got, err)
	}
}

func TestBoxesThatDoNotOpen(t *testing.T) {
	t.Parallel()
	k := keys(t, seal.NewKey(), "")
	whole := k.Seal("ja", "here")
	changed := bytes.Clone(whole)
	changed[len(changed)-1] ^= 1
	for name, c := range map[string]struct {
		box   seal.Box
		about string
		want  error
	}{
		"moved to another place": {whole, "there", seal.ErrChanged},
		"changed":                {changed, "here", seal.ErrChanged},
		"cut":                    {whole[:seal.IDSize+3], "here", seal.ErrChanged},
		"empty":                  {nil, "here", seal.ErrChanged},
		"of another key":         {keys(t, seal.NewKey(), "").Seal("ja", "here"), "here", seal.ErrKey},
		"never sealed":           {append(make([]byte, seal.IDSize), "ja"...), "here", seal.ErrKey},
	} {
		if got, err := k.Open(c.box, c.about); !errors.Is(err, c.want) || got != "" {
			t.Errorf("%s: got %q, %v, want %v", name, got, err, c.want)
		}
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	first, second := seal.NewKey(), seal.NewKey()
	old := keys(t, first, "").Seal("ja", "here")
	both, alone := keys(t, second, first), keys(t, second, "")
	if got, err := both.Open(old, "here"); got != "ja" || err != nil {
		t.Errorf("while it is exchanged: got %q, %v, want the text", got, err)
	}
	for name, box := range map[string]seal.Box{"of the key before": old, "never sealed": append(make([]byte, seal.IDSize), "ja"...)} {
		fresh, err := both.Exchange(box, "here")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := alone.Open(fresh, "here"); got != "ja" || err != nil {
			t.Errorf("%s: got %q, %v by the present key alone, want the text", name, got, err)
		}
		if again, _ := both.Exchange(fresh, "here"); !bytes.Equal(again, fresh) {
			t.Errorf("%s: exchanged twice", name)
		}
	}
	if _, err := alone.Exchange(old, "here"); !errors.Is(err, seal.ErrKey) {
		t.Errorf("without the key before: got %v, want %v", err, seal.ErrKey)
	}
	if !both.Known(old[:seal.IDSize]) || alone.Known(old[:seal.IDSize]) {
		t.Error("the id of the key before must be known while it is exchanged, and not after it")
	}
}

func TestKeysThatAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "hemmelig", strings.Repeat("A", 40), seal.NewKey() + "A"} {
		if err := seal.Check(text); err == nil || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: got %v, want an error that does not say the key", text, err)
		}
		if _, err := seal.New(seal.NewKey(), text); text != "" && err == nil {
			t.Errorf("%q as the key before: got no error", text)
		}
	}
}

// A key is made once, however many begin at the same time, and only its owner reads it.
func TestFileKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state", "seal.key")
	got := make([]string, 8)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			var err error
			if got[i], err = seal.FileKey(path); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, k := range got {
		if k != got[0] || seal.Check(k) != nil {
			t.Fatalf("got %d different keys or none", len(got))
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("got mode %o, want 600", mode)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("got %v, want the key alone", left)
	}
	if err := os.WriteFile(path, []byte("ødelagt\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.FileKey(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a broken file: got %v, want an error that names it", err)
	}
}
