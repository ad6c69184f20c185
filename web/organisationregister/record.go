// One organisation as staff read it, and what they do with it.

package organisationregister

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/staffnote"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/staffnotes"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type recordView struct {
	organisations.Facts
	ID             int64
	Tags           []tables.Tag
	Reason         string
	Applicant      string
	ApplicantEmail string
	ApplicantTerms string

	ApplicantPublic string // what follows a yes, "" when nothing does
	Applied         string
	Claim           bool // the organisation is approved already; somebody asks to act for it
	Pending         bool
	Approved        bool
	Closed          bool // ended or refused
	MergedURL       string
	PublicURL       string
	Brreg           string
	Description     string // safe HTML
	HowToJoin       string // safe HTML
	Contacts        []organisations.ContactView
	Children        []organisations.Ref
	SameNumber      []organisations.Ref // other registrations with the number
	People          []personView
	Invitations     []string
	Notes           staffnotes.View
	History         []historyView
	MayManage       bool
	Alike           []organisations.Ref // called the same, or reached the same way
	Merges          []ui.Merged         // what became a part of this one and can be taken out again
	Form            page.FormView
	Which           string // the form that was refused: "avslag", "avslutt", "notat", "inviter"
	Roles           []ui.Option
}

type personView struct{ Name, Email, Role, Seen, Terms string }
type historyView struct{ What, Who, When string }

// Record is all that the municipality knows about an organisation.
func (h *Handler) Record(w http.ResponseWriter, r *http.Request) error {
	return h.record(w, r, http.StatusOK, nil, "")
}

// record shows the page; f is a form on it that was refused, and which says which one.
func (h *Handler) record(w http.ResponseWriter, r *http.Request, status int, f *form.Form, which string) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	o, err := h.portal.Organisations.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	v := recordOf(e, o)
	v.Form, v.Which = e.Form(f), which
	if err := h.addPeople(r, e, &v); err != nil {
		return err
	}
	if err := h.addTraces(r, e, &v); err != nil {
		return err
	}
	if v.MayManage && v.MergedURL == "" {
		if err := h.addDoubles(r, e, &v); err != nil {
			return err
		}
	}
	p := e.Page(r, o.Name)
	p.Active, p.HasErrors = "organisasjoner", v.Form.Failed()
	return page.RenderStatus(w, r, status, recordPage(p, v))
}

// addDoubles finds who may be the same, and who was one too many.
func (h *Handler) addDoubles(r *http.Request, e *page.Env, v *recordView) error {
	alike, err := h.portal.OrgLife.Alike(r.Context(), e.Actor, v.ID)
	if err != nil {
		return err
	}
	for _, a := range alike {
		var why []string
		for _, same := range []struct {
			is   bool
			what string
		}{{a.SameName, e.T("navn")}, {a.SameEmail, e.T("e-post")}, {a.SamePhone, e.T("telefon")}, {a.SameWebsite, e.T("nettsted")}, {a.SamePerson, e.T("søker, kontaktperson eller innlogging")}} {
			if same.is {
				why = append(why, same.what)
			}
		}
		var in []string
		if a.NearName {
			in = append(in, e.T("Nesten samme navn"))
		}
		if len(why) > 0 {
			in = append(in, e.T("Samme %s", strings.Join(why, ", ")))
		}
		name := a.Name + " (" + e.T(a.Status.Name()) + "): " + strings.Join(in, ". ")
		v.Alike = append(v.Alike, organisations.Ref{Name: name, URL: e.URL(organisations.StaffPath(a.ID, ""))})
	}
	merges, err := h.portal.OrgLife.Merges(r.Context(), e.Actor, v.ID)
	for _, m := range merges {
		from, err := h.portal.Organisations.Get(r.Context(), e.Actor, m.FromID)
		if err != nil {
			return err
		}
		v.Merges = append(v.Merges, e.Merged(m, from.Name, organisations.StaffPath(v.ID, "/skill")))
	}
	return err
}

