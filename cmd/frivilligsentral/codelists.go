// The code lists that a new municipality begins with.

package main

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/municipality"
)

// addCodeLists gives a municipality without lists of its own the categories,
// target groups and topics to begin with; staff change them afterwards.
func addCodeLists(ctx context.Context, o *opened, id int64) error {
	site, err := o.Municipalities.Site(ctx, id)
	if err != nil || len(site.Lists) > 0 {
		return err
	}
	data, err := town.Load()
	if err != nil {
		return err
	}
	by := account.SystemActor(id, "kommandolinje")
	for _, c := range firstCodes(data) {
		c.MunicipalityID, c.Active = id, true
		if _, err := o.Municipalities.SaveCode(ctx, by, c); err != nil {
			return err
		}
	}
	return nil
}

func firstCodes(data town.Data) []municipality.Code {
	var all []municipality.Code
	add := func(list municipality.List, n int, slug string, name town.Text, pictogram string) *municipality.Code {
		all = append(all, municipality.Code{List: list, Slug: slug, NameNB: name.NB, NameNN: name.NN, NameEN: name.EN, Pictogram: pictogram, Sort: 10 * (n + 1)})
		return &all[len(all)-1]
	}
	for i, c := range data.Categories {
		add(municipality.Categories, i, c.Slug, c.Name, c.Slug) // the pictogram is called as the category
	}
	for i, g := range data.TargetGroups {
		code := add(municipality.TargetGroups, i, g.Slug, g.Name, "")
		code.AgeMin, code.AgeMax = bounds(g.AgeMin, g.AgeMax)
	}
	for i, t := range data.Topics {
		add(municipality.Topics, i, t.Slug, t.Name, t.Icon)
	}
	return all
}

// bounds are nil where 0 means none: "0 to 5" has both.
func bounds(from, to int) (min, max *int) {
	if to != 0 {
		max = &to
	}
	if from != 0 || to != 0 {
		min = &from
	}
	return min, max
}
