package letter_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

const kari = "kari@post.example"

// post writes a letter from a municipality's portal.
func post(t *testing.T, pool *pgxpool.Pool, municipalityID int64, l letter.Letter) error {
	t.Helper()
	client, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	w := letter.Writer{Outbox: mail.NewOutbox(client, nil), URLFor: func(host string) string { return "https://" + host }}
	return postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error {
		from, err := letter.SiteOf(ctx, tx, municipalityID)
		if err != nil {
			return err
		}
		return w.Write(ctx, tx, from, l)
	})
}

const townSQL = `with m as (insert into municipality (number, name) values (@number, @name) returning id),
h as (insert into municipality_host (host, municipality_id, canonical) select x.host, m.id, x.canonical from m cross join
      (values (@name::text || '.example', true), ('a' || @name::text || '.example', false)) x (host, canonical))
select id from m`

// town is a municipality with two hosts, of which the one with its plain name is canonical.
func town(t *testing.T, pool *pgxpool.Pool, number, name string) int64 {
	t.Helper()
	id, err := postgres.Scalar[int64](t.Context(), pool, townSQL, postgres.Args{"number": number, "name": name})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func centre(t *testing.T, pool *pgxpool.Pool, municipalityID int64, name string, sort int) {
	t.Helper()
	_, err := postgres.Exec(t.Context(), pool, `insert into centre (municipality_id, name, email, sort) values (@id, @name::text, @name || '@post.example', @sort)`,
		postgres.Args{"id": municipalityID, "name": name, "sort": sort})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSiteOf(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	bare, full := town(t, pool, "9901", "fjellvik"), town(t, pool, "9902", "solvik")
	centre(t, pool, full, "Andre", 2)
	centre(t, pool, full, "Sentralen", 1)
	for _, test := range []struct {
		id   int64
		want letter.Site
	}{
		{bare, letter.Site{MunicipalityID: bare, Name: "fjellvik", Host: "fjellvik.example"}},
		{full, letter.Site{MunicipalityID: full, Name: "Sentralen", Host: "solvik.example", Email: "Sentralen@post.example"}},
	} {
		got, err := letter.SiteOf(t.Context(), pool, test.id)
		if err != nil || got != test.want {
			t.Errorf("got %+v, %v; want %+v", got, err, test.want)
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	id := town(t, pool, "9902", "solvik")
	centre(t, pool, id, "Sentralen", 1)
	err := post(t, pool, id, letter.Letter{
		Kind: kind.SignUpConfirmed, About: 17, To: letter.Person{Email: kari, Name: "Kari", Lang: i18n.EN}, Subject: "You are signed up",
		Body: mail.Body{
			Paragraphs: []string{"Welcome."}, Button: mail.Button{Text: "See", URL: "/pamelding/x"},
			Links:  []mail.Button{{Text: "Other", URL: "/pamelding/y"}, {Text: "Elsewhere", URL: "https://annet.example/z"}},
			Footer: "Because.", Choices: mail.Button{Text: "Choose", URL: "/pamelding/x/endre"},
		},
		ReplyTo: "svar@post.example", Files: []mail.Attachment{{Name: "a.ics", Type: "text/calendar", Data: []byte("x")}}, Stop: "/varsler/stopp/x",
	})
	if err != nil {
		t.Fatal(err)
	}
	got := mailtest.Last(t, pool, kari)
	if got.Unsubscribe != "https://solvik.example/en/varsler/stopp/x" || !strings.Contains(got.HTMLBody, `<a href="`+got.Unsubscribe+`">`) {
		t.Errorf("got %q, want the address that ends such letters, in the letter too", got.Unsubscribe)
	}
	want := `Hello, Kari!

Welcome.

See:
https://solvik.example/en/pamelding/x

Other:
https://solvik.example/en/pamelding/y

Elsewhere:
https://annet.example/z

-- 
Sentralen
Because.
Choose:
https://solvik.example/en/pamelding/x/endre
Turn off these e-mails:
https://solvik.example/en/varsler/stopp/x
`
	if got.TextBody != want {
		t.Errorf("got\n%s\nwant\n%s", got.TextBody, want)
	}
	if !strings.Contains(got.HTMLBody, `<h1>You are signed up</h1>`) || !strings.Contains(got.HTMLBody, `<html lang="en">`) {
		t.Errorf("the HTML part has no title or language:\n%s", got.HTMLBody)
	}
	if got.SenderName != "Sentralen" || got.RecipientName != "Kari" || got.ReplyTo != "svar@post.example" || got.Lang != i18n.EN || len(got.Attachments) != 1 || *got.MunicipalityID != id {
		t.Errorf("got %+v", got.Email)
	}
	about, err := postgres.One[struct {
		About   string
		AboutID int64
	}](t.Context(), pool, `select about, about_id from email`, nil)
	if err != nil || about.About != "registration" || about.AboutID != 17 {
		t.Errorf("about: got %+v, %v; want registration 17", about, err)
	}
}

func TestWithoutNameNobodyIsGreeted(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	l := letter.Letter{Kind: kind.SignUpConfirmed, To: letter.Person{Email: kari, Lang: i18n.NB}, Subject: "x", Body: mail.Body{Paragraphs: []string{"Velkommen."}}}
	if err := post(t, pool, town(t, pool, "9901", "fjellvik"), l); err != nil {
		t.Fatal(err)
	}
	if got := mailtest.Last(t, pool, kari); !strings.HasPrefix(got.TextBody, "Velkommen.") {
		t.Errorf("got\n%s", got.TextBody)
	}
}

// The same kind about the same thing goes once for each cause; ids and kinds that look alike are others.
func TestOncePerCause(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	id := town(t, pool, "9901", "fjellvik")
	l := letter.Letter{Kind: kind.SignUpConfirm, About: 1, Once: "first", To: letter.Person{Email: kari, Lang: i18n.NB}, Subject: "x",
		Body: mail.Body{After: []string{"Ikke du?"}}}
	send := func(change func(*letter.Letter)) {
		x := l
		change(&x)
		if err := post(t, pool, id, x); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name   string
		change func(*letter.Letter)
		want   int // so far
	}{
		{"first", func(*letter.Letter) {}, 1},
		{"the same again", func(*letter.Letter) {}, 1},
		{"another thing whose id begins alike", func(l *letter.Letter) { l.About = 11 }, 2},
		{"another kind whose name begins alike", func(l *letter.Letter) { l.Kind = kind.SignUpConfirmed }, 3},
		{"another cause", func(l *letter.Letter) { l.Once = "first:1" }, 4},
		{"any number", func(l *letter.Letter) { l.Once = "" }, 5},
		{"any number again", func(l *letter.Letter) { l.Once = "" }, 6},
	} {
		send(test.change)
		if got := len(mailtest.All(t, pool, kari)); got != test.want {
			t.Errorf("%s: got %d letters so far, want %d", test.name, got, test.want)
		}
	}
}

// Whoever has not asked for a letter must read in it what to do.
func TestStrangersLetterSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := letter.Writer{URLFor: func(host string) string { return "https://" + host }}
	for _, k := range kind.All() {
		l := letter.Letter{Kind: k, To: letter.Person{Email: kari, Lang: i18n.NB}, Subject: "x", Body: mail.Body{Paragraphs: []string{"y"}}}
		if _, err := w.Message(letter.Site{}, l); (err != nil) != (k.Causer() == kind.ByStranger) {
			t.Errorf("%s without a last word: got %v", k, err)
		}
		l.Body.After = []string{"Har du ikke bedt om dette?"}
		if _, err := w.Message(letter.Site{}, l); err != nil {
			t.Errorf("%s with one: got %v", k, err)
		}
	}
}

// A stranger's words do not greet whoever has asked for nothing, wherever they come from.
func TestStrangersWordsDoNotGreet(t *testing.T) {
	t.Parallel()
	w := letter.Writer{URLFor: func(host string) string { return "https://" + host }}
	for _, k := range kind.All() {
		l := letter.Letter{Kind: k, To: letter.Person{Email: kari, Name: "Du har vunnet https://evil.example", Lang: i18n.NB}, Subject: "x",
			Body: mail.Body{Paragraphs: []string{"y"}, After: []string{"Har du ikke bedt om dette?"}}}
		m, err := w.Message(letter.Site{}, l)
		if err != nil || strings.Contains(m.Text+m.HTML+m.ToName, "evil") == k.Unproved() {
			t.Errorf("%s: got %v, greeted as %q in\n%s", k, err, m.ToName, m.Text)
		}
	}
}
