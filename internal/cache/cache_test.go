package cache_test

import (
	"errors"
	"testing"
	"time"

	"frivilligsentral/internal/cache"
)

func TestAnAnswerLivesByTheClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	c := cache.New(cache.Options[string, int]{Life: time.Minute, Most: 10, Now: func() time.Time { return now }})
	asked := 0
	get := func(want int) {
		t.Helper()
		got, err := c.Get("a", func() (int, error) { asked++; return asked, nil })
		if err != nil || got != want {
			t.Errorf("got %d, %v, want %d", got, err, want)
		}
	}
	get(1)
	now = now.Add(time.Minute - time.Second)
	get(1)
	now = now.Add(2 * time.Second)
	get(2)
	now = now.Add(time.Minute - time.Second)
	get(2)
	c.Put("a", 7) // lives anew
	now = now.Add(time.Minute - time.Second)
	get(7)
	c.Forget("a")
	get(3)
	if _, ok := c.Peek("b"); ok {
		t.Error("found what was never put")
	}
}

// Whoever changes something and forgets it finds what is new, also when somebody
// was asking meanwhile.
func TestAnAnswerFromBeforeAForgetIsNotKept(t *testing.T) {
	t.Parallel()
	c := cache.New(cache.Options[string, int]{Life: time.Minute, Most: 10})
	got, err := c.Get("a", func() (int, error) {
		c.Forget("a")
		return 1, nil
	})
	if err != nil || got != 1 {
		t.Errorf("the one who asked: got %d, %v, want 1", got, err)
	}
	if v, ok := c.Peek("a"); ok {
		t.Errorf("got %d kept, want none", v)
	}
	if got, err := c.Get("a", func() (int, error) { return 2, nil }); err != nil || got != 2 {
		t.Errorf("got %d, %v, want 2", got, err)
	}
	if v, ok := c.Peek("a"); !ok || v != 2 {
		t.Errorf("got %d, %v kept, want 2", v, ok)
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	t.Parallel()
	c := cache.New(cache.Options[string, int]{Life: time.Minute, Most: 10})
	down := errors.New("down")
	if _, err := c.Get("a", func() (int, error) { return 1, down }); !errors.Is(err, down) {
		t.Errorf("got %v, want %v", err, down)
	}
	if got, err := c.Get("a", func() (int, error) { return 2, nil }); err != nil || got != 2 {
		t.Errorf("got %d, %v, want 2", got, err)
	}
}

func TestNoMoreIsKeptThanTold(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]cache.Options[int, int]{
		"entries": {Life: time.Hour, Most: 50},
		"bytes":   {Life: time.Hour, Most: 500, Weigh: func(int, int) int { return 10 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cache.New(o)
			for i := range 10_000 {
				c.Put(i, i)
			}
			kept := 0
			for i := range 10_000 {
				if _, ok := c.Peek(i); ok {
					kept++
				}
			}
			if kept < 40 || kept > 60 { // a few may wait to be tidied up
				t.Errorf("%d are kept, want about 50", kept)
			}
		})
	}
}
