package portal_test

// What a use case does in other circumstances, where the log says something else.

import (
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/staffnote"
)

// instead is a case that is done by one person only; want is the fault that it ends with.
func instead(kind, logs string, more []string, want fault.Kind, make func(w *world) call) useCase {
	return useCase{alone: kind, logs: logs, more: more, make: func(w *world) call {
		do := make(w)
		return func(by account.Actor) (any, error) {
			got, err := do(by)
			if want != fault.Internal && fault.Is(err, want) {
				return got, nil
			}
			return got, err
		}
	}}
}

const noFault = fault.Internal

// imported takes a file in, as the coordinator.
func (w *world) imported(kind imports.Kind, data string) (any, error) {
	f := imports.File{Name: "a.csv", Data: []byte(data)}
	if kind == imports.Activities {
		f.Name, f.OrganisationID = "a.ics", w.here.own
	}
	b, err := w.Imports.Preview(w.ctx(), w.here.people[coordinator], kind, f)
	must(w.tb, err)
	_, err = w.Imports.Store(w.ctx(), w.here.people[coordinator], b.ID, false)
	return b.ID, err
}

func again(change func(string) string) func(*world) call {
	return func(w *world) call {
		data := string(w.file().Data)
		_, err := w.imported(imports.Activities, data)
		must(w.tb, err)
		return func(account.Actor) (any, error) { return w.imported(imports.Activities, change(data)) }
	}
}