func recordOf(e *page.Env, o organisation.View) recordView {
	v := recordView{
		Facts: organisations.FactsOf(e, o), ID: o.ID, Reason: o.StatusReason, Applicant: o.ApplicantName, ApplicantEmail: o.ApplicantEmail,
		Pending: o.Status == organisation.Pending, Approved: o.Status == organisation.Approved,
		Closed: o.Status == organisation.Ended || o.Status == organisation.Refused, Description: markdown.HTML(o.Description),
		HowToJoin: markdown.HTML(o.HowToJoin), Contacts: organisations.Contacts(e, o.Contacts), Children: organisations.Refs(e, o.Children), Brreg: e.T(o.BrregStatus.Name()),
		MayManage: e.Actor.May(account.ManageOrganisation),
	}
	v.Claim = v.Approved && v.ApplicantEmail != ""
	v.EmailPrivate, v.RegisteredName, v.Status = o.EmailPrivate, o.RegisteredName, e.T(o.Status.Name())
	for i := range v.Children {
		v.Children[i].URL = e.URL(organisations.StaffPath(o.Children[i].ID, ""))
	}
	if v.Parent != nil {
		v.Parent.URL = e.URL(organisations.StaffPath(o.Parent.ID, ""))
	}
	for _, same := range o.SameNumber {
		v.SameNumber = append(v.SameNumber, organisations.Ref{Name: same.Name + " (" + e.T(same.Status.Name()) + ")", URL: e.URL(organisations.StaffPath(same.ID, ""))})
	}
	if o.BrregCheckedAt != nil {
		v.Brreg += " (" + e.Lang.ShortDate(*o.BrregCheckedAt) + ")"
	}
	if v.Claim && o.ApplicantPublic {
		v.ApplicantPublic = e.T("Vil vises som kontaktperson på lagets side når tilgangen er gitt.")
	}
	if o.ApplicantTerms > 0 {
		v.ApplicantTerms = e.T("Har godtatt vilkårene for arrangører, versjon %d.", o.ApplicantTerms)
	}
	if o.AppliedAt != nil {
		v.Applied = e.Lang.Ago(*o.AppliedAt, e.Now)
	}
	if o.MergedInto != 0 {
		v.MergedURL = e.URL(organisations.StaffPath(o.MergedInto, ""))
	}
	if v.Approved {
		v.PublicURL = e.URL(organisations.Path(o.ID, o.Name))
	}
	v.Tags = rowTags(e, orglist.Row{Status: o.Status, BrregStatus: o.BrregStatus, ApplicantName: o.ApplicantName, ConfirmedAt: o.ConfirmedAt})
	return v
}

func (h *Handler) addPeople(r *http.Request, e *page.Env, v *recordView) error {
	people, err := h.portal.Accounts.Members(r.Context(), e.Actor, v.ID)
	if err != nil && !fault.Is(err, fault.NotFound) { // a merged organisation has no people
		return err
	}
	accepted, err := h.accepted(r, e, v.ID)
	if err != nil {
		return err
	}
	for _, m := range people {
		seen := e.T("Aldri innlogget")
		if m.LastLoginAt != nil {
			seen = e.T("Innlogget %s", e.Lang.Ago(*m.LastLoginAt, e.Now))
		}
		v.People = append(v.People, personView{Name: m.Name, Email: m.Email, Role: e.T(m.Role.Name()), Seen: seen, Terms: accepted[m.AccountID]})
	}
	for _, role := range account.GroupRoles {
		v.Roles = append(v.Roles, ui.Option{Value: string(role), Label: e.T(role.Name())})
	}
	if !v.MayManage || v.MergedURL != "" {
		return nil
	}
	invitations, err := h.portal.Invitations.MemberInvitations(r.Context(), e.Actor, v.ID)
	for _, i := range invitations {
		v.Invitations = append(v.Invitations, i.Name+", "+i.Email)
	}
	return err
}

// accepted is what each of the organisation's people has accepted of the terms for organisers, in words.
func (h *Handler) accepted(r *http.Request, e *page.Env, id int64) (map[int64]string, error) {
	list, err := h.portal.Terms.AcceptedBy(r.Context(), e.Actor, id)
	if err != nil {
		return nil, err
	}
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	out := map[int64]string{}
	for _, m := range list {
		switch {
		case m.AcceptedAt == nil:
			out[m.AccountID] = e.T("Har ikke godtatt vilkårene")
		case m.Number < now.Number:
			out[m.AccountID] = e.T("Har bare godtatt vilkårene i versjon %d (%s)", m.Number, e.Lang.ShortDate(*m.AcceptedAt))
		default:
			out[m.AccountID] = e.T("Godtok vilkårene, versjon %d, %s", m.Number, e.Lang.ShortDate(*m.AcceptedAt))
		}
	}
	return out, err
}

