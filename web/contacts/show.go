// One contact person as staff read her.

package contacts

import (
	"net/http"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

type showView struct {
	contact.Listed
	PhoneText     string
	TopicNames    []string
	AreaNames     []string // empty: the whole municipality
	From, To      string
	Confirmed     string // when, in words; "" never
	States        []tables.Tag
	StaleNow      bool
	Ended, Ending bool
	Taker         string // who takes over when it ends; "" nobody
	History       []historyLine
	MayManage     bool
	Alike         []alikeView // who may be the same person
	Merges        []ui.Merged // who became a part of this one and can be taken out again
}

// alikeView is somebody who may be the same person, and why.
type alikeView struct{ Name, Why, URL string }

type historyLine struct {
	When time.Time
	Ago  string
	Who  string
	What string
}

// Show is one contact with its history; a merged one leads to the one it became.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	c, err := h.portal.Contacts.Show(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	if c.MergedInto != nil {
		return page.Redirect(w, r, StaffPath(*c.MergedInto, ""), e.T("Kontakten er slått sammen med denne."))
	}
	v, err := h.newShow(r, e, c)
	if err != nil {
		return err
	}
	p := e.Page(r, c.Name)
	p.Active = "kontakter"
	return page.Render(w, r, showPage(p, v))
}

// StaffPath is an address of a contact in the register.
func StaffPath(id int64, rest string) string { return TablePath + "/" + ui.Itoa(id) + rest }

func (h *Handler) newShow(r *http.Request, e *page.Env, c contact.Listed) (showView, error) {
	v := showView{
		Listed: c, PhoneText: i18n.Phone(c.Phone), TopicNames: e.Site.CodeNames(e.Lang, c.Topics...), AreaNames: e.Site.AreaNames(c.Areas...),
		States: stateTags(e, c.Contact), StaleNow: c.Stale(e.Now), MayManage: e.Actor.May(account.ManageContacts),
	}
	v.From = e.Lang.Date(c.ValidFrom)
	if c.ValidTo != nil {
		v.To = e.Lang.Date(*c.ValidTo)
		v.Ended = !c.ValidOn(e.Now) && c.ValidTo.Before(e.Now)
		v.Ending = !v.Ended
	}
	if c.ConfirmedAt != nil {
		v.Confirmed = e.Lang.Date(*c.ConfirmedAt) + " (" + e.Lang.Ago(*c.ConfirmedAt, e.Now) + ")"
	}
	var err error
	if c.ValidTo != nil {
		if v.Taker, err = h.taker(r, e, c.Contact, *c.ValidTo); err != nil {
			return v, err
		}
	}
	if v.MayManage {
		if err := h.doubles(r, e, &v); err != nil {
			return v, err
		}
	}
	rows, err := h.portal.Contacts.History(r.Context(), e.Actor, c.ID)
	for _, row := range rows {
		v.History = append(v.History, historyOf(e, row))
	}
	return v, err
}

// doubles are who may be the same person, and who was one too many.
func (h *Handler) doubles(r *http.Request, e *page.Env, v *showView) error {
	alike, err := h.portal.Contacts.Alike(r.Context(), e.Actor, v.ID)
	if err != nil {
		return err
	}
	for _, a := range alike {
		var why []string
		for _, same := range []struct {
			is   bool
			what string
		}{{a.SameName, e.T("navn")}, {a.SameEmail, e.T("e-post")}, {a.SamePhone, e.T("telefon")}, {a.SameUnit, e.T("enhet")}} {
			if same.is {
				why = append(why, same.what)
			}
		}
		v.Alike = append(v.Alike, alikeView{a.Name, e.T("Samme %s", strings.Join(why, ", ")), e.URL(page.WithQuery(StaffPath(v.ID, "/sla-sammen"), page.Plus(nil, "med", ui.Itoa(a.ID))))})
	}
	merges, err := h.portal.Contacts.Merges(r.Context(), e.Actor, v.ID)
	for _, m := range merges {
		from, err := h.portal.Contacts.Show(r.Context(), e.Actor, m.FromID)
		if err != nil {
			return err
		}
		v.Merges = append(v.Merges, e.Merged(m, from.Name, StaffPath(v.ID, "/skill")))
	}
	return err
}

