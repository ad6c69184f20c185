// What is particular to Linux: process groups, and whom the server runs as.

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// attributes gives the server its own process group, so that Ctrl-C reaches it
// through us and in order, its user when we are root, and an end when we die.
func attributes(p place, detached bool) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: !detached, Setsid: detached}
	if !detached {
		attr.Pdeathsig = syscall.SIGINT
	}
	if p.uid >= 0 {
		attr.Credential = &syscall.Credential{Uid: uint32(p.uid), Gid: uint32(p.gid), NoSetGroups: false}
	}
	return attr
}

// servesFrom reports whether a process is the Postgres of a data folder, which
// is its working directory.
func servesFrom(pid int, data string) bool {
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	real, err2 := filepath.EvalSymlinks(data)
	return err == nil && err2 == nil && cwd == real
}
