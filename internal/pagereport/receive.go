// Telling of a page.

package pagereport

import (
	"context"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// The lock makes those who tell at once wait for each other, so that the limits hold.
const lockSQL = `-- pagereport.lock
select pg_advisory_xact_lock(hashtextextended('page_report' || @municipality_id::bigint, 0))`

// shownSQL says whether residents see the thing, or saw it before it was over.
const shownSQL = `-- pagereport.shown
select case @about::text
    when 'activity' then exists (select from activity where id = @id and municipality_id = @municipality_id and status in ('published', 'archived'))
    when 'organisation' then exists (select from organisation where id = @id and municipality_id = @municipality_id and status in ('approved', 'ended', 'merged'))
    when 'venue' then exists (select from venue where id = @id and municipality_id = @municipality_id)
    when 'contact' then exists (select from contact where id = @id and municipality_id = @municipality_id and public)
    when 'article' then @id <> 0
    else true end`

const articleSQL = `-- pagereport.article
select coalesce((select id from (
    select 1 as n, a.id from article a where a.municipality_id = @municipality_id and a.kind = @kind and a.slug = @slug
    union all
    select 2, f.article_id from article_address f where f.municipality_id = @municipality_id and f.kind = @kind and f.slug = @slug) x
  where exists (select from article a where a.id = x.id and a.municipality_id = @municipality_id and a.published_at is not null and a.shown_at <= @now)
  order by n limit 1), 0)`

// thing is what a report is about. Of an article that residents have not seen, the id is 0.
func (s *Service) thing(ctx context.Context, tx pgx.Tx, t Told) (Thing, int64, error) {
	about, id := ThingOf(t.Page)
	if about != Nothing {
		return about, id, nil
	}
	if kind, slug := articleOf(t.Page); kind != "" {
		id, err := postgres.Scalar[int64](ctx, tx, articleSQL, postgres.Args{"municipality_id": t.MunicipalityID, "kind": kind, "slug": slug, "now": s.Now()})
		return Article, id, err
	}
	if t.ContactID != 0 {
		return Contact, t.ContactID, nil
	}
	return Nothing, 0, nil
}

const againSQL = `-- pagereport.again
select exists (select from page_report where municipality_id = @municipality_id and split_part(page, '?', 1) = split_part(@page, '?', 1) and closed_at is null
    and body = @body and email = @email and created_at > @now::timestamptz - interval '1 hour')`

const countsSQL = `-- pagereport.counts
select (select count(*) from page_report where network = @network and network <> '' and created_at > @now::timestamptz - interval '1 hour')::int as network,
       (select count(*) from page_report where municipality_id = @municipality_id and email = @email and email <> '' and created_at > @now::timestamptz - interval '1 day')::int as address,
       (select count(*) from page_report where municipality_id = @municipality_id and closed_at is null and split_part(page, '?', 1) = split_part(@page, '?', 1))::int as page,
       (select count(*) from page_report where municipality_id = @municipality_id and created_at > @now::timestamptz - interval '1 day')::int as day`

const insertSQL = `-- pagereport.insert
insert into page_report (municipality_id, page, about, about_id, reason, body, email, lang, network, created_at)
values (@municipality_id, @page, @about, nullif(@about_id::bigint, 0), @reason, @body, @email, @lang, @network, @now) returning id`

// Receive takes in what somebody tells of a page. The same once more within an hour is
// one report. A program that fills in the trap is answered as anybody.
func (s *Service) Receive(ctx context.Context, t Told) (int64, error) {
	if t.Trap != "" {
		return 0, nil
	}
	t.Body, t.Email = strings.TrimSpace(t.Body), strings.ToLower(strings.TrimSpace(t.Email))
	if err := t.Check(s.Now()); err != nil {
		return 0, err
	}
	var id int64
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		id, err = s.receive(ctx, tx, t)
		return err
	})
	return id, err
}

func (s *Service) receive(ctx context.Context, tx pgx.Tx, t Told) (int64, error) {
	here := postgres.Args{"municipality_id": t.MunicipalityID}
	if _, err := postgres.Exec(ctx, tx, lockSQL, here); err != nil {
		return 0, err
	}
	about, aboutID, err := s.thing(ctx, tx, t)
	if err != nil {
		return 0, err
	}
	shown, err := postgres.Scalar[bool](ctx, tx, shownSQL, postgres.Args{"municipality_id": t.MunicipalityID, "about": string(about), "id": aboutID})
	if err != nil {
		return 0, err
	}
	if !shown {
		return 0, NoPage()
	}
	again, err := postgres.Scalar[bool](ctx, tx, againSQL, postgres.Args{
		"municipality_id": t.MunicipalityID, "page": t.Page, "body": t.Body, "email": t.Email, "now": s.Now(),
	})
	if err != nil || again {
		return 0, err
	}
	network := account.IPKey(t.IP)
	if err := s.bounded(ctx, tx, t, network); err != nil {
		return 0, err
	}
	id, err := postgres.Scalar[int64](ctx, tx, insertSQL, postgres.Args{
		"municipality_id": t.MunicipalityID, "page": t.Page, "about": string(about), "about_id": aboutID, "reason": string(t.Reason), "body": t.Body,
		"email": t.Email, "lang": string(t.Lang), "network": network, "now": s.Now(),
	})
	if err != nil {
		return 0, err
	}
	if err := s.Jobs.Enqueue(ctx, tx, notice.ArisenArgs{MunicipalityID: t.MunicipalityID, What: notice.Other}, nil); err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, s.Now(), account.Resident(t.MunicipalityID).Audit(), audit.Event{
		Action: "page_report.receive", Object: object, ObjectID: id, Detail: map[string]any{"about": string(about)},
	})
}

// object is a report in the log.
const object = "page_report"

// NoPage says, at the address that was written, that the municipality has no such page.
func NoPage() error {
	var f fault.Fields
	f.Add("side", i18n.Mark("Vi finner ikke denne siden hos oss. Kopier adressen fra nettleseren."))
	return f.Err()
}

func (s *Service) bounded(ctx context.Context, tx pgx.Tx, t Told, network string) error {
	n, err := postgres.One[struct{ Network, Address, Page, Day int }](ctx, tx, countsSQL, postgres.Args{
		"municipality_id": t.MunicipalityID, "network": network, "email": t.Email, "page": t.Page, "now": s.Now(),
	})
	switch {
	case err != nil:
		return err
	case n.Network >= MaxPerNetwork:
		return ErrTooManyFromNetwork
	case n.Address >= MaxPerAddress:
		return ErrTooManyForAddress
	case n.Page >= MaxPerPage:
		return ErrTooManyOfPage
	case n.Day >= MaxPerDay:
		return ErrTooManyToday
	}
	return nil
}
