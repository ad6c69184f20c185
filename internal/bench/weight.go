// What the first view of a page weighs.

package bench

import (
	"context"
	"net/http"
	"regexp"
	"strings"
)

// weight is what the first view of a page costs on the wire, in bytes, compressed as a browser asks for it.
type weight struct {
	html, css, js, font, other int
	requests                   int // what is needed to show the page
}

func (w weight) total() int { return w.html + w.css + w.js + w.font + w.other }

var assetPattern = regexp.MustCompile(`<(?:link rel="(?:stylesheet|preload)"|script type="module")[^>]* ?(?:href|src)="([^"]+)"`)

func weigh(ctx context.Context, s *server, host, path string) (weight, error) {
	header := http.Header{"Accept-Encoding": {"gzip"}}
	_, body, err := fetch(ctx, s.addr, host, path, header)
	if err != nil {
		return weight{}, err
	}
	_, plain, err := fetch(ctx, s.addr, host, path, http.Header{})
	if err != nil {
		return weight{}, err
	}
	w := weight{html: len(body), requests: 1}
	header.Set("Accept-Encoding", "gzip, br")
	for _, m := range assetPattern.FindAllSubmatch(plain, -1) {
		url := string(m[1])
		_, asset, err := fetch(ctx, s.addr, host, url, header)
		if err != nil {
			return w, err
		}
		w.requests++
		switch {
		case strings.HasSuffix(url, ".css"):
			w.css += len(asset)
		case strings.HasSuffix(url, ".js"):
			w.js += len(asset)
		case strings.HasSuffix(url, ".woff2"):
			w.font += len(asset)
		default:
			w.other += len(asset)
		}
	}
	return w, nil
}
