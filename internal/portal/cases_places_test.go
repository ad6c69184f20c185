package portal_test

// The use cases about the municipality, its organisations, contacts and venues.

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/venue"
)

var municipalityCases = map[string]useCase{
	"municipality.AddHost": {alone: "command", logs: "municipality.host municipality host", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Municipalities.AddHost(w.ctx(), "9901", w.name("ny")+".example")
		}
	}},
	"municipality.ByHost": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Municipalities.ByHost(w.ctx(), "her.example") }
	}},
	"municipality.Site": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			w.Municipalities.Forget(w.here.id)
			return w.Municipalities.Site(w.ctx(), w.here.id)
		}
	}},
	"municipality.Tenants": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Municipalities.Tenants(w.ctx()) }
	}},
	"municipality.ICNPO": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Municipalities.ICNPO(w.ctx()) }
	}},
	"municipality.EnsureNationalLists": {alone: "system", quiet: "lists of the country, the same for all", make: func(w *world) call {
		return func(account.Actor) (any, error) { return nil, w.Municipalities.EnsureNationalLists(w.ctx()) }
	}},
	"municipality.SaveArea": {may: managers, also: true, logs: "area.create area name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Municipalities.SaveArea(w.ctx(), by, municipality.Area{Name: w.name("Vik"), Kind: "grend", Active: true})
		}
	}},
	"municipality.SaveCode": {may: managers, also: true, logs: "code.create code name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Municipalities.SaveCode(w.ctx(), by, municipality.Code{List: municipality.Topics, NameNB: w.name("Tema"), Active: true})
		}
	}},
	"municipality.SaveCentre": {may: chiefs, also: true, logs: "centre.create centre name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Municipalities.SaveCentre(w.ctx(), by, municipality.Centre{Name: w.name("Frivilligsentral "), OwnerForm: "municipal"})
		}
	}},
	"municipality.SaveSettings": {may: chiefs, also: true, logs: "municipality.update municipality name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return by.MunicipalityID, w.Municipalities.SaveSettings(w.ctx(), by, municipality.Municipality{
				Name: "Solvik", DefaultLang: i18n.NB, Theme: "kommune", ApproveActivities: true, SignupHoldMinutes: 30, SignupOfferHours: 24, GuardianAge: 15, SignupUnprovedPercent: 50, ContactPublicDays: 30,
				Version: w.version("municipality", by.MunicipalityID),
			})
		}
	}},
}

// applied is an application to act for an organisation of its own.
func (w *world) applied() int64 {
	w.tb.Helper()
	name := w.name("Nye lag ")
	in, err := w.OrgLife.Register(w.ctx(), orglife.Application{
		MunicipalityID: w.here.id, Group: true, Name: name, ApplicantName: "Siri", ApplicantEmail: w.name("siri") + "@post.example", Terms: w.holds(),
		Second: organisation.Contact{Name: "Per", Email: "per@post.example"}, Lang: i18n.NB, Started: w.now.Add(-time.Minute),
	})
	must(w.tb, err)
	return in.ID
}

// candidate is an organisation of a file, whose number nobody has.
func (w *world) candidate() orgimport.Candidate {
	for {
		w.made++
		nr, err := i18n.ParseOrgNr(strconv.Itoa(910000000 + w.made))
		if err == nil {
			return orgimport.Candidate{Row: 2, OrgNr: nr, Label: nr, Source: organisation.FromImport, Values: map[string]string{"name": "Lag " + nr}}
		}
	}
}

// register is Enhetsregisteret, which always has the same leader.
type register []brreg.Role

func (r register) Roles(context.Context, string) ([]brreg.Role, error) {
	return append(r, brreg.Role{Code: "LEDE", Name: "Liv Lie"}), nil
}

// proposal is a role that waits for an answer.
func (w *world) proposal() int64 {
	name := w.name("Kari ")
	return w.id(`insert into organisation_role_proposal (municipality_id, organisation_id, change, role, name, fingerprint, proposed_at)
		values ($1, $2, 'begins', 'leader', $3, sha256($3::text::bytea), $4) returning id`, w.here.id, w.here.own, name, w.now)
}

func (w *world) spare() int64 {
	return w.organisation(w.here, w.name("Nes lag "), "")
}

