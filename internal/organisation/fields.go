package organisation

import (
	"slices"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
)

// A field is one value of an organisation as text: for FieldSource, imports,
// exports, and for saying what two versions differ in.
type field struct {
	key   string // column and key of FieldSource
	label string
	fact  bool // about the registration: the register is always right
	get   func(*Organisation) string
	set   func(*Organisation, string)
}

var fields = []field{
	text("name", i18n.Mark("Navn"), func(o *Organisation) *string { return &o.Name }),
	fact(text("registered_name", i18n.Mark("Navn i Enhetsregisteret"), func(o *Organisation) *string { return &o.RegisteredName })),
	{
		key: "kind", label: i18n.Mark("Type"),
		get: func(o *Organisation) string { return string(o.Kind) }, set: func(o *Organisation, v string) { o.Kind = Kind(v) },
	},
	fact(text("org_form", i18n.Mark("Organisasjonsform"), func(o *Organisation) *string { return &o.OrgForm })),
	fact(yesNo("in_voluntary_register", i18n.Mark("I Frivillighetsregisteret"), func(o *Organisation) *bool { return &o.InVoluntaryRegister })),
	fact(yesNo("grasrot", i18n.Mark("Grasrotandelen"), func(o *Organisation) *bool { return &o.Grasrot })),
	{
		key: "icnpo", label: i18n.Mark("Formål (ICNPO)"),
		get: func(o *Organisation) string { return strings.Join(o.ICNPO, ", ") }, set: setICNPO,
	},
	text("summary", i18n.Mark("Kort om laget"), func(o *Organisation) *string { return &o.Summary }),
	text("description", i18n.Mark("Om laget"), func(o *Organisation) *string { return &o.Description }),
	text("how_to_join", i18n.Mark("Slik blir du med"), func(o *Organisation) *string { return &o.HowToJoin }),
	{
		key: "lang", label: i18n.Mark("Språk"),
		get: func(o *Organisation) string { return string(o.Lang) }, set: func(o *Organisation, v string) { o.Lang = i18n.Lang(v) },
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
	fact(field{
		key: "brreg_status", label: i18n.Mark("Enhetsregisteret"),
		get: func(o *Organisation) string { return string(o.BrregStatus) },
		set: func(o *Organisation, v string) { o.BrregStatus = BrregStatus(v) },
	}),
}

func text(key, label string, at func(*Organisation) *string) field {
	return field{key: key, label: label,
		get: func(o *Organisation) string { return *at(o) }, set: func(o *Organisation, v string) { *at(o) = v }}
}

const yes, no = "ja", "nei"

func yesNo(key, label string, at func(*Organisation) *bool) field {
	return field{key: key, label: label,
		get: func(o *Organisation) string {
			if *at(o) {
				return yes
			}
			return no
		},
		set: func(o *Organisation, v string) { *at(o) = v == yes }}
}

func number(key, label string, at func(*Organisation) **int) field {
	return field{key: key, label: label,
		get: func(o *Organisation) string {
			if *at(o) == nil {
				return ""
			}
			return strconv.Itoa(**at(o))
		},
		set: func(o *Organisation, v string) {
			*at(o) = nil
			if n, err := strconv.Atoi(v); err == nil {
				*at(o) = &n
			}
		}}
}

func fact(f field) field { f.fact = true; return f }

func setICNPO(o *Organisation, v string) {
	o.ICNPO = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
}

func fieldByKey(key string) (field, bool) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.key == key })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
}

// FieldLabel is what people call a field of FieldSource or Change; bokmål source text.
func FieldLabel(key string) string {
	if f, ok := fieldByKey(key); ok {
		return f.label
	}
	return key
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
	for _, f := range fields {
		if a, b := f.get(&old), f.get(&changed); a != b {
			out = append(out, Change{Field: f.key, Old: a, New: b})
		}
	}
	return out
}

// mark remembers where each changed value came from.
func (o *Organisation) mark(changes []Change, from Source) {
	sources := map[string]Source{}
	for k, v := range o.FieldSource {
		sources[k] = v
	}
	for _, c := range changes {
		sources[c.Field] = from
	}
	o.FieldSource = sources
}
