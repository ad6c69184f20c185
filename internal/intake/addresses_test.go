package intake_test

import (
	"testing"

	"frivilligsentral/internal/intake"
)

// What is copied from a browser is an address, also when it is one of several.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"mailto:kari@post.example": "kari@post.example", "MAILTO: kari@post.example": "kari@post.example",
		"a@post.example ::: mailto:b@post.example": "a@post.example ::: b@post.example", "kari@mailto.example": "kari@mailto.example", "": "",
	} {
		if got := intake.Addresses(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
