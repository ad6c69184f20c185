// How a person wants a table to look.

package savedview

import (
	"context"
	"slices"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
)

// Layout is how a person wants the rows and columns of one list. The zero value is as usual.
type Layout struct {
	Hidden  []string // keys of columns
	Compact bool     // rows are as low as they can be
}

// Shows says whether a column is to be seen.
func (l Layout) Shows(column string) bool { return !slices.Contains(l.Hidden, column) }

const layoutSQL = `-- savedview.ReadLayout
select hidden, compact from table_layout where account_id = @account_id and page = @page`

// ReadLayout is a person's layout of a list.
func ReadLayout(ctx context.Context, q postgres.Querier, accountID int64, page string) (Layout, error) {
	l, err := postgres.One[Layout](ctx, q, layoutSQL, postgres.Args{"account_id": accountID, "page": page})
	if fault.Is(err, fault.NotFound) {
		return Layout{}, nil
	}
	return l, err
}

const saveLayoutSQL = `-- savedview.SaveLayout
insert into table_layout (account_id, page, hidden, compact) values (@account_id, @page, @hidden, @compact)
on conflict (account_id, page) do update set hidden = excluded.hidden, compact = excluded.compact`

// SaveLayout keeps a person's layout of a list.
func SaveLayout(ctx context.Context, q postgres.Querier, accountID int64, page string, l Layout) error {
	if l.Hidden == nil {
		l.Hidden = []string{}
	}
	_, err := postgres.Exec(ctx, q, saveLayoutSQL, postgres.Args{"account_id": accountID, "page": page, "hidden": l.Hidden, "compact": l.Compact})
	return err
}
