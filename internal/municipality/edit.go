// Areas and code lists, as staff change them.

package municipality

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Editor is whoever changes the municipality's own data. account.Actor is one;
// this package stands to the left of account and asks only what it needs.
type Editor interface {
	MayEditCodes() error    // areas and code lists
	MayEditSettings() error // settings, centres
	Audit() audit.Actor
}

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

var latin = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "ä", "a", "ö", "o", "é", "e", "è", "e", "á", "a", "č", "c", "š", "s", "ž", "z",
	"đ", "d", "ŋ", "n", "ŧ", "t")

// Slug makes an address part of a name: "Språk og kultur" becomes "sprak-og-kultur".
func Slug(name string) string {
	folded := latin.Replace(strings.ToLower(name))
	var b strings.Builder
	dash := false
	for _, r := range folded {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		} else {
			dash = true
		}
		if b.Len() >= 60 {
			break
		}
	}
	return b.String()
}

// AreaKinds are the kinds of area with their bokmål names.
var AreaKinds = []struct{ Code, Text string }{
	{"bydel", i18n.Mark("Bydel")}, {"grend", i18n.Mark("Grend")}, {"skolekrets", i18n.Mark("Skolekrets")}, {"tettsted", i18n.Mark("Tettsted")},
}

// Check is the rules of an area.
func (a Area) Check() error {
	var f fault.Fields
	checkName(&f, a.Name)
	checkSlug(&f, a.Slug, a.Name)
	ok := false
	for _, k := range AreaKinds {
		ok = ok || k.Code == a.Kind
	}
	f.Check(ok, "type", i18n.Mark("Velg hva slags område det er."))
	f.Check(a.ParentID == nil || *a.ParentID != a.ID, "over", i18n.Mark("Et område kan ikke ligge under seg selv."))
	return f.Err()
}

func checkName(f *fault.Fields, name string) {
	f.Check(strings.TrimSpace(name) != "", "navn", i18n.Mark("Skriv et navn."))
	f.Check(utf8.RuneCountInString(name) <= 80, "navn", i18n.Mark("Navnet kan ha høyst %d tegn."), 80)
}

// checkSlug takes an empty address part for the one that is made of the name.
func checkSlug(f *fault.Fields, slug, name string) {
	made := slug == ""
	if made {
		slug = Slug(name)
	}
	nameless := made && strings.TrimSpace(name) == "" // told at the name
	f.Check(nameless || slugPattern.MatchString(slug), "adresse", i18n.Mark("Adressen kan bare ha små bokstaver, tall og bindestrek."))
}

// Check is the rules of a code.
func (c Code) Check() error {
	var f fault.Fields
	checkName(&f, c.NameNB)
	f.Check(utf8.RuneCountInString(c.NameNN) <= 80, "navn_nn", i18n.Mark("Navnet kan ha høyst %d tegn."), 80)
	f.Check(utf8.RuneCountInString(c.NameEN) <= 80, "navn_en", i18n.Mark("Navnet kan ha høyst %d tegn."), 80)
	checkSlug(&f, c.Slug, c.NameNB)
	f.Check(isList(c.List), "liste", i18n.Mark("Velg en kodeliste."))
	f.Check(c.AgeMin == nil || (*c.AgeMin >= 0 && *c.AgeMin <= 120), "alder_fra", i18n.Mark("Alderen må være fra 0 til 120."))
	f.Check(c.AgeMax == nil || (*c.AgeMax >= 0 && *c.AgeMax <= 120), "alder_til", i18n.Mark("Alderen må være fra 0 til 120."))
	f.Check(c.AgeMin == nil || c.AgeMax == nil || *c.AgeMin <= *c.AgeMax, "alder_til", i18n.Mark("Høyeste alder må være minst like høy som laveste."))
	return f.Err()
}

const insertAreaSQL = `-- municipality.insertArea
insert into area (municipality_id, slug, name, kind, parent_id, sort, active)
values (@municipality_id, @slug, @name, @kind, @parent_id, @sort, @active) returning id`

const updateAreaSQL = `-- municipality.updateArea
update area set slug = @slug, name = @name, kind = @kind, parent_id = @parent_id, sort = @sort, active = @active, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version returning id`

const areaCycleSQL = `-- municipality.areaCycle
with recursive up as (
    select id, parent_id from area where municipality_id = @municipality_id and id = @parent_id
    union
    select a.id, a.parent_id from area a join up on a.id = up.parent_id)
select count(*) filter (where id = @id) > 0 or (@parent_id::bigint is not null and count(*) = 0) as bad from up`

