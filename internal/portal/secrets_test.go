package portal_test

// What is stored of secrets: nothing that opens anything, and each for one purpose.

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/registration"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// secretsOf are one of each, after real use.
type secretsOf struct {
	login                                                   login.Confirm
	invitation, change, own, guardian, ownData, known, feed string
	ownFeed                                                 string
}

func (w *world) secrets() secretsOf {
	w.tb.Helper()
	s := secretsOf{login: w.login(w.here.people[reader])}
	s.invitation = w.secret(w.email(w.invitation(w.here, w.here.own)))
	must(w.tb, w.Accounts.RequestEmailChange(w.ctx(), w.here.people[coordinator], "nyadresse@post.example"))
	s.change = w.secret("nyadresse@post.example")
	s.own = w.at(registration.Confirmed).token
	var err error
	s.feed, err = w.Mine.NewFeedByToken(w.ctx(), w.here.people[resident], s.own)
	must(w.tb, err)
	s.ownFeed, err = w.OwnFeeds.NewFeed(w.ctx(), w.here.people[coordinator])
	must(w.tb, err)
	_, s.guardian = w.guarded()
	must(w.tb, w.OwnData.Ask(w.ctx(), owndata.Asked{MunicipalityID: w.here.id, Email: "egne@post.example", Lang: "nb"}))
	s.ownData = w.secret("egne@post.example")
	in, err := w.Logins.LoginDemo(w.ctx(), w.here.id, account.StaffDoor, w.here.people[coordinator].Email, login.Browser{})
	must(w.tb, err)
	s.known = in.Known
	must(w.tb, w.Logins.RequestLogin(w.ctx(), login.Request{
		Door: account.StaffDoor, MunicipalityID: w.here.id, Email: w.here.people[coordinator].Email, Browser: account.NewSecret(), Known: s.known,
	}))
	return s
}

func digest(text string) []byte { sum := sha256.Sum256([]byte(text)); return sum[:] }

func TestStoredSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.secrets()
	code := hmac.New(sha256.New, []byte(s.login.Browser))
	code.Write([]byte("code:" + s.login.Code))
	email := fmt.Sprint(w.here.id, ":", w.here.people[reader].Email)
	stored := map[string][]byte{
		"login_attempt.token_hash":      digest("login:" + s.login.Token),
		"login_attempt.browser_hash":    digest("browser:" + s.login.Browser),
		"login_attempt.code_hash":       code.Sum(nil),
		"login_attempt.email_hash":      digest("email:" + email),
		"login_attempt.known_hash":      digest("known:" + s.known),
		"invitation.token_hash":         digest("invitation:" + s.invitation),
		"email_change.token_hash":       digest("email:" + s.change),
		"account_feed.secret_hash":      digest("account feed:" + s.ownFeed),
		"calendar_feed.secret_hash":     digest("calendar feed:" + s.feed),
		"registration_token.token_hash": digest("registration:" + s.own),
		"known_browser.browser_hash":    digest("known:" + s.known),
		"mail_allowance.receiver_hash":  digest(fmt.Sprintf("mail:%d:stranger:egne@post.example", w.here.id)),
		"own_data_link.token_hash":      digest("owndata-link:" + s.ownData),
		"own_data_link.email_hash":      digest("owndata-email:" + fmt.Sprint(w.here.id, ":egne@post.example")),
	}
	var columns []string
	for column, want := range stored {
		columns = append(columns, column)
		table, name, _ := bytes.Cut([]byte(column), []byte("."))
		if n := w.id(fmt.Sprintf(`select count(*) from %s where %s = $1`, table, name), want); n != 1 {
			t.Errorf("%s: found %d rows with the hash of its purpose, want 1", column, n)
		}
	}
	rows, err := w.Pool.Query(t.Context(), `select table_name || '.' || column_name from information_schema.columns
		where table_schema = 'public' and column_name like '%\_hash' and data_type = 'bytea' and table_name <> 'import_batch' order by 1`)
	must(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	slices.Sort(columns)
	if diff := cmp.Diff(all, columns); diff != "" {
		t.Errorf("columns of hashes (-in the database +tried here):\n%s", diff)
	}
	w.nowhere(t, s)
}

// nowhere fails where a secret stands as it is, or hashed by itself: only the
// letter that brings it may hold it, until it is delivered.
func (w *world) nowhere(t *testing.T, s secretsOf) {
	t.Helper()
	rows, err := w.Pool.Query(context.Background(), `select table_name from information_schema.tables
		where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('email', 'river_job')`)
	must(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	for name, secret := range map[string]string{
		"login": s.login.Token, "browser": s.login.Browser, "invitation": s.invitation, "address": s.change, "own": s.own, "guardian": s.guardian, "own data": s.ownData, "known": s.known,
	} {
		for _, table := range tables {
			n := w.id(fmt.Sprintf(`select count(*) from %s t where position($1 in t::text) > 0 or position($2 in t::text) > 0 or position($3 in t::text) > 0`,
				pgx.Identifier{table}.Sanitize()), secret, hex.EncodeToString([]byte(secret)), hex.EncodeToString(digest(secret)))
			if n > 0 {
				t.Errorf("the secret of %s stands in the table %s", name, table)
			}
		}
	}
}

// A secret of one purpose opens nothing else, and a code or a link only the browser that asked.
func TestSecretsHaveOnePurpose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.secrets()
	who, staff := w.here.people[resident], w.here.people[coordinator]
	doors := map[string]func(token string) error{
		"login": func(token string) error {
			in := s.login
			in.Token = token
			return w.Logins.CheckLink(w.ctx(), in)
		},
		"invitation": func(token string) error {
			_, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, token)
			return err
		},
		"own":      func(token string) error { _, err := w.Registrations.ByToken(w.ctx(), who, token); return err },
		"guardian": func(token string) error { _, err := w.Registrations.GuardianByToken(w.ctx(), who, token); return err },
		"own data": func(token string) error { _, err := w.OwnData.OpenByToken(w.ctx(), w.here.id, token); return err },
		"address":  func(token string) error { return w.Accounts.ConfirmEmailChange(w.ctx(), staff, token) },
	}
	tokens := map[string]string{"login": s.login.Token, "invitation": s.invitation, "own": s.own, "guardian": s.guardian, "own data": s.ownData, "address": s.change, "browser": s.login.Browser, "known": s.known, "": ""}
	for door, open := range doors {
		for purpose, token := range tokens {
			if err := open(token); (err == nil) != (door == purpose) {
				t.Errorf("the secret of %q at %q: got error %v", purpose, door, err)
			}
		}
	}
	for _, other := range []func(*login.Confirm){
		func(c *login.Confirm) { c.Browser = account.NewSecret() },
		func(c *login.Confirm) { c.Browser = "" },
		func(c *login.Confirm) { c.Door = account.GroupDoor },
		func(c *login.Confirm) { c.MunicipalityID++ },
	} {
		in := s.login
		other(&in)
		if _, err := w.Logins.ConfirmCode(w.ctx(), in); err == nil {
			t.Errorf("the code from elsewhere logs in: %+v", in)
		}
		if _, err := w.Logins.ConfirmLink(w.ctx(), in); err == nil {
			t.Errorf("the link from elsewhere logs in: %+v", in)
		}
	}
	if _, err := w.Logins.ConfirmCode(w.ctx(), s.login); err != nil {
		t.Errorf("the code where it was asked for: %v", err)
	}
}
