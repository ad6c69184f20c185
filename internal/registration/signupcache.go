// What signing up starts from, kept for a moment where many sign up at once.

package registration

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"golang.org/x/sync/singleflight"
)

// offering is all that signing up for a date starts from, as it was when stamp was read.
type offering struct {
	Activity signupform.Activity
	slot     signupform.Slot
	about    letters.About
	stamp    string
}

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
	if o.stamp, err = entering.Stamp(ctx, s.pool, o.slot.ID); err != nil {
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

// peek is what is kept of dates of an activity, where all of it is.
func (k *offerings) peek(municipality, activityID int64, dates []int64) ([]*offering, bool) {
	all := make([]*offering, len(dates))
	for i, id := range dates {
		o, ok := k.kept.Peek(offeringKey{municipality, activityID, id})
		if !ok {
			return nil, false
		}
		all[i] = o
	}
	return all, true
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
