package migrations_test

// What the migration that adds the about columns makes of letters that were there before.

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres/pgtest"
)

const oldLettersSQL = `
insert into municipality (number, name) values ('9901', 'Fjellvik');
insert into account (municipality_id, email, name) select id, 'kari@post.example', 'Kari' from municipality;
insert into email (municipality_id, recipient, kind, subject, text_body, cause_key)
select m.id, x.recipient, x.kind, 'x', 'x', x.key from municipality m cross join (values
    (1, 'ola@post.example', 'registration-confirm', 'registration-confirm:17:first'),
    (2, 'ola@post.example', 'registration-confirm', 'registration-link:18:2000'),
    (3, 'ola@post.example', 'activity-approved', 'activity-approved:19:3:ola@post.example'),
    (4, 'ola@post.example', 'organisation.confirm', 'organisation:20:confirm:2026:ola@post.example'),
    (5, 'Kari@post.example', 'login', null),
    (6, 'ola@post.example', 'login', null),
    (7, 'ola@post.example', 'own-data', null),
    (8, 'ola@post.example', 'registration-message', null),
    (9, 'ola@post.example', 'registration-bygone', 'registration-bygone:21:x')) x (n, recipient, kind, key)
order by x.n`

func TestOldLettersAreAboutSomething(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), pgtest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	file, err := os.ReadFile("00035_mail_about.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(file), "-- +goose Down")
	_, fill, found := strings.Cut(up, "\n\n")
	if !found {
		t.Fatal("the file does not fill the columns")
	}
	for _, sql := range []string{oldLettersSQL, fill} {
		if _, err := conn.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := conn.Query(t.Context(), `select coalesce(about || ' ' || case when about = 'account' then (select a.name from account a where a.id = about_id) else about_id::text end, about) from email order by id`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	want := []string{"registration 17", "registration 18", "activity 19", "organisation 20", "account Kari", "account", "own_data", "registration", ""}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
