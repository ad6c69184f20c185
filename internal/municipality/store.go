// How a site is read, and the national lists kept in step.

package municipality

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const municipalityColumns = `id, number, name, parallel_name, county_number, county, default_lang, theme, controller,
       privacy_email, accessibility_url, approve_activities, signup_hold_minutes, signup_offer_hours, guardian_age, signup_unproved_percent, contact_public_days, hide_commercial, version`

const byIDSQL = `-- municipality.ByID
select ` + municipalityColumns + ` from municipality where id = @id`

const tenantsSQL = `-- municipality.Tenants
select ` + municipalityColumns + ` from municipality m
where exists (select 1 from municipality_host h where h.municipality_id = m.id) order by id`

const canonicalHostSQL = `-- municipality.CanonicalHost
select host from municipality_host where municipality_id = @id order by canonical desc, host limit 1`

const centresSQL = `-- municipality.Centres
select id, municipality_id, name, owner_form, orgnr, address, postal_code, opening, opening_note, phone, email, about, sort, version
from centre where municipality_id = @id order by sort, id`

const areasSQL = `-- municipality.Areas
select id, municipality_id, slug, name, kind, parent_id, sort, active, version
from area where municipality_id = @id order by sort, name, id`

const codesSQL = `-- municipality.Codes
select id, municipality_id, list, slug, name_nb, name_nn, name_en, pictogram, age_min, age_max, sort, active, version
from code where municipality_id = @id order by list, sort, name_nb, id`

const icnpoSQL = `-- municipality.ICNPO
select code, group_code, name_nb, name_nn, active from icnpo order by length(code), code`

func loadSite(ctx context.Context, q postgres.Querier, id int64) (*Site, error) {
	args := postgres.Args{"id": id}
	m, err := postgres.One[Municipality](ctx, q, byIDSQL, args)
	if err != nil {
		return nil, err
	}
	s := &Site{Municipality: m, Lists: map[List][]Code{}}
	hosts, err := postgres.Many[struct{ Host string }](ctx, q, canonicalHostSQL, args)
	if err != nil {
		return nil, err
	}
	if len(hosts) > 0 {
		s.Host = hosts[0].Host
	}
	if s.Centres, err = postgres.Many[Centre](ctx, q, centresSQL, args); err != nil {
		return nil, err
	}
	if s.Areas, err = postgres.Many[Area](ctx, q, areasSQL, args); err != nil {
		return nil, err
	}
	codes, err := postgres.Many[Code](ctx, q, codesSQL, args)
	if err != nil {
		return nil, err
	}
	for _, c := range codes {
		s.Lists[c.List] = append(s.Lists[c.List], c)
	}
	return s, nil
}

const ensureMunicipalitiesSQL = `-- municipality.ensureMunicipalities
insert into municipality (number, name, parallel_name, county_number, county)
select * from unnest(@numbers::text[], @names::text[], @parallels::text[], @county_numbers::text[], @counties::text[])
on conflict (number, valid_from) do update
set name = excluded.name, parallel_name = excluded.parallel_name, county_number = excluded.county_number, county = excluded.county
where (municipality.name, municipality.parallel_name, municipality.county_number, municipality.county)
   is distinct from (excluded.name, excluded.parallel_name, excluded.county_number, excluded.county)`

func ensureMunicipalities(ctx context.Context, tx pgx.Tx, list []codelist.Municipality) error {
	var numbers, names, parallels, countyNumbers, counties []string
	for _, m := range list {
		numbers, names, parallels = append(numbers, m.Number), append(names, m.Name), append(parallels, parallelName(m))
		countyNumbers, counties = append(countyNumbers, m.CountyNumber), append(counties, m.CountyName)
	}
	_, err := postgres.Exec(ctx, tx, ensureMunicipalitiesSQL, postgres.Args{
		"numbers": numbers, "names": names, "parallels": parallels, "county_numbers": countyNumbers, "counties": counties,
	})
	return err
}

func parallelName(m codelist.Municipality) string {
	out := ""
	for _, p := range m.Parallel() {
		if out != "" {
			out += " – "
		}
		out += p.Name
	}
	return out
}

const ensurePostalCodesSQL = `-- municipality.ensurePostalCodes
insert into postal_code (code, place) select * from unnest(@codes::text[], @places::text[])
on conflict (code) do update set place = excluded.place where postal_code.place <> excluded.place`

const postalSumSQL = `-- municipality.postalSum
select encode(sha256(convert_to(coalesce(string_agg(code || place, ',' order by code collate "C"), ''), 'UTF8')), 'hex') from postal_code`

// ensurePostalCodes compares a sum first: it runs at every start, and writing five
// thousand rows for nothing is most of the time that a start takes.
func ensurePostalCodes(ctx context.Context, tx pgx.Tx, list []codelist.PostalCode) error {
	var codes, places, lines []string
	for _, p := range list {
		codes, places, lines = append(codes, p.Code), append(places, p.Place), append(lines, p.Code+p.Place)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, ",")))
	if stored, err := postgres.Scalar[string](ctx, tx, postalSumSQL, nil); err != nil || stored == hex.EncodeToString(sum[:]) {
		return err
	}
	_, err := postgres.Exec(ctx, tx, ensurePostalCodesSQL, postgres.Args{"codes": codes, "places": places})
	return err
}

const ensureICNPOSQL = `-- municipality.ensureICNPO
insert into icnpo (code, group_code, name_nb, name_nn, active)
select * from unnest(@codes::text[], @groups::text[], @nb::text[], @nn::text[], @active::boolean[])
on conflict (code) do update set name_nb = excluded.name_nb, name_nn = excluded.name_nn, active = excluded.active
where (icnpo.name_nb, icnpo.name_nn, icnpo.active) is distinct from (excluded.name_nb, excluded.name_nn, excluded.active)`

func ensureICNPO(ctx context.Context, tx pgx.Tx, list []codelist.ICNPOCode) error {
	var codes, groups, nb, nn []string
	var active []bool
	for _, c := range list {
		codes, groups = append(codes, c.Code), append(groups, c.GroupCode)
		nb, nn, active = append(nb, c.NameNB), append(nn, c.NameNN), append(active, c.Active)
	}
	_, err := postgres.Exec(ctx, tx, ensureICNPOSQL, postgres.Args{"codes": codes, "groups": groups, "nb": nb, "nn": nn, "active": active})
	return err
}
