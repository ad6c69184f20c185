// Forms of organisation.

package codelist

import (
	"strings"
	"sync"
)

// An OrgForm is an organisation form of Enhetsregisteret, such as FLI.
type OrgForm struct {
	Code   string
	NameNB string
	NameNN string
	Common bool // offered first in forms
}

// Name returns the name in the language: nynorsk for "nn", bokmål for everything else.
func (f OrgForm) Name(lang string) string {
	if lang == "nn" {
		return f.NameNN
	}
	return f.NameNB
}

// OrgForms returns the forms that a centre meets, the common ones first. It is not the whole list of the register.
func OrgForms() []OrgForm { return orgForms().list }

// OrgFormByCode finds a form. One that is not found may still be right: show the code.
func OrgFormByCode(code string) (OrgForm, bool) {
	f, ok := orgForms().byCode[strings.ToUpper(strings.TrimSpace(code))]
	return f, ok
}

type orgFormIndex struct {
	list   []OrgForm
	byCode map[string]OrgForm
}

var orgForms = sync.OnceValue(func() orgFormIndex {
	index := orgFormIndex{byCode: map[string]OrgForm{}}
	for _, row := range readList("orgforms.csv", 4) {
		f := OrgForm{Code: row[0], NameNB: row[1], NameNN: row[2], Common: row[3] == "yes"}
		index.list = append(index.list, f)
		index.byCode[f.Code] = f
	}
	return index
})
