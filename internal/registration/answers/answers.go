// Package answers keeps what people have answered to an organiser's questions (internal/questionnaire), in a
// table of its own and sealed (internal/seal): who may eat what, or who needs a ramp, is for those who keep the list
// and for the person herself, and cannot be read in the database or in a dump of it. Each answer
// goes with its registration, or earlier where the question says so.
package answers

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5"
)

// Sealed are the answers of one registration as they are stored, by question id.
type Sealed map[string][]byte

// Column is the Sealed of a registration r, as sealed_answers.
const Column = `(select coalesce(jsonb_object_agg(n.question, encode(n.sealed, 'base64')), '{}') from registration_answer n where n.registration_id = r.id) as sealed_answers`

// about is where an answer belongs: an activity and its question.
func about(activityID int64, question string) string {
	return "registration_answer " + strconv.FormatInt(activityID, 10) + " " + question
}

// Open gives the answers of a registration for the activity in words, by question id.
func Open(k *seal.Keys, activityID int64, s Sealed) (map[string]string, error) {
	all := make(map[string]string, len(s))
	for question, box := range s {
		text, err := k.Open(box, about(activityID, question))
		if err != nil {
			return nil, fmt.Errorf("answer to %s of activity %d: %w", question, activityID, err)
		}
		all[question] = text
	}
	return all, nil
}

// Part stores the answers of a registration r that the same statement makes; PartArgs are its arguments.
const Part = `insert into registration_answer (registration_id, question, sealed)
    select r.id, x.question, x.sealed from r cross join unnest(@questions::text[], @sealed_answers::bytea[]) as x (question, sealed)`

// PartArgs seals the answers for Part.
func PartArgs(args postgres.Args, k *seal.Keys, activityID int64, all map[string]string) {
	questions := slices.AppendSeq([]string{}, maps.Keys(all)) // none is no NULL
	slices.Sort(questions)
	boxes := make([][]byte, len(questions))
	for i, q := range questions {
		boxes[i] = k.Seal(all[q], about(activityID, q))
	}
	args["questions"], args["sealed_answers"] = questions, boxes
}

const putSQL = `-- answers.put
with gone as (delete from registration_answer where registration_id = @id and question <> all(@questions::text[]))
insert into registration_answer (registration_id, question, sealed)
select @id, x.question, x.sealed from unnest(@questions::text[], @sealed_answers::bytea[]) as x (question, sealed)
on conflict (registration_id, question) do update set sealed = excluded.sealed`

// Put stores the answers of a locked registration in place of those it had.
func Put(ctx context.Context, tx pgx.Tx, k *seal.Keys, activityID, registrationID int64, all map[string]string) error {
	args := postgres.Args{"id": registrationID}
	PartArgs(args, k, activityID, all)
	_, err := postgres.Exec(ctx, tx, putSQL, args)
	return err
}
