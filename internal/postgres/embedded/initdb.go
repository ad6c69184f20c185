// Making the data folder.

package embedded

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// initialise makes the data folder when there is none; fresh says that it did.
// It works in a folder beside it, so that an interrupted first start leaves nothing half made.
func initialise(ctx context.Context, cfg Config, bin string, p place) (fresh bool, err error) {
	if p.dataVersion() != "" {
		return false, p.own(p.data)
	}
	making := p.data + ".new"
	if err := os.RemoveAll(making); err != nil {
		return false, err
	}
	if err := os.Mkdir(making, 0o700); err != nil {
		return false, err
	}
	if err := p.own(making); err != nil {
		return false, err
	}
	if err := initdb(ctx, cfg, bin, p, making); err != nil {
		return false, err
	}
	_ = os.Remove(p.data) // an empty folder of somebody's mkdir must not stop us
	return true, os.Rename(making, p.data)
}

func initdb(ctx context.Context, cfg Config, bin string, p place, dir string) error {
	args := []string{
		"--pgdata=" + dir, "--username=" + owner, "--auth=trust",
		"--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
	}
	if !cfg.Durable {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	cmd.Dir, cmd.SysProcAttr, cmd.Env = dir, attributes(p, false), environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLine(out))
	}
	return nil
}

// environment keeps PG… variables of the user's shell away from the server.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
}