var variants = map[string]useCase{
	"bulkchange.Undo: out of the archive": instead("system", "activity.unarchive activity title", []string{"bulk.undo"}, noFault, func(w *world) call {
		id, _ := w.published(w.here)
		change, err := w.BulkChanges.Preview(w.ctx(), w.here.people[system], bulkchange.Activities, []int64{id},
			[]bulkchange.Edit{{Field: "status", How: bulkchange.Replace, Values: []string{"archived", ""}}}, "")
		must(w.tb, err)
		_, err = w.BulkChanges.Store(w.ctx(), w.here.people[system], change)
		must(w.tb, err)
		return func(account.Actor) (any, error) {
			_, err := w.BulkChanges.Undo(w.ctx(), w.here.people[system], change)
			return id, err
		}
	}),
	"bulkchange.Store: many, by a job": instead("system", "bulk.begin"+bulkDetail, nil, noFault, func(w *world) call {
		w.exec(`insert into contact (municipality_id, name, public, valid_from) select $1, 'Mange ' || n, false, '2020-01-01' from generate_series(1, 301) n`, w.here.id)
		rows, err := w.Pool.Query(w.ctx(), `select id from contact where name like 'Mange %'`)
		must(w.tb, err)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		must(w.tb, err)
		id, err := w.BulkChanges.Preview(w.ctx(), w.here.people[system], bulkchange.Contacts, ids, w.toUnit(), "")
		must(w.tb, err)
		return func(account.Actor) (any, error) {
			_, err := w.BulkChanges.Store(w.ctx(), w.here.people[system], id)
			return id, err
		}
	}),
	"account.ConfirmLink: in another browser": instead("public", "login.fail login door reason=link", nil, fault.Conflict, func(w *world) call {
		in := w.attempt()
		in.Browser = account.NewSecret()
		return func(account.Actor) (any, error) { _, err := w.Logins.ConfirmLink(w.ctx(), in); return nil, err }
	}),
	"account.ConfirmCode: a wrong code": instead("public", "login.fail login door reason=code", nil, fault.Invalid, func(w *world) call {
		in := w.attempt()
		in.Code = map[bool]string{true: "000001", false: "000000"}[in.Code == "000000"]
		return func(account.Actor) (any, error) { _, err := w.Logins.ConfirmCode(w.ctx(), in); return nil, err }
	}),
	"account.RequestLogin: too often": instead("public", "login.limit login door", nil, noFault, func(w *world) call {
		in := login.Request{Door: account.StaffDoor, MunicipalityID: w.here.id, Email: w.name("ofte") + "@post.example", Browser: account.NewSecret()}
		for range account.MaxPerAddress {
			if err := w.Logins.RequestLogin(w.ctx(), in); err != nil {
				w.tb.Errorf("within the limit: %v", err)
			}
		}
		return func(account.Actor) (any, error) { return nil, w.Logins.RequestLogin(w.ctx(), in) }
	}),
	"registration.ResendLink: too often": instead("system", "mail.held registration letter=registration-link", nil, noFault, func(w *world) call {
		e := w.at(registration.Confirmed)
		var email string
		must(w.tb, w.Pool.QueryRow(w.ctx(), `select email from registration where id = $1`, e.id).Scan(&email))
		return func(account.Actor) (any, error) {
			for range mail.MaxUnproved + 1 {
				w.exec(`delete from email where kind = 'registration-link'`) // as if it were ten minutes later
				w.exec(`update mail_allowance set bundle = ''`)
				if err := w.Registrations.ResendLink(w.ctx(), w.here.people[resident], email); err != nil {
					return nil, err
				}
				if err := w.Registrations.SendLinks(w.ctx()); err != nil {
					return nil, err
				}
			}
			return e.id, nil
		}
	}),
	"organisation.Register: it is here already": instead("public", "organisation.claim organisation name version", nil, noFault, func(w *world) call {
		nr := w.candidate().OrgNr
		w.organisation(w.here, "Nes lag uten folk", nr)
		return func(account.Actor) (any, error) {
			in, err := w.OrgLife.Register(w.ctx(), orglife.Application{
				MunicipalityID: w.here.id, OrgNr: nr, Name: "Nes lag uten folk", ApplicantName: "Siri", ApplicantEmail: "siri@post.example", Terms: w.holds(),
				Lang: i18n.NB, Started: w.now.Add(-time.Minute),
			})
			return in.ID, err
		}
	}),
	"organisation.Register: many wait for the number": instead("public", "organisation.crowded organisation waiting", nil, fault.Invalid, func(w *world) call {
		nr := w.candidate().OrgNr
		w.exec(`insert into organisation (municipality_id, name, kind, orgnr, applicant_email)
			select $1, 'Lag', 'association', $2, 'nr' || n || '@post.example' from generate_series(1, $3::int) n`, w.here.id, nr, orglife.MaxWaiting)
		return func(account.Actor) (any, error) {
			_, err := w.OrgLife.Register(w.ctx(), orglife.Application{
				MunicipalityID: w.here.id, OrgNr: nr, Name: "Lag", ApplicantName: "Siri", ApplicantEmail: "siri@post.example", Terms: w.holds(),
				Lang: i18n.NB, Started: w.now.Add(-time.Minute),
			})
			return w.id(`select min(id) from organisation where orgnr = $1`, nr), err
		}
	}),
	"contact.SaveUnit: changed": instead("system", "unit.update unit name", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Contacts.SaveUnit(w.ctx(), w.here.people[system], contact.Unit{ID: w.here.unit, Name: "Kultur", Active: true, Version: w.version("municipal_unit", w.here.unit)})
		}
	}),
	"contact.Update: she leaves": instead("system", "contact.update contact fields=[navn_enhet_epost_offentlig_vikar_fra_til_tema]", []string{"contact.take_over"}, noFault, func(w *world) call {
		id := w.someone()
		last := w.now.AddDate(0, 1, 0)
		return func(account.Actor) (any, error) {
			return id, w.Contacts.Update(w.ctx(), w.here.people[system], contact.Contact{
				ID: id, Name: "Slutter", Email: "slutter@solvik.example", ValidFrom: w.now, ValidTo: &last, SubstituteID: &w.here.substitute, Version: 1,
			})
		}
	}),
	"staffnote.Add: about an activity": instead("staff", "activity.note activity", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.here.activity, w.StaffNotes.Add(w.ctx(), w.here.people[coordinator], staffnote.Activity, w.here.activity, "Et notat")
		}
	}),
	"staffnote.Add: about a report": instead("staff", "page_report.note page_report", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.here.report, w.StaffNotes.Add(w.ctx(), w.here.people[coordinator], staffnote.PageReport, w.here.report, "Et notat")
		}
	}),
	"municipality.SaveArea: changed": instead("system", "area.update area name", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Municipalities.SaveArea(w.ctx(), w.here.people[system], municipality.Area{ID: w.here.area, Slug: "nes", Name: "Nes", Kind: "grend", Active: true, Version: w.version("area", w.here.area)})
		}
	}),
	"municipality.SaveCode: changed": instead("system", "code.update code name", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Municipalities.SaveCode(w.ctx(), w.here.people[system], municipality.Code{ID: w.here.topic, List: municipality.Topics, Slug: "kultur", NameNB: "Kultur", Active: true, Version: w.version("code", w.here.topic)})
		}
	}),
	"municipality.SaveCentre: changed": instead("system", "centre.update centre name", nil, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			id := w.id(`select min(id) from centre where municipality_id = $1`, w.here.id)
			return w.Municipalities.SaveCentre(w.ctx(), w.here.people[system], municipality.Centre{ID: id, Name: "Solvik frivilligsentral", OwnerForm: "municipal", Version: w.version("centre", id)})
		}
	}),
	"registration.CancelByToken: somebody waits": instead("public", "registration.cancel registration activity", []string{"registration.offer"}, noFault, func(w *world) call {
		e := w.alone(1)
		w.signUp(w.here, e.activity, e.date, w.name("Venter"))
		return func(account.Actor) (any, error) {
			_, err := w.Registrations.CancelByToken(w.ctx(), w.here.people[resident], e.token)
			return e.id, err
		}
	}),
	"registration.AnswerOffer: no": instead("system", "registration.decline registration activity", nil, noFault, func(w *world) call {
		e := w.at(registration.Offered)
		return func(account.Actor) (any, error) {
			return e.id, w.Registrations.AnswerOffer(w.ctx(), w.here.people[system], e.id, false)
		}
	}),
	"imports.Preview: unreadable": instead("staff", "import.failed"+importDetail, nil, fault.Invalid, func(w *world) call {
		return func(account.Actor) (any, error) {
			_, err := w.Imports.Preview(w.ctx(), w.here.people[coordinator], imports.Contacts, imports.File{Name: "a.csv", Data: []byte("Ingen;Slike;Kolonner\r\n1;2;3\r\n")})
			return w.id(`select max(id) from import_batch`), err
		}
	}),
	"imports.Store: contacts": instead("staff", "import.store"+importDetail, []string{"contact.create", "contact.create", "contact.substitute", "import.preview"}, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.imported(imports.Contacts, "Navn;E-post;Tema;Vikar\r\nNy En;ny.en@solvik.example;Kultur;Ny To\r\nNy To;ny.to@solvik.example;Kultur;\r\n")
		}
	}),
	"imports.Store: many rows": instead("staff", "import.begin"+importDetail, []string{"import.preview"}, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			var rows strings.Builder
			for i := range 301 {
				fmt.Fprintf(&rows, "Ny %d;ny.%d@solvik.example\r\n", i, i)
			}
			return w.imported(imports.Contacts, "Navn;E-post\r\n"+rows.String())
		}
	}),
	"imports.Store: organisations": instead("staff", "import.store"+importDetail, []string{"import.preview", "organisation.create"}, noFault, func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.imported(imports.Organisations, "Organisasjonsnummer;Navn\r\n"+w.candidate().OrgNr+";Nytt lag\r\n")
		}
	}),
	"imports.Store: an activity again": instead("staff", "import.store"+importDetail, []string{"activity.update", "import.preview"}, noFault,
		again(func(s string) string { return strings.Replace(s, "Sangkveld", "Dansekveld", 1) })),
}
