package portal_test

// The use cases about activities and imports.

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5"
)

// step does something to an activity of its own.
func step(may []string, logs string, make func(*world, *town) (int64, int), do func(*world, account.Actor, int64, int) error) useCase {
	return useCase{may: may, logs: logs, make: func(w *world) call {
		id, version := make(w, w.here)
		return func(by account.Actor) (any, error) { return id, do(w, by, id, version) }
	}}
}

// dated does something to a date of an activity of its own.
func dated(logs string, before string, do func(*world, account.Actor, activity.DateRef) error) useCase {
	return useCase{may: editors, logs: logs, make: func(w *world) call {
		id, _ := w.published(w.here)
		ref := activity.DateRef{ActivityID: id, OccurrenceID: w.id(`select min(id) from occurrence where activity_id = $1`, id)}
		if before != "" {
			w.exec(before, ref.OccurrenceID)
		}
		return func(by account.Actor) (any, error) { return id, do(w, by, ref) }
	}}
}

func (w *world) site() listing.CalendarSite {
	return listing.CalendarSite{Host: "her.example", Lang: i18n.NB, Absolute: func(path string) string { return path }}
}

func (w *world) listing() listing.Params {
	return listing.Params{Filter: search.Filter{Municipality: w.here.id}, Count: true}
}

