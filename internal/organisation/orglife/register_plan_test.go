package orglife

import (
	"strings"
	"testing"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

// Whoever registers holds a lock while it is seen whether she has done so before: among thousands that is looked up.
func TestSentAlreadyIsLookedUp(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	id, err := postgres.Scalar[int64](t.Context(), tx, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec(t.Context(), `insert into organisation (municipality_id, name, kind, applicant_email)
		select $1, 'Lag ' || n, 'group', case when n % 2 = 0 then 'nr' || n || '@lag.example' else '' end from generate_series(1, 20000) n`, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "analyze organisation"); err != nil {
		t.Fatal(err)
	}
	for orgnr, index := range map[string]string{"": "organisation_applicant", "974760673": "organisation_orgnr_any"} {
		plan, err := postgres.Scalars[string](t.Context(), tx, "explain "+sentAlreadySQL, postgres.Args{
			"municipality_id": id, "email": "NR8@lag.example", "name": "Lag 8", "orgnr": orgnr,
		})
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); strings.Contains(text, "Seq Scan") || !strings.Contains(text, index) {
			t.Errorf("number %q: got\n%s\nwant it looked up in %s", orgnr, text, index)
		}
	}
}
