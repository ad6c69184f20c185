// What is different where there is no Linux.

//go:build unix && !linux

package embedded

import "syscall"

func attributes(p place, detached bool) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: !detached, Setsid: detached}
	if p.uid >= 0 {
		attr.Credential = &syscall.Credential{Uid: uint32(p.uid), Gid: uint32(p.gid)}
	}
	return attr
}

// servesFrom can only see here whether the process lives.
func servesFrom(pid int, _ string) bool { return syscall.Kill(pid, 0) == nil }
