// Leaving a register alone that does not answer.

package brreg

import (
	"sync"
	"time"
)

const (
	failuresToOpen = 5
	openFor        = 30 * time.Second
)

// A breaker stops asking a register that is down, so that every page that would have asked stays fast. After openFor one
// question is let through; its answer decides.
type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time
}

func (b *breaker) allow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < failuresToOpen {
		return true
	}
	if b.now().Before(b.until) {
		return false
	}
	b.until = b.now().Add(openFor) // the others wait for this one
	return true
}

func (b *breaker) succeed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures = 0
}

func (b *breaker) fail() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures++
	b.until = b.now().Add(openFor)
}
