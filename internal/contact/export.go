// Contacts as a file.

package contact

import (
	"context"
	"iter"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/tabular"
)

const exportLimit = 20000

// Names are the names of topics and areas, which the municipality's lists know.
type Names struct {
	Topic, Area func(id int64) string
}

// Export is what List shows, all pages of it, as rows of a file: the header and at
// most 20,000 rows. Whoever writes the file makes its cells harmless. That it was
// taken out is written in the log.
func (s *Service) Export(ctx context.Context, by account.Actor, l i18n.Lang, names Names, f Filter) ([]string, iter.Seq[[]tabular.Cell], error) {
	if err := by.Require(account.Export); err != nil {
		return nil, nil, err
	}
	f.After, f.Before, f.Limit = "", "", exportLimit
	page, err := s.List(ctx, by, f)
	if err != nil {
		return nil, nil, err
	}
	if err := audit.Record(ctx, s.Pool, s.Now(), by.Audit(), audit.Event{Action: "contact.export", Object: "contact", Detail: map[string]any{"rows": len(page.Rows)}}); err != nil {
		return nil, nil, err
	}
	return exportHeader(l), func(yield func([]tabular.Cell) bool) {
		for _, c := range page.Rows {
			if !yield(c.cells(l, names)) {
				return
			}
		}
	}, nil
}

func exportHeader(l i18n.Lang) []string {
	return []string{
		l.T("Navn"), l.T("Tittel"), l.T("Enhet"), l.T("E-post"), l.T("Telefon"), l.T("Tema"), l.T("Område"), l.T("Vikar"), l.T("Treffetid"),
		l.T("Adresse"), l.T("Postnummer"), l.T("Offentlig"), l.T("Gjelder fra"), l.T("Gjelder til"), l.T("Sist bekreftet"), l.T("Notat"),
	}
}

func (c Listed) cells(l i18n.Lang, names Names) []tabular.Cell {
	public := l.T("nei")
	if c.Public {
		public = l.T("ja")
	}
	cells := tabular.Texts(
		c.Name, c.Title, c.UnitName, c.Email, i18n.Phone(c.Phone), joinNames(c.Topics, names.Topic), joinNames(c.Areas, names.Area),
		c.SubstituteName, c.OfficeHours, c.Address, c.PostalCode, public)
	return append(cells, tabular.Day(c.ValidFrom), dayCell(c.ValidTo), dayCell(c.ConfirmedAt), tabular.Text(c.Note))
}

func joinNames(ids []int64, name func(int64) string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id)
	}
	return strings.Join(out, ", ")
}

func dayCell(t *time.Time) tabular.Cell {
	if t == nil {
		return tabular.Cell{}
	}
	return tabular.Day(t.In(i18n.Oslo))
}
