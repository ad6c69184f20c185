// The municipality's draft of the next version, and publishing it.

package terms

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// The longest texts, in characters.
const (
	MaxText    = 20000
	MaxChanges = 2000
)

// Draft is the next version as it is being written.
type Draft struct {
	Words
	SavedAt *time.Time // nil: nothing is stored, it is the version that holds
	Version int        // of the stored row, 0 for none
}

const draftSQL = `-- terms.draft
select text_nb, text_nn, text_en, changes_nb, changes_nn, changes_en, saved_at, version from terms_draft where municipality_id = @municipality_id`

// Draft is the municipality's draft, or where there is none the text that holds, to begin from.
func (s *Service) Draft(ctx context.Context, by account.Actor) (Draft, error) {
	if err := by.Require(account.ManageUsers); err != nil {
		return Draft{}, err
	}
	d, err := postgres.One[Draft](ctx, s.Pool, draftSQL, postgres.Args{"municipality_id": by.MunicipalityID})
	if !fault.Is(err, fault.NotFound) {
		return d, err
	}
	v, err := Current(ctx, s.Pool, by.MunicipalityID)
	v.ChangesNB, v.ChangesNN, v.ChangesEN = "", "", ""
	return Draft{Words: v.Words}, err
}

func (w Words) check() error {
	var f fault.Fields
	f.Check(w.TextNB != "", "tekst_nb", i18n.Mark("Skriv vilkårene på bokmål. De andre språkene er valgfrie."))
	for _, x := range []struct {
		name, text string
		max        int
	}{
		{"tekst_nb", w.TextNB, MaxText}, {"tekst_nn", w.TextNN, MaxText}, {"tekst_en", w.TextEN, MaxText},
		{"endret_nb", w.ChangesNB, MaxChanges}, {"endret_nn", w.ChangesNN, MaxChanges}, {"endret_en", w.ChangesEN, MaxChanges},
	} {
		n := utf8.RuneCountInString(x.text)
		f.Check(n <= x.max, x.name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), x.max, n)
	}
	return f.Err()
}

func (w Words) trimmed() Words {
	for _, s := range []*string{&w.TextNB, &w.TextNN, &w.TextEN, &w.ChangesNB, &w.ChangesNN, &w.ChangesEN} {
		*s = strings.TrimSpace(*s)
	}
	return w
}

func (w Words) args() postgres.Args {
	return postgres.Args{
		"text_nb": w.TextNB, "text_nn": w.TextNN, "text_en": w.TextEN, "changes_nb": w.ChangesNB, "changes_nn": w.ChangesNN, "changes_en": w.ChangesEN,
	}
}

// A draft that is not there has version 0; two that make the first one at the same time collide on the key.
const saveDraftSQL = `-- terms.saveDraft
insert into terms_draft (municipality_id, text_nb, text_nn, text_en, changes_nb, changes_nn, changes_en, saved_at)
select @municipality_id::bigint, @text_nb::text, @text_nn::text, @text_en::text, @changes_nb::text, @changes_nn::text, @changes_en::text, @now::timestamptz
where @version::int = 0 or exists (select from terms_draft where municipality_id = @municipality_id)
on conflict (municipality_id) do update set text_nb = excluded.text_nb, text_nn = excluded.text_nn, text_en = excluded.text_en,
    changes_nb = excluded.changes_nb, changes_nn = excluded.changes_nn, changes_en = excluded.changes_en, saved_at = excluded.saved_at, version = terms_draft.version + 1
where terms_draft.version = @version
returning version`

// SaveDraft stores the draft over the version of it that was read; another is a Conflict, and nothing is stored.
func (s *Service) SaveDraft(ctx context.Context, by account.Actor, d Draft) error {
	if err := by.Require(account.ManageUsers); err != nil {
		return err
	}
	d.Words = d.trimmed()
	if err := d.check(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		args := d.args()
		args["municipality_id"], args["now"], args["version"] = by.MunicipalityID, s.Now(), d.Version
		_, err := postgres.Scalar[int](ctx, tx, saveDraftSQL, args)
		if fault.Is(err, fault.NotFound) {
			return errOutrun
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "terms.draft", Object: "terms"})
	})
}

var errOutrun = fault.Outrun(i18n.Mark("Noen andre har endret utkastet mens du skrev."))

const (
	takeDraftSQL = `-- terms.takeDraft
delete from terms_draft where municipality_id = @municipality_id and version = @version
returning text_nb, text_nn, text_en, changes_nb, changes_nn, changes_en, saved_at, version`
	publishSQL = `-- terms.publish
insert into terms_version (municipality_id, number, text_nb, text_nn, text_en, changes_nb, changes_nn, changes_en, published_at)
select @municipality_id, max(number) + 1, @text_nb, @text_nn, @text_en, @changes_nb, @changes_nn, @changes_en, @now
from terms_version where municipality_id = @municipality_id returning number`
)

// Publish makes the draft with that version the terms that hold, and gives their number. Everybody who acts for a group
// is asked to accept them on the next page that she opens. What has changed must be told: "endret_nb" otherwise.
func (s *Service) Publish(ctx context.Context, by account.Actor, version int) (number int, err error) {
	if err := by.Require(account.ManageUsers); err != nil {
		return 0, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := storeFirst(ctx, tx, by.MunicipalityID); err != nil {
			return err
		}
		d, err := postgres.One[Draft](ctx, tx, takeDraftSQL, postgres.Args{"municipality_id": by.MunicipalityID, "version": version})
		if fault.Is(err, fault.NotFound) {
			return errOutrun
		}
		if err != nil {
			return err
		}
		if err := s.checkNew(ctx, tx, by.MunicipalityID, d); err != nil {
			return err
		}
		args := d.args()
		args["municipality_id"], args["now"] = by.MunicipalityID, s.Now()
		if number, err = postgres.Scalar[int](ctx, tx, publishSQL, args); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "terms.publish", Object: "terms", ObjectID: int64(number)})
	})
	return number, err
}

// checkNew refuses what says nothing new, or does not say what is.
func (s *Service) checkNew(ctx context.Context, tx pgx.Tx, municipalityID int64, d Draft) error {
	now, err := Current(ctx, tx, municipalityID)
	if err != nil {
		return err
	}
	var f fault.Fields
	same := d.TextNB == strings.TrimSpace(now.TextNB) && d.TextNN == strings.TrimSpace(now.TextNN) && d.TextEN == strings.TrimSpace(now.TextEN)
	f.Check(!same, "tekst_nb", i18n.Mark("Utkastet er likt vilkårene som gjelder. Endre noe før du publiserer."))
	f.Check(d.ChangesNB != "", "endret_nb", i18n.Mark("Skriv hva som er endret. Alle som må godta vilkårene på nytt, leser det."))
	return f.Err()
}

const waitingSQL = `-- terms.waiting
select count(distinct a.id)::int from account a join membership m on m.account_id = a.id
join organisation o on o.id = m.organisation_id and ` + account.GroupRuns + `
where a.municipality_id = @municipality_id and a.ended_at is null`

// Reach is how many people a new version would ask.
func (s *Service) Reach(ctx context.Context, by account.Actor) (int, error) {
	if err := by.Require(account.ManageUsers); err != nil {
		return 0, err
	}
	return postgres.Scalar[int](ctx, s.Pool, waitingSQL, postgres.Args{"municipality_id": by.MunicipalityID})
}
