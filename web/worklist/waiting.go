// What waits for staff, list by list.

package worklist

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/contacts"
	"frivilligsentral/web/organisationroles"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/pagereports"
	"frivilligsentral/web/ui"
)

func post(path, label, describe, variant string) action {
	return action{Post: path, ButtonArgs: ui.ButtonArgs{Label: label, Describe: describe, Variant: variant, Size: "sm"}}
}

func link(url, label, describe string) action {
	return action{ButtonArgs: ui.ButtonArgs{Label: label, URL: url, Describe: describe, Variant: "secondary", Size: "sm"}}
}

// organisations are those that somebody has asked to register, or to act for.
func (h *Handler) organisations(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "godkjenne", Title: e.T("Lag og foreninger som venter på svar")}
	var err error
	if l.Count, err = h.portal.OrgLists.PendingCount(ctx, e.Actor); err != nil || l.Count == 0 {
		return l, err
	}
	waiting, err := h.portal.OrgLists.Waiting(ctx, e.Actor, shown)
	for _, o := range waiting {
		path := organisations.StaffPath(o.ID, "")
		r := row{Who: o.Name, URL: e.URL(path), What: e.T("Vil registrere seg"), Since: o.CreatedAt}
		if o.ApplicantName != "" {
			r.What = e.T("%s vil registrere laget", o.ApplicantName)
		}
		if o.AppliedAt != nil {
			r.Since = *o.AppliedAt
		}
		r.Actions = append(r.Actions, link(e.URL(path), e.T("Se over"), o.Name))
		if o.Contested() {
			r.What += ". " + e.T("Flere venter på svar om samme nummer") + "."
		} else if e.Actor.May(account.ManageOrganisation) {
			r.Actions = append(r.Actions, post(e.URL(path+"/godkjenn?fra=arbeidsliste"), e.T("Godkjenn"), o.Name, ""))
		}
		l.add(e, r)
	}
	l.all(e, organisations.TablePath+"?vis=venter")
	return l, err
}

func (l *list) add(e *page.Env, r row) {
	if len(l.Rows) < shown {
		r.Ago = e.Lang.Ago(r.Since, e.Now)
		l.Rows = append(l.Rows, r)
	}
}

// activities are those that groups have sent in.
func (h *Handler) activities(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "aktiviteter", Title: e.T("Aktiviteter som venter på godkjenning")}
	var err error
	if l.Count, err = h.portal.ActivityLists.QueueLength(ctx, e.Actor); err != nil || l.Count == 0 {
		return l, err
	}
	queue, err := h.portal.ActivityLists.Queue(ctx, e.Actor, listing.RowParams{Limit: shown})
	for _, a := range queue.Rows {
		url := e.URL(activityeditor.Path(e, a.ID, ""))
		r := row{Who: a.Title, URL: url, What: e.T("Fra %s", a.OrganisationName), Since: a.UpdatedAt, Actions: []action{link(url, e.T("Se over"), a.Title)}}
		if e.Actor.May(account.ManageActivities) {
			approve := post(url+"/godkjenn", e.T("Godkjenn"), a.Title, "")
			approve.Version = a.Version
			r.Actions = append(r.Actions, approve)
		}
		l.add(e, r)
	}
	l.all(e, activityeditor.StaffPath+"?status=submitted")
	return l, err
}

// roles are organisations of which Enhetsregisteret says something else than stands here.
func (h *Handler) roles(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "roller", Title: e.T("Forslag til roller fra Enhetsregisteret")}
	if !e.Actor.May(account.ManageOrganisation) {
		return l, nil
	}
	waiting, err := h.portal.OrgRoles.RolesWaiting(ctx, e.Actor, shown)
	for _, o := range waiting {
		l.Count = o.Total
		url := e.URL(organisationroles.StaffPath(o.ID))
		l.add(e, row{
			Who: o.Name, URL: url, What: e.Lang.N("Ett forslag", "%d forslag", o.Proposals), Since: o.Since,
			Actions: []action{link(url, e.T("Se over"), o.Name)},
		})
	}
	return l, err
}

