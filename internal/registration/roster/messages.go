// Messages to those signed up.

package roster

import (
	"context"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// MaxMessage is how long a message to those signed up may be.
const MaxMessage = 3000

const receiversSQL = `-- roster.receivers
select ` + letters.SignUpColumns + ` from registration r
where r.slot_id = @slot_id and r.anonymised_at is null and r.email <> '' and r.status <> 'unconfirmed'
  and ((cardinality(@ids::bigint[]) = 0 and r.status in ('confirmed', 'waiting', 'offered')) or r.id = any(@ids::bigint[]))
order by r.number`

// MessageTo writes to those chosen, or with no ids to all who have a place or
// wait; also after the date, until the addresses are deleted. It returns how many.
func (s *Service) MessageTo(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, ids []int64, subject, text string) (int, error) {
	b, err := signupform.Manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return 0, err
	}
	subject, text = strings.Join(strings.Fields(subject), " "), strings.TrimSpace(text)
	var f fault.Fields
	f.Check(subject != "" && utf8.RuneCountInString(subject) <= signupform.MaxName, "emne", i18n.Mark("Skriv hva meldingen gjelder, høyst 100 tegn."))
	f.Check(text != "" && utf8.RuneCountInString(text) <= MaxMessage, "melding", i18n.Mark("Skriv meldingen, høyst %d tegn."), MaxMessage)
	if err := f.Err(); err != nil {
		return 0, err
	}
	slot, err := signupform.ReadSlot(ctx, s.pool, b, occurrenceID)
	if err != nil || slot.ID == 0 {
		return 0, err
	}
	if ids == nil {
		ids = []int64{}
	}
	count := 0
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		people, err := postgres.Many[letters.SignUp](ctx, tx, receiversSQL, postgres.Args{"slot_id": slot.ID, "ids": ids})
		if err != nil {
			return err
		}
		count = len(people)
		tmpl := letters.Message(subject, text)
		for _, r := range people {
			if err := s.mailer.Write(ctx, tx, r, tmpl, ""); err != nil {
				return err
			}
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.message", activityID, map[string]any{"people": count, "occurrence": occurrenceID})
	})
	return count, err
}