func (h *Handler) addTraces(r *http.Request, e *page.Env, v *recordView) error {
	notes, err := staffnotes.Of(r, h.portal, staffnote.Organisation, v.ID, organisations.StaffPath(v.ID, ""))
	if err != nil {
		return err
	}
	notes.Action, notes.MayWrite, notes.Form = organisations.StaffPath(v.ID, "/notat"), v.MayManage, v.Form
	notes.Help = e.T("Bare ansatte ser notatene. Laget kan be om innsyn, så skriv saklig, og ikke om helse.")
	v.Notes = notes
	history, err := h.portal.Organisations.History(r.Context(), e.Actor, v.ID)
	for _, row := range history {
		x := historyView{What: auditlog.Sentence(e, row), Who: row.ActorName, When: e.Lang.ShortDate(row.At) + " " + e.Lang.Time(row.At)}
		if names := fieldNames(e, row); names != "" {
			x.What += ": " + names
		}
		v.History = append(v.History, x)
	}
	return err
}

// fieldNames are the fields that an event changed.
func fieldNames(e *page.Env, row audit.Row) string {
	list, _ := row.Detail["fields"].([]any)
	var names []string
	for _, x := range list {
		if key, ok := x.(string); ok {
			names = append(names, e.T(organisation.FieldLabel(key)))
		}
	}
	return strings.Join(names, ", ")
}

// act runs one of the actions on the page: a refused form comes back on it.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, which, done string, do func(id int64, f *form.Form) error) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err = do(id, f); err == nil && len(f.Errs) == 0 {
		return page.Redirect(w, r, organisations.StaffPath(id, ""), e.T(done))
	}
	if err == nil || f.Merge(err) {
		return h.record(w, r, http.StatusUnprocessableEntity, f, which)
	}
	return err
}

// Approve lets an organisation be seen, or lets somebody act for it.
func (h *Handler) Approve(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "", i18n.Mark("Godkjent. Vi har sendt en e-post med innlogging."), func(id int64, _ *form.Form) error {
		if form.Query(r).Raw("fra") == "arbeidsliste" {
			return h.portal.OrgLife.ApproveListed(r.Context(), page.From(r).Actor, id)
		}
		return h.portal.OrgLife.Approve(r.Context(), page.From(r).Actor, id)
	})
}

// Refuse says no, with a reason.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "avslag", i18n.Mark("Avslått. Vi har sendt begrunnelsen på e-post."), func(id int64, f *form.Form) error {
		return h.portal.OrgLife.Refuse(r.Context(), page.From(r).Actor, id, f.Raw("grunn"))
	})
}

// End takes an organisation away from residents.
func (h *Handler) End(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "avslutt", i18n.Mark("Laget er avsluttet, og er ikke lenger synlig."), func(id int64, f *form.Form) error {
		return h.portal.OrgLife.End(r.Context(), page.From(r).Actor, id, f.Raw("hvorfor"))
	})
}

// Reopen brings it back.
func (h *Handler) Reopen(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "", i18n.Mark("Laget er åpnet igjen."), func(id int64, _ *form.Form) error {
		return h.portal.OrgLife.Reopen(r.Context(), page.From(r).Actor, id)
	})
}

// ConfirmFor says "opplysningene stemmer" for a lag that was asked.
func (h *Handler) ConfirmFor(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "", i18n.Mark("Opplysningene er bekreftet."), func(id int64, _ *form.Form) error {
		return h.portal.Organisations.Confirm(r.Context(), page.From(r).Actor, id)
	})
}

// AddNote writes to other staff.
func (h *Handler) AddNote(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "notat", i18n.Mark("Notatet er lagret."), func(id int64, f *form.Form) error {
		return h.portal.StaffNotes.Add(r.Context(), page.From(r).Actor, staffnote.Organisation, id, f.Raw(staffnotes.Field))
	})
}

// Invite invites somebody to act for the organisation.
func (h *Handler) Invite(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "inviter", i18n.Mark("Invitasjonen er sendt."), func(id int64, f *form.Form) error {
		in := invitation.Invite{Email: f.Email("epost"), Name: f.Line("navn", 120), Role: account.Role(f.Raw("rolle"))}
		if len(f.Errs) > 0 {
			return nil
		}
		return h.portal.Invitations.InviteMember(r.Context(), page.From(r).Actor, id, in)
	})
}
