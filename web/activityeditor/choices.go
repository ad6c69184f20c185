// The form's choices, and the colour of each status.

package activityeditor

import (
	"strconv"
	"strings"
	"time"

	"frivilligsentral/web/ui"

	"github.com/a-h/templ"
)

func (v editView) lead() string {
	if v.View != nil {
		return ""
	}
	return v.Page.T("Skriv det du vet nå. Du kan lagre et utkast og fortsette senere.")
}

// field is a field with what was typed and what is wrong with it.
func (v editView) field(f ui.FieldArgs) templ.Component {
	if f.Kind != ui.Checkbox && f.Kind != ui.Checkboxes {
		f.Value = v.Form.Value(f.Name)
	}
	f.Error = v.Form.Err(f.Name)
	return ui.Field(v.Page, f)
}

// hasExceptions says whether the fields of pauses and exceptions are in use.
func (v editView) hasExceptions() bool {
	used := v.Form.Value("unntak") + v.Form.Value("ekstra")
	for _, n := range v.PauseRows {
		used += v.Form.Value("pause_fra_"+n) + v.Form.Value("pause_til_"+n)
	}
	return used != ""
}

type chipSetArgs struct {
	Name, Legend, Help, Error string
	Options                   []ui.Option
}

func (c chipSetArgs) describes() templ.OrderedAttributes {
	ids := ""
	if c.Error != "" {
		ids = c.Name + "-feil "
	}
	if c.Help != "" {
		ids += c.Name + "-hjelp"
	}
	if ids == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "aria-describedby", Value: strings.TrimSpace(ids)}}
}

func (v editView) oftenOptions() []ui.Option {
	all := []ui.Option{
		{Value: once, Label: v.Page.T("Én dato")},
		{Value: someDates, Label: v.Page.T("Flere datoer")},
		{Value: weekly, Label: v.Page.T("Hver uke")},
		{Value: everySecond, Label: v.Page.T("Annenhver uke")},
		{Value: monthly, Label: v.Page.T("Hver måned"), Help: v.Page.T("For eksempel første mandag eller siste fredag.")},
	}
	if v.OwnRule != "" {
		all = append(all, ui.Option{Value: ownRule, Label: v.Page.T("Som før"), Help: v.OwnRule})
	}
	return all
}

func (v editView) weekdayOptions(name string) []ui.Option {
	var all []ui.Option
	for n := 1; n <= 7; n++ {
		value := strconv.Itoa(n)
		all = append(all, ui.Option{
			Value: value, Label: v.Page.Lang.WeekdayName(time.Weekday(n % 7)), Selected: name != "" && v.Form.Checked(name, value),
		})
	}
	return all
}

func nthOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: "1", Label: p.T("Første")}, {Value: "2", Label: p.T("Andre")}, {Value: "3", Label: p.T("Tredje")},
		{Value: "4", Label: p.T("Fjerde")}, {Value: "-1", Label: p.T("Siste")},
	}
}

func endOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: endsOn, Label: p.T("Til og med en dato")},
		{Value: endsAfter, Label: p.T("Et antall ganger")},
		{Value: endsNever, Label: p.T("Fortsetter til vi sier stopp")},
	}
}

func priceOptions(p ui.Page) []ui.Option {
	return []ui.Option{{Value: isFree, Label: p.T("Det er gratis")}, {Value: isPriced, Label: p.T("Det koster noe")}}
}

// partnerID gives the first select the id that the error summary points at.
func partnerID(i int) string {
	if i == 0 {
		return "medarrangor"
	}
	return "medarrangor-" + strconv.Itoa(i+1)
}

func (v editView) partnerError(i int) string {
	if i > 0 {
		return ""
	}
	return v.Form.Err("medarrangor")
}

// calm says that nothing in the form asks for attention first.
func (v editView) calm() bool { return !v.Form.Failed() && v.Preview == nil && v.Conflict == nil }