// decided does something to an organisation of its own.
func decided(logs string, more []string, make func(*world) int64, do func(*world, account.Actor, int64) error) useCase {
	return useCase{may: managers, logs: logs, more: more, make: func(w *world) call {
		id := make(w)
		return func(by account.Actor) (any, error) { return id, do(w, by, id) }
	}}
}

var organisationCases = map[string]useCase{
	"organisation.Register": {alone: "public", logs: "organisation.register organisation name version", make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.applied(), nil }
	}},
	"organisation.Approve": decided("organisation.approve organisation", []string{"member.grant"}, (*world).applied,
		func(w *world, by account.Actor, id int64) error { return w.OrgLife.Approve(w.ctx(), by, id) }),
	"organisation.ApproveListed": decided("organisation.approve organisation", []string{"member.grant"}, (*world).applied,
		func(w *world, by account.Actor, id int64) error { return w.OrgLife.ApproveListed(w.ctx(), by, id) }),
	"organisation.Refuse": decided("organisation.refuse organisation reason=Nei", nil, (*world).applied,
		func(w *world, by account.Actor, id int64) error {
			return w.OrgLife.Refuse(w.ctx(), by, id, "Nei")
		}),
	"organisation.End": decided("organisation.end organisation reason=Slutt", nil, (*world).spare,
		func(w *world, by account.Actor, id int64) error { return w.OrgLife.End(w.ctx(), by, id, "Slutt") }),
	"organisation.Reopen": decided("organisation.reopen organisation", nil, func(w *world) int64 {
		id := w.spare()
		w.exec(`update organisation set status = 'ended' where id = $1`, id)
		return id
	}, func(w *world, by account.Actor, id int64) error { return w.OrgLife.Reopen(w.ctx(), by, id) }),
	"organisation.Merge": {may: managers, logs: "organisation.merge organisation fields=<nil> from from_name", more: []string{"organisation.merged_away"}, make: func(w *world) call {
		from, into := w.spare(), w.spare()
		return func(by account.Actor) (any, error) { return into, w.OrgLife.Merge(w.ctx(), by, from, into) }
	}},
	"organisation.Unmerge": {may: managers, logs: "organisation.unmerge organisation other other_name", more: []string{"organisation.unmerged"}, make: func(w *world) call {
		from, into := w.spare(), w.spare()
		must(w.tb, w.OrgLife.Merge(w.ctx(), w.here.people[system], from, into))
		id := w.id(`select max(id) from merging`)
		return func(by account.Actor) (any, error) { _, err := w.OrgLife.Unmerge(w.ctx(), by, id); return into, err }
	}},
	"organisation.Merges": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgLife.Merges(w.ctx(), by, w.here.own) }
	}},
	"organisation.Alike": {may: staff, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgLife.Alike(w.ctx(), by, w.here.own) }
	}},
	"organisation.PublicNamesakes": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.OrgLife.PublicNamesakes(w.ctx(), w.here.id, "Nes turlag") }
	}},
	"organisation.Confirm": {may: ownPeople, logs: "organisation.confirm organisation", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.here.own, w.Organisations.Confirm(w.ctx(), by, w.here.own)
		}
	}},
	"organisation.Update": {may: ownPeople, logs: "organisation.update organisation fields=[summary]", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			v, err := w.Organisations.Get(w.ctx(), w.here.people[system], w.here.own)
			must(w.tb, err)
			v.Summary = w.name("Vi går tur ")
			return w.here.own, w.Organisations.Update(w.ctx(), by, organisation.Draft{Organisation: v.Organisation})
		}
	}},
	"organisation.FetchRoles": {may: ownPeople, logs: "organisation.roles_fetch organisation begins=1 ends=0", make: func(w *world) call {
		w.exec(`delete from organisation_contact where in_register_at is not null`)
		w.exec(`delete from organisation_role_fetch`)
		w.exec(`delete from organisation_role_proposal`)
		w.OrgRoles.Registry = register{}
		return func(by account.Actor) (any, error) {
			_, err := w.OrgRoles.FetchRoles(w.ctx(), by, w.here.own)
			return w.here.own, err
		}
	}},
	"organisation.RolesProposed": {may: ownPeople, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgRoles.RolesProposed(w.ctx(), by, w.here.own) }
	}},
	"organisation.AcceptRoles": {may: ownPeople, logs: "organisation.role_accept organisation begins=[leader] ends=<nil>", make: func(w *world) call {
		id := w.proposal()
		return func(by account.Actor) (any, error) {
			_, err := w.OrgRoles.AcceptRoles(w.ctx(), by, w.here.own, []int64{id})
			return w.here.own, err
		}
	}},
	"organisation.DeclineRoles": {may: ownPeople, logs: "organisation.role_decline organisation begins=[leader] ends=<nil>", make: func(w *world) call {
		id := w.proposal()
		return func(by account.Actor) (any, error) {
			_, err := w.OrgRoles.DeclineRoles(w.ctx(), by, w.here.own, []int64{id})
			return w.here.own, err
		}
	}},
	"organisation.RolesWaiting": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgRoles.RolesWaiting(w.ctx(), by, 10) }
	}},
	"organisation.ForgetProposed": {alone: "system", quiet: "a name of the register that nobody has decided about", make: func(w *world) call {
		w.exec(`update organisation_role_proposal set proposed_at = $2 where id = $1`, w.proposal(), w.now.AddDate(-1, 0, 0))
		return func(account.Actor) (any, error) { return nil, w.OrgRoles.ForgetProposed(w.ctx()) }
	}},
	"organisation.LookAgain": {alone: "system", logs: "organisation.roles_fetch organisation begins=1 ends=0", make: func(w *world) call {
		id := w.organisation(w.here, w.name("Nes lag "), w.candidate().OrgNr)
		w.exec(`insert into organisation_contact (organisation_id, name, in_register_at) values ($1, 'Kari Lie', $2)`, id, w.now)
		w.exec(`insert into organisation_role_fetch (municipality_id, organisation_id, fetched_at) values ($1, $2, $3)`, w.here.id, id, w.now.AddDate(-1, 0, 0))
		w.OrgRoles.Registry = register{{Code: "KONT", Name: "Kari Lie"}}
		return func(account.Actor) (any, error) { return id, w.OrgRoles.LookAgain(w.ctx()) }
	}},
	"organisation.Create": {may: managers, also: true, logs: "organisation.create organisation name source=staff", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Organisations.Create(w.ctx(), by, organisation.Draft{Organisation: organisation.Organisation{Name: w.name("Lag "), Kind: organisation.Association, OrgNr: w.candidate().OrgNr, Lang: i18n.NB, EmailPublic: "a@post.example"}})
		}
	}},
	"organisation.Save": {alone: "staff", logs: "organisation.create organisation name source=import", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			var id int64
			d := organisation.Draft{Organisation: organisation.Organisation{MunicipalityID: w.here.id, Name: w.name("Lag "), Kind: organisation.Group, Lang: i18n.NB, Status: organisation.Approved, Source: organisation.FromImport}}
			err := pgx.BeginFunc(w.ctx(), w.Pool, func(tx pgx.Tx) (err error) {
				id, err = w.Organisations.Save(w.ctx(), tx, w.here.people[coordinator], d)
				return err
			})
			return id, err
		}
	}},
	"organisation.Plan": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			p, err := w.OrgImports.Plan(w.ctx(), w.Pool, by, orgimport.List{Candidates: []orgimport.Candidate{{Row: 2, OrgNr: "974760673", Label: "Nes turlag", Values: map[string]string{"website": "https://nes.example"}}}}, intake.Choices{})
			if err != nil {
				return nil, err
			}
			return p.Rows, nil
		}
	}},
	"organisation.Export": {may: contacts, also: true, logs: "organisation.export organisation rows", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return cells(w.OrgLists.Export(w.ctx(), by, i18n.NB, orglist.RegisterParams{}))
		}
	}},
	"organisation.Remind": {alone: "system", quiet: "only a letter", make: func(w *world) call {
		id := w.spare()
		w.person(w.here, account.GroupDoor, account.GroupAdmin, id, w.name("leder"))
		w.exec(`update organisation set confirmed_at = $2 where id = $1`, id, w.now.AddDate(-2, 0, 0))
		return func(account.Actor) (any, error) { return nil, w.Organisations.Remind(w.ctx()) }
	}},
	"organisation.All": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.OrgLists.All(w.ctx(), by, orglist.RegisterParams{})
		}
	}},
	"organisation.Chosen": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgLists.Chosen(w.ctx(), by, w.all("organisation")) }
	}},
	"organisation.Waiting": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgLists.Waiting(w.ctx(), by, 10) }
	}},
	"organisation.ExpiredConfirmations": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			w.now = w.now.AddDate(3, 0, 0)
			defer func() { w.now = start }()
			rows, n, err := w.OrgLists.ExpiredConfirmations(w.ctx(), by, 10)
			return []any{rows, n}, err
		}
	}},
	"organisation.Get": {may: ownReaders, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Organisations.Get(w.ctx(), by, w.here.own) }
	}},
	"organisation.History": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Organisations.History(w.ctx(), by, w.here.own) }
	}},
	"organisation.PendingCount": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OrgLists.PendingCount(w.ctx(), by) }
	}},
	"organisation.PublicCards": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.OrgLists.PublicCards(w.ctx(), []int64{w.here.own, w.here.rival})
		}
	}},
	"organisation.PublicChoices": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Organisations.PublicChoices(w.ctx(), w.here.id) }
	}},
	"organisation.PublicList": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.OrgLists.PublicList(w.ctx(), orglist.ListParams{MunicipalityID: w.here.id})
		}
	}},
	"organisation.PublicNewest": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.OrgLists.PublicNewest(w.ctx(), w.here.id, 10) }
	}},
	"organisation.PublicInTurn": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.OrgLists.PublicInTurn(w.ctx(), w.here.id, 1, 10) }
	}},
	"organisation.PublicIDByOrgNr": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Organisations.PublicIDByOrgNr(w.ctx(), w.here.id, "974760673")
		}
	}},
	"organisation.PublicShow": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Organisations.PublicShow(w.ctx(), w.here.id, w.here.own) }
	}},
}