// pageReports are what residents have told of the open pages, those that have waited the longest first.
func (h *Handler) pageReports(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "sidemeldinger", Title: e.T("Meldinger om sider")}
	if !e.Actor.May(account.ManageOrganisation) {
		return l, nil
	}
	var err error
	if l.Count, err = h.portal.PageReports.OpenCount(ctx, e.Actor); err != nil || l.Count == 0 {
		return l, err
	}
	waiting, err := h.portal.PageReports.Waiting(ctx, e.Actor, shown)
	for _, x := range waiting {
		url, name := e.URL(pagereports.StaffPath(x.ID)), pagereports.Subject(e, x)
		r := row{Who: name, URL: url, What: e.T(x.Reason.Name()), Since: x.CreatedAt, Actions: []action{link(url, e.T("Se over"), name)}}
		if x.AnsweredAt != nil {
			r.What += " · " + e.T("Besvart")
		}
		l.add(e, r)
	}
	l.all(e, pagereports.ListPath)
	return l, err
}

// stale are contacts that nobody has confirmed in half a year.
func (h *Handler) stale(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "bekrefte", Title: e.T("Kontakter som må bekreftes")}
	err := h.contacts(ctx, e, &l, contact.StaleOnes, "bekreft", func(c contact.Listed) row {
		r := row{What: e.T("Ikke bekreftet på over et halvt år"), Since: c.ValidFrom}
		if c.ConfirmedAt != nil {
			r.Since = *c.ConfirmedAt
		}
		if e.Actor.May(account.ManageContacts) {
			r.Actions = []action{
				post(e.URL(contacts.StaffPath(c.ID, "/bekreft?fra=arbeidsliste")), e.T("Stemmer fortsatt"), c.Name, ""),
				link(e.URL(contacts.StaffPath(c.ID, "/rediger")), e.T("Rett"), c.Name),
			}
		}
		return r
	})
	return l, err
}

// uncovered are contacts that end soon, and nobody answers after them.
func (h *Handler) uncovered(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "uten-vikar", Title: e.T("Kontakter som slutter uten at noen tar over")}
	err := h.contacts(ctx, e, &l, contact.Uncovered, "uten-vikar", func(c contact.Listed) row {
		r := row{What: e.T("Siste dag er %s", e.Lang.Date(*c.ValidTo)), Since: c.UpdatedAt}
		if e.Actor.May(account.ManageContacts) {
			r.Actions = []action{link(e.URL(contacts.StaffPath(c.ID, "/rediger#vikar")), e.T("Velg vikar"), e.T("for %s", c.Name))}
		}
		return r
	})
	return l, err
}

func (h *Handler) contacts(ctx context.Context, e *page.Env, l *list, state contact.State, slug string, describe func(contact.Listed) row) error {
	f := contact.Filter{State: state, Limit: shown}
	var err error
	if l.Count, err = h.portal.Contacts.Count(ctx, e.Actor, f); err != nil || l.Count == 0 {
		return err
	}
	found, err := h.portal.Contacts.List(ctx, e.Actor, f)
	for _, c := range found.Rows {
		r := describe(c)
		r.Who, r.URL = c.Name, e.URL(contacts.StaffPath(c.ID, ""))
		if c.UnitName != "" {
			r.What += " · " + c.UnitName
		}
		l.add(e, r)
	}
	l.all(e, contacts.TablePath+"?status="+slug)
	return err
}

// confirmations are organisations whose yearly confirmation is due.
func (h *Handler) confirmations(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "arlig", Title: e.T("Lag som ikke har bekreftet opplysningene på et år")}
	rows, total, err := h.portal.OrgLists.ExpiredConfirmations(ctx, e.Actor, shown)
	l.Count = total
	for _, o := range rows {
		path := organisations.StaffPath(o.ID, "")
		r := row{Who: o.Name, URL: e.URL(path), What: e.T("Aldri bekreftet"), Since: o.CreatedAt}
		if o.ConfirmedAt != nil {
			r.What, r.Since = e.T("Sist bekreftet %s", e.Lang.Date(*o.ConfirmedAt)), *o.ConfirmedAt
		}
		if o.Contact != "" {
			r.What += " · " + o.Contact
		}
		r.Actions = append(r.Actions, link(e.URL(path), e.T("Åpne"), o.Name))
		if e.Actor.May(account.ManageOrganisation) {
			r.Actions = append(r.Actions, post(e.URL(path+"/bekreft"), e.T("Stemmer fortsatt"), o.Name, "secondary"))
		}
		l.add(e, r)
	}
	l.all(e, organisations.TablePath+"?vis=ubekreftet")
	return l, err
}

