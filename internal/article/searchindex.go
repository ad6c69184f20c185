// What search knows of articles, and the job that follows their periods.

package article

import (
	"context"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// DocumentKind is what search calls articles.
const DocumentKind = object

// index makes an article findable when residents see it: in every language that it is written in.
func index(ctx context.Context, tx pgx.Tx, now time.Time, a Article) error {
	if !a.Shown(now) {
		return search.RemoveDocument(ctx, tx, DocumentKind, a.ID)
	}
	first, in := a.Texts.In(i18n.NB)
	doc := search.Doc{Title: first.Title, Texts: []string{first.Lead, first.Body}}
	for _, l := range i18n.Langs {
		if t, ok := a.Texts[l]; ok && l != in {
			doc.Texts = append(doc.Texts, t.Title, t.Lead, t.Body)
		}
	}
	return search.IndexDocument(ctx, tx, search.Document{Kind: DocumentKind, ID: a.ID, Facts: search.Facts{Municipality: a.MunicipalityID}, Doc: doc})
}

const indexedSQL = `-- article.IndexAll
select ` + columns + ` from article where municipality_id = @municipality_id order by id`

// IndexAll makes search know the municipality's articles as they are in tx: after many were stored at once.
func IndexAll(ctx context.Context, tx pgx.Tx, municipalityID int64, now time.Time) error {
	all, err := postgres.Many[Article](ctx, tx, indexedSQL, postgres.Args{"municipality_id": municipalityID})
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := index(ctx, tx, now, a); err != nil {
			return err
		}
	}
	return nil
}

// TurnArgs is the job that brings search in step with the clock.
type TurnArgs struct{}

// Kind names the job.
func (TurnArgs) Kind() string { return "article.turn" }

// atOnce is how many articles one round takes; the next takes the rest.
const atOnce = 500

const turnedSQL = `-- article.turned
select ` + columns + ` from article a
where (` + shown + `) <> exists (select from search_document d where d.kind = 'article' and d.id = a.id) order by a.id limit @limit for update skip locked`

func (s *Service) turn(ctx context.Context) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		now := s.Now()
		turned, err := postgres.Many[Article](ctx, tx, turnedSQL, postgres.Args{"now": now, "limit": atOnce})
		if err != nil {
			return err
		}
		for _, a := range turned {
			if err := index(ctx, tx, now, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddWorkers registers the job.
func (s *Service) AddWorkers(workers *river.Workers) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[TurnArgs]) error { return s.turn(ctx) }))
}

// Periodic is the job, every five minutes.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(5*time.Minute), func() (river.JobArgs, *river.InsertOpts) { return TurnArgs{}, &river.InsertOpts{MaxAttempts: 1} },
		&river.PeriodicJobOpts{ID: "article.turn", RunOnStart: true},
	)}
}
