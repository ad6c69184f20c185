// Putting the corpus into the database.

package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"
)

// People who can log in where DEMO is on, in the municipality that is measured.
const (
	StaffEmail = "ansatt@bench.example"
	GroupEmail = "lag@bench.example"
)

// Load fills an empty, migrated database with n synthetic live activities in 357 municipalities, each with a host
// name (its number under localhost), and everything that pages and search read of them. The pool must be of a
// superuser: foreign keys are not checked on the way in.
func Load(ctx context.Context, pool *pgxpool.Pool, n int, now time.Time) error {
	c, err := newCorpus(n, now)
	if err != nil {
		return err
	}
	if err := municipality.NewService(municipality.Deps{Pool: pool}).EnsureNationalLists(ctx); err != nil {
		return err
	}
	indexes, err := dropIndexes(ctx, pool)
	if err != nil {
		return err
	}
	if err := c.copyAll(ctx, pool); err != nil {
		return err
	}
	if err := makeIndexes(ctx, pool, indexes); err != nil {
		return err
	}
	if err := people(ctx, pool, c); err != nil {
		return err
	}
	if err := execute(ctx, pool, "vacuum analyze"); err != nil {
		return err
	}
	if err := search.RefreshVocabulary(ctx, pool); err != nil {
		return err
	}
	return execute(ctx, pool, "vacuum analyze search_vocabulary, search_vocabulary_municipality")
}

// big are the tables whose indexes are made after the rows.
const big = `'activity', 'activity_target_group', 'occurrence', 'live_activity', 'live_occurrence', 'organisation', 'search_document', 'signup_form', 'signup_open'`

const indexesSQL = `-- bench.indexes
select c.relname as name, pg_get_indexdef(i.indexrelid) as make
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
where t.relname in (` + big + `) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
order by c.relname`

type index struct{ Name, Make string }

func dropIndexes(ctx context.Context, pool *pgxpool.Pool) ([]index, error) {
	all, err := postgres.Many[index](ctx, pool, indexesSQL, nil)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if err := execute(ctx, pool, "drop index "+pgx.Identifier{i.Name}.Sanitize()); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func makeIndexes(ctx context.Context, pool *pgxpool.Pool, all []index) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, i := range all {
		g.Go(func() error { return execute(ctx, pool, i.Make) })
	}
	return g.Wait()
}

// execute runs a statement however long it takes.
func execute(ctx context.Context, pool *pgxpool.Pool, sql string) error {
	return alone(ctx, pool, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, sql)
		return err
	})
}

// alone gives work a connection without time limit and without checks of foreign keys, and throws it away afterwards.
func alone(ctx context.Context, pool *pgxpool.Pool, work func(*pgx.Conn) error) error {
	c, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := c.Hijack()
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "set statement_timeout = 0; set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off"); err != nil {
		return err
	}
	return work(conn)
}

// copied is one table: its columns and what writes its rows.
type copied struct {
	table, columns string
	write          func(*rowWriter)
}

func (c *corpus) copyAll(ctx context.Context, pool *pgxpool.Pool) error {
	for _, t := range c.small() {
		if err := c.copy(ctx, pool, t); err != nil {
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, t := range c.large() {
		g.Go(func() error { return c.copy(ctx, pool, t) })
	}
	return g.Wait()
}

func (c *corpus) copy(ctx context.Context, pool *pgxpool.Pool, t copied) error {
	return alone(ctx, pool, func(conn *pgx.Conn) error {
		r, w := io.Pipe()
		go func() {
			rows := &rowWriter{w: bufio.NewWriterSize(w, 1<<16)}
			t.write(rows)
			_ = w.CloseWithError(rows.w.Flush())
		}()
		_, err := conn.PgConn().CopyFrom(ctx, r, "copy "+t.table+" ("+t.columns+") from stdin")
		_ = r.CloseWithError(io.ErrClosedPipe) // lets the writer go when the copy failed
		if err != nil {
			return fmt.Errorf("copy %s: %w", t.table, err)
		}
		if !strings.HasPrefix(t.columns, "id,") {
			return nil
		}
		_, err = conn.Exec(ctx, "select setval(pg_get_serial_sequence('"+t.table+"', 'id'), max(id)) from "+t.table)
		return err
	})
}

// rowWriter writes rows in the text format of COPY. A write that fails is told by Flush.
type rowWriter struct {
	w    *bufio.Writer
	rest bool
}

func (r *rowWriter) field(s string) {
	if r.rest {
		_ = r.w.WriteByte('\t')
	}
	r.rest = true
	_, _ = r.w.WriteString(s)
}

func (r *rowWriter) end() {
	_ = r.w.WriteByte('\n')
	r.rest = false
}

// row writes a whole row. Texts must hold neither tab, line feed nor backslash; nil pointers are NULL.
func (r *rowWriter) row(values ...any) {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			r.field(v)
		case int:
			r.field(strconv.Itoa(v))
		case int64:
			r.field(strconv.FormatInt(v, 10))
		case time.Time:
			r.field(v.UTC().Format(time.RFC3339))
		case *int:
			if v == nil {
				r.field(`\N`)
			} else {
				r.field(strconv.Itoa(*v))
			}
		case []string:
			r.field("{" + strings.Join(v, ",") + "}")
		default:
			r.field(fmt.Sprint(v))
		}
	}
	r.end()
}

const peopleSQL = `-- bench.people
with a as (
    insert into account (municipality_id, email, name, staff_role, created_at)
    values (@municipality_id, @staff, 'Ansatt', 'coordinator', @now), (@municipality_id, @group, 'Lagsperson', null, @now) returning id, staff_role)
insert into membership (account_id, organisation_id, role, created_at) select id, @organisation_id, 'group_admin', @now from a where staff_role is null`

// Without the terms accepted, a group's pages only ask for that.
const termsSQL = `-- bench.terms
with v as (insert into terms_version (municipality_id, number, text_nb) values (@municipality_id, 1, 'Vilkår') on conflict do nothing)
insert into terms_acceptance (account_id, number, municipality_id, accepted_at, occasion)
select id, 1, municipality_id, @now, 'login' from account where municipality_id = @municipality_id and email = @group`

func people(ctx context.Context, pool *pgxpool.Pool, c *corpus) error {
	t := c.measured()
	_, err := postgres.Exec(ctx, pool, peopleSQL, postgres.Args{
		"municipality_id": t.municipality, "organisation_id": t.firstOrg, "staff": StaffEmail, "group": GroupEmail, "now": c.now,
	})
	if err != nil {
		return err
	}
	_, err = postgres.Exec(ctx, pool, termsSQL, postgres.Args{"municipality_id": t.municipality, "group": GroupEmail, "now": c.now})
	return err
}

// measured is the municipality whose pages are measured: one of the larger ones.
func (c *corpus) measured() *crowded { return &c.places[3] }

// host is the host name of the municipality whose pages are measured.
func (c *corpus) host() string { return c.measured().number + ".localhost" }
