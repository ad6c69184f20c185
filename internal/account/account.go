// Package account knows who someone is: accounts, roles and what each may do, and the
// sessions of those who have logged in. Inviting is in invitation, logging in without
// a password in login, and what somebody wants to be told by e-mail in notice.
//
// Life: an account comes to be by an invitation (from staff, or from a group's
// own administrator) or by an approved registration, logs in by a mailed link or
// code, and is ended, never deleted while what it did must be traceable.
//
// Rights: the matrix in actor.go. Staff come in by /ansatt, groups by /lag. The
// same address may be both; the two doors have nothing to do with each other.
//
// Secrets: links are 130 random bits and codes six digits, both good once and for
// ten minutes (invitations: seven days), and only hashes of them are stored. A
// login is finished in the browser that began it: a forwarded or stolen link
// alone opens nothing.
package account

import (
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"

	"github.com/jackc/pgx/v5/pgxpool"
)

// How long things live, and how often one may ask.
const (
	FreshLogin    = 5 * time.Minute // what changes rights or the address needs a login no older than this
	StaffIdle     = 30 * time.Minute
	StaffLifetime = 8 * time.Hour
	GroupLifetime = 12 * time.Hour

	MaxPerAddress = 3 // requests for one address in 15 minutes
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Letters letter.Writer // how those who log in are written to
	Now     func() time.Time
}

// Service has the use cases of accounts.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}

// Lifetime is how long a session of the door lives in all.
func (d Door) Lifetime() time.Duration {
	if d == StaffDoor {
		return StaffLifetime
	}
	return GroupLifetime
}

// Path is where the door's own pages begin: logging in has no /lag before it.
func (d Door) Path(rest string) string {
	if d == StaffDoor {
		return "/ansatt" + rest
	}
	return rest
}

// The limits' texts tell nothing about whether the address is known.
var (
	ErrTooManyForAddress = fault.New(fault.TooMany, i18n.Mark("Du har bedt om flere e-poster på kort tid. Bruk den siste, eller vent et kvarter og prøv igjen."))
	ErrTooManyFromIP     = fault.New(fault.TooMany, i18n.Mark("Det er bedt om mange innlogginger herfra den siste timen. Vent litt og prøv igjen."))
)

// ErrMissing says that it is not there, or not the actor's to know of.
var ErrMissing = fault.New(fault.NotFound, i18n.Mark("Vi finner ikke det du leter etter."))
