// Package cache is the one way in which the program keeps answers in memory: each
// for a life by the clock, and no more than so many. Everything that is kept is
// listed in docs/caches.md. What is kept is never personal, and another process
// that changes what it is made of is noticed when the life is over.
package cache

import (
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// Options say how long and how much is kept.
type Options[K comparable, V any] struct {
	Life  time.Duration
	Most  int              // entries; bytes where Weigh is given
	Weigh func(K, V) int   // how many bytes an entry takes
	Now   func() time.Time // the clock; time.Now when nil
}

// Cache keeps answers by key. Many may use it at once.
type Cache[K comparable, V any] struct {
	kept    kept
	forgets atomic.Int64 // how many answers were dropped so far
}

// kept is what the library keeps, for any kinds of keys and answers. The library
// stands behind it because a generic type is compiled anew in each package that
// only mentions a cache: it was two thirds of all that was compiled.
type kept interface {
	GetIfPresent(key any) (any, bool)
	Set(key, v any) (any, bool)
	Invalidate(key any) (any, bool)
}

// New makes an empty cache.
func New[K comparable, V any](o Options[K, V]) *Cache[K, V] {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Weigh == nil {
		return &Cache[K, V]{kept: keep(o.Life, o.Most, nil, o.Now)}
	}
	return &Cache[K, V]{kept: keep(o.Life, o.Most, func(k, v any) int { return o.Weigh(k.(K), v.(V)) }, o.Now)}
}

// keep makes an empty store.
func keep(life time.Duration, most int, weigh func(k, v any) int, now func() time.Time) kept {
	opts := &otter.Options[any, any]{
		ExpiryCalculator: otter.ExpiryWriting[any, any](life), Clock: clock(now),
		Executor: func(tidy func()) { tidy() }, // on the caller's own goroutine: nothing goes on behind anybody's back
	}
	if weigh == nil {
		opts.MaximumSize = most
	} else {
		opts.MaximumWeight = uint64(most)
		opts.Weigher = func(k, v any) uint32 { return uint32(weigh(k, v)) }
	}
	return otter.Must(opts)
}

// Peek is the answer if there is one that is fresh.
func (c *Cache[K, V]) Peek(key K) (V, bool) {
	got, _ := c.kept.GetIfPresent(key)
	v, ok := got.(V)
	return v, ok
}

// Put keeps an answer from now on.
func (c *Cache[K, V]) Put(key K, v V) { c.kept.Set(key, v) }

// Forget drops an answer, and keeps out those that are being asked for.
func (c *Cache[K, V]) Forget(key K) {
	c.forgets.Add(1)
	c.kept.Invalidate(key)
}

// Get is the answer for the key, asked for when there is none that is fresh.
// Several may ask at the same time; errors are not kept, nor is an answer that
// was on its way while something was forgotten: it may be from before.
func (c *Cache[K, V]) Get(key K, ask func() (V, error)) (V, error) {
	if v, ok := c.Peek(key); ok {
		return v, nil
	}
	before := c.forgets.Load()
	v, err := ask()
	if err != nil || c.forgets.Load() != before {
		return v, err
	}
	c.Put(key, v)
	if c.forgets.Load() != before { // between the look and the putting
		c.kept.Invalidate(key)
	}
	return v, nil
}

// clock is the time of the program. It never ticks: what is too old is looked at
// when it is asked for, and makes way when there is too much.
type clock func() time.Time

func (c clock) NowNano() int64                      { return c().UnixNano() }
func (c clock) Tick(time.Duration) <-chan time.Time { return nil }
