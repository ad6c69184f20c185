// Where to go after logging in.

package login

import (
	"net/url"
	"strings"

	"frivilligsentral/internal/account"
)

// SafeNext is where to go after logging in: the path, when it is one of the
// door's own pages here, otherwise the door's first page. A path that a browser
// reads as another host ("//evil", "/\evil") is not ours.
func SafeNext(d account.Door, next string) string {
	first := FirstPage(d)
	if !localPath(next) {
		return first
	}
	path, _, _ := strings.Cut(next, "?")
	if path != first && !strings.HasPrefix(path, first+"/") {
		return first
	}
	if path == first+"/logg-ut" || strings.HasPrefix(path, first+"/logg-inn") {
		return first
	}
	return next
}

func localPath(next string) bool {
	if len(next) > 2000 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		return false
	}
	for _, r := range next {
		if r <= ' ' || r == '\\' || r == 0x7f {
			return false
		}
	}
	u, err := url.Parse(next)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.Contains(u.Path, "//") && !strings.Contains(u.Path, "\\") && !strings.Contains(u.Path, "..")
}

// WithNext adds the way back to the address of a login page.
func WithNext(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?neste=" + url.QueryEscape(next)
}
