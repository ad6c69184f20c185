//lint:file-ignore ST1008 a rule is the error that came, and then what it should be

package portal_test

// Two at once: nobody's writing is lost, and no rule is got round between reading and writing.

import (
	"errors"
	"fmt"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/venue"

	"github.com/jackc/pgx/v5"
)

// edit is something that people change in a form: the table and id of its row, and
// its writing of a version.
type edit struct {
	table string
	make  func(*world) (id int64, write func(version int) error)
}

var edits = map[string]edit{
	"a profile": {"account", func(w *world) (int64, func(int) error) {
		a := w.colleague()
		return a.AccountID, func(v int) error {
			return w.Accounts.SaveProfile(w.ctx(), a, account.Profile{Name: "Ny", Lang: "nb", Version: v})
		}
	}},
	"a role": {"account", func(w *world) (int64, func(int) error) {
		a := w.colleague()
		return a.AccountID, func(v int) error {
			return w.Accounts.ChangeStaffRole(w.ctx(), w.here.people[administrator], a.AccountID, account.Coordinator, v)
		}
	}},
	"an access that ends": {"account", func(w *world) (int64, func(int) error) {
		a := w.colleague()
		return a.AccountID, func(v int) error { return w.Accounts.EndStaff(w.ctx(), w.here.people[administrator], a.AccountID, v) }
	}},
	"an organisation": {"organisation", func(w *world) (int64, func(int) error) {
		v, err := w.Organisations.Get(w.ctx(), w.here.people[system], w.here.own)
		must(w.tb, err)
		return w.here.own, func(version int) error {
			d := organisation.Draft{Organisation: v.Organisation}
			d.Version, d.Summary = version, w.name("Om oss ")
			return w.Organisations.Update(w.ctx(), w.here.people[responsible], d)
		}
	}},
	"a contact": {"contact", func(w *world) (int64, func(int) error) {
		id := w.someone()
		return id, func(v int) error {
			return w.Contacts.Update(w.ctx(), w.here.people[contactManager], contact.Contact{ID: id, Name: "Ny", Email: "ny@solvik.example", ValidFrom: w.now, Version: v})
		}
	}},
	"a unit": {"municipal_unit", func(w *world) (int64, func(int) error) {
		return w.here.unit, func(v int) error {
			_, err := w.Contacts.SaveUnit(w.ctx(), w.here.people[contactManager], contact.Unit{ID: w.here.unit, Name: w.name("Enhet "), Active: true, Version: v})
			return err
		}
	}},
	"a venue": {"venue", func(w *world) (int64, func(int) error) {
		return w.here.venue, func(v int) error {
			return w.Venues.Update(w.ctx(), w.here.people[coordinator], venue.Venue{ID: w.here.venue, Name: w.name("Sted "), Kind: venue.Kinds[0].Code, Active: true, Version: v})
		}
	}},
	"an area": {"area", func(w *world) (int64, func(int) error) {
		return w.here.area, func(v int) error {
			_, err := w.Municipalities.SaveArea(w.ctx(), w.here.people[coordinator], municipality.Area{ID: w.here.area, Slug: "nes", Name: w.name("Nes"), Kind: "grend", Active: true, Version: v})
			return err
		}
	}},
	"a code": {"code", func(w *world) (int64, func(int) error) {
		return w.here.topic, func(v int) error {
			_, err := w.Municipalities.SaveCode(w.ctx(), w.here.people[coordinator], municipality.Code{ID: w.here.topic, List: municipality.Topics, Slug: "kultur", NameNB: w.name("Kultur"), Active: true, Version: v})
			return err
		}
	}},
	"a centre": {"centre", func(w *world) (int64, func(int) error) {
		id := w.id(`select min(id) from centre`)
		return id, func(v int) error {
			_, err := w.Municipalities.SaveCentre(w.ctx(), w.here.people[administrator], municipality.Centre{ID: id, Name: w.name("Frivilligsentral "), OwnerForm: "municipal", Version: v})
			return err
		}
	}},
	"the settings": {"municipality", func(w *world) (int64, func(int) error) {
		return w.here.id, func(v int) error {
			return w.Municipalities.SaveSettings(w.ctx(), w.here.people[administrator], municipality.Municipality{
				DefaultLang: "nb", Theme: "kommune", ApproveActivities: true, SignupHoldMinutes: 30, SignupOfferHours: 24, GuardianAge: 15, SignupUnprovedPercent: 50, ContactPublicDays: 30, Version: v,
			})
		}
	}},
	"an activity": {"activity", func(w *world) (int64, func(int) error) {
		id, _ := w.drafted(w.here)
		return id, func(v int) error {
			d := w.draft(w.here)
			d.Title = w.name("Kafé ")
			_, err := w.Activities.Update(w.ctx(), w.here.people[member], id, v, d, activity.Falling{})
			return err
		}
	}},
	"a step of an activity": {"activity", func(w *world) (int64, func(int) error) {
		id, _ := w.submitted(w.here)
		return id, func(v int) error { return w.Activities.Approve(w.ctx(), w.here.people[coordinator], id, v) }
	}},
	"a form": {"signup_form", func(w *world) (int64, func(int) error) {
		id, _, _ := w.open(w.here, 7)
		return id, func(v int) error {
			return w.Registrations.SaveForm(w.ctx(), w.here.people[member], id, v, signupform.NewForm())
		}
	}},
}

