// The one list of an activity's fields: what each is called, how it reads in words, and which of them differ between two drafts.

package activity

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
)

// A Field is one thing that a person edits. The form's order, the page that shows
// two versions, the log, the export, what an import tells and what search filters
// by are all made from the list of them.
type Field struct {
	Name   string   // the form's name, and the log's
	Label  string   // bokmål source text
	Holds  []string // the fields of Draft that it stands for
	Inputs []string // all its names in the form, in their order, when it has others than Name; one that ends in "_" is a prefix
	List   municipality.List
	Apart  string // why it is no column of its own in the export
	Icon   string // of the fact and the tag that pages and cards make of what is chosen; "" when they show it in their own way
	Filed  bool   // an import looks for it among the categories of an event

	value func(Draft) any
	codes func(Draft) []int64 // of List
	set   func(*Draft, []int64)
	words func(Draft, Names) string
	facts func(*search.Facts, Draft)
}

// Names turn what a draft refers to into words of one language.
type Names struct {
	Lang          i18n.Lang
	Now           time.Time
	Codes         func(ids []int64) []string // in the order of their list
	Area, Venue   func(id int64) string      // "" for none
	Organisations func(ids []int64) []string
	Languages     func(tags []string) string
}

// text is a field that is its own words.
func text(name, label, holds string, get func(Draft) string) Field {
	return Field{Name: name, Label: label, Holds: []string{holds}, value: func(d Draft) any { return get(d) }, words: func(d Draft, _ Names) string { return get(d) }}
}

// code is a field that chooses one entry of a list of the municipality, codes one
// that chooses several. The form reads and fills it, and search finds and filters by
// what is chosen.
func code(name, label string, list municipality.List, holds string, at func(*Draft) *int64) Field {
	return chosen(name, label, list, holds, func(d Draft) []int64 { return one(*at(&d)) }, func(d *Draft, ids []int64) {
		*at(d) = 0
		if len(ids) > 0 {
			*at(d) = ids[0]
		}
	})
}

func codes(name, label string, list municipality.List, holds string, at func(*Draft) *[]int64) Field {
	return chosen(name, label, list, holds, func(d Draft) []int64 { return *at(&d) }, func(d *Draft, ids []int64) { *at(d) = ids })
}

func chosen(name, label string, list municipality.List, holds string, get func(Draft) []int64, set func(*Draft, []int64)) Field {
	return Field{
		Name: name, Label: label, Holds: []string{holds}, List: list,
		value: func(d Draft) any { return get(d) }, codes: get, set: set,
		words: func(d Draft, n Names) string { return strings.Join(n.Codes(get(d)), ", ") },
		facts: func(f *search.Facts, d Draft) { f.Codes = append(f.Codes, get(d)...) },
	}
}

// whole is a number that may be left out.
func whole(name, label, holds string, get func(Draft) *int) Field {
	return Field{Name: name, Label: label, Holds: []string{holds}, value: func(d Draft) any { return value(get(d)) }, words: func(d Draft, _ Names) string {
		if n := get(d); n != nil {
			return strconv.Itoa(*n)
		}
		return ""
	}}
}

func (f Field) shown(icon string) Field                           { f.Icon = icon; return f }
func (f Field) filed() Field                                      { f.Filed = true; return f }
func (f Field) apart(why string) Field                            { f.Apart = why; return f }
func (f Field) found(facts func(*search.Facts, Draft)) Field      { f.facts = facts; return f }
func (f Field) asked(inputs ...string) Field                      { f.Inputs = inputs; return f }
func (f Field) reading(words func(d Draft, n Names) string) Field { f.words = words; return f }

// longer is why texts that no list shows are not in the export.
const longer = "stands on the activity's own page"

