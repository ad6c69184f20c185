// Package termsbox is the box that is ticked to accept the terms for organisers, in
// every form that has one.
package termsbox

import (
	"strconv"

	"frivilligsentral/internal/account/terms"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// Path is where everybody reads the terms, without language prefix.
const Path = "/vilkar"

// Read is the version that is accepted in a form, 0 where the box is not ticked.
func Read(f *form.Form) int {
	if !f.Checked(terms.Field) {
		return 0
	}
	n, err := strconv.Atoi(f.Raw(terms.VersionField))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// ticked says whether the box comes back ticked: for the version that holds only.
func ticked(f page.FormView, number int) bool {
	return f.Checked(terms.Field, "ja") && f.Value(terms.VersionField) == strconv.Itoa(number)
}