// SaveArea makes (ID 0) or changes an area of the editor's municipality.
func (s *Service) SaveArea(ctx context.Context, by Editor, a Area) (int64, error) {
	if err := by.MayEditCodes(); err != nil {
		return 0, err
	}
	if a.Slug == "" {
		a.Slug = Slug(a.Name)
	}
	if err := a.Check(); err != nil {
		return 0, err
	}
	a.MunicipalityID = by.Audit().MunicipalityID
	args := postgres.Args{
		"municipality_id": a.MunicipalityID, "slug": a.Slug, "name": a.Name, "kind": a.Kind,
		"parent_id": a.ParentID, "sort": a.Sort, "active": a.Active,
	}
	return s.save(ctx, by, saving{object: "area", id: a.ID, version: a.Version, name: a.Name, insert: insertAreaSQL, update: updateAreaSQL, args: args,
		check: func(ctx context.Context, tx pgx.Tx) error {
			bad, err := postgres.Scalar[bool](ctx, tx, areaCycleSQL, postgres.Args{"municipality_id": a.MunicipalityID, "id": a.ID, "parent_id": a.ParentID})
			if err == nil && bad {
				err = fault.Fields{{Name: "over", Msg: i18n.Mark("Et område kan ikke ligge under seg selv.")}}.Err()
			}
			return err
		}})
}

const insertCodeSQL = `-- municipality.insertCode
insert into code (municipality_id, list, slug, name_nb, name_nn, name_en, pictogram, age_min, age_max, sort, active)
values (@municipality_id, @list, @slug, @name_nb, @name_nn, @name_en, @pictogram, @age_min, @age_max, @sort, @active) returning id`

const updateCodeSQL = `-- municipality.updateCode
update code set slug = @slug, name_nb = @name_nb, name_nn = @name_nn, name_en = @name_en, pictogram = @pictogram,
       age_min = @age_min, age_max = @age_max, sort = @sort, active = @active, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version and list = @list returning id`

// SaveCode makes (ID 0) or changes an entry of one of the municipality's code lists.
func (s *Service) SaveCode(ctx context.Context, by Editor, c Code) (int64, error) {
	if err := by.MayEditCodes(); err != nil {
		return 0, err
	}
	if c.Slug == "" {
		c.Slug = Slug(c.NameNB)
	}
	if err := c.Check(); err != nil {
		return 0, err
	}
	c.MunicipalityID = by.Audit().MunicipalityID
	return s.save(ctx, by, saving{object: "code", id: c.ID, version: c.Version, name: c.NameNB, insert: insertCodeSQL, update: updateCodeSQL,
		args: postgres.Args{
			"municipality_id": c.MunicipalityID, "list": string(c.List), "slug": c.Slug, "name_nb": c.NameNB, "name_nn": c.NameNN, "name_en": c.NameEN,
			"pictogram": c.Pictogram, "age_min": c.AgeMin, "age_max": c.AgeMax, "sort": c.Sort, "active": c.Active,
		}})
}

type saving struct {
	object         string
	id             int64
	version        int
	name           string
	insert, update string
	args           postgres.Args
	check          func(context.Context, pgx.Tx) error
}

// save inserts or updates one row with its audit row. Two people saving the same
// version: the second gets a Conflict. A taken slug is an error on its field.
func (s *Service) save(ctx context.Context, by Editor, v saving) (int64, error) {
	id, sql, action := v.id, v.insert, v.object+".create"
	if v.id != 0 {
		v.args["id"], v.args["version"] = v.id, v.version
		sql, action = v.update, v.object+".update"
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if v.check != nil {
			if err := v.check(ctx, tx); err != nil {
				return err
			}
		}
		got, err := postgres.Scalar[int64](ctx, tx, sql, v.args)
		switch {
		case fault.Is(err, fault.NotFound):
			return fault.Outrun(i18n.Mark("Noen andre har endret dette mens du skrev."))
		case postgres.State(err) == "23505":
			return fault.Fields{{Name: "adresse", Msg: i18n.Mark("Adressen er i bruk fra før. Velg en annen.")}}.Err()
		case err != nil:
			return err
		}
		id = got
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: v.object, ObjectID: id, Detail: map[string]any{"name": v.name}})
	})
	if err == nil {
		s.Forget(by.Audit().MunicipalityID)
	}
	return id, err
}
