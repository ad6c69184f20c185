// What a page of an answer says about the other pages.

package brreg

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// pageInfo is what a page says about the other pages. Frivillighetsregisteret tells no totals.
type pageInfo struct {
	Links struct {
		Next struct{ Href string }
	} `json:"_links"`
	Page struct{ TotalElements int }
}

// A Page is one answer to a search. Refused are entries whose number cannot be right; they are in Items too.
type Page[T any] struct {
	Items   []T
	Refused []*RefusedError
	Next    string // the address of the next page; "" at the end
	Total   int    // 0 when not told
}

// ParseEnhetPage reads one page of Enhetsregisteret.
func ParseEnhetPage(data []byte) (Page[Enhet], error) {
	return parsePage(data, Kind.HasEnheter, wireEnhet.clean)
}

// ParseVoluntaryPage reads one page of Frivillighetsregisteret.
func ParseVoluntaryPage(data []byte) (Page[Voluntary], error) {
	return parsePage(data, Kind.HasVoluntary, wireVoluntary.clean)
}

func parsePage[W wire, T any](data []byte, wanted func(Kind) bool, clean func(W) T) (Page[T], error) {
	var info pageInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return Page[T]{}, fmt.Errorf("parse register page: %w", err)
	}
	page := Page[T]{Next: info.Links.Next.Href, Total: info.Page.TotalElements}
	var failed error
	readAll(bytes.NewReader(data), wanted, clean, func(item T, err error) bool {
		refused, isRefused := err.(*RefusedError)
		if err != nil && !isRefused {
			failed = err
			return false
		}
		if isRefused {
			page.Refused = append(page.Refused, refused)
		}
		page.Items = append(page.Items, item)
		return true
	})
	return page, failed
}
