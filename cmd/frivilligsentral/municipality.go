// Giving a municipality its portal with the lists to begin with, and finding one by its number.

package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/municipality"
)

var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

// addMunicipality gives a municipality a portal.
func addMunicipality(ctx context.Context, e env, args []string) (int, error) {
	if len(args) != 3 || args[0] != "add" {
		return exitUsage, fmt.Errorf("want: municipality add NUMBER HOST\n\n%s", usage)
	}
	number, host := args[1], args[2]
	if !hostName.MatchString(host) {
		return exitUsage, fmt.Errorf("%q is not a host name, such as frivillig.kommune.no", host)
	}
	return withPortal(ctx, e, func(o *opened) error {
		id, err := o.Municipalities.AddHost(ctx, number, host)
		if fault.Is(err, fault.NotFound) {
			return fmt.Errorf("no municipality has the number %s", number)
		}
		if err != nil {
			return err
		}
		if err := addCodeLists(ctx, o, id); err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.stdout, "%s has its portal at %s\n", number, o.Config.URLFor(host))
		return err
	})
}

// tenant finds the municipality by its number; "" is the only one with a portal, and the first of those that the
// demonstration has invented.
func (o *opened) tenant(ctx context.Context, number string) (municipality.Municipality, error) {
	all, err := o.Municipalities.Tenants(ctx)
	if err != nil {
		return municipality.Municipality{}, err
	}
	var numbers []string
	for _, m := range all {
		if m.Number == number || number == "" && len(all) == 1 {
			return m, nil
		}
		numbers = append(numbers, m.Number+" "+m.Name)
	}
	if number == "" && len(all) > 1 && !slices.ContainsFunc(all, inNorway) {
		return all[0], nil
	}
	switch {
	case len(all) == 0:
		return municipality.Municipality{}, errors.New("no municipality has a portal yet: run `frivilligsentral municipality add NUMBER HOST`")
	case number == "":
		return municipality.Municipality{}, fmt.Errorf("several municipalities have a portal, so --municipality NUMBER is needed: %s", strings.Join(numbers, ", "))
	}
	return municipality.Municipality{}, fmt.Errorf("municipality %s has no portal here; these have: %s", number, strings.Join(numbers, ", "))
}

// inNorway says that the municipality is one of the country's, not invented.
func inNorway(m municipality.Municipality) bool {
	_, ok := codelist.MunicipalityByNumber(m.Number)
	return ok
}

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
