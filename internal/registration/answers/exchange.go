// One key exchanged for another, and what was stored before answers were sealed.

package answers

import (
	"context"
	"errors"
	"fmt"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/seal"
)

// Every key that something is sealed by, one look in the index for each.
const keysSQL = `-- answers.keys
with recursive k as (
    (select sealed_by from registration_answer order by sealed_by limit 1)
    union all
    select (select n.sealed_by from registration_answer n where n.sealed_by > k.sealed_by order by n.sealed_by limit 1) from k where k.sealed_by is not null)
select sealed_by from k where sealed_by is not null`

// ErrKeyMissing says that answers are sealed by a key that is not in the settings.
var ErrKeyMissing = errors.New("answers to sign-up questions are sealed by a key that is neither SEAL_KEY nor SEAL_KEY_BEFORE: " +
	"set the one that they were sealed by, or they can be read by nobody")

const otherKeySQL = `-- answers.otherKey
select n.registration_id, r.activity_id, n.question, n.sealed from registration_answer n join registration r on r.id = n.registration_id
where n.sealed_by < @present or n.sealed_by > @present limit @limit`

// What has been answered anew, or taken away, in the meantime stays so.
const exchangeSQL = `-- answers.exchange
update registration_answer n set sealed = x.fresh
from unnest(@ids::bigint[], @questions::text[], @old::bytea[], @fresh::bytea[]) as x (id, question, old, fresh)
where n.registration_id = x.id and n.question = x.question and n.sealed = x.old`

// atOnce is how many are exchanged in one statement.
const atOnce = 1000

// Exchange seals by the present key what is sealed by the one before, or not yet at all, and returns
// how many. ErrKeyMissing when there is something that no key opens; nothing is changed then. Many may do it at once.
func Exchange(ctx context.Context, q postgres.Querier, k *seal.Keys) (int64, error) {
	ids, err := postgres.Scalars[[]byte](ctx, q, keysSQL, nil)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if !k.Known(id) {
			return 0, ErrKeyMissing
		}
	}
	for total := int64(0); ; {
		n, err := exchangeSome(ctx, q, k)
		if total += n; err != nil || n == 0 {
			return total, err
		}
	}
}

func exchangeSome(ctx context.Context, q postgres.Querier, k *seal.Keys) (int64, error) {
	type row struct {
		RegistrationID, ActivityID int64
		Question                   string
		Sealed                     []byte
	}
	rows, err := postgres.Many[row](ctx, q, otherKeySQL, postgres.Args{"present": k.Present(), "limit": atOnce})
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	ids, questions, old, fresh := make([]int64, len(rows)), make([]string, len(rows)), make([][]byte, len(rows)), make([][]byte, len(rows))
	for i, r := range rows {
		ids[i], questions[i], old[i] = r.RegistrationID, r.Question, r.Sealed
		if fresh[i], err = k.Exchange(r.Sealed, about(r.ActivityID, r.Question)); err != nil {
			return 0, fmt.Errorf("answer to %s of registration %d: %w", r.Question, r.RegistrationID, err)
		}
	}
	return postgres.Exec(ctx, q, exchangeSQL, postgres.Args{"ids": ids, "questions": questions, "old": old, "fresh": fresh})
}
