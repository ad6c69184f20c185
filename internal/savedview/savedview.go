// Package savedview keeps the searches that a person comes back to: a name for the
// query of one staff list. They are the person's own and go with the account, so
// nobody else reads them and the log does not mention them.
package savedview

import (
	"context"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
)

// Most is how many views a person can keep of one list.
const Most = 30

// View is one saved search.
type View struct {
	ID    int64
	Name  string
	Query string // of the address, without "?"
}

const listSQL = `-- savedview.List
select id, name, query from saved_view where account_id = @account_id and page = @page order by lower(name), id`

// List are a person's views of a list, by name.
func List(ctx context.Context, q postgres.Querier, accountID int64, page string) ([]View, error) {
	return postgres.Many[View](ctx, q, listSQL, postgres.Args{"account_id": accountID, "page": page})
}

const saveSQL = `-- savedview.Save
insert into saved_view (account_id, page, name, query)
select @account_id, @page::text, @name, @query
where (select count(*) from saved_view where account_id = @account_id and page = @page and name <> @name) < @most
on conflict (account_id, page, name) do update set query = excluded.query`

// Save keeps a view; one with the same name is replaced.
func Save(ctx context.Context, q postgres.Querier, accountID int64, page string, v View) error {
	v.Name = strings.TrimSpace(v.Name)
	var f fault.Fields
	f.Check(v.Name != "", "visning", i18n.Mark("Skriv et navn på visningen."))
	f.Check(utf8.RuneCountInString(v.Name) <= 60, "visning", i18n.Mark("Navnet kan ha høyst %d tegn."), 60)
	f.Check(len(v.Query) <= 1000, "visning", i18n.Mark("Søket er for langt til å lagres."))
	if err := f.Err(); err != nil {
		return err
	}
	n, err := postgres.Exec(ctx, q, saveSQL, postgres.Args{"account_id": accountID, "page": page, "name": v.Name, "query": v.Query, "most": Most})
	if err == nil && n == 0 {
		err = fault.Fields{{Name: "visning", Msg: i18n.Mark("Du kan ha høyst %d lagrede visninger. Slett en først."), Args: []any{Most}}}.Err()
	}
	return err
}

const deleteSQL = `-- savedview.Delete
delete from saved_view where account_id = @account_id and page = @page and id = @id`

// Delete forgets one of the person's own views; another's is NotFound.
func Delete(ctx context.Context, q postgres.Querier, accountID int64, page string, id int64) error {
	n, err := postgres.Exec(ctx, q, deleteSQL, postgres.Args{"account_id": accountID, "page": page, "id": id})
	if err == nil && n == 0 {
		err = fault.Missing(i18n.Mark("Vi finner ikke visningen."))
	}
	return err
}
