// Where data and socket are.

package embedded

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// socketLimit is sun_path of Linux, less the closing NUL. macOS allows 103.
const socketLimit = 103

// place is where one private server keeps its files and which user runs it.
type place struct {
	state  string // the caller's folder: lock and, when needed, the pointer to the data
	data   string // PGDATA
	socket string // folder of the socket
	uid    int    // -1: run as ourselves
	gid    int
}

func findPlace(cfg Config) (place, error) {
	state, err := filepath.Abs(cfg.StateDir)
	if err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(state, 0o755); err != nil {
		return place{}, err
	}
	p := place{state: state, data: filepath.Join(state, "postgres"), uid: -1, gid: -1}
	if os.Geteuid() == 0 {
		if p.uid, p.gid, err = unprivileged(); err != nil {
			return place{}, err
		}
		if !reachable(state, p.uid, p.gid) {
			if p.data, err = elsewhere(state); err != nil {
				return place{}, err
			}
			cfg.Log.Warn("the state folder is closed to the user that runs Postgres; its data is elsewhere", "state", state, "data", p.data)
		}
	}
	p.socket, err = p.socketFolder()
	return p, err
}

// unprivileged picks the user that runs Postgres for root, which it refuses to serve itself.
func unprivileged() (uid, gid int, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ = strconv.Atoi(u.Uid)
			gid, _ = strconv.Atoi(u.Gid)
			return uid, gid, nil
		}
	}
	return 0, 0, errors.New("running as root, and there is neither a user postgres nor nobody to run it")
}

// reachable reports whether a user may pass through every folder on the way.
func reachable(dir string, uid, gid int) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		bit := os.FileMode(0o001)
		if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) == uid {
			bit = 0o100
		} else if ok && int(st.Gid) == gid {
			bit = 0o010
		}
		if info.Mode()&bit == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

// elsewhere returns the data folder of a state folder that Postgres cannot
// reach. The pointer file keeps a new state folder at an old path from
// inheriting the old data.
func elsewhere(state string) (string, error) {
	pointer := filepath.Join(state, "postgres.location")
	if known, err := os.ReadFile(pointer); err == nil {
		return strings.TrimSpace(string(known)), nil
	}
	base := "/var/lib/frivilligsentral"
	if err := os.MkdirAll(base, 0o755); err != nil || !reachable(base, -2, -2) {
		base = "/var/tmp"
	}
	random := make([]byte, 4)
	_, _ = rand.Read(random)
	dir := filepath.Join(base, "postgres-"+digest(state)+"-"+hex.EncodeToString(random))
	return dir, os.WriteFile(pointer, []byte(dir+"\n"), 0o644)
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:5])
}

// socketFolder is the data folder, or a short private folder when the path is
// too long for a socket or would be read as a list of several.
func (p place) socketFolder() (string, error) {
	if len(filepath.Join(p.data, ".s.PGSQL."+port)) <= socketLimit && !strings.ContainsAny(p.data, `,"`) {
		return p.data, nil
	}
	dir := filepath.Join("/tmp", "frivilligsentral-"+digest(p.data))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return dir, p.own(dir)
}

// own gives a folder to the user that runs Postgres, and refuses one that
// somebody else has put there.
func (p place) own(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || (int(st.Uid) != os.Geteuid() && int(st.Uid) != p.uid) {
		return fmt.Errorf("%s belongs to somebody else", dir)
	}
	if p.uid >= 0 {
		if err := os.Chown(dir, p.uid, p.gid); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o700)
}

// dataVersion is the major version that made the data folder, "" when there is none.
func (p place) dataVersion() string {
	text, _ := os.ReadFile(filepath.Join(p.data, "PG_VERSION"))
	return strings.TrimSpace(string(text))
}

func (p place) pidFile() string { return filepath.Join(p.data, "postmaster.pid") }

// postmasterPid is the id of the live server of this data folder, else 0.
func (p place) postmasterPid() int {
	text, err := os.ReadFile(p.pidFile())
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 || !servesFrom(pid, p.data) {
		return 0
	}
	return pid
}

// clearStale ends a server that its owner left behind, and removes the pid file
// of one that is gone: after a restart of a container the number may belong to
// another program, and Postgres would refuse to start. We hold the lock.
func (p place) clearStale(ctx context.Context) error {
	deadline := time.Now().Add(patience)
	for pid := p.postmasterPid(); pid != 0; pid = p.postmasterPid() {
		if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the server left behind (process %d): %w", pid, err)
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return fmt.Errorf("the server left behind (process %d) does not stop", pid)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := os.Remove(p.pidFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
