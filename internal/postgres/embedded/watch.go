// Noticing that the server has ended, and starting it anew.

package embedded

import (
	"context"
	"errors"
	"time"
)

var errStopping = errors.New("stopping")

// watch starts the server again when its process dies, at once the first time
// and more and more slowly when it does not stay up.
func (s *Server) watch(cfg Config) {
	defer close(s.watched)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { // an interrupted start must not hold up Stop
		select {
		case <-s.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	for pause := time.Duration(0); ; pause = min(2*pause+time.Second, patience) {
		began := time.Now()
		if !s.waitForEnd() {
			return
		}
		if time.Since(began) > time.Minute {
			pause = 0
		}
		s.log.Error("the private Postgres has ended; starting it again", "data", s.place.data)
		if !s.sleep(pause) {
			return
		}
		if err := s.launch(ctx, cfg); err != nil && !errors.Is(err, errStopping) && ctx.Err() == nil {
			s.log.Error("the private Postgres does not start", "error", err)
		}
	}
}

// waitForEnd returns when the process has ended, and false when we stop.
func (s *Server) waitForEnd() bool {
	s.mu.Lock()
	child := s.child
	s.mu.Unlock()
	if child != nil {
		select {
		case <-child.exited:
		case <-s.stopping:
			return false
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.child = nil
	select {
	case <-s.stopping:
		return false
	default:
		return true
	}
}

func (s *Server) sleep(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-s.stopping:
		return false
	}
}

// adopt makes a process that answers the server's, unless we are stopping.
func (s *Server) adopt(ctx context.Context, child *process) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.stopping:
		return errors.Join(errStopping, child.stop(context.WithoutCancel(ctx)))
	default:
		s.child = child
		return nil
	}
}