// failedImports are files that could not be read.
func (h *Handler) failedImports(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "filer", Title: e.T("Filer som ikke kunne leses")}
	batches, err := h.portal.Imports.FailedBatches(ctx, e.Actor, 100)
	for _, b := range batches {
		if !e.Actor.May(b.Kind.Permission()) {
			continue
		}
		l.Count++
		l.add(e, batchRow(e, b, e.T(b.Error), post(e.URL(batchPath(b)+"/forkast"), e.T("Fjern"), b.FileName, "secondary")))
	}
	l.all(e, importsPath)
	return l, err
}

// remarkedImports are files of which something was stored otherwise than it stands there.
func (h *Handler) remarkedImports(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "merknader", Title: e.T("Filer som ble lagret med merknader")}
	batches, err := h.portal.Imports.Remarked(ctx, e.Actor, 100)
	for _, b := range batches {
		if !e.Actor.May(b.Kind.Permission()) {
			continue
		}
		l.Count++
		what := e.Lang.N("Én rad med merknad", "%d rader med merknad", b.Remarked)
		l.add(e, batchRow(e, b, what, link(e.URL(page.WithQuery(batchPath(b), page.Plus(nil, "vis", "merknad"))), e.T("Se over"), b.FileName)))
	}
	l.all(e, importsPath)
	return l, err
}

// previews are files that somebody has looked through but not stored.
func (h *Handler) previews(ctx context.Context, e *page.Env) (list, error) {
	l := list{ID: "forhandsvisninger", Title: e.T("Filer som er sett på, men ikke lagret")}
	if !e.Actor.May(account.ImportContacts) {
		return l, nil
	}
	batches, err := h.portal.Imports.List(ctx, e.Actor, 0, 100)
	for _, b := range batches {
		if b.State != imports.Previewed || !e.Actor.May(b.Kind.Permission()) {
			continue
		}
		l.Count++
		what := e.Lang.N("Én rad", "%d rader", b.Counts.Total())
		if b.CreatedByName != "" {
			what = b.CreatedByName + " · " + what
		}
		l.add(e, batchRow(e, b, what, link(e.URL(batchPath(b)), e.T("Gå videre"), b.FileName)))
	}
	l.all(e, importsPath)
	return l, err
}

const importsPath = "/ansatt/import"

func batchPath(b imports.Batch) string { return importsPath + "/" + ui.Itoa(b.ID) }

func batchRow(e *page.Env, b imports.Batch, what string, a action) row {
	return row{Who: b.FileName, URL: e.URL(batchPath(b)), What: what, Since: b.CreatedAt, Actions: []action{a}}
}

// trouble are messages that did not arrive. They name people, so only those who
// answer the groups see them.
func (h *Handler) trouble(ctx context.Context, e *page.Env) ([]mail.Email, error) {
	if !e.Actor.May(account.ManageOrganisation) {
		return nil, nil
	}
	return mail.Trouble(ctx, h.portal.Pool, e.Site.ID, 100)
}

// emails are the messages that did not arrive, but for those that stand among the sign-ups.
func emails(e *page.Env, trouble []mail.Email, told matters) list {
	l := list{ID: "epost", Title: e.T("E-post som ikke kom fram")}
	for _, m := range trouble {
		if m.Kind.About() == kind.AboutRegistration && m.Status == mail.Bounced && roster.ToldOf(told, m.Recipient) {
			continue
		}
		l.Count++
		path := "/ansatt/epost/" + ui.Itoa(m.ID)
		what := e.T(m.Kind.Title()) // its own subject may be private
		if m.Status == mail.Bounced {
			what += " · " + e.T("Adressen tar ikke imot")
		} else {
			what += " · " + e.T("Serveren svarte ikke")
		}
		l.add(e, row{Who: m.Recipient, What: what, Since: m.CreatedAt, Actions: []action{
			post(e.URL(path+"/send"), e.T("Send på nytt"), m.Recipient, ""), post(e.URL(path+"/fjern"), e.T("Fjern"), m.Recipient, "secondary"),
		}})
	}
	return l
}