func (e edit) key() string {
	if e.table == "signup_form" {
		return "activity_id"
	}
	return "id"
}

// Whoever writes what somebody else has changed meanwhile gets a Conflict, also
// when the other has not finished yet.
func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, e := range edits {
		id, write := e.make(w)
		version := int(w.id(fmt.Sprintf(`select version from %s where %s = $1`, e.table, e.key()), id))
		err := w.meanwhile(t, fmt.Sprintf(`update %s set version = version + 1 where %s = %d`, e.table, e.key(), id), func() error { return write(version) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s, changed by another meanwhile: got %v, want a Conflict", name, err)
		}
		if got := int(w.id(fmt.Sprintf(`select version from %s where %s = $1`, e.table, e.key()), id)); got != version+1 {
			t.Errorf("%s: version %d, want the other's %d", name, got, version+1)
		}
		if err := write(version + 1); err != nil {
			t.Errorf("%s, read again: %v", name, err)
		}
		if err := write(version + 1); !refusedOf(err) {
			t.Errorf("%s, the same version twice: got %v, want it refused", name, err)
		}
	}
}

// meanwhile does while another's transaction has done sql and not ended: that ends
// when the first one waits for it, or is done.
func (w *world) meanwhile(t *testing.T, sql string, do func() error) error {
	t.Helper()
	tx, err := w.Pool.Begin(w.ctx())
	must(t, err)
	defer func() { _ = tx.Rollback(w.ctx()) }()
	_, err = tx.Exec(w.ctx(), sql)
	must(t, err)
	done := make(chan error, 1)
	go func() { done <- do() }()
	pid := tx.Conn().PgConn().PID()
	for {
		select {
		case err := <-done:
			must(t, tx.Commit(w.ctx()))
			return err
		default:
		}
		// The wait in the statement gives the other time; how long it takes does not matter.
		waiting := w.id(`select count(*) from pg_stat_activity, pg_sleep(0.002) where $1::int = any(pg_blocking_pids(pid))`, int(pid))
		if waiting > 0 {
			must(t, tx.Commit(w.ctx()))
			return <-done
		}
	}
}

