// Package mailtest reads the e-mails that a test has caused, and gives a real
// SMTP server that answers as the test wants.
package mailtest

import (
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/mail"
)

// Mail is a message with what a reader would click or type.
type Mail struct {
	mail.Email
	Links []string // addresses in the text, in order
	Code  string   // the one-time code, "" when there is none
}

// Last is the newest message to an address. It fails the test when there is
// none, or when its body is gone because it was delivered by SMTP.
func Last(tb testing.TB, pool *pgxpool.Pool, to string) Mail {
	tb.Helper()
	all := All(tb, pool, to)
	if len(all) == 0 {
		tb.Fatalf("no e-mail to %s", to)
	}
	return all[0]
}

// All are the messages to an address, newest first.
func All(tb testing.TB, pool *pgxpool.Pool, to string) []Mail {
	tb.Helper()
	emails, err := mail.To(tb.Context(), pool, to, 1000)
	if err != nil {
		tb.Fatal(err)
	}
	var all []Mail
	for _, e := range emails {
		all = append(all, Mail{Email: e, Links: links.FindAllString(e.TextBody, -1), Code: codeIn(e.HTMLBody)})
	}
	return all
}

var (
	links = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)
	codes = regexp.MustCompile(`<p class="code">[^<]*<strong>([^<]*)</strong>`)
)

func codeIn(markup string) string {
	if found := codes.FindStringSubmatch(markup); found != nil {
		return found[1]
	}
	return ""
}
