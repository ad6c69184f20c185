// What search knows of contacts.

package contact

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

const indexedSQL = `-- contact.IndexAll
select id from contact where municipality_id = @municipality_id order by id`

// IndexAll makes search know the municipality's contacts as they are in tx at now, and finds likely doubles: after many
// were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64, now time.Time) error {
	ids, err := postgres.Scalars[int64](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	s := Service{Deps{Now: func() time.Time { return now }}}
	if err := s.index(ctx, tx, municipalityID, ids...); err != nil {
		return err
	}
	return findDoubles(ctx, tx, municipalityID, ids...)
}

const topicNamesSQL = `-- contact.topicNames
select t.contact_id as id, string_agg(concat_ws(' ', k.name_nb, k.name_nn, k.name_en), ' ' order by k.id) as names
from contact_topic t join code k on k.id = t.code_id where t.contact_id = any(@ids::bigint[]) group by t.contact_id`

// index makes public, current contacts findable, and all others not. Contacts that
// begin later are found from then on by the nightly job Reindex.
func (s *Service) index(ctx context.Context, tx pgx.Tx, municipalityID int64, ids ...int64) error {
	for some := range slices.Chunk(ids, atOnce) {
		if err := s.indexSome(ctx, tx, municipalityID, some); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) indexSome(ctx context.Context, tx pgx.Tx, municipalityID int64, ids []int64) error {
	contacts, err := byIDs(ctx, tx, municipalityID, ids...)
	if err != nil {
		return err
	}
	named, err := postgres.Many[struct {
		ID    int64
		Names string
	}](ctx, tx, topicNamesSQL, postgres.Args{"ids": ids})
	if err != nil {
		return err
	}
	topics := make(map[int64]string, len(named))
	for _, t := range named {
		topics[t.ID] = t.Names
	}
	var documents []search.Document
	var gone []int64
	for _, id := range ids {
		c, ok := contacts[id]
		if !ok || !c.Public || !c.ValidOn(s.Now()) {
			gone = append(gone, id)
			continue
		}
		documents = append(documents, search.Document{
			Kind: "contact", ID: id, Facts: search.Facts{Municipality: municipalityID, Areas: c.Areas},
			Doc: search.Doc{Title: c.Name, Texts: []string{c.Title, c.UnitName, topics[id]}},
		})
	}
	if err := search.RemoveDocuments(ctx, tx, "contact", gone...); err != nil {
		return err
	}
	return search.IndexDocuments(ctx, tx, documents...)
}

// What is findable, or should be. Names of topics change without the contact being touched.
const dueSQL = `-- contact.due
select c.id from contact c left join search_document d on d.kind = 'contact' and d.id = c.id
where c.municipality_id = @municipality_id
  and (d.id is not null or (c.public and c.merged_into is null and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today)))`

// Reindex brings search in step with the date, who began or ended since yesterday, and looks for doubles again.
func (s *Service) Reindex(ctx context.Context, municipalityID int64) error {
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := postgres.Scalars[int64](ctx, tx, dueSQL, postgres.Args{"municipality_id": municipalityID, "today": s.today()})
		if err != nil {
			return err
		}
		return s.index(ctx, tx, municipalityID, ids...)
	})
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return refreshDoubles(ctx, tx, municipalityID) })
}
