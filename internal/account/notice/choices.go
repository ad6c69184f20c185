// What each has chosen, and the use cases of the page where one chooses.

package notice

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Keys *seal.Keys // of the links that end letters
	Now  func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// Choice is how often somebody is told of a kind.
type Choice struct {
	Kind  Kind
	Often Often
}

const choicesSQL = `-- notice.choices
select kind, often from notice_choice where municipality_id = @municipality_id and account_id = @account_id`

// ChosenBy is what somebody has chosen for those kinds, in their order.
func ChosenBy(ctx context.Context, q postgres.Querier, municipalityID, accountID int64, kinds []Kind) ([]Choice, error) {
	stored, err := postgres.Many[Choice](ctx, q, choicesSQL, postgres.Args{"municipality_id": municipalityID, "account_id": accountID})
	if err != nil {
		return nil, err
	}
	out := make([]Choice, 0, len(kinds))
	for _, k := range kinds {
		c := Choice{Kind: k, Often: Daily}
		if i := slices.IndexFunc(stored, func(s Choice) bool { return s.Kind == k }); i >= 0 {
			c.Often = stored[i].Often
		}
		out = append(out, c)
	}
	return out, nil
}

// Choices are the actor's own, of the kinds that she can do something about.
func (s *Service) Choices(ctx context.Context, by account.Actor) ([]Choice, error) {
	if !by.LoggedIn() {
		return nil, by.Require(account.ReadOwn)
	}
	return ChosenBy(ctx, s.Pool, by.MunicipalityID, by.AccountID, Of(by))
}

const saveChoiceSQL = `-- notice.saveChoice
insert into notice_choice (municipality_id, account_id, kind, often) values (@municipality_id, @account_id, @kind, @often)
on conflict (account_id, kind) do update set often = excluded.often`

const logSQL = `-- notice.log
insert into notice_chosen (municipality_id, account_id, chosen, at) values (@municipality_id, @account_id, @chosen, @now)`

// log notes for good what somebody has chosen now. Choosing the same once more is nothing new.
func (s *Service) log(ctx context.Context, tx pgx.Tx, municipalityID, accountID int64, chosen map[string]string) error {
	_, err := postgres.Exec(ctx, tx, logSQL, postgres.Args{"municipality_id": municipalityID, "account_id": accountID, "chosen": chosen, "now": s.Now()})
	return err
}

// SaveChoices stores how often the actor is told. The field of a kind is its name.
func (s *Service) SaveChoices(ctx context.Context, by account.Actor, chosen []Choice) error {
	if !by.LoggedIn() {
		return by.Require(account.ReadOwn)
	}
	var f fault.Fields
	for _, c := range chosen {
		if !slices.Contains(Of(by), c.Kind) {
			return fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
		}
		f.Check(slices.Contains(Oftens, c.Often), string(c.Kind), i18n.Mark("Velg hvor ofte du vil ha e-post om dette."))
	}
	if err := f.Err(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		before, err := ChosenBy(ctx, tx, by.MunicipalityID, by.AccountID, Of(by))
		if err != nil {
			return err
		}
		told, changed := map[string]string{}, false
		for _, c := range chosen {
			changed = changed || !slices.Contains(before, c)
			told[string(c.Kind)] = string(c.Often)
			_, err := postgres.Exec(ctx, tx, saveChoiceSQL, postgres.Args{
				"municipality_id": by.MunicipalityID, "account_id": by.AccountID, "kind": string(c.Kind), "often": string(c.Often),
			})
			if err != nil {
				return err
			}
		}
		if changed {
			if err := s.log(ctx, tx, by.MunicipalityID, by.AccountID, told); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "account.notice", Object: "account", ObjectID: by.AccountID, Detail: map[string]any{"chosen": told}})
	})
}
