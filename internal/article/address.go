// Addresses of articles: one that no other has, and those that an article had before.

package article

import (
	"context"
	"strconv"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// The lock makes those who choose an address wait for each other.
const lockSlugsSQL = `-- article.lockSlugs
select pg_advisory_xact_lock(hashtextextended('article' || @municipality_id::bigint, 0))`

// slugsSQL are an address and those that could be it with a number behind; former ones lead to an article that has another now.
const slugsSQL = `-- article.slugs
select slug, false as former from article where municipality_id = @municipality_id and kind = @kind and id <> @id and (slug = @slug or slug like @like)
union all
select slug, true from article_address where municipality_id = @municipality_id and kind = @kind and article_id <> @id and (slug = @slug or slug like @like)`

// freeSlug is the chosen address, or one made from the title with a number behind it where others have it. Only who
// chooses a former address of another article gets it.
func freeSlug(ctx context.Context, tx pgx.Tx, a Article) (string, error) {
	if _, err := postgres.Exec(ctx, tx, lockSlugsSQL, postgres.Args{"municipality_id": a.MunicipalityID}); err != nil {
		return "", err
	}
	slug := a.slugOf()
	taken, err := postgres.Many[struct {
		Slug   string
		Former bool
	}](ctx, tx, slugsSQL, postgres.Args{"municipality_id": a.MunicipalityID, "kind": string(a.Kind), "id": a.ID, "slug": slug, "like": numbered(slug)})
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, t := range taken {
		used[t.Slug] = a.Slug == "" || !t.Former
	}
	if used[slug] && a.Slug != "" {
		return "", fault.Fields{{Name: "adresse", Msg: i18n.Mark("En annen har denne adressen. Velg en annen.")}}.Err()
	}
	free := slug
	for n := 2; used[free]; n++ {
		number := "-" + strconv.Itoa(n)
		free = cut(slug, MaxSlug-len(number)) + number
	}
	return free, nil
}

// roomForNumber is how long a number behind an address can be.
const roomForNumber = 6

// numbered is what addresses are like that could be one with a number behind.
func numbered(slug string) string {
	if most := MaxSlug - roomForNumber; len(slug) > most {
		return slug[:most] + "%"
	}
	return slug + "-%"
}

// cut is as much of an address as there is room for.
func cut(slug string, most int) string {
	return strings.Trim(slug[:min(most, len(slug))], "-")
}

const leaveSlugSQL = `-- article.leaveSlug
insert into article_address (municipality_id, kind, slug, article_id) values (@municipality_id, @kind, @slug, @id)
on conflict (municipality_id, kind, slug) do update set article_id = excluded.article_id`

// leave remembers the address that an article had, where residents may have its link. Another that is given it comes first.
func leave(ctx context.Context, tx pgx.Tx, a Article, to string) error {
	if a.Slug == to || a.PublishedAt == nil {
		return nil
	}
	_, err := postgres.Exec(ctx, tx, leaveSlugSQL, postgres.Args{"municipality_id": a.MunicipalityID, "kind": string(a.Kind), "slug": a.Slug, "id": a.ID})
	return err
}

const publicMovedSQL = `-- article.PublicMoved
select a.slug from article_address f join article a on a.id = f.article_id and a.municipality_id = f.municipality_id
where f.municipality_id = @municipality_id and f.kind = @kind and f.slug = @slug and ` + shown

// PublicMoved is the address now of what residents see, by one that it had before.
func (s *Service) PublicMoved(ctx context.Context, municipalityID int64, kind Kind, slug string) (string, error) {
	now, err := postgres.Scalar[string](ctx, s.Pool, publicMovedSQL, postgres.Args{"municipality_id": municipalityID, "kind": string(kind), "slug": slug, "now": s.Now()})
	if fault.Is(err, fault.NotFound) {
		return "", missing()
	}
	return now, err
}

const publicFormerSQL = `-- article.PublicFormer
select f.article_id as id, f.slug from article_address f where f.municipality_id = @municipality_id and f.kind = @kind order by f.article_id, f.slug limit @limit`

// PublicFormer are the addresses that articles of a kind had before, by article: for a page that shows many.
func (s *Service) PublicFormer(ctx context.Context, municipalityID int64, kind Kind) (map[int64][]string, error) {
	all, err := postgres.Many[struct {
		ID   int64
		Slug string
	}](ctx, s.Pool, publicFormerSQL, postgres.Args{"municipality_id": municipalityID, "kind": string(kind), "limit": 2 * most})
	of := map[int64][]string{}
	for _, f := range all {
		of[f.ID] = append(of[f.ID], f.Slug)
	}
	return of, err
}