// Rules about several rows hold when two act at once: each row is a rule, what the
// other does meanwhile, and what the first then gets.
func TestRulesBetweenTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, try := range map[string]func() (error, func(error) bool){
		"the last administrator": func() (error, func(error) bool) {
			other := w.person(w.here, account.StaffDoor, account.Administrator, 0, "annen")
			sql := fmt.Sprintf(`update account set staff_role = 'reader' where id = %d`, other.AccountID)
			by := w.here.people[administrator]
			return w.meanwhile(t, sql, func() error {
					return w.Accounts.EndStaff(w.ctx(), by, by.AccountID, w.version("account", by.AccountID))
				}),
				func(err error) bool { return errors.Is(err, account.ErrLastAdministrator) }
		},
		"the last responsible": func() (error, func(error) bool) {
			other := w.person(w.here, account.GroupDoor, account.GroupAdmin, w.here.own, "annenansvarlig")
			sql := fmt.Sprintf(`update membership set role = 'group_member' where account_id = %d`, other.AccountID)
			by := w.here.people[responsible]
			return w.meanwhile(t, sql, func() error { return w.Accounts.RemoveMember(w.ctx(), by, w.here.own, by.AccountID) }),
				func(err error) bool { return errors.Is(err, account.ErrLastGroupAdmin) }
		},
		"an invitation used once": func() (error, func(error) bool) {
			id := w.invitation(w.here, w.here.own)
			token := w.secret(w.email(id))
			return w.meanwhile(t, fmt.Sprintf(`update invitation set accepted_at = now() where id = %d`, id), func() error {
				_, err := w.Invitations.AcceptInvitation(w.ctx(), invitation.Accept{Terms: w.holds(), MunicipalityID: w.here.id, Token: token})
				return err
			}), refusedOf
		},
		"an invitation answered before it was withdrawn": func() (error, func(error) bool) {
			id := w.invitation(w.here, w.here.own)
			return w.meanwhile(t, fmt.Sprintf(`update invitation set accepted_at = now() where id = %d`, id), func() error {
				return w.Invitations.WithdrawInvitation(w.ctx(), w.here.people[responsible], id)
			}), refusedOf
		},
		"a link used once": func() (error, func(error) bool) {
			in := w.attempt()
			return w.meanwhile(t, `update login_attempt set used_at = now()`, func() error {
				_, err := w.Logins.ConfirmLink(w.ctx(), in)
				return err
			}), refusedOf
		},
		"an import stored once": func() (error, func(error) bool) {
			id := w.previewed()
			return w.meanwhile(t, fmt.Sprintf(`update import_batch set state = 'stored', content = null where id = %d`, id), func() error {
				_, err := w.Imports.Store(w.ctx(), w.here.people[system], id, false)
				return err
			}), refusedOf
		},
		"the last place": func() (error, func(error) bool) {
			id, date, _ := w.open(w.here, 1)
			_, err := w.SignupForms.SignUpPage(w.ctx(), w.here.people[resident], id, date)
			must(t, err)
			w.signUp(w.here, id, date, w.name("Foran"))
			e := entry{id: w.id(`select max(id) from registration where activity_id = $1`, id)}
			must(t, w.Registrations.Remove(w.ctx(), w.here.people[system], e.id, true))
			var in registration.SignedUp
			err = w.meanwhile(t, fmt.Sprintf(`update signup_slot set taken = taken + 1 where activity_id = %d`, id), func() error {
				in, err = w.Registrations.SignUp(w.ctx(), w.here.people[resident], wish(id, date, w.name("Etter")))
				return err
			})
			if err == nil && in.Holds != registration.HoldsQueue {
				err = fmt.Errorf("she holds %s", in.Holds)
			}
			return err, func(err error) bool { return err == nil }
		},
		"a place given to one who waits": func() (error, func(error) bool) {
			e := w.at(registration.Waiting)
			return w.meanwhile(t, fmt.Sprintf(`with s as (update signup_slot set waiting = waiting - 1 where activity_id = %d)
				update registration set status = 'cancelled', holds = 'none' where id = %d`, e.activity, e.id), func() error {
				return w.Registrations.LetIn(w.ctx(), w.here.people[system], e.id, true)
			}), refusedOf
		},
		"a merged organisation": func() (error, func(error) bool) {
			from, into := w.spare(), w.spare()
			return w.meanwhile(t, fmt.Sprintf(`update organisation set status = 'merged', merged_into = %d where id = %d`, into, from), func() error {
				return w.OrgLife.Merge(w.ctx(), w.here.people[coordinator], from, into)
			}), refusedOf
		},
		"an application decided once": func() (error, func(error) bool) {
			id := w.applied()
			return w.meanwhile(t, fmt.Sprintf(`update organisation set status = 'refused', applicant_email = '' where id = %d`, id), func() error {
				return w.OrgLife.Approve(w.ctx(), w.here.people[coordinator], id)
			}), refusedOf
		},
		"a date changed once": func() (error, func(error) bool) {
			id, _ := w.published(w.here)
			date := w.id(`select min(id) from occurrence where activity_id = $1`, id)
			return w.meanwhile(t, fmt.Sprintf(`update occurrence set sequence = sequence + 1 where id = %d`, date), func() error {
				return w.Activities.CancelOccurrence(w.ctx(), w.here.people[member], refOf(id, date), "Sykdom")
			}), refusedOf
		},
	} {
		if err, want := try(); !want(err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// refusedOf says whether the loser was told, and not by chance.
func refusedOf(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Unavailable && !errors.Is(err, pgx.ErrTxClosed)
}

// Two who do the same thing at the same moment: one of them does it.
func TestOneOfTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, make := range map[string]func() func() error{
		"accept an invitation": func() func() error {
			token := w.secret(w.email(w.invitation(w.here, w.here.own)))
			return func() error {
				_, err := w.Invitations.AcceptInvitation(w.ctx(), invitation.Accept{Terms: w.holds(), MunicipalityID: w.here.id, Token: token})
				return err
			}
		},
		"approve an application": func() func() error {
			id := w.applied()
			return func() error { return w.OrgLife.Approve(w.ctx(), w.here.people[coordinator], id) }
		},
		"store an import": func() func() error {
			b, err := w.Imports.Preview(w.ctx(), w.here.people[member], imports.Activities, w.file())
			must(t, err)
			return func() error { _, err := w.Imports.Store(w.ctx(), w.here.people[member], b.ID, false); return err }
		},
		"save a first form": func() func() error {
			id, _ := w.published(w.here)
			return func() error {
				return w.Registrations.SaveForm(w.ctx(), w.here.people[member], id, 0, signupform.NewForm())
			}
		},
	} {
		do, done := make(), [2]chan error{}
		for i := range done {
			done[i] = chanOf(do)
		}
		a, b := <-done[0], <-done[1]
		if a == nil {
			a, b = b, a
		}
		if !refusedOf(a) || b != nil {
			t.Errorf("%s: got %v and %v, want one of them refused", name, a, b)
		}
	}
}

func chanOf(do func() error) chan error {
	c := make(chan error, 1)
	go func() { c <- do() }()
	return c
}
