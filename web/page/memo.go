// What is remembered for a while between pages.

package page

import (
	"sync"
	"time"
)

const memoEntries = 2000

// Memo keeps answers that many pages ask for, each for a short life. It is for
// numbers and lists that are the same for everybody, never for anything personal.
type Memo[T any] struct {
	life time.Duration
	now  func() time.Time

	mu   sync.Mutex
	kept map[string]memoEntry[T]
}

type memoEntry[T any] struct {
	value T
	until time.Time
}

// NewMemo makes a memo whose answers live that long by the clock.
func NewMemo[T any](life time.Duration, now func() time.Time) *Memo[T] {
	return &Memo[T]{life: life, now: now, kept: map[string]memoEntry[T]{}}
}

// Get is the answer for the key, asked for when there is none that is fresh.
// Several may ask at the same time; errors are not kept.
func (m *Memo[T]) Get(key string, ask func() (T, error)) (T, error) {
	if v, ok := m.Peek(key); ok {
		return v, nil
	}
	v, err := ask()
	if err == nil {
		m.Put(key, v)
	}
	return v, err
}

// Peek is the answer if there is one that is fresh.
func (m *Memo[T]) Peek(key string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.kept[key]
	return e.value, ok && m.now().Before(e.until)
}

// Put keeps an answer. When there are too many, all are forgotten: keys come
// from addresses, which anybody can make up.
func (m *Memo[T]) Put(key string, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.kept) >= memoEntries {
		clear(m.kept)
	}
	m.kept[key] = memoEntry[T]{value: v, until: m.now().Add(m.life)}
}
