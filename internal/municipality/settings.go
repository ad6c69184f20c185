// Settings, centres and host names.

package municipality

import (
	"context"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"frivilligsentral/internal/audit"
	"github.com/jackc/pgx/v5"
)

// Themes are the colours that a portal can have.
var Themes = []string{"kommune", "kommune2"}

// Limits of the settings, both ends included. The database has the same.
var (
	HoldMinutes  = [2]int{5, 1440}
	OfferHours   = [2]int{1, 336}
	GuardianAges = [2]int{0, 18}
	Unproved     = [2]int{1, 100}
	ContactDays  = [2]int{0, 365}
)

// Check is the rules of the settings.
func (m Municipality) Check() error {
	var f fault.Fields
	f.Check(m.DefaultLang == i18n.NB || m.DefaultLang == i18n.NN || m.DefaultLang == i18n.EN, "sprak", i18n.Mark("Velg et språk."))
	f.Check(m.Theme == Themes[0] || m.Theme == Themes[1], "farger", i18n.Mark("Velg farger."))
	f.Check(len(m.Controller) <= 200, "ansvarlig", i18n.Mark("Teksten kan ha høyst %d tegn."), 200)
	f.Check(m.AccessibilityURL == "" || strings.HasPrefix(m.AccessibilityURL, "https://"), "erklaering", i18n.Mark("Skriv hele adressen, den begynner med https://."))
	between(&f, "holdes", m.SignupHoldMinutes, HoldMinutes)
	between(&f, "svarfrist", m.SignupOfferHours, OfferHours)
	between(&f, "ubekreftet", m.SignupUnprovedPercent, Unproved)
	between(&f, "kontaktdager", m.ContactPublicDays, ContactDays)
	between(&f, "foresattalder", m.GuardianAge, GuardianAges)
	return f.Err()
}

func between(f *fault.Fields, name string, n int, limits [2]int) {
	f.Check(n >= limits[0] && n <= limits[1], name, i18n.Mark("Skriv et helt tall fra %d til %d."), limits[0], limits[1])
}

const updateSettingsSQL = `-- municipality.updateSettings
update municipality set default_lang = @default_lang, theme = @theme, controller = @controller, privacy_email = @privacy_email,
       accessibility_url = @accessibility_url, approve_activities = @approve_activities,
       signup_hold_minutes = @signup_hold_minutes, signup_offer_hours = @signup_offer_hours, guardian_age = @guardian_age,
       signup_unproved_percent = @signup_unproved_percent, contact_public_days = @contact_public_days, hide_commercial = @hide_commercial, version = version + 1
where id = @id and version = @version returning id`

// SaveSettings changes what the municipality decides itself.
func (s *Service) SaveSettings(ctx context.Context, by Editor, m Municipality) error {
	if err := by.MayEditSettings(); err != nil {
		return err
	}
	if err := m.Check(); err != nil {
		return err
	}
	_, err := s.save(ctx, by, saving{object: "municipality", id: by.Audit().MunicipalityID, version: m.Version, name: m.Name, update: updateSettingsSQL,
		args: postgres.Args{
			"default_lang": m.DefaultLang, "theme": m.Theme, "controller": m.Controller, "privacy_email": m.PrivacyEmail,
			"accessibility_url": m.AccessibilityURL, "approve_activities": m.ApproveActivities,
			"signup_hold_minutes": m.SignupHoldMinutes, "signup_offer_hours": m.SignupOfferHours, "guardian_age": m.GuardianAge,
			"signup_unproved_percent": m.SignupUnprovedPercent, "contact_public_days": m.ContactPublicDays, "hide_commercial": m.HideCommercial,
		}})
	return err
}

// Check is the rules of a centre. The name must hold "frivilligsentral", which
// the state grant asks for (forskrift om tilskudd til frivilligsentraler).
func (c Centre) Check() error {
	var f fault.Fields
	checkName(&f, c.Name)
	f.Check(strings.Contains(strings.ToLower(c.Name), "frivilligsentral") || strings.Contains(strings.ToLower(c.Name), "frivilligsentralen"),
		"navn", i18n.Mark("Navnet må inneholde ordet «frivilligsentral». Det er et vilkår for statstilskuddet."))
	f.Check(c.OrgNr == nil || validOrgNr(*c.OrgNr), "orgnr", i18n.Mark("Organisasjonsnummeret er ikke gyldig."))
	f.Check(c.PostalCode == "" || len(c.PostalCode) == 4, "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	c.Opening.Check(&f)
	return f.Err()
}

func validOrgNr(s string) bool {
	_, err := i18n.ParseOrgNr(s)
	return err == nil
}

const insertCentreSQL = `-- municipality.insertCentre
insert into centre (municipality_id, name, owner_form, orgnr, address, postal_code, opening, opening_note, phone, email, about, sort)
values (@municipality_id, @name, @owner_form, @orgnr, @address, @postal_code, @opening, @opening_note, @phone, @email, @about, @sort) returning id`

const updateCentreSQL = `-- municipality.updateCentre
update centre set name = @name, owner_form = @owner_form, orgnr = @orgnr, address = @address, postal_code = @postal_code,
       opening = @opening, opening_note = @opening_note, phone = @phone, email = @email, about = @about, sort = @sort, version = version + 1
where municipality_id = @municipality_id and id = @id and version = @version returning id`

// SaveCentre makes (ID 0) or changes a centre.
func (s *Service) SaveCentre(ctx context.Context, by Editor, c Centre) (int64, error) {
	if err := by.MayEditSettings(); err != nil {
		return 0, err
	}
	if err := c.Check(); err != nil {
		return 0, err
	}
	if c.About == nil {
		c.About = map[string]string{}
	}
	return s.save(ctx, by, saving{object: "centre", id: c.ID, version: c.Version, name: c.Name, insert: insertCentreSQL, update: updateCentreSQL,
		args: postgres.Args{
			"municipality_id": by.Audit().MunicipalityID, "name": c.Name, "owner_form": c.OwnerForm, "orgnr": c.OrgNr, "address": c.Address,
			"postal_code": c.PostalCode, "opening": c.Opening.Current(s.Now()), "opening_note": c.OpeningNote, "phone": c.Phone, "email": c.Email,
			"about": c.About, "sort": c.Sort,
		}})
}

const addHostSQL = `-- municipality.addHost
insert into municipality_host (host, municipality_id)
select lower(@host), id from municipality where number = @number and valid_to is null
on conflict (host) do update set municipality_id = excluded.municipality_id
returning municipality_id`

const ensureCentreSQL = `-- municipality.ensureCentre
insert into centre (municipality_id, name)
select m.id, m.name || ' frivilligsentral' from municipality m
where m.id = @id and not exists (select 1 from centre c where c.municipality_id = m.id)`

// AddHost gives a municipality a portal at a host name, with a centre to begin with.
func (s *Service) AddHost(ctx context.Context, number, host string) (int64, error) {
	var id int64
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if id, err = postgres.Scalar[int64](ctx, tx, addHostSQL, postgres.Args{"number": number, "host": host}); err != nil {
			return err
		}
		if _, err = postgres.Exec(ctx, tx, ensureCentreSQL, postgres.Args{"id": id}); err != nil {
			return err
		}
		by := audit.Actor{Kind: "command", MunicipalityID: id}
		return audit.Record(ctx, tx, s.Now(), by, audit.Event{Action: "municipality.host", Object: "municipality", ObjectID: id, Detail: map[string]any{"host": host}})
	})
	s.Forget(id)
	return id, err
}