var activityCases = map[string]useCase{
	"activity.SetOffer": {may: managers, logs: "activity.offer activity offer=commercial reason title", make: func(w *world) call {
		w.exec(`update activity set offer = 'voluntary' where id = $1`, w.here.activity)
		return func(by account.Actor) (any, error) {
			return w.here.activity, w.Activities.SetOffer(w.ctx(), by, w.here.activity, 0, activity.Commercial, "Det koster mer enn utgiftene")
		}
	}},
	"activity.Create": {may: editors, logs: "activity.create activity organisation title", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			saved, err := w.Activities.Create(w.ctx(), by, w.here.own, w.draft(w.here))
			return saved.ID, err
		}
	}},
	"activity.Update": step(editors, "activity.update activity fields=[tittel] vanished=0", (*world).drafted, func(w *world, by account.Actor, id int64, version int) error {
		d := w.draft(w.here)
		d.Title = "Heklekafé"
		_, err := w.Activities.Update(w.ctx(), by, id, version, d, activity.Falling{})
		return err
	}),
	"activity.Submit": {may: editors, logs: "activity.submit activity title", outside: "activity.publish activity title", make: func(w *world) call {
		id, version := w.drafted(w.here)
		return func(by account.Actor) (any, error) {
			_, err := w.Activities.Submit(w.ctx(), by, id, version)
			return id, err
		}
	}},
	"activity.Approve": step(managers, "activity.approve activity title", (*world).submitted, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.Approve(w.ctx(), by, id, version)
	}),
	"activity.Refuse": step(managers, "activity.refuse activity reason=Skriv_mer. title", (*world).submitted, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.Refuse(w.ctx(), by, id, version, "Skriv mer.")
	}),
	"activity.Withdraw": step(editors, "activity.withdraw activity title", (*world).published, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.Withdraw(w.ctx(), by, id, version)
	}),
	"activity.Archive": step(editors, "activity.archive activity title", (*world).published, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.Archive(w.ctx(), by, id, version)
	}),
	"activity.CancelSeries": step(editors, "activity.cancel activity reason=Sykdom title", (*world).published, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.CancelSeries(w.ctx(), by, id, version, "Sykdom")
	}),
	"activity.RestoreSeries": step(editors, "activity.restore activity title", (*world).published, func(w *world, by account.Actor, id int64, version int) error {
		return w.Activities.RestoreSeries(w.ctx(), by, id, version)
	}),
	"activity.Copy": {may: editors, logs: "activity.create activity copy_of organisation title", make: func(w *world) call {
		id, _ := w.drafted(w.here)
		return func(by account.Actor) (any, error) {
			saved, err := w.Activities.Copy(w.ctx(), by, id, w.now.AddDate(0, 1, 0))
			return saved.ID, err
		}
	}},
	"activity.CancelOccurrence": dated("activity.cancel_date activity date reason=Sykdom", "", func(w *world, by account.Actor, ref activity.DateRef) error {
		return w.Activities.CancelOccurrence(w.ctx(), by, ref, "Sykdom")
	}),
	"activity.PostponeOccurrence": dated("activity.postpone_date activity date reason=Sykdom", "", func(w *world, by account.Actor, ref activity.DateRef) error {
		return w.Activities.PostponeOccurrence(w.ctx(), by, ref, "Sykdom")
	}),
	"activity.GiveUpPostponed": {alone: "system", logs: "activity.cancel_date activity date reason", make: func(w *world) call {
		id, _ := w.published(w.here)
		w.exec(`update occurrence set status = 'postponed', postponed_end = ends_at, ends_at = $2::timestamptz + interval '1 day', starts_at = starts_at - interval '180 days'
			where id = (select min(id) from occurrence where activity_id = $1)`, id, w.now)
		return func(account.Actor) (any, error) { return id, w.Activities.GiveUpPostponed(w.ctx()) }
	}},
	"activity.RestoreOccurrence": dated("activity.restore_date activity date reason=", `update occurrence set status = 'cancelled', reason = 'x' where id = $1`,
		func(w *world, by account.Actor, ref activity.DateRef) error {
			return w.Activities.RestoreOccurrence(w.ctx(), by, ref)
		}),
	"activity.ChangeOccurrence": dated("activity.change_date activity date reason=Ny_dag", "", func(w *world, by account.Actor, ref activity.DateRef) error {
		at := w.now.AddDate(0, 0, 9)
		return w.Activities.ChangeOccurrence(w.ctx(), by, ref, activity.DateChange{StartsAt: at, EndsAt: at.Add(time.Hour), Reason: "Ny dag"})
	}),
	"activity.Export": {may: contacts, also: true, logs: "activity.export activity rows", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return cells(w.ActivityLists.Export(w.ctx(), by, i18n.NB, listing.RowParams{}))
		}
	}},
	"activity.Plan": {may: editors, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			p, err := w.ActivityImports.Plan(w.ctx(), w.Pool, by, w.here.own, calendar(w.here.own).Data, false)
			if err != nil {
				return nil, err
			}
			return p.Rows, nil
		}
	}},
	"activity.StoreImported": step(editors, "activity.update activity fields=[tittel] vanished=0", (*world).drafted, func(w *world, by account.Actor, id int64, _ int) error {
		v, err := w.Activities.Get(w.ctx(), w.here.people[system], id)
		must(w.tb, err)
		in := activity.Incoming{ID: id, Draft: v.Draft}
		in.Draft.Title = "Fra en fil"
		return pgx.BeginFunc(w.ctx(), w.Pool, func(tx pgx.Tx) error {
			_, err := w.Activities.StoreImported(w.ctx(), tx, by, in)
			return err
		})
	}),
	"activity.ExtendHorizon": {alone: "system", quiet: "the same dates, further ahead", make: func(w *world) call {
		id, _ := w.published(w.here)
		w.exec(`update activity set rrule = 'FREQ=WEEKLY', materialised_to = $2 where id = $1`, id, w.now)
		return func(account.Actor) (any, error) { return w.Activities.ExtendHorizon(w.ctx()) }
	}},
	"activity.RollForward": {alone: "system", quiet: "what search knows of it", make: func(w *world) call {
		id, _ := w.published(w.here)
		w.exec(`update live_activity set expires_at = $2 where activity_id = $1`, id, w.now.Add(-time.Hour))
		return func(account.Actor) (any, error) { return nil, w.Activities.RollForward(w.ctx()) }
	}},
	"activity.Reindex": {alone: "system", quiet: "what search knows of it", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return nil, w.Activities.Reindex(w.ctx(), activity.ReindexArgs{VenueID: w.here.venue})
		}
	}},
	"activity.Preview": {may: readers, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Activities.Preview(w.ctx(), by, w.here.activity, w.draft(w.here), i18n.NB)
		}
	}},
	"activity.OfferAtFirst": {may: ownReaders, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.ActivityLists.OfferAtFirst(w.ctx(), by, w.here.own) }
	}},
	"activity.Get": {may: readers, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Activities.Get(w.ctx(), by, w.here.activity) }
	}},
	"activity.History": {may: ownReaders, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Activities.History(w.ctx(), by, w.here.activity) }
	}},
	"activity.Mine": {may: groups, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.ActivityLists.Mine(w.ctx(), by, listing.DraftTab, listing.RowParams{})
		}
	}},
	"activity.Postponed": {may: groups, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.ActivityLists.Postponed(w.ctx(), by, 10) }
	}},
	"activity.StaffList": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.ActivityLists.StaffList(w.ctx(), by, listing.RowParams{})
		}
	}},
	"activity.Queue": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.ActivityLists.Queue(w.ctx(), by, listing.RowParams{}) }
	}},
	"activity.Chosen": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.ActivityLists.Chosen(w.ctx(), by, w.all("activity")) }
	}},
	"activity.QueueLength": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.ActivityLists.QueueLength(w.ctx(), by) }
	}},
	"activity.FeedSince": {may: feedOwners, also: true, self: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OwnFeeds.FeedSince(w.ctx(), by) }
	}},
	"activity.NewFeed": {may: feedOwners, also: true, self: true, logs: "account.feed account", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			_, err := w.OwnFeeds.NewFeed(w.ctx(), by)
			return by.AccountID, err
		}
	}},
	"activity.EndFeed": {may: feedOwners, also: true, self: true, logs: "account.feed_end account", make: func(w *world) call {
		w.exec(`insert into account_feed (account_id, municipality_id, secret_hash, created_at) select id, municipality_id, sha256(id::text::bytea), $1 from account
			on conflict do nothing`, w.now)
		return func(by account.Actor) (any, error) { return by.AccountID, w.OwnFeeds.EndFeed(w.ctx(), by) }
	}},
	"activity.PublicOwnFeed": {may: everybody, make: func(w *world) call {
		secret, err := w.OwnFeeds.NewFeed(w.ctx(), w.here.people[coordinator])
		must(w.tb, err)
		return func(by account.Actor) (any, error) {
			return w.OwnFeeds.PublicOwnFeed(w.ctx(), by.MunicipalityID, secret, w.site())
		}
	}},
	"activity.PublicAtVenue": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicAtVenue(w.ctx(), w.here.id, w.here.venue, 10)
		}
	}},
	"activity.PublicCalendar": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicCalendar(w.ctx(), w.site(), w.here.id, w.here.activity)
		}
	}},
	"activity.PublicCalendarList": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicCalendarList(w.ctx(), w.site(), w.listing())
		}
	}},
	"activity.PublicCategoryCounts": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.ActivityLists.PublicCategoryCounts(w.ctx(), w.here.id) }
	}},
	"activity.PublicList": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			p := w.listing()
			p.Words = "strikk vandring"
			return w.ActivityLists.PublicList(w.ctx(), p)
		}
	}},
	"activity.PublicProgram": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			p := w.listing()
			p.From = w.now
			cards, _, err := w.ActivityLists.PublicProgram(w.ctx(), p)
			return cards, err
		}
	}},
	"activity.PublicMonth": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicMonth(w.ctx(), 2026, time.October, "", search.Filter{Municipality: w.here.id})
		}
	}},
	"activity.Occurrences": {may: readers, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Activities.Occurrences(w.ctx(), by, w.here.activity, time.Time{}, 10)
		}
	}},
	"activity.PublicOccurrences": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Activities.PublicOccurrences(w.ctx(), w.here.id, w.here.activity, time.Time{}, 10)
		}
	}},
	"activity.PublicOrganisers": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicOrganisers(w.ctx(), w.here.id, "a", 100)
		}
	}},
	"activity.PublicOrganiser": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicOrganiser(w.ctx(), w.here.id, w.here.own)
		}
	}},
	"activity.PublicPage": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicPage(w.ctx(), w.here.id, w.here.activity)
		}
	}},
	"activity.PublicShow": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Activities.PublicShow(w.ctx(), w.here.id, w.here.activity) }
	}},
	"activity.PublicSitemap": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.ActivityLists.PublicSitemap(w.ctx(), w.here.id, 0, 10) }
	}},
	"activity.PublicUpcoming": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.ActivityLists.PublicUpcoming(w.ctx(), w.here.id, w.here.own, 10)
		}
	}},
}