// all are the ids of a table, the other municipality's too.
func (w *world) all(table string) []int64 {
	rows, err := w.Pool.Query(w.ctx(), `select id from `+table+` order by id`)
	must(w.tb, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	must(w.tb, err)
	return ids
}

func (w *world) someone() int64 {
	name := w.name("Kontakt ")
	return w.contact(w.here, name, name+"@solvik.example")
}

var contactCases = map[string]useCase{
	"contact.Create": {may: contacts, also: true, logs: "contact.create contact", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Contacts.Create(w.ctx(), by, contact.Contact{Name: "Ny", Email: w.name("ny") + "@solvik.example", ValidFrom: w.now})
		}
	}},
	"contact.Update": {may: contacts, logs: "contact.update contact fields=[navn_enhet_epost_offentlig_fra_tema]", make: func(w *world) call {
		id := w.someone()
		return func(by account.Actor) (any, error) {
			return id, w.Contacts.Update(w.ctx(), by, contact.Contact{ID: id, Name: "Nytt navn", Email: "nytt@solvik.example", ValidFrom: w.now, Version: 1})
		}
	}},
	"contact.Confirm": {may: contacts, logs: "contact.confirm contact", make: func(w *world) call {
		id := w.someone()
		return func(by account.Actor) (any, error) {
			_, err := w.Contacts.Confirm(w.ctx(), by, []int64{id})
			return id, err
		}
	}},
	"contact.End": {may: contacts, logs: "contact.end contact last_day", more: []string{"contact.take_over"}, make: func(w *world) call {
		id := w.someone()
		w.exec(`update contact set substitute_id = $2 where id = $1`, id, w.here.substitute)
		return func(by account.Actor) (any, error) { _, err := w.Contacts.End(w.ctx(), by, id, w.now); return id, err }
	}},
	"contact.Merge": {may: contacts, logs: "contact.merge contact from", more: []string{"contact.take_over"}, make: func(w *world) call {
		from, into := w.someone(), w.someone()
		return func(by account.Actor) (any, error) { return into, w.Contacts.Merge(w.ctx(), by, from, into) }
	}},
	"contact.Unmerge": {may: contacts, logs: "contact.unmerge contact from", make: func(w *world) call {
		from, into := w.someone(), w.someone()
		must(w.tb, w.Contacts.Merge(w.ctx(), w.here.people[system], from, into))
		id := w.id(`select max(id) from merging`)
		return func(by account.Actor) (any, error) { _, err := w.Contacts.Unmerge(w.ctx(), by, id); return into, err }
	}},
	"contact.Merges": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Merges(w.ctx(), by, w.here.substitute) }
	}},
	"contact.Alike": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Alike(w.ctx(), by, w.here.substitute) }
	}},
	"contact.SaveUnit": {may: contacts, also: true, logs: "unit.create unit name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Contacts.SaveUnit(w.ctx(), by, contact.Unit{Name: w.name("Enhet "), Active: true})
		}
	}},
	"contact.Export": {may: contacts, also: true, logs: "contact.export contact rows", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return cells(w.Contacts.Export(w.ctx(), by, i18n.NB, contact.Names{Topic: plain, Area: plain}, contact.Filter{}))
		}
	}},
	"contact.PlanImport": {may: contacts, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			p, err := w.Contacts.PlanImport(w.ctx(), w.Pool, by, "a.csv", []byte("Navn;E-post;Tema;Vikar\r\nKari Nordmann;kari@solvik.example;Kultur;Ola Hansen\r\n"), intake.Choices{})
			if err != nil {
				return nil, err
			}
			return p.Rows, nil
		}
	}},
	"contact.Reindex": {alone: "system", quiet: "what search knows of it", make: func(w *world) call {
		return func(account.Actor) (any, error) { return nil, w.Contacts.Reindex(w.ctx(), w.here.id) }
	}},
	"contact.List": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.List(w.ctx(), by, contact.Filter{}) }
	}},
	"contact.Count": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Count(w.ctx(), by, contact.Filter{}) }
	}},
	"contact.Chosen": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Chosen(w.ctx(), by, w.all("contact")) }
	}},
	"contact.Choices": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Choices(w.ctx(), by, true) }
	}},
	"contact.Doubles": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Doubles(w.ctx(), by) }
	}},
	"contact.History": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.History(w.ctx(), by, w.here.contact) }
	}},
	"contact.Show": {may: staff, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.Show(w.ctx(), by, w.here.contact) }
	}},
	"contact.StaleCount": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Contacts.StaleCount(w.ctx(), by) }
	}},
	"contact.PublicFind": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Contacts.PublicFind(w.ctx(), w.here.id, w.here.topic, w.here.area)
		}
	}},
	"contact.PublicAreasOf": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Contacts.PublicAreasOf(w.ctx(), w.here.id, w.here.topic) }
	}},
	"contact.PublicTopicCounts": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Contacts.PublicTopicCounts(w.ctx(), w.here.id) }
	}},
	"contact.PublicDirectory": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Contacts.PublicDirectory(w.ctx(), w.here.id, contact.Filter{})
		}
	}},
	"contact.PublicByIDs": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Contacts.PublicByIDs(w.ctx(), w.here.id, w.all("contact")) }
	}},
	"contact.PublicUnits": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Contacts.PublicUnits(w.ctx(), w.here.id) }
	}},
	"contact.PublicUnit": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Contacts.PublicUnit(w.ctx(), w.here.id, w.here.unit) }
	}},
}