// taker is the name of whoever takes over after the last day, "" when nobody does.
func (h *Handler) taker(r *http.Request, e *page.Env, c contact.Contact, lastDay time.Time) (string, error) {
	if c.SubstituteID == nil {
		return "", nil
	}
	s, err := h.portal.Contacts.Show(r.Context(), e.Actor, *c.SubstituteID)
	if err != nil || !contact.TakesOver(c, s.Contact, lastDay) {
		return "", err
	}
	return s.Name, nil
}

// actions are what the log's words mean to people.
var actions = map[string]string{
	"contact.create":     i18n.Mark("La inn kontakten"),
	"contact.update":     i18n.Mark("Endret"),
	"contact.confirm":    i18n.Mark("Bekreftet opplysningene"),
	"contact.end":        i18n.Mark("Avsluttet kontakten"),
	"contact.take_over":  i18n.Mark("Lot kontakten ta over for en annen"),
	"contact.merge":      i18n.Mark("Slo sammen med en annen"),
	"contact.unmerge":    i18n.Mark("Skilte fra en annen igjen"),
	"contact.substitute": i18n.Mark("Satte en vikar"),
}

// fieldNames are the form's fields as the log names them.
var fieldNames = map[string]string{
	"navn": i18n.Mark("navn"), "tittel": i18n.Mark("tittel"), "enhet": i18n.Mark("enhet"), "epost": i18n.Mark("e-post"),
	"telefon": i18n.Mark("telefon"), "treffetid": i18n.Mark("treffetid"), "adresse": i18n.Mark("adresse"),
	"postnummer": i18n.Mark("postnummer"), "offentlig": i18n.Mark("synlighet"), "vikar": i18n.Mark("vikar"), "fra": i18n.Mark("første dag"),
	"til": i18n.Mark("siste dag"), "tema": i18n.Mark("temaer"), "omrade": i18n.Mark("områder"), "notat": i18n.Mark("notat"),
}

func historyOf(e *page.Env, row audit.Row) historyLine {
	what := auditlog.Sentence(e, row)
	if own := actions[row.Action]; own != "" {
		what = e.T(own)
	}
	if fields, ok := row.Detail["fields"].([]any); ok && len(fields) > 0 {
		var names []string
		for _, f := range fields {
			if s, ok := f.(string); ok && fieldNames[s] != "" {
				names = append(names, e.T(fieldNames[s]))
			}
		}
		what += " " + strings.Join(names, ", ")
	} else if ok {
		what = e.T("Så over og lagret")
	}
	who := row.ActorName
	if who == "" {
		who = e.T("Portalen")
	}
	return historyLine{When: row.At, Ago: e.Lang.Ago(row.At, e.Now), Who: who, What: what}
}

// Confirm notes that one contact's details are still right.
func (h *Handler) Confirm(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := h.portal.Contacts.Confirm(r.Context(), e.Actor, []int64{id}); err != nil {
		return err
	}
	if r.URL.Query().Get("fra") == "arbeidsliste" {
		return page.Redirect(w, r, "/ansatt", e.T("Kontakten er bekreftet."))
	}
	return page.Redirect(w, r, StaffPath(id, ""), e.T("Kontakten er bekreftet."))
}

// crumbs lead from the register to a page about a contact.
func crumbs(p ui.Page, c contact.Contact, last string) []ui.Crumb {
	return []ui.Crumb{
		{Label: p.T("Kontakter"), URL: p.URL(TablePath)}, {Label: c.Name, URL: p.URL(StaffPath(c.ID, ""))}, {Label: last},
	}
}
