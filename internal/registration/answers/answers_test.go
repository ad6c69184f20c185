package answers_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/registrationtest"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

const allergic = "Tåler ikke cashewnøtter"

// asked is a list with one sign-up, whose answer is allergic.
func asked(t *testing.T) (w *registrationtest.World, date, id int64) {
	t.Helper()
	w = registrationtest.New(t)
	date = w.Open(t, 10, func(f *signupform.Form) {
		f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Mat?", Purpose: "Maten", KeepDays: 5}, {Kind: questionnaire.YesNo, Label: "Skyss?", Purpose: "Bilene", KeepDays: 5}}
	})
	wish := w.Wish(date, "Ola Nes", 1)
	wish.Answers = map[string]string{"q1": allergic}
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	return w, date, in.ID
}

// Those who keep the list read the answers, in its file too; others get neither them nor the list, and no dump has them.
func TestOnlyThoseWhoKeepTheListReadAnswers(t *testing.T) {
	t.Parallel()
	w, date, id := asked(t)
	for name, actor := range map[string]account.Actor{"the organiser": w.Group, "staff": w.Staff} {
		r, err := w.Rosters.One(t.Context(), actor, id)
		if err != nil || r.Answers["q1"] != allergic {
			t.Errorf("%s: got %q, %v, want the answer", name, r.Answers["q1"], err)
		}
	}
	_, rows, err := w.Rosters.Export(t.Context(), w.Group, i18n.NB, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	must(t, err)
	found := false
	for row := range rows {
		for _, cell := range row {
			found = found || strings.Contains(cell.Text, allergic)
		}
	}
	if !found {
		t.Error("the answer is not in the file of the list")
	}
	if _, err := w.Rosters.One(t.Context(), w.Rival, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("another group: got %v, want nothing to be there", err)
	}
	if dump := dumped(t, w); strings.Contains(strings.ToLower(dump), "cashew") || strings.Contains(dump, hexOf("cashew")) {
		t.Error("a dump of the database has the answer")
	}
}

func hexOf(s string) string {
	const digits = "0123456789abcdef"
	out := ""
	for i := range len(s) {
		out += string(digits[s[i]>>4]) + string(digits[s[i]&15])
	}
	return out
}

func dumped(t *testing.T, w *registrationtest.World) string {
	t.Helper()
	tool, err := embedded.Tool("pg_dump")
	must(t, err)
	out, err := exec.CommandContext(t.Context(), tool, "--inserts", "--dbname", w.Pool.Config().ConnString()).Output()
	must(t, err)
	if !strings.Contains(string(out), "Ola Nes") {
		t.Fatal("the dump does not tell of the sign-up, so it proves nothing")
	}
	return string(out)
}

// An answer that somebody has put on another activity's sign-up, or changed, is not read as one.
func TestAnswerMovedInTheDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	w, _, id := asked(t)
	w.ID(t, `update registration_answer set question = 'q2' where registration_id = $1 returning registration_id`, id)
	if r, err := w.Rosters.One(t.Context(), w.Group, id); !errors.Is(err, seal.ErrChanged) {
		t.Errorf("got %v, %v, want %v", r.Answers, err, seal.ErrChanged)
	}
}

// A person changes one answer and takes another away.
func TestAnswersChangedByTheirOwner(t *testing.T) {
	t.Parallel()
	w, _, id := asked(t)
	token := w.Token(t, "ola.nes@post.example")
	for _, want := range []map[string]string{{"q1": "Ingenting", "q2": "ja"}, {"q2": "ja"}, {}} {
		own, err := w.SignUps.ByToken(t.Context(), w.Resident, token)
		must(t, err)
		own, err = w.SignUps.ChangeByToken(t.Context(), w.Resident, token, registration.Change{Party: 1, Participants: own.Participants, Answers: want})
		must(t, err)
		got := w.One(t, id).Answers
		if len(got) != len(want) || got["q1"] != want["q1"] || got["q2"] != want["q2"] || own.Answers["q1"] != want["q1"] {
			t.Errorf("got %v on the list and %v on her page, want %v", got, own.Answers, want)
		}
	}
}

// rosters is the organiser's list of a program that has these keys.
func rosters(t *testing.T, w *registrationtest.World, k *seal.Keys) *roster.Service {
	t.Helper()
	return roster.NewService(roster.Deps{Pool: w.Pool, Letters: letter.Writer{}, Keys: k})
}

func keys(t *testing.T, now, before string) *seal.Keys {
	t.Helper()
	k, err := seal.New(now, before)
	must(t, err)
	return k
}

// While one key is exchanged for another everybody reads on; afterwards the earlier one opens nothing.
func TestKeyExchanged(t *testing.T) {
	t.Parallel()
	w, _, id := asked(t)
	first, second := seal.NewKey(), seal.NewKey()
	must(t, postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error {
		return answers.Put(ctx, tx, keys(t, first, ""), w.Activity, id, map[string]string{"q1": allergic})
	}))
	both := keys(t, second, first)
	if r, err := rosters(t, w, both).One(t.Context(), w.Group, id); err != nil || r.Answers["q1"] != allergic {
		t.Errorf("before it is exchanged: got %q, %v, want the answer", r.Answers["q1"], err)
	}
	if n, err := answers.Exchange(t.Context(), w.Pool, keys(t, second, "")); !errors.Is(err, answers.ErrKeyMissing) || n != 0 {
		t.Errorf("without the key before: got %d, %v, want %v", n, err, answers.ErrKeyMissing)
	}
	for _, want := range []int64{1, 0} { // the second time nothing is left
		if n, err := answers.Exchange(t.Context(), w.Pool, both); err != nil || n != want {
			t.Errorf("got %d exchanged, %v, want %d", n, err, want)
		}
	}
	if r, err := rosters(t, w, keys(t, second, "")).One(t.Context(), w.Group, id); err != nil || r.Answers["q1"] != allergic {
		t.Errorf("the present key alone: got %q, %v, want the answer", r.Answers["q1"], err)
	}
	if _, err := rosters(t, w, keys(t, first, "")).One(t.Context(), w.Group, id); !errors.Is(err, seal.ErrKey) {
		t.Errorf("the earlier key: got %v, want %v", err, seal.ErrKey)
	}
}

// What was stored before there were keys is sealed when the program begins, however much it is.
func TestOpenAnswersAreSealed(t *testing.T) {
	t.Parallel()
	w, _, id := asked(t)
	w.ID(t, `delete from registration_answer where registration_id = $1 returning 1`, id)
	w.ID(t, `with open as (
		insert into registration_answer (registration_id, question, sealed)
		select $1, 'q' || n, '\x00000000'::bytea || convert_to('Tåler ikke cashewnøtter', 'UTF8') from generate_series(1, 2500) n returning 1)
		select count(*) from open`, id)
	if n, err := answers.Exchange(t.Context(), w.Pool, w.Keys); err != nil || n != 2500 {
		t.Errorf("got %d sealed, %v, want 2500", n, err)
	}
	if got := w.One(t, id).Answers; len(got) != 2500 || got["q1"] != allergic {
		t.Errorf("got %d answers, want all of 2500", len(got))
	}
	if strings.Contains(dumped(t, w), hexOf("cashew")) {
		t.Error("a dump of the database has the answer")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