// file is a calendar that nobody has read yet.
func (w *world) file() imports.File {
	f := calendar(w.here.own)
	f.Data = []byte(strings.ReplaceAll(string(f.Data), "felles", w.name("uid")))
	return f
}

func (w *world) previewed() int64 {
	b, err := w.Imports.Preview(w.ctx(), w.here.people[system], imports.Activities, w.file())
	must(w.tb, err)
	return b.ID
}

const importDetail = " import changed file kind new refused"

var importCases = map[string]useCase{
	"imports.Preview": {may: editors, logs: "import.preview" + importDetail, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			b, err := w.Imports.Preview(w.ctx(), by, imports.Activities, w.file())
			return b.ID, err
		}
	}},
	"imports.Store": {may: editors, logs: "import.store" + importDetail, more: []string{"activity.create"}, make: func(w *world) call {
		id := w.previewed()
		return func(by account.Actor) (any, error) { _, err := w.Imports.Store(w.ctx(), by, id, false); return id, err }
	}},
	"imports.Direct": {may: editors, logs: "import.store" + importDetail, more: []string{"activity.create"}, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			_, err := w.Imports.Direct(w.ctx(), by, imports.Activities, w.file(), false)
			return w.id(`select max(id) from import_batch`), err
		}
	}},
	"imports.Discard": {may: editors, logs: "import.discard" + importDetail, make: func(w *world) call {
		id := w.previewed()
		return func(by account.Actor) (any, error) { return id, w.Imports.Discard(w.ctx(), by, id) }
	}},
	"imports.Batch": {may: editors, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Imports.Batch(w.ctx(), by, w.here.batch) }
	}},
	"imports.Rows": {may: editors, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Imports.Rows(w.ctx(), by, w.here.batch, imports.RowParams{Limit: 10})
		}
	}},
	"imports.Answer": {may: editors, logs: "import.choose" + importDetail, make: func(w *world) call {
		id := w.previewed()
		return func(by account.Actor) (any, error) {
			return id, w.Imports.Answer(w.ctx(), by, id, []intake.Answer{{About: intake.Column, Word: "Navn", Value: "name"}})
		}
	}},
	"imports.LeaveOut": {may: editors, logs: "import.choose" + importDetail, make: func(w *world) call {
		id := w.previewed()
		return func(by account.Actor) (any, error) {
			return id, w.Imports.LeaveOut(w.ctx(), by, id, []int{1}, []int{1})
		}
	}},
	"imports.Asked": {may: editors, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Imports.Asked(w.ctx(), by, w.here.batch) }
	}},
	"imports.Review": {may: editors, logs: "import.review" + importDetail, make: func(w *world) call {
		id := w.previewed()
		_, err := w.Imports.Store(w.ctx(), w.here.people[system], id, false)
		must(w.tb, err)
		return func(by account.Actor) (any, error) { return id, w.Imports.Review(w.ctx(), by, id) }
	}},
	"imports.Remarked": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Imports.Remarked(w.ctx(), by, 10) }
	}},
	"imports.List": {may: append(slices.Clone(groups), contacts...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Imports.List(w.ctx(), by, 0, 10) }
	}},
	"imports.FailedBatches": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Imports.FailedBatches(w.ctx(), by, 10) }
	}},
}
