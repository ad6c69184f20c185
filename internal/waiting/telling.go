// Whether there is something to tell, the letter, and what has been told.

package waiting

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// told is what somebody has been told of a kind, and when.
type told struct {
	Kind   notice.Kind
	Things []string
	ToldAt time.Time
}

// lockSQL makes two letters to one person wait for each other.
const lockSQL = `-- waiting.lock
select id from account where id = @account_id and municipality_id = @municipality_id for no key update`

const toldSQL = `-- waiting.told
select kind, things, told_at from notice_told where account_id = @account_id and municipality_id = @municipality_id`

// write writes the letter when there is something to tell, and keeps what was told.
func (s *Service) write(ctx context.Context, tx pgx.Tx, in personArgs, who person, piles []pile) error {
	here := postgres.Args{"account_id": who.ID, "municipality_id": in.MunicipalityID}
	if _, err := postgres.Exec(ctx, tx, lockSQL, here); err != nil {
		return err
	}
	before, err := postgres.Many[told](ctx, tx, toldSQL, here)
	if err != nil {
		return err
	}
	now := s.Now()
	if !in.Daily {
		piles = slices.DeleteFunc(piles, func(p pile) bool { return now.Sub(lastTold(before, p.Kind)) < bundle })
	}
	tells := slices.ContainsFunc(piles, func(p pile) bool { return fresh(p, before, now) })
	if tells {
		if err := s.send(ctx, tx, in, who, piles); err != nil {
			return err
		}
	}
	return s.remember(ctx, tx, here, before, piles, tells)
}

func lastTold(before []told, k notice.Kind) time.Time {
	for _, b := range before {
		if b.Kind == k {
			return b.ToldAt
		}
	}
	return time.Time{}
}

// fresh says whether something is on the pile that has not been told of, or not for a week.
func fresh(p pile, before []told, now time.Time) bool {
	i := slices.IndexFunc(before, func(b told) bool { return b.Kind == p.Kind })
	if i < 0 {
		return len(p.Lines) > 0
	}
	if len(p.Lines) > 0 && now.Sub(before[i].ToldAt) >= again {
		return true
	}
	return slices.ContainsFunc(p.Things, func(t string) bool { return !slices.Contains(before[i].Things, t) })
}

const rememberSQL = `-- waiting.remember
insert into notice_told (municipality_id, account_id, kind, things, told_at) values (@municipality_id, @account_id, @kind, @things, @told_at)
on conflict (account_id, kind) do update set things = excluded.things, told_at = excluded.told_at`

const forgetSQL = `-- waiting.forget
delete from notice_told where municipality_id = @municipality_id and account_id = @account_id and kind = @kind`

// remember keeps what was told. Without a letter it forgets what no longer waits, so
// that it is told of again when it comes back.
func (s *Service) remember(ctx context.Context, tx pgx.Tx, here postgres.Args, before []told, piles []pile, tells bool) error {
	waits := map[notice.Kind][]string{}
	for _, p := range piles {
		waits[p.Kind] = append(waits[p.Kind], p.Things...)
	}
	for k, things := range waits {
		i := slices.IndexFunc(before, func(b told) bool { return b.Kind == k })
		at := s.Now()
		if !tells || len(things) == 0 { // nothing was said of the kind
			if i < 0 {
				continue
			}
			at = before[i].ToldAt
			things = slices.DeleteFunc(things, func(t string) bool { return !slices.Contains(before[i].Things, t) })
			if len(things) == len(before[i].Things) {
				continue
			}
		}
		if err := keep(ctx, tx, here, told{k, things, at}, s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// keep stores what was told; the moment alone counts as long as no further letter of the kind may follow.
func keep(ctx context.Context, tx pgx.Tx, here postgres.Args, t told, now time.Time) error {
	args := postgres.Args{"municipality_id": here["municipality_id"], "account_id": here["account_id"], "kind": string(t.Kind)}
	if len(t.Things) == 0 && now.Sub(t.ToldAt) >= bundle {
		_, err := postgres.Exec(ctx, tx, forgetSQL, args)
		return err
	}
	args["things"], args["told_at"] = append([]string{}, t.Things...), t.ToldAt
	_, err := postgres.Exec(ctx, tx, rememberSQL, args)
	return err
}

func (s *Service) send(ctx context.Context, tx pgx.Tx, in personArgs, who person, piles []pile) error {
	from, err := letter.SiteOf(ctx, tx, in.MunicipalityID)
	if err != nil {
		return err
	}
	l, n := who.Lang, count(piles)
	home := groupHome
	if in.Door == account.StaffDoor {
		home = "/ansatt"
	}
	body := mail.Body{
		Paragraphs: []string{l.T("Dette venter på deg hos %s nå:", from.Name)},
		After:      []string{l.T("Vi skriver bare når noe nytt venter, eller når noe har ventet i en uke.")},
		Choices:    mail.Button{Text: l.T("Velg hvor ofte du vil ha denne e-posten"), URL: home + "/konto#epost-om-det-som-venter"},
	}
	for _, p := range piles {
		for _, x := range p.Lines {
			body.Links = append(body.Links, mail.Button{Text: x.Text, URL: x.URL})
		}
	}
	return s.Letters.Write(ctx, tx, from, letter.Letter{
		Kind: kind.WorkWaiting, About: who.ID, To: letter.Person{Email: who.Email, Name: who.Name, Lang: l},
		Stop:    "/varsler/stopp/" + s.Notices.StopToken(in.MunicipalityID, who.ID),
		Subject: l.N("Én ting venter på deg", "%d ting venter på deg", n), Body: body,
	})
}
