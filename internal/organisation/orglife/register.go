// Registering an organisation, or asking to act for one that is here.

package orglife

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Application is what somebody writes to register an organisation. The values are clean: e-mail addresses in
// lower case, telephone numbers E.164.
type Application struct {
	MunicipalityID int64
	Group          bool   // without organisation number
	OrgNr          string // as typed
	Name           string // may be empty with a number that the register knows
	Summary        string
	EmailPublic    string
	Website        string
	Areas          []int64
	TargetGroups   []int64
	LocalKinds     []int64
	ICNPO          []string

	ApplicantName  string
	ApplicantEmail string
	ApplicantPhone string
	ShowApplicant  bool                 // as contact person, to residents
	Second         organisation.Contact // of a group
	Lang           i18n.Lang
	Terms          int // the version of the terms for organisers that the applicant accepts, 0: none

	Trap    string    // a field that people do not see
	Started time.Time // when the form was shown
}

// minTime is how fast a person can fill the form in. Programs are faster.
const minTime = 3 * time.Second

// Received says what became of an application.
type Received struct {
	ID    int64
	Name  string
	Email string
	Claim bool // the organisation was here already, and the applicant asks to act for it
}

// Register takes an application in: it waits for the municipality, and the applicant gets an e-mail. Faults are of
// kind Invalid, with the form's field names; a number that is registered already is told on "orgnr". One that others
// have registered, and the municipality has not decided about, is received as any other: it waits beside theirs.
func (s *Service) Register(ctx context.Context, a Application) (Received, error) {
	if a.Trap != "" {
		return Received{Name: a.Name, Email: a.ApplicantEmail}, nil // a program that fills in everything: let it think that it succeeded
	}
	orgnr, err := a.check(s.Now())
	if err != nil {
		return Received{}, err
	}
	o := a.organisation(orgnr, s.Now())
	if orgnr != "" {
		values, status := s.lookUp(ctx, orgnr)
		if o.BrregStatus = status; status != organisation.NotAsked {
			now := s.Now()
			o.BrregCheckedAt = &now
		}
		o.Fill(values, organisation.FromBrreg)
		if o.Kind = organisation.Association; o.OrgForm != "" {
			o.Kind = organisation.KindOfForm(o.OrgForm)
		}
	}
	d := organisation.Draft{Organisation: o, Contacts: a.contacts()}
	if err := d.Check(s.Now()); err != nil {
		return Received{}, err
	}
	var out Received
	var refused error
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		refused = nil
		var err error
		if out, err = s.receive(ctx, tx, d); errors.Is(err, errCrowded) {
			refused, err = errCrowded, s.noteCrowd(ctx, tx, d.MunicipalityID, d.OrgNr)
		}
		return err
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// Check says what is wrong with an application before anything is looked up.
func (a Application) Check(now time.Time) error {
	_, err := a.check(now)
	return err
}

func (a Application) check(now time.Time) (orgnr string, err error) {
	var f fault.Fields
	f.Check(!a.Started.IsZero() && now.Sub(a.Started) >= minTime, "", i18n.Mark("Det gikk litt fort. Se over skjemaet og send det en gang til."))
	if !a.Group {
		if orgnr, err = i18n.ParseOrgNr(a.OrgNr); err != nil {
			f = append(f, fault.FieldsOf(organisation.OrgNrFault(err))...)
		}
		f.Check(a.Second.Name != "" || a.Second.Email == "" && a.Second.Phone == "", "kontakt2_navn", i18n.Mark("Skriv navnet på personen."))
	} else {
		f.Check(a.OrgNr == "", "orgnr", i18n.Mark("Du har svart at laget ikke har nummer. Ta bort nummeret, eller svar ja."))
		f.Check(a.Name != "", "navn", i18n.Mark("Skriv navnet på laget."))
		f.Check(a.Second.Name != "", "kontakt2_navn", i18n.Mark("En gruppe uten organisasjonsnummer må ha to kontaktpersoner. Skriv navnet på den andre."))
		f.Check(a.Second.Name == "" || a.Second.Email != "" || a.Second.Phone != "", "kontakt2_epost", i18n.Mark("Skriv e-post eller telefon, så noen kan få tak i personen."))
	}
	f.Check(a.Second.Email == "" || a.Second.Email != a.ApplicantEmail, "kontakt2_epost", i18n.Mark("De to kontaktpersonene må være to ulike personer."))
	plainname.Check(&f, "navn", a.Name)
	plainname.Check(&f, "kontakt2_navn", a.Second.Name)
	plainname.Check(&f, "ditt_navn", a.ApplicantName)
	f.Check(a.ApplicantName != "", "ditt_navn", i18n.Mark("Skriv navnet ditt."))
	organisation.Limit(&f, "ditt_navn", a.ApplicantName, 120)
	f.Check(strings.Contains(a.ApplicantEmail, "@"), "din_epost", i18n.Mark("Skriv e-postadressen din. Du bruker den når du logger inn."))
	f = append(f, fault.FieldsOf(terms.CheckTicked(a.Terms))...)
	return orgnr, f.Err()
}

func (a Application) organisation(orgnr string, now time.Time) organisation.Organisation {
	o := organisation.Organisation{
		MunicipalityID: a.MunicipalityID, Name: a.Name, Kind: organisation.Group, OrgNr: orgnr, Summary: a.Summary, EmailPublic: a.EmailPublic,
		Website: a.Website, Areas: a.Areas, TargetGroups: a.TargetGroups, LocalKinds: a.LocalKinds, ICNPO: firstICNPO(a.ICNPO), Status: organisation.Pending, Source: organisation.FromSelf,
		Lang: textLang(a.Lang), ApplicantName: a.ApplicantName, ApplicantEmail: a.ApplicantEmail, ApplicantLang: a.Lang, AppliedAt: &now, ApplicantTerms: a.Terms,
	}
	o.Mark(organisation.Differences(organisation.Organisation{Kind: organisation.Group, Lang: o.Lang, ICNPO: nil}, o), organisation.FromSelf)
	return o
}

// textLang is the language that a lag probably writes in, whatever language its reader chose.
func textLang(l i18n.Lang) i18n.Lang {
	if l == i18n.NN {
		return i18n.NN
	}
	return i18n.NB
}

func (a Application) contacts() []organisation.Contact {
	out := []organisation.Contact{{Name: a.ApplicantName, Role: "contact", Email: a.ApplicantEmail, Phone: a.ApplicantPhone, Public: a.ShowApplicant, Source: organisation.FromSelf}}
	if a.Second.Name != "" {
		a.Second.Role, a.Second.Source = "contact", organisation.FromSelf
		out = append(out, a.Second)
	}
	return out
}

// receive stores the application, or turns it into a wish to act for the organisation that is here.
func (s *Service) receive(ctx context.Context, tx pgx.Tx, d organisation.Draft) (Received, error) {
	out, applied := Received{Name: d.Name, Email: d.ApplicantEmail}, d
	action := "organisation.register"
	if err := terms.Ticked(ctx, tx, d.MunicipalityID, d.ApplicantTerms); err != nil {
		return out, err
	}
	if err := lockApplication(ctx, tx, d.Organisation); err != nil {
		return out, err
	}
	if id, found, err := sentAlready(ctx, tx, d.Organisation); found || err != nil {
		out.ID = id
		return out, err
	}
	if d.OrgNr != "" {
		here, err := organisation.ByOrgNr(ctx, tx, d.MunicipalityID, d.OrgNr)
		if err != nil {
			return out, err
		}
		if old, found := here[d.OrgNr]; found {
			if d, out.Claim, err = s.again(ctx, tx, old, d); err != nil {
				return out, err
			}
		}
	}
	var left []string
	if out.Claim {
		action, out.Name, left = "organisation.claim", d.Name, leftOut(applied, d.Organisation)
	}
	id, err := s.Organisations.Store(ctx, tx, d.Organisation)
	if err != nil {
		return out, err
	}
	out.ID, d.ID = id, id
	if !out.Claim {
		if err := organisation.SaveContacts(ctx, tx, id, organisation.KeepSources(nil, d.Contacts, organisation.FromSelf, s.Now())); err != nil {
			return out, err
		}
	}
	if err := s.Organisations.Write(ctx, tx, d.MunicipalityID, receivedLetter(d.Organisation, left)); err != nil {
		return out, err
	}
	if err := s.Organisations.Jobs.Enqueue(ctx, tx, notice.ArisenArgs{MunicipalityID: d.MunicipalityID, What: notice.Organisations}, nil); err != nil {
		return out, err
	}
	return out, s.Organisations.Record(ctx, tx, account.Resident(d.MunicipalityID), action, id, map[string]any{"name": d.Name, "version": d.ApplicantTerms})
}

// leftOut are the names of what an applicant wrote of an organisation that is here already and says something else, or nothing,
// in bokmål source text. She does not change it before she is let in.
func leftOut(applied organisation.Draft, here organisation.Organisation) []string {
	var out []string
	for _, c := range organisation.Differences(here, applied.Organisation) {
		if applied.FieldSource[c.Field] == organisation.FromSelf && c.New != "" {
			out = append(out, organisation.FieldLabel(c.Field))
		}
	}
	for _, list := range []struct {
		wrote, has []int64
		name       string
	}{
		{applied.LocalKinds, here.LocalKinds, i18n.Mark("Type lag")}, {applied.TargetGroups, here.TargetGroups, i18n.Mark("Målgrupper")}, {applied.Areas, here.Areas, i18n.Mark("Områder")},
	} {
		if slices.ContainsFunc(list.wrote, func(id int64) bool { return !slices.Contains(list.has, id) }) {
			out = append(out, list.name)
		}
	}
	if len(applied.Contacts) > 1 {
		out = append(out, i18n.Mark("Kontaktperson nummer to"))
	}
	return out
}

const sentAlreadySQL = `-- orglife.sentAlready
select o.id from organisation o where o.municipality_id = @municipality_id and lower(o.applicant_email) = lower(@email) and o.applicant_email <> ''
  and case when @orgnr::text = '' then o.status = 'pending' and o.orgnr is null and lower(o.name) = lower(@name)
      else o.orgnr = @orgnr and o.status in ('pending', 'approved') end limit 1`

// sentAlready finds what waits already and a form sent twice would repeat: of the same person with the same number, or
// the same name where there is no number.
func sentAlready(ctx context.Context, tx pgx.Tx, o organisation.Organisation) (int64, bool, error) {
	ids, err := postgres.Scalars[int64](ctx, tx, sentAlreadySQL, postgres.Args{"municipality_id": o.MunicipalityID, "email": o.ApplicantEmail, "name": o.Name, "orgnr": o.OrgNr})
	if err != nil || len(ids) == 0 {
		return 0, false, err
	}
	return ids[0], true, nil
}

const hasMembersSQL = `-- orglife.hasMembers
select exists (select from membership m join account a on a.id = m.account_id where m.organisation_id = @id and a.ended_at is null)`

// again decides what to do with a number that is registered already.
func (s *Service) again(ctx context.Context, tx pgx.Tx, old organisation.Organisation, d organisation.Draft) (organisation.Draft, bool, error) {
	refuse := func(msg string) (organisation.Draft, bool, error) {
		return d, false, &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "orgnr", Msg: msg}}}
	}
	switch old.Status {
	case organisation.Refused: // a new attempt takes the old one's place
		d.ID, d.Version = old.ID, old.Version
		return d, false, nil
	case organisation.Ended:
		return refuse(i18n.Mark("Laget har vært registrert her før, og er avsluttet. Ta kontakt med oss, så åpner vi det igjen."))
	case organisation.Pending: // anybody can have sent it
		return d, false, roomBeside(ctx, tx, d.Organisation)
	}
	taken, err := postgres.Scalar[bool](ctx, tx, hasMembersSQL, postgres.Args{"id": old.ID})
	if err != nil {
		return d, false, err
	}
	if taken {
		return refuse(i18n.Mark("Laget er allerede registrert her. Be noen i laget om å invitere deg, eller ta kontakt med oss."))
	}
	if old.ApplicantEmail != "" { // somebody asks for it: this one waits beside her
		return d, false, roomBeside(ctx, tx, d.Organisation)
	}
	old.ApplicantName, old.ApplicantEmail, old.ApplicantLang, old.AppliedAt, old.ApplicantTerms = d.ApplicantName, d.ApplicantEmail, d.ApplicantLang, d.AppliedAt, d.ApplicantTerms
	old.ApplicantPhone, old.ApplicantPublic = d.Contacts[0].Phone, d.Contacts[0].Public
	return organisation.Draft{Organisation: old}, true, nil
}

func firstICNPO(codes []string) []string { return slices.Clone(codes[:min(3, len(codes))]) }
