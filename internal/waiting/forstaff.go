// What waits for the municipality's staff: what stands on their work list.

package waiting

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/registration/roster"
)

// workList is the page, and after it the lists on it.
const workList = "/ansatt#"

// batches is how many files are looked at.
const batches = 100

// organisations are those that somebody has asked to register, or to act for.
func (s *Service) organisations(ctx context.Context, by account.Actor, p *pile) error {
	n, err := s.Organisations.PendingCount(ctx, by)
	if err != nil || n == 0 {
		return err
	}
	rows, err := s.Organisations.Waiting(ctx, by, looked)
	if err != nil {
		return err
	}
	var names, things []string
	for _, o := range rows {
		asked := o.CreatedAt
		if o.AppliedAt != nil {
			asked = *o.AppliedAt
		}
		names, things = append(names, o.Name), append(things, fmt.Sprintf("organisation %d %d", o.ID, asked.Unix()))
	}
	p.add(workList+"godkjenne", n, p.lang.N("Et lag eller en forening venter på svar", "%d lag og foreninger venter på svar", n), names, things...)
	return nil
}

// activities are those that groups have sent in.
func (s *Service) activities(ctx context.Context, by account.Actor, p *pile) error {
	n, err := s.Activities.QueueLength(ctx, by)
	if err != nil || n == 0 {
		return err
	}
	queue, err := s.Activities.Queue(ctx, by, listing.RowParams{Limit: looked})
	if err != nil {
		return err
	}
	var names, things []string
	for _, a := range queue.Rows {
		names, things = append(names, a.Title), append(things, fmt.Sprintf("activity %d", a.ID))
	}
	p.add(workList+"aktiviteter", n, p.lang.N("En aktivitet venter på godkjenning", "%d aktiviteter venter på godkjenning", n), names, things...)
	return nil
}

// other is the rest of the work list, as far as the actor's role goes.
func (s *Service) other(ctx context.Context, by account.Actor, p *pile) error {
	for _, read := range []func(context.Context, account.Actor, *pile) error{s.pageReports, s.roles, s.contacts, s.confirmations, s.emails} {
		if err := read(ctx, by, p); err != nil {
			return err
		}
	}
	return nil
}

// activityMatters are those who must be called or answered, and activities without a form to sign up by.
func (s *Service) activityMatters(ctx context.Context, by account.Actor, p *pile) error {
	matters, err := s.Rosters.Matters(ctx, by)
	if err != nil {
		return err
	}
	var names []string
	for _, m := range matters {
		names = append(names, m.Title)
	}
	p.add(workList+"pamelding", len(matters), p.lang.N("En påmelding trenger noen", "%d påmeldinger trenger noen", len(matters)), names, matterThings(matters)...)
	unset, err := s.Rosters.WithoutForm(ctx, by)
	if err != nil {
		return err
	}
	names, things := unsetThings(unset)
	p.add(workList+"uten-oppsett", len(unset), p.lang.N("En aktivitet har påmelding her, men den er ikke satt opp", "%d aktiviteter har påmelding her, men den er ikke satt opp", len(unset)), names, things...)
	return nil
}

// pageReports are what residents have told of the open pages; they may name people.
func (s *Service) pageReports(ctx context.Context, by account.Actor, p *pile) error {
	if !by.May(account.ManageOrganisation) {
		return nil
	}
	n, err := s.PageReports.OpenCount(ctx, by)
	if err != nil || n == 0 {
		return err
	}
	rows, err := s.PageReports.Waiting(ctx, by, looked)
	var things []string
	for _, r := range rows {
		things = append(things, fmt.Sprintf("page_report %d", r.ID))
	}
	p.add(workList+"sidemeldinger", n, p.lang.N("Noen har meldt fra om en side", "%d har meldt fra om sider", n), nil, things...)
	return err
}

// roles are organisations of which the register says something else.
func (s *Service) roles(ctx context.Context, by account.Actor, p *pile) error {
	if !by.May(account.ManageOrganisation) {
		return nil
	}
	rows, err := s.OrgRoles.RolesWaiting(ctx, by, looked)
	n := 0
	var names, things []string
	for _, o := range rows {
		n = o.Total
		names, things = append(names, o.Name), append(things, fmt.Sprintf("roles %d %d", o.ID, o.Since.Unix()))
	}
	p.add(workList+"roller", n, p.lang.N("Enhetsregisteret har andre roller for et lag", "Enhetsregisteret har andre roller for %d lag", n), names, things...)
	return err
}

