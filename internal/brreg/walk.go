// Walking all units of a search, page by page.

package brreg

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strconv"
	"strings"
)

// A Search limits the units that Enheter walks through. The register answers with 10,000 at most: search by municipality.
type Search struct {
	MunicipalityNumber string
	Name               string
	Forms              []string // organisation forms, "FLI"
	OnlyVoluntary      bool     // only those in Frivillighetsregisteret
}

const (
	pageSize = 100 // the most that Frivillighetsregisteret gives
	maxPages = 3000
)

// Enheter walks through all pages of a search. A unit with a number that cannot be right comes with a *RefusedError; any
// other error is the last thing that comes.
func (c *Client) Enheter(ctx context.Context, s Search) iter.Seq2[Enhet, error] {
	q := url.Values{"size": {strconv.Itoa(pageSize)}}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("kommunenummer", s.MunicipalityNumber)
	set("navn", s.Name)
	set("organisasjonsform", strings.Join(s.Forms, ","))
	if s.OnlyVoluntary {
		set("registrertIFrivillighetsregisteret", "true")
	}
	return walk(ctx, c, "/enhetsregisteret/api/enheter", q, ParseEnhetPage)
}

// AllVoluntary walks through the whole of Frivillighetsregisteret, about 73,000 organisations. It refuses page numbers and
// tells no totals: only the link to the next page leads on.
func (c *Client) AllVoluntary(ctx context.Context) iter.Seq2[Voluntary, error] {
	q := url.Values{"size": {strconv.Itoa(pageSize)}, "spraak": {"NOB"}}
	return walk(ctx, c, "/frivillighetsregisteret/api/frivillige-organisasjoner", q, ParseVoluntaryPage)
}

func walk[T any](ctx context.Context, c *Client, path string, q url.Values, parse func([]byte) (Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		at := c.base.JoinPath(path)
		at.RawQuery = q.Encode()
		seen := map[string]bool{}
		for at != nil && !seen[at.String()] && len(seen) < maxPages {
			seen[at.String()] = true
			page, err := fetchPage(ctx, c, at, parse)
			if err != nil {
				yield(none, fmt.Errorf("walk through the register: %w", err))
				return
			}
			if !page.each(yield) {
				return
			}
			if at, err = c.next(at, page.Next); err != nil {
				yield(none, fmt.Errorf("walk through the register: %w", err))
				return
			}
		}
	}
}

func fetchPage[T any](ctx context.Context, c *Client, at *url.URL, parse func([]byte) (Page[T], error)) (Page[T], error) {
	data, err := c.get(ctx, at)
	if err != nil {
		return Page[T]{}, err
	}
	return parse(data)
}

// each yields the items of a page, the refused ones with their error.
func (p Page[T]) each(yield func(T, error) bool) bool {
	refused := make(map[int]*RefusedError, len(p.Refused))
	for _, r := range p.Refused {
		refused[r.Index-1] = r
	}
	for i, item := range p.Items {
		var err error
		if r := refused[i]; r != nil {
			err = r
		}
		if !yield(item, err) {
			return false
		}
	}
	return true
}

// next is the address of the next page, nil at the end. A link that leads away from the register is an error: nobody but
// us decides whom the server asks.
func (c *Client) next(at *url.URL, link string) (*url.URL, error) {
	if link == "" {
		return nil, nil
	}
	u, err := at.Parse(link)
	if err != nil {
		return nil, fmt.Errorf("link to the next page: %w", err)
	}
	if !sameHost(u, c.base) {
		return nil, fmt.Errorf("%w: %s", errOtherHost, u.Host)
	}
	return u, nil
}
