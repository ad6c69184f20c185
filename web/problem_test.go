package web

import (
	"net/http/httptest"
	"testing"
)

func TestSentFrom(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, referer, want string }{
		{"own page", "http://solvik.example/lag/aktiviteter/1/datoer/2?a=b", "/lag/aktiviteter/1/datoer/2?a=b"},
		{"none", "", ""},
		{"another site", "http://ond.example/lag", ""},
		{"leads elsewhere", "http://solvik.example//ond.example", ""},
		{"not an address", "http://[::1", ""},
		{"no path", "http://solvik.example", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "http://solvik.example/lag/aktiviteter/1/datoer/2/avlys", nil)
			r.Header.Set("Referer", tt.referer)
			if got := sentFrom(r); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
