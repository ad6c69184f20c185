// What signing up starts from, kept for a moment where many sign up at once.

package registration

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"
)

// offering is all that signing up for a date starts from, as it was when stamp was read.
type offering struct {
	Activity signupform.Activity
	slot     signupform.Slot
	about    letters.About
	stamp    string
}

// stampOf changes with every row that an offering is made of, by the transaction
// that wrote it and its place, which differs for two changes in one transaction.
// It leaves the slot's counters out: the statement that gives places reads them itself.
const stampOf = `concat_ws('.', a.xmin, a.ctid, f.xmin, f.ctid, m.xmin, m.ctid, org.xmin, org.ctid,
    (select sum(o.xmin::text::bigint + hashtid(o.ctid)) from occurrence o where o.activity_id = a.id and (s.occurrence_id is null or o.id = s.occurrence_id)),
    (select sum(k.xmin::text::bigint + hashtid(k.ctid)) from signup_known k where k.slot_id = s.id))`

const stamped = `from signup_slot s join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
join municipality m on m.id = a.municipality_id join signup_form f on f.activity_id = a.id where s.id = @slot_id`

const stampSQL = `-- registration.stamp
select ` + stampOf + ` as stamp ` + stamped

// readOffering reads the offering and stores its slot where there is none.
func (s *Service) readOffering(ctx context.Context, key offeringKey) (*offering, error) {
	actor := account.Resident(key.municipality)
	o := &offering{}
	var err error
	if o.Activity, err = signupform.ReadActivity(ctx, s.pool, actor, key.activity); err != nil {
		return nil, err
	}
	if !o.Activity.Open() {
		return nil, activity.Missing()
	}
	if o.slot, err = signupform.EnsureSlot(ctx, s.pool, o.Activity, key.occurrence); err != nil {
		return nil, err
	}
	// The stamp first: what changes after it makes the stamp old.
	if o.stamp, err = postgres.Scalar[string](ctx, s.pool, stampSQL, pgx.StrictNamedArgs{"slot_id": o.slot.ID}); err != nil {
		return nil, err
	}
	if o.Activity, err = signupform.ReadActivity(ctx, s.pool, actor, key.activity); err != nil {
		return nil, err
	}
	if o.slot, err = signupform.ReadSlot(ctx, s.pool, o.Activity, key.occurrence); err != nil {
		return nil, err
	}
	o.about, err = letters.ReadAbout(ctx, s.pool, o.slot.ID, s.now())
	return o, err
}

type offeringKey struct{ municipality, activity, occurrence int64 }

// offerings keeps what many sign up for at the same time, each for a moment.
// What is kept may only lead to the statement that gives places, which asks for the stamp;
// before anybody is refused, it is read again.
type offerings struct {
	kept *cache.Cache[offeringKey, *offering]
	one  singleflight.Group
}

const (
	offeringLife  = 5 * time.Second
	offeringsMost = 1000
)

func keepOfferings() offerings {
	return offerings{kept: cache.New(cache.Options[offeringKey, *offering]{Life: offeringLife, Most: offeringsMost})}
}

// read asks once for all who ask at the same time.
func (k *offerings) read(key offeringKey, ask func() (*offering, error)) (*offering, error) {
	o, err, _ := k.one.Do(fmt.Sprint(key), func() (any, error) {
		o, err := ask()
		if k.kept.Forget(key); err == nil {
			k.kept.Put(key, o)
		}
		return o, err
	})
	if err != nil {
		return nil, err
	}
	return o.(*offering), nil
}
