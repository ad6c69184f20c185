// The list as rows of a file.

package roster

import (
	"context"
	"iter"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/tabular"
)

const exportLimit = 10_000

// Export is the list as rows of a file, in order of signing up: the header and
// one row for each participant. Whoever writes the file makes its cells harmless.
// That it was taken out is written in the log.
func (s *Service) Export(ctx context.Context, actor account.Actor, l i18n.Lang, p ListParams) ([]string, iter.Seq[[]tabular.Cell], error) {
	p.Limit, p.After, p.Before = exportLimit, "", ""
	list, err := s.list(ctx, actor, p)
	if err != nil {
		return nil, nil, err
	}
	detail := map[string]any{"occurrence": p.OccurrenceID, "rows": len(list.Rows)}
	if err := signupform.RecordActivity(ctx, s.pool, s.now(), actor, "registration.export", p.ActivityID, detail); err != nil {
		return nil, nil, err
	}
	header := []string{
		l.T("Nummer"), l.T("Status"), l.T("Kontaktperson"), l.T("Deltaker"), l.T("Alder"), l.T("E-post"), l.T("Telefon"), l.T("Foresatt"),
		l.T("Foresattes e-post"), l.T("Antall"), l.T("Møtt"), l.T("Meldt på"),
	}
	for _, q := range list.Form.Questions {
		header = append(header, q.Label)
	}
	return header, func(yield func([]tabular.Cell) bool) {
		for _, r := range list.Rows {
			for _, person := range r.Participants {
				if !yield(cells(l, list.Form, r, person)) {
					return
				}
			}
		}
	}, nil
}

func cells(l i18n.Lang, f signupform.Form, r registration.Registration, p registration.Participant) []tabular.Cell {
	age := ""
	if band, known := signupform.BandOf(p.AgeBand); known {
		age = band.Name(l)
	}
	came := map[registration.Attendance]string{registration.Present: l.T("Møtt"), registration.Absent: l.T("Ikke møtt")}[p.Attendance]
	row := []tabular.Cell{tabular.Number(r.Number)}
	row = append(row, tabular.Texts(l.T(r.Status.Name()), r.Name, p.Name, age, r.Email, i18n.Phone(r.Phone), r.GuardianName, r.GuardianEmail)...)
	row = append(row, tabular.Number(r.PartySize), tabular.Text(came), tabular.Moment(r.CreatedAt.In(i18n.Oslo)))
	for _, q := range f.Questions {
		row = append(row, tabular.Text(q.AnswerText(l, r.Answers[q.ID])))
	}
	return row
}