var venueCases = map[string]useCase{
	"venue.Create": {may: managers, also: true, logs: "venue.create venue name", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Venues.Create(w.ctx(), by, venue.Venue{Name: w.name("Sted "), Kind: venue.Kinds[0].Code, Active: true})
		}
	}},
	"venue.Update": {may: managers, logs: "venue.update venue name", make: func(w *world) call {
		id, err := w.Venues.Create(w.ctx(), w.here.people[system], venue.Venue{Name: w.name("Sted "), Kind: venue.Kinds[0].Code, Active: true})
		must(w.tb, err)
		return func(by account.Actor) (any, error) {
			return id, w.Venues.Update(w.ctx(), by, venue.Venue{ID: id, Name: "Nytt navn", Kind: venue.Kinds[0].Code, Active: true, Version: 1})
		}
	}},
	"venue.List": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Venues.List(w.ctx(), by, venue.Filter{}) }
	}},
	"venue.PublicChoices": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Venues.PublicChoices(w.ctx(), w.here.id) }
	}},
	"venue.PublicShow": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Venues.PublicShow(w.ctx(), w.here.id, w.here.venue) }
	}},
	"venue.PublicByIDs": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Venues.PublicByIDs(w.ctx(), w.here.id, w.all("venue")) }
	}},
}

func plain(id int64) string { return strconv.FormatInt(id, 10) }
