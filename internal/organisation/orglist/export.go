// The register as a file.

package orglist

import (
	"context"
	"iter"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/tabular"
)

// maxExport is more organisations than any municipality has.
const maxExport = 20000

const exportContactsSQL = `-- orglist.exportContacts
select organisation_id, name, role, email, phone, source, source_at from organisation_contact where organisation_id = any(@ids::bigint[]) order by organisation_id, sort, id`

type exportContact struct {
	OrganisationID int64
	Name           string
	Role           organisation.ContactRole
	Email, Phone   string
	Source         organisation.Source // who says that the person has the role
	SourceAt       *time.Time          // since when that is known
}

// Export is the register as it is narrowed and sorted by p, all of it, for CSV and XLSX: headings and cells. The columns
// have the names that ReadFile understands. It is written in the log, since the file leaves the portal.
func (s *Service) Export(ctx context.Context, by account.Actor, l i18n.Lang, p RegisterParams) ([]string, iter.Seq[[]tabular.Cell], error) {
	if err := by.Require(account.Export); err != nil {
		return nil, nil, err
	}
	p.After, p.Before, p.Limit = "", "", maxExport
	found, err := s.register(ctx, by.MunicipalityID, p)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(found.Rows))
	for i, r := range found.Rows {
		ids[i] = r.ID
	}
	all, err := organisation.ByIDs(ctx, s.Pool, by.MunicipalityID, ids)
	if err != nil {
		return nil, nil, err
	}
	contacts, err := s.exportContacts(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	site, err := s.Municipalities.Site(ctx, by.MunicipalityID)
	if err != nil {
		return nil, nil, err
	}
	areas := map[int64]string{}
	for _, a := range site.Areas {
		areas[a.ID] = a.Name
	}
	kinds := map[int64]string{}
	for _, c := range site.Codes(municipality.LocalKinds) {
		kinds[c.ID] = c.NameNB
	}
	err = audit.Record(ctx, s.Pool, s.Now(), by.Audit(), audit.Event{Action: "organisation.export", Object: organisation.DocumentKind, Detail: map[string]any{"rows": len(all)}})
	if err != nil {
		return nil, nil, err
	}
	return exportHeader(l), func(yield func([]tabular.Cell) bool) {
		for _, o := range all {
			if !yield(exportCells(l, o, contacts[o.ID], areas, kinds)) {
				return
			}
		}
	}, nil
}

func (s *Service) exportContacts(ctx context.Context, ids []int64) (map[int64]exportContact, error) {
	list, err := postgres.Many[exportContact](ctx, s.Pool, exportContactsSQL, postgres.Args{"ids": ids})
	if err != nil {
		return nil, err
	}
	first := map[int64]exportContact{}
	for _, c := range list {
		if _, found := first[c.OrganisationID]; !found {
			first[c.OrganisationID] = c
		}
	}
	return first, nil
}

func exportHeader(l i18n.Lang) []string {
	return []string{
		l.T("Organisasjonsnummer"), l.T("Navn"), l.T("Type"), l.T("Organisasjonsform"), l.T("Status"), l.T("ICNPO"), l.T("Lagstyper"), l.T("Kort om laget"), l.T("Områder"),
		l.T("E-post"), l.T("E-post for kommunen"), l.T("Telefon"), l.T("Nettsted"), l.T("Adresse"), l.T("Postnummer"), l.T("Medlemmer"),
		l.T("Medlemmer under 20 år"), l.T("Stiftet"), l.T("I Frivillighetsregisteret"), l.T("Enhetsregisteret"), l.T("Kontaktperson"),
		l.T("Kontaktpersonens rolle"), l.T("Kontaktpersonens e-post"), l.T("Kontaktpersonens telefon"), l.T("Kilde til rollen"), l.T("Rollen er kjent siden"), l.T("Sist bekreftet"),
	}
}

func exportCells(l i18n.Lang, o organisation.Organisation, c exportContact, areaNames, kindNames map[int64]string) []tabular.Cell {
	var areas []string
	for _, id := range o.Areas {
		areas = append(areas, areaNames[id])
	}
	var kinds []string
	for _, id := range o.LocalKinds {
		kinds = append(kinds, kindNames[id])
	}
	confirmed, since, role, source := tabular.Cell{}, tabular.Cell{}, "", ""
	if o.ConfirmedAt != nil {
		confirmed = tabular.Day(o.ConfirmedAt.In(i18n.Oslo))
	}
	if c.Name != "" {
		role, source = l.T(c.Role.Name()), l.T(c.Source.Name())
	}
	if c.SourceAt != nil {
		since = tabular.Day(c.SourceAt.In(i18n.Oslo))
	}
	inRegister := l.T("nei")
	if o.InVoluntaryRegister {
		inRegister = l.T("ja")
	}
	cells := tabular.Texts(
		o.OrgNr, o.Name, l.T(o.Kind.Name()), o.OrgForm, l.T(o.Status.Name()), strings.Join(o.ICNPO, ", "), strings.Join(kinds, ", "), o.Summary, strings.Join(areas, ", "),
		o.EmailPublic, o.EmailPrivate, i18n.Phone(o.Phone), o.Website, o.Address, o.PostalCode)
	cells = append(cells, count(o.Members), count(o.MembersUnder20), count(o.FoundedYear))
	cells = append(cells, tabular.Texts(inRegister, l.T(o.BrregStatus.Name()), c.Name, role, c.Email, i18n.Phone(c.Phone), source)...)
	return append(cells, since, confirmed)
}

func count(n *int) tabular.Cell {
	if n == nil {
		return tabular.Cell{}
	}
	return tabular.Number(*n)
}
