// Package offering is what signing up for a date starts from, kept for a moment where many
// sign up at once.
package offering

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/entering"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"golang.org/x/sync/singleflight"
)

// Offering is all that signing up for a date starts from, as it was when Stamp was read.
type Offering struct {
	Activity signupform.Activity
	Slot     signupform.Slot
	About    letters.About
	Stamp    string
}

// Key says which; Occurrence is 0 for a series.
type Key struct{ Municipality, Activity, Occurrence int64 }

// read reads the offering and stores its slot where there is none.
func (k *Kept) read(ctx context.Context, key Key) (*Offering, error) {
	actor := account.Resident(key.Municipality)
	o := &Offering{}
	var err error
	if o.Activity, err = signupform.ReadActivity(ctx, k.pool, actor, key.Activity); err != nil {
		return nil, err
	}
	if !o.Activity.Open() {
		return nil, activity.Missing()
	}
	if o.Slot, err = signupform.EnsureSlot(ctx, k.pool, o.Activity, key.Occurrence); err != nil {
		return nil, err
	}
	// The stamp first: what changes after it makes the stamp old.
	if o.Stamp, err = entering.Stamp(ctx, k.pool, o.Slot.ID); err != nil {
		return nil, err
	}
	if o.Activity, err = signupform.ReadActivity(ctx, k.pool, actor, key.Activity); err != nil {
		return nil, err
	}
	if o.Slot, err = signupform.ReadSlot(ctx, k.pool, o.Activity, key.Occurrence); err != nil {
		return nil, err
	}
	o.About, err = letters.ReadAbout(ctx, k.pool, o.Slot.ID, k.now())
	return o, err
}

// Kept keeps what many sign up for at the same time, each for a moment.
// What is kept may only lead to the statement that gives places, which asks for the stamp;
// before anybody is refused, it is read again.
type Kept struct {
	pool postgres.Database
	now  func() time.Time
	kept *cache.Cache[Key, *Offering]
	one  singleflight.Group
}

const (
	life = 5 * time.Second
	most = 1000
)

// Keep begins with nothing.
func Keep(pool postgres.Database, now func() time.Time) *Kept {
	return &Kept{pool: pool, now: now, kept: cache.New(cache.Options[Key, *Offering]{Life: life, Most: most})}
}

// Peek is what is kept of the offering.
func (k *Kept) Peek(key Key) (*Offering, bool) { return k.kept.Peek(key) }

// PeekAll is what is kept of dates of an activity, where all of it is.
func (k *Kept) PeekAll(municipalityID, activityID int64, dates []int64) ([]*Offering, bool) {
	all := make([]*Offering, len(dates))
	for i, id := range dates {
		o, ok := k.kept.Peek(Key{municipalityID, activityID, id})
		if !ok {
			return nil, false
		}
		all[i] = o
	}
	return all, true
}

// Read asks the database, once for all who ask at the same time.
func (k *Kept) Read(ctx context.Context, key Key) (*Offering, error) {
	o, err, _ := k.one.Do(fmt.Sprint(key), func() (any, error) {
		o, err := k.read(context.WithoutCancel(ctx), key)
		if k.kept.Forget(key); err == nil {
			k.kept.Put(key, o)
		}
		return o, err
	})
	if err != nil {
		return nil, err
	}
	return o.(*Offering), nil
}
