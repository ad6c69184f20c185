// The fields of an organisation as text, and where each value came from.

package organisation

import (
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
)

// A Field is one value of an organisation as text: for FieldSource, imports,
// exports, and for saying what two versions differ in.
type Field struct {
	Key   string // column and key of FieldSource
	label string
	Fact  bool // about the registration: the register is always right
	Get   func(*Organisation) string
	Set   func(*Organisation, string)

	yesNo bool // its value is Yes or No
}

// KindKey is the key of the kind.
const KindKey = "kind"

// Fields are all of them, in the order of a form.
var Fields = []Field{
	text("name", i18n.Mark("Navn"), func(o *Organisation) *string { return &o.Name }),
	fact(text("registered_name", i18n.Mark("Navn i Enhetsregisteret"), func(o *Organisation) *string { return &o.RegisteredName })),
	{
		Key: KindKey, label: i18n.Mark("Type"),
		Get: func(o *Organisation) string { return string(o.Kind) }, Set: func(o *Organisation, v string) { o.Kind = Kind(v) },
	},
	fact(text("org_form", i18n.Mark("Organisasjonsform"), func(o *Organisation) *string { return &o.OrgForm })),
	fact(yesNo("in_voluntary_register", i18n.Mark("I Frivillighetsregisteret"), func(o *Organisation) *bool { return &o.InVoluntaryRegister })),
	fact(yesNo("grasrot", i18n.Mark("Grasrotandelen"), func(o *Organisation) *bool { return &o.Grasrot })),
	{
		Key: "icnpo", label: i18n.Mark("Formål (ICNPO)"),
		Get: func(o *Organisation) string { return strings.Join(o.ICNPO, ", ") }, Set: setICNPO,
	},
	text("summary", i18n.Mark("Kort om laget"), func(o *Organisation) *string { return &o.Summary }),
	text("description", i18n.Mark("Om laget"), func(o *Organisation) *string { return &o.Description }),
	text("how_to_join", i18n.Mark("Slik blir du med"), func(o *Organisation) *string { return &o.HowToJoin }),
	{
		Key: "lang", label: i18n.Mark("Språk"),
		Get: func(o *Organisation) string { return string(o.Lang) }, Set: func(o *Organisation, v string) { o.Lang = i18n.Lang(v) },
	},
	text("email_public", i18n.Mark("E-post som alle ser"), func(o *Organisation) *string { return &o.EmailPublic }),
	text("email_private", i18n.Mark("E-post for kommunen"), func(o *Organisation) *string { return &o.EmailPrivate }),
	text("phone", i18n.Mark("Telefon"), func(o *Organisation) *string { return &o.Phone }),
	text("website", i18n.Mark("Nettsted"), func(o *Organisation) *string { return &o.Website }),
	text("address", i18n.Mark("Adresse"), func(o *Organisation) *string { return &o.Address }),
	text("postal_code", i18n.Mark("Postnummer"), func(o *Organisation) *string { return &o.PostalCode }),
	number("members", i18n.Mark("Medlemmer"), func(o *Organisation) **int { return &o.Members }),
	number("members_under_20", i18n.Mark("Medlemmer under 20 år"), func(o *Organisation) **int { return &o.MembersUnder20 }),
	number("founded_year", i18n.Mark("Stiftet"), func(o *Organisation) **int { return &o.FoundedYear }),
	fact(Field{
		Key: "brreg_status", label: i18n.Mark("Enhetsregisteret"),
		Get: func(o *Organisation) string { return string(o.BrregStatus) },
		Set: func(o *Organisation, v string) { o.BrregStatus = BrregStatus(v) },
	}),
}

func text(key, label string, at func(*Organisation) *string) Field {
	return Field{Key: key, label: label,
		Get: func(o *Organisation) string { return *at(o) }, Set: func(o *Organisation, v string) { *at(o) = v }}
}

// Yes and No are how a field that is one of the two is written.
const Yes, No = "ja", "nei"

func yesNo(key, label string, at func(*Organisation) *bool) Field {
	return Field{Key: key, label: label, yesNo: true,
		Get: func(o *Organisation) string {
			if *at(o) {
				return Yes
			}
			return No
		},
		Set: func(o *Organisation, v string) { *at(o) = v == Yes }}
}

func number(key, label string, at func(*Organisation) **int) Field {
	return Field{Key: key, label: label,
		Get: func(o *Organisation) string {
			if *at(o) == nil {
				return ""
			}
			return strconv.Itoa(**at(o))
		},
		Set: func(o *Organisation, v string) {
			*at(o) = nil
			if n, err := strconv.Atoi(v); err == nil {
				*at(o) = &n
			}
		}}
}

func fact(f Field) Field { f.Fact = true; return f }

func setICNPO(o *Organisation, v string) {
	o.ICNPO = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
}

// FieldByKey finds a field by its key.
func FieldByKey(key string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// FieldLabel is what people call a field of FieldSource or Change; bokmål source text.
func FieldLabel(key string) string {
	if f, ok := FieldByKey(key); ok {
		return f.label
	}
	switch key { // kept beside the organisation, or never changed by a form
	case "areas":
		return i18n.Mark("Områder")
	case "target_groups":
		return i18n.Mark("Målgrupper")
	case "local_kinds":
		return i18n.Mark("Lagstyper")
	case "orgnr":
		return i18n.Mark("Organisasjonsnummer")
	}
	return i18n.Mark("Annet")
}

// FieldWords is a stored value of a field as people read it, in a language.
func FieldWords(l i18n.Lang, key, value string) string {
	f, ok := FieldByKey(key)
	switch {
	case !ok || value == "":
		return value
	case key == "kind":
		return l.T(Kind(value).Name())
	case key == "lang":
		return i18n.Lang(value).Name()
	case key == "brreg_status":
		return l.T(BrregStatus(value).Name())
	case f.yesNo && value == Yes:
		return l.T("Ja")
	case f.yesNo:
		return l.T("Nei")
	}
	return value
}

// Change is one value that differs. Old and New are as stored.
type Change struct {
	Field string `json:"field"` // a key for FieldLabel
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Differences are the values that differ between two versions of an organisation.
func Differences(old, changed Organisation) []Change {
	var out []Change
	for _, f := range Fields {
		if a, b := f.Get(&old), f.Get(&changed); a != b {
			out = append(out, Change{Field: f.Key, Old: a, New: b})
		}
	}
	return out
}

// Mark remembers where each changed value came from.
func (o *Organisation) Mark(changes []Change, from Source) {
	sources := map[string]Source{}
	for k, v := range o.FieldSource {
		sources[k] = v
	}
	for _, c := range changes {
		sources[c.Field] = from
	}
	o.FieldSource = sources
}

// SetSource remembers where the value of one field came from; "" forgets it.
func (o *Organisation) SetSource(key string, from Source) {
	o.Mark([]Change{{Field: key}}, from)
	if from == "" {
		delete(o.FieldSource, key)
	}
}

// Fill sets values where the organisation has none, and facts always.
func (o *Organisation) Fill(values map[string]string, from Source) {
	var set []Change
	for _, f := range Fields {
		value, ok := values[f.Key]
		old := f.Get(o)
		if !ok || value == old || old != "" && !f.Fact {
			continue
		}
		f.Set(o, value)
		set = append(set, Change{Field: f.Key})
	}
	o.Mark(set, from)
}
