// Package terms holds the terms for organisers: what whoever acts for a group has to
// accept before she publishes or changes anything.
//
// Their life. The text that ships with the program is version 1 until the
// municipality publishes one of its own. An administrator writes a draft, and
// publishes it with what has changed; published versions never change. Version 1 is
// stored when somebody first relies on it, so that a later program does not change
// what was accepted.
//
// Who accepts. Whoever registers a group (her acceptance waits with the application,
// and becomes the account's when it is approved), whoever takes an invitation to a
// group, and whoever is logged in for a group when a new version holds. Until then
// she may read, keep lists of those who are signed up, call off and leave: account.Actor
// has TermsDue, and its rights say the rest.
package terms

import (
	"context"
	"embed"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Field is the name of the box that is ticked, and VersionField of the number of what was read.
const (
	Field        = "vilkar"
	VersionField = "vilkarversjon"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Service has the use cases of terms.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// Words are the texts of a version or a draft, Markdown in three languages. Those in
// nynorsk and English may be empty.
type Words struct {
	TextNB, TextNN, TextEN          string
	ChangesNB, ChangesNN, ChangesEN string // what is new since the version before; empty in the first
}

// Text is the terms in a language, and the language that they are in.
func (w Words) Text(l i18n.Lang) (string, i18n.Lang) { return in(l, w.TextNB, w.TextNN, w.TextEN) }

// Changes is what is new, in a language, and the language that it is in.
func (w Words) Changes(l i18n.Lang) (string, i18n.Lang) {
	return in(l, w.ChangesNB, w.ChangesNN, w.ChangesEN)
}

func in(l i18n.Lang, nb, nn, en string) (string, i18n.Lang) {
	switch {
	case l == i18n.NN && nn != "":
		return nn, i18n.NN
	case l == i18n.EN && en != "":
		return en, i18n.EN
	}
	return nb, i18n.NB
}

// Version is one version of a municipality's terms.
type Version struct {
	Number int
	Words
	PublishedAt *time.Time // nil: the text that ships with the program
}

//go:embed default
var shipped embed.FS

// first is the version that the program ships.
var first = Version{Number: 1, Words: Words{TextNB: shippedIn("nb"), TextNN: shippedIn("nn"), TextEN: shippedIn("en")}}

// First is the text that ships with the program.
func First() Version { return first }

func shippedIn(lang string) string {
	b, err := shipped.ReadFile("default/" + lang + ".md")
	if err != nil {
		panic(err) // it is a part of the program
	}
	return string(b)
}

const versionColumns = `number, text_nb, text_nn, text_en, changes_nb, changes_nn, changes_en, published_at`

const currentSQL = `-- terms.current
select ` + versionColumns + ` from terms_version where municipality_id = @municipality_id order by number desc limit 1`

// Current is the version that holds in a municipality.
func Current(ctx context.Context, q postgres.Querier, municipalityID int64) (Version, error) {
	v, err := postgres.One[Version](ctx, q, currentSQL, postgres.Args{"municipality_id": municipalityID})
	if fault.Is(err, fault.NotFound) {
		return first, nil
	}
	return v, err
}

// PublicCurrent is the version that holds.
func (s *Service) PublicCurrent(ctx context.Context, municipalityID int64) (Version, error) {
	return Current(ctx, s.Pool, municipalityID)
}

const versionsDownSQL = `-- terms.versionsDown
select ` + versionColumns + ` from terms_version where municipality_id = @municipality_id and (@id::bigint = 0 or number < @id) and @at::text = '' order by number desc limit @limit`

const versionsUpSQL = `-- terms.versionsUp
select ` + versionColumns + ` from terms_version where municipality_id = @municipality_id and number > @id and @at::text = '' order by number limit @limit`

const byNumber = "nummer"

var orders = keyset.Orders[Version]{byNumber: {Up: versionsUpSQL, Down: versionsDownSQL, Fits: func(at string) bool { return at == "" }, Place: func(v Version) keyset.Place {
	return keyset.Place{ID: int64(v.Number)}
}}}

// PublicVersions are the versions, the one that holds first. Of at, the place and the number are asked for.
func (s *Service) PublicVersions(ctx context.Context, municipalityID int64, at keyset.Params) (keyset.Page[Version], error) {
	at.Sort = "-" + byNumber
	found, err := orders.Read(at, func(sql string, from keyset.Place, limit int) ([]Version, error) {
		return postgres.Many[Version](ctx, s.Pool, sql, postgres.Args{"municipality_id": municipalityID, "at": from.At, "id": from.ID, "limit": limit})
	})
	if err == nil && len(found.Rows) == 0 && at.After+at.Before == "" {
		found.Rows = []Version{first}
	}
	return found, err
}

const versionSQL = `-- terms.version
select ` + versionColumns + ` from terms_version where municipality_id = @municipality_id and number = @number`

// PublicVersion is one of them by its number.
func (s *Service) PublicVersion(ctx context.Context, municipalityID int64, number int) (Version, error) {
	v, err := postgres.One[Version](ctx, s.Pool, versionSQL, postgres.Args{"municipality_id": municipalityID, "number": number})
	if !fault.Is(err, fault.NotFound) {
		return v, err
	}
	now, err := s.PublicCurrent(ctx, municipalityID)
	if err != nil {
		return Version{}, err
	}
	if now.Number != number {
		return Version{}, fault.Missing(i18n.Mark("Vi finner ikke siden du leter etter."))
	}
	return now, nil
}

const storeFirstSQL = `-- terms.storeFirst
insert into terms_version (municipality_id, number, text_nb, text_nn, text_en) values (@municipality_id, 1, @nb, @nn, @en) on conflict do nothing`

// storeFirst makes the shipped text the municipality's version 1, where it has none.
func storeFirst(ctx context.Context, tx pgx.Tx, municipalityID int64) error {
	_, err := postgres.Exec(ctx, tx, storeFirstSQL, postgres.Args{"municipality_id": municipalityID, "nb": first.TextNB, "nn": first.TextNN, "en": first.TextEN})
	return err
}