// contacts are those to confirm, and those that nobody answers after.
func (s *Service) contacts(ctx context.Context, by account.Actor, p *pile) error {
	for _, l := range []struct {
		state contact.State
		list  string
		text  func(n int) string
	}{
		{contact.StaleOnes, "bekrefte", func(n int) string {
			return p.lang.N("En kontakt må bekreftes", "%d kontakter må bekreftes", n)
		}},
		{contact.Uncovered, "uten-vikar", func(n int) string {
			return p.lang.N("En kontakt slutter uten at noen tar over", "%d kontakter slutter uten at noen tar over", n)
		}},
	} {
		f := contact.Filter{State: l.state, Sort: "-" + contact.ByConfirmed, Limit: looked} // those that have come last stand first
		n, err := s.Contacts.Count(ctx, by, f)
		if err != nil {
			return err
		}
		found, err := s.Contacts.List(ctx, by, f)
		if err != nil {
			return err
		}
		var things []string
		for _, c := range found.Rows {
			things = append(things, fmt.Sprintf("contact %s %d", l.state, c.ID))
		}
		p.add(workList+l.list, n, l.text(n), nil, things...)
	}
	return nil
}

// confirmations are organisations whose yearly confirmation is due.
func (s *Service) confirmations(ctx context.Context, by account.Actor, p *pile) error {
	rows, n, err := s.Organisations.ExpiredConfirmations(ctx, by, looked)
	var things []string
	for _, o := range rows {
		things = append(things, fmt.Sprintf("confirmation %d", o.ID))
	}
	p.add(workList+"arlig", n, p.lang.N("Et lag har ikke bekreftet opplysningene på et år", "%d lag har ikke bekreftet opplysningene på et år", n), nil, things...)
	return err
}

// files are those that could not be read, were stored with remarks, or were looked at and not stored.
func (s *Service) files(ctx context.Context, by account.Actor, p *pile) error {
	failed, err := s.Imports.FailedBatches(ctx, by, batches)
	if err != nil {
		return err
	}
	things := batchThings(by, failed)
	p.add(workList+"filer", len(things), p.lang.N("En fil kunne ikke leses", "%d filer kunne ikke leses", len(things)), nil, things...)
	remarked, err := s.Imports.Remarked(ctx, by, batches)
	if err != nil {
		return err
	}
	things = batchThings(by, remarked)
	p.add(workList+"merknader", len(things), p.lang.N("En fil ble lagret med merknader", "%d filer ble lagret med merknader", len(things)), nil, things...)
	if !by.May(account.ImportContacts) {
		return nil
	}
	all, err := s.Imports.List(ctx, by, 0, batches)
	if err != nil {
		return err
	}
	var open []imports.Batch
	for _, b := range all {
		if b.Open() && s.Now().Sub(b.CreatedAt) > 24*time.Hour { // whoever reads it in is not told while she does
			open = append(open, b)
		}
	}
	things = batchThings(by, open)
	p.add(workList+"forhandsvisninger", len(things), p.lang.N("En fil er sett på, men ikke lagret", "%d filer er sett på, men ikke lagret", len(things)), nil, things...)
	return nil
}

func batchThings(by account.Actor, list []imports.Batch) []string {
	var out []string
	for _, b := range list {
		if by.May(b.Kind.Permission()) {
			out = append(out, fmt.Sprintf("import %s %d", b.State, b.ID))
		}
	}
	return out
}

// emails are messages that did not arrive.
func (s *Service) emails(ctx context.Context, by account.Actor, p *pile) error {
	if !by.May(account.ManageOrganisation) {
		return nil
	}
	matters, err := s.Rosters.Matters(ctx, by)
	if err != nil {
		return err
	}
	trouble, err := mail.Trouble(ctx, s.Pool, by.MunicipalityID, batches)
	var things []string
	for _, m := range trouble {
		if m.Kind.About() != kind.AboutRegistration || m.Status != mail.Bounced || !roster.ToldOf(matters, m.Recipient) {
			things = append(things, fmt.Sprintf("email %d", m.ID))
		}
	}
	p.add(workList+"epost", len(things), p.lang.N("En e-post kom ikke fram", "%d e-poster kom ikke fram", len(things)), nil, things...)
	return err
}