// Fields are all fields of a draft in the order of the form. Leftover names what
// of Draft is in none of them.
var Fields = []Field{
	text("tittel", i18n.Mark("Tittel"), "Title", func(d Draft) string { return d.Title }),
	code("kategori", i18n.Mark("Kategori"), municipality.Categories, "CategoryID", func(d *Draft) *int64 { return &d.CategoryID }).filed().
		found(func(f *search.Facts, d Draft) { f.Categories = one(d.CategoryID) }),
	text("type", i18n.Mark("Type"), "Kind", func(d Draft) string { return string(d.Kind) }).apart(longer).
		reading(func(d Draft, n Names) string { return n.Lang.T(d.Kind.Name()) }).
		found(func(f *search.Facts, d Draft) { f.Kind = string(d.Kind) }),
	text("kort", i18n.Mark("Kort om aktiviteten"), "Summary", func(d Draft) string { return d.Summary }),
	text("beskrivelse", i18n.Mark("Beskrivelse"), "Description", func(d Draft) string { return d.Description }).apart(longer),
	text("sprak", i18n.Mark("Språket i teksten"), "Lang", func(d Draft) string { return string(d.Lang) }).apart(longer).
		reading(func(d Draft, _ Names) string { return d.Lang.Name() }),
	{
		Name: "dato", Label: i18n.Mark("Når"), Holds: []string{"Schedule"},
		Inputs: []string{"dato", "heldag", "fra", "til", "til_dato", "gjentas", "ukedag", "slutter", "slutt_dato", "antall", "datoer", "unntak", "ekstra", "pause", "pause_"},
		value:  func(d Draft) any { return d.Schedule.Comparable() },
		words:  func(d Draft, n Names) string { return d.Schedule.Words(n.Lang, n.Now) },
	},
	{
		Name: "vis_datoer", Label: i18n.Mark("Vis datoene for andre arrangører"), Holds: []string{"DatesShared"}, Apart: "it says who sees a draft, and nothing of what residents see",
		value: func(d Draft) any { return d.DatesShared },
		words: func(d Draft, n Names) string {
			if d.DatesShared {
				return n.Lang.T("Ja")
			}
			return ""
		},
	},
	{
		Name: "sted", Label: i18n.Mark("Sted"), Holds: []string{"VenueID"}, value: func(d Draft) any { return d.VenueID },
		words: func(d Draft, n Names) string { return n.Venue(d.VenueID) },
		facts: func(f *search.Facts, d Draft) { f.Venue = d.VenueID },
	},
	text("moteplass", i18n.Mark("Rom eller møteplass"), "PlaceNote", func(d Draft) string { return d.PlaceNote }).apart(longer),
	{
		Name: "omrade", Label: i18n.Mark("Område"), Holds: []string{"AreaID"}, value: func(d Draft) any { return d.AreaID },
		words: func(d Draft, n Names) string { return n.Area(d.AreaID) },
	},
	text("nettadresse", i18n.Mark("Nettadresse for digitalt møte"), "OnlineURL", func(d Draft) string { return d.OnlineURL }).apart(longer).
		found(func(f *search.Facts, d Draft) { f.Online = d.OnlineURL != "" }),
	codes("malgruppe", i18n.Mark("Målgrupper"), municipality.TargetGroups, "TargetGroups", func(d *Draft) *[]int64 { return &d.TargetGroups }).
		found(func(f *search.Facts, d Draft) { f.TargetGroups = d.TargetGroups }),
	whole("alder_fra", i18n.Mark("Alder fra"), "AgeMin", func(d Draft) *int { return d.AgeMin }),
	whole("alder_til", i18n.Mark("Alder til"), "AgeMax", func(d Draft) *int { return d.AgeMax }),
	text("tilbud", i18n.Mark("Type tilbud"), "Offer", func(d Draft) string { return string(d.Offer) }).
		reading(func(d Draft, n Names) string { return n.Lang.T(d.Offer.Name()) }).
		found(func(f *search.Facts, d Draft) { f.Offer = string(d.Offer) }),
	whole("pris", i18n.Mark("Pris"), "PriceOre", func(d Draft) *int { return d.PriceOre }).asked("pristype", "pris").reading(priceWords).
		found(func(f *search.Facts, d Draft) { f.Free = d.PriceOre != nil && *d.PriceOre == 0 }),
	text("pris_merknad", i18n.Mark("Merknad om prisen"), "PriceNote", func(d Draft) string { return d.PriceNote }).apart("stands with the price"),
	text("ta_med", i18n.Mark("Ta med"), "Bring", func(d Draft) string { return d.Bring }).apart(longer),
	{
		Name: "pamelding", Label: i18n.Mark("Påmelding"), Holds: []string{"SignupMode", "SignupURL"}, Inputs: []string{"pamelding", "pamelding_url"}, Apart: longer,
		value: func(d Draft) any { return []string{string(d.SignupMode), d.SignupURL} },
		words: func(d Draft, n Names) string {
			return strings.TrimSpace(n.Lang.T(d.SignupMode.Name()) + " " + d.SignupURL)
		},
	},
	text("kontakt_navn", i18n.Mark("Kontaktperson"), "ContactName", func(d Draft) string { return d.ContactName }),
	text("kontakt_telefon", i18n.Mark("Telefon"), "ContactPhone", func(d Draft) string { return d.ContactPhone }).
		reading(func(d Draft, _ Names) string { return i18n.Phone(d.ContactPhone) }),
	text("kontakt_epost", i18n.Mark("E-post"), "ContactEmail", func(d Draft) string { return d.ContactEmail }),
	{
		Name: "holdes_pa", Label: i18n.Mark("Språk på aktiviteten"), Holds: []string{"HeldIn"}, Apart: longer, value: func(d Draft) any { return d.HeldIn },
		words: func(d Draft, n Names) string { return n.Languages(d.HeldIn) },
		facts: func(f *search.Facts, d Draft) { f.Languages = d.HeldIn },
	},
	{
		Name: "medarrangor", Label: i18n.Mark("Medarrangører"), Holds: []string{"CoOrganisers"}, Apart: longer, value: func(d Draft) any { return d.CoOrganisers },
		words: func(d Draft, n Names) string { return strings.Join(n.Organisations(d.CoOrganisers), ", ") },
	},
}

