// Finding or installing the programs of Postgres.

package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

var errMissing = errors.New("not found; install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql) or set DATABASE_URL")

// findBinaries returns the folder of initdb and postgres: the given major
// version when the data folder already has one, else the highest.
func findBinaries(ctx context.Context, cfg Config, version string) (string, error) {
	if dir := lookFor(version); dir != "" {
		return dir, nil
	}
	if version != "" && lookFor("") != "" {
		return "", fmt.Errorf("the data folder is of version %s, which is not installed", version)
	}
	if cfg.NoInstall || !canInstall() {
		return "", errMissing
	}
	cfg.Log.Info("installing Postgres with apt-get")
	if err := install(ctx); err != nil {
		return "", fmt.Errorf("%w; tried: %w", errMissing, err)
	}
	if dir := lookFor(version); dir != "" {
		return dir, nil
	}
	return "", errMissing
}

func lookFor(version string) string {
	for _, dir := range candidates() {
		if !executable(filepath.Join(dir, "postgres")) || !executable(filepath.Join(dir, "initdb")) {
			continue
		}
		if version == "" || majorVersion(dir) == version {
			return dir
		}
	}
	return ""
}

func candidates() []string {
	var dirs []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return versionIn(b) - versionIn(a) })
		dirs = append(dirs, found...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = slices.Insert(dirs, 0, filepath.Dir(path))
	}
	return dirs
}

// versionIn reads the number in a folder such as /usr/lib/postgresql/15/bin.
func versionIn(path string) int {
	n, _ := strconv.Atoi(strings.Trim(strings.TrimSuffix(path, "/bin"), "/abcdefghijklmnopqrstuvwxyz-@"))
	return n
}

func majorVersion(dir string) string {
	if n := versionIn(dir); n > 0 {
		return strconv.Itoa(n)
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output() // "postgres (PostgreSQL) 15.18 (Debian …)"
	fields := bytes.Fields(out)
	if err != nil || len(fields) < 3 {
		return ""
	}
	major, _, _ := strings.Cut(string(fields[2]), ".")
	return major
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func canInstall() bool {
	_, err := exec.LookPath("apt-get")
	return err == nil && os.Geteuid() == 0
}

// install adds Postgres without Debian's default cluster, which would start a
// second server on its own: the common package first, then the setting, then the rest.
func install(ctx context.Context) error {
	if err := aptInstall(ctx, "postgresql-common"); err != nil {
		if err := apt(ctx, "update", "-q"); err != nil {
			return err
		}
		if err := aptInstall(ctx, "postgresql-common"); err != nil {
			return err
		}
	}
	if err := forbidDefaultCluster("/etc/postgresql-common/createcluster.conf"); err != nil {
		return err
	}
	return aptInstall(ctx, "postgresql")
}

func forbidDefaultCluster(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\ncreate_main_cluster = false\n")
	return errors.Join(err, f.Close())
}

func aptInstall(ctx context.Context, name string) error {
	return apt(ctx, "install", "-y", "-q", "--no-install-recommends", name)
}

func apt(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "apt-get", args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %w: %s", args[0], err, lastLine(out))
	}
	return nil
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}
