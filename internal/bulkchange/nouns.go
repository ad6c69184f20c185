// What can be changed of contacts, activities and organisations.

package bulkchange

import (
	"context"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// sources are the nouns on the features' use cases.
func sources(contacts *contact.Service, activities *activity.Service, organisations *organisation.Service, now func() time.Time) map[Noun]source {
	return map[Noun]source{
		Contacts: contactNoun(contacts), Activities: activityNoun(activities, now), Organisations: organisationNoun(organisations, now),
	}
}

func contactNoun(svc *contact.Service) source {
	type T = contact.Contact
	return noun[T]{
		fields: []field[T]{
			{Field: Field{Name: "tema", Label: i18n.Mark("Temaer"), Ref: Topic, Many: true, Empty: true},
				get: func(c T) []string { return texts(c.Topics) }, put: func(c *T, v []string) { c.Topics = ids(v) }},
			{Field: Field{Name: "enhet", Label: i18n.Mark("Enhet"), Ref: Unit, Empty: true},
				get: func(c T) []string { return optional(c.UnitID) }, put: func(c *T, v []string) { c.UnitID = pointer(v) }},
			{Field: Field{Name: "vikar", Label: i18n.Mark("Vikar"), Ref: Person, Empty: true},
				get: func(c T) []string { return optional(c.SubstituteID) }, put: func(c *T, v []string) { c.SubstituteID = pointer(v) }},
			{Field: Field{Name: "omrade", Label: i18n.Mark("Områder"), Ref: Area, Many: true, Empty: true},
				get: func(c T) []string { return texts(c.Areas) }, put: func(c *T, v []string) { c.Areas = ids(v) }, fits: areaFits},
		},
		id: func(c T) int64 { return c.ID }, label: func(T) string { return "" }, // a name that is kept here would outlive what is erased
		read: func(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, hold bool) (map[int64]T, error) {
			return contact.ReadAll(ctx, q, by.MunicipalityID, ids, hold)
		},
		check: func(_ account.Actor, _, is T) error { return is.Check() },
		save:  together(func(c T) int64 { return c.ID }, svc.Change),
	}
}

// areaFits keeps a contact that answers for the whole municipality from getting fewer
// areas when one is added, and one with a single area from getting all when it is taken away.
func areaFits(c contact.Contact, e Edit) error {
	if e.How == Add && len(c.Areas) == 0 {
		return fault.Refuse(i18n.Mark("Svarer for hele kommunen allerede. Bytt ut områdene for å snevre inn."))
	}
	if e.How == Remove && len(Edit{How: Remove, Values: e.Values}.on(texts(c.Areas))) == 0 {
		return fault.Refuse(i18n.Mark("Har ingen andre områder, og ville ha svart for hele kommunen. Bytt ut områdene i stedet."))
	}
	return nil
}

// held is an activity with how many are signed up for what is to come.
type held struct {
	activity.Activity
	people int
}

func activityNoun(svc *activity.Service, now func() time.Time) source {
	return noun[held]{
		fields: []field[held]{
			{Field: Field{Name: "kategori", Label: i18n.Mark("Kategori"), Ref: Category},
				get: func(a held) []string { return texts([]int64{a.CategoryID}) }, put: func(a *held, v []string) { a.CategoryID = first(v) }},
			{Field: Field{Name: "omrade", Label: i18n.Mark("Område"), Ref: Area, Empty: true},
				get: func(a held) []string { return number(a.AreaID) }, put: func(a *held, v []string) { a.AreaID = first(v) }},
			{Field: Field{Name: "kontakt", Label: i18n.Mark("Kontaktperson"), Ref: Words, Empty: true},
				get: func(a held) []string { return person(a.ContactName, a.ContactPhone, a.ContactEmail) },
				put: func(a *held, v []string) {
					v = append(slices.Clone(v), "", "", "")
					a.ContactName, a.ContactPhone, a.ContactEmail = v[0], v[1], v[2]
				}},
			{Field: Field{Name: "status", Label: i18n.Mark("Status"), Ref: Status},
				get: func(a held) []string { return []string{string(a.Status), a.StatusReason} },
				put: func(a *held, v []string) { a.Status, a.StatusReason = activity.Status(v[0]), v[1] }},
		},
		id: func(a held) int64 { return a.ID }, label: func(a held) string { return a.Title },
		read: func(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, _ bool) (map[int64]held, error) {
			all, err := activity.ReadAll(ctx, q, by.MunicipalityID, ids)
			if err != nil {
				return nil, err
			}
			people, err := signedup.Holding(ctx, q, ids, now())
			out := make(map[int64]held, len(all))
			for id, a := range all {
				a.Draft = a.Draft.Normal()
				out[id] = held{a, people[id]}
			}
			return out, err
		},
		check: func(by account.Actor, was, is held) error {
			if !activity.MayEdit(by, was.Activity) {
				return activity.Missing()
			}
			return is.Activity.CheckChange(was.Activity, is.people, now())
		},
		save: singly(func(a held) int64 { return a.ID }, func(ctx context.Context, tx pgx.Tx, by account.Actor, a held) error {
			return svc.Change(ctx, tx, by, a.Activity)
		}),
	}
}

func organisationNoun(svc *organisation.Service, now func() time.Time) source {
	type T = organisation.Draft
	return noun[T]{
		fields: []field[T]{
			{Field: Field{Name: "type", Label: i18n.Mark("Type"), Ref: OrgKind},
				get: func(d T) []string { return []string{string(d.Kind)} }, put: func(d *T, v []string) { d.Kind = organisation.Kind(v[0]) },
				source: func(d T) string { return string(d.FieldSource[organisation.KindKey]) },
				from:   func(d *T, source string) { d.SetSource(organisation.KindKey, organisation.Source(source)) }},
			{Field: Field{Name: "lagstype", Label: i18n.Mark("Lagstyper"), Ref: LocalKind, Many: true, Empty: true},
				get: func(d T) []string { return texts(d.LocalKinds) }, put: func(d *T, v []string) { d.LocalKinds = ids(v) }},
			{Field: Field{Name: "omrade", Label: i18n.Mark("Områder"), Ref: Area, Many: true, Empty: true},
				get: func(d T) []string { return texts(d.Areas) }, put: func(d *T, v []string) { d.Areas = ids(v) }},
		},
		id: func(d T) int64 { return d.ID }, label: func(d T) string { return d.Name },
		read: func(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, _ bool) (map[int64]T, error) {
			return organisation.ReadAll(ctx, q, by.MunicipalityID, ids)
		},
		check: func(_ account.Actor, _, is T) error { return is.Check(now()) },
		save:  singly(func(d T) int64 { return d.ID }, svc.Change),
	}
}

// person is a contact person as values, none where there is nobody.
func person(name, phone, email string) []string {
	if name+phone+email == "" {
		return []string{}
	}
	return []string{name, phone, email}
}

// texts are ids as values.
func texts(ids []int64) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strconv.FormatInt(id, 10)
	}
	return out
}

// ids are values as ids, in their order.
func ids(values []string) []int64 {
	out := []int64{}
	for _, v := range values {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func number(id int64) []string {
	if id == 0 {
		return []string{}
	}
	return texts([]int64{id})
}

func first(values []string) int64 {
	if all := ids(values); len(all) > 0 {
		return all[0]
	}
	return 0
}

func optional(id *int64) []string {
	if id == nil {
		return []string{}
	}
	return number(*id)
}

func pointer(values []string) *int64 {
	id := first(values)
	if id == 0 {
		return nil
	}
	return &id
}