// Leftover are the fields of Draft that are in no Field, with the reason.
var Leftover = map[string]string{}

func priceWords(d Draft, n Names) string {
	if d.PriceOre == nil {
		return ""
	}
	return n.Lang.Price(*d.PriceOre)
}

// Words are the field's content as people read it, "" when there is none.
func (f Field) Words(d Draft, n Names) string { return f.words(d, n) }

// Codes are the entries of List that the draft has chosen.
func (f Field) Codes(d Draft) []int64 {
	if f.codes == nil {
		return nil
	}
	return f.codes(d)
}

// Choose puts entries of List into the draft; a field with room for one takes the
// first. Other fields stay as they are.
func (f Field) Choose(d *Draft, ids []int64) {
	if f.set != nil {
		f.set(d, ids)
	}
}

// ShownCodes are the chosen entries that cards show without knowing their field.
func (d Draft) ShownCodes() []int64 {
	var ids []int64
	for _, f := range Fields {
		if f.Icon != "" {
			ids = append(ids, f.Codes(d)...)
		}
	}
	return ids
}

// FieldOf is the field that an input of the form belongs to.
func FieldOf(input string) (Field, bool) {
	for _, f := range Fields {
		if f.input(input) >= 0 {
			return f, true
		}
	}
	return Field{}, false
}

// FormOrder is where an input stands in the form, -1 for one that is no field's:
// it stands before them all.
func FormOrder(input string) int {
	before := 0
	for _, f := range Fields {
		if i := f.input(input); i >= 0 {
			return before + i
		}
		before += max(1, len(f.Inputs))
	}
	return -1
}

// input is which of the field's inputs a name is, -1 for none.
func (f Field) input(name string) int {
	if len(f.Inputs) == 0 && f.Name == name {
		return 0
	}
	return slices.IndexFunc(f.Inputs, func(in string) bool { return in == name || strings.HasSuffix(in, "_") && strings.HasPrefix(name, in) })
}

// Changed are the fields in which two drafts differ.
func Changed(old, new Draft) []Field {
	old, new = old.Normal(), new.Normal()
	var changed []Field
	for _, f := range Fields {
		if !same(f.value(old), f.value(new)) {
			changed = append(changed, f)
		}
	}
	return changed
}

// changes are the names of the fields that differ, for the log: never their
// content, which may name people.
func (d Draft) changes(new Draft) []string {
	names := []string{}
	for _, f := range Changed(d, new) {
		names = append(names, f.Name)
	}
	return names
}

// same is deep equality where an empty list is nil.
func same(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() == reflect.Slice && x.Len() == 0 && y.Kind() == reflect.Slice && y.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a, b)
}

func value(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// one is a list of one number, or of none.
func one(id int64) []int64 {
	if id == 0 {
		return nil
	}
	return []int64{id}
}
