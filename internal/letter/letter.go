// Package letter writes the portal's e-mails: it greets the receiver in her language,
// signs with the municipality's name, makes links whole, lays the text out and queues
// the message. It knows no feature; a feature brings a text and says what it is about.
// The sorts of letter are listed in mail/kind, and mail delivers what is queued here.
package letter

import (
	"context"
	"fmt"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Site is the portal that a letter comes from.
type Site struct {
	MunicipalityID int64
	Name           string // of the centre: what mail programs show as sender
	Host           string // of the municipality's pages
	Email          string // of the centre
}

// The name and the host of a Site in a larger statement, of municipality m.
const (
	NameColumn = `coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name)`
	HostColumn = `coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '')`
)

const siteSQL = `-- letter.SiteOf
select m.id as municipality_id, ` + NameColumn + ` as name, ` + HostColumn + ` as host,
       coalesce((select c.email from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), '') as email
from municipality m where m.id = @id`

// SiteOf is the portal of a municipality.
func SiteOf(ctx context.Context, q postgres.Querier, municipalityID int64) (Site, error) {
	at, err := postgres.One[Site](ctx, q, siteSQL, postgres.Args{"id": municipalityID})
	if err != nil {
		return at, fmt.Errorf("portal of municipality %d: %w", municipalityID, err)
	}
	return at, nil
}

// Person is who is written to. Without a name she is not greeted.
type Person struct {
	Email, Name string
	Lang        i18n.Lang
}

// Letter is an e-mail to one person. Of the body, title, greeting and name of the
// site are written by this package; its links are paths without a language.
type Letter struct {
	Kind    kind.Kind
	About   int64  // id of the thing that Kind says it is about; 0 when it has none
	Once    string // tells one cause from another, so that each is written about once; "" is always sent
	To      Person
	Subject string
	Body    mail.Body
	ReplyTo string // "" is the portal's own address
	Files   []mail.Attachment
	// Stop is the path of a page that ends such letters without logging in, and that a POST ends them by, as mail programs do; "" for none.
	Stop   string
	Unsent bool // counts as one that is sent, and is not; see mail.Message
}

// Writer writes letters.
type Writer struct {
	Outbox *mail.Outbox
	URLFor func(host string) string // scheme and host of a municipality's pages; nil: https
}

// Write queues a letter in tx: it is sent when tx has been committed.
func (w Writer) Write(ctx context.Context, tx pgx.Tx, from Site, l Letter) error {
	m, err := w.Message(from, l)
	if err != nil {
		return err
	}
	return w.Outbox.Queue(ctx, tx, m)
}

// Message is the letter ready for the outbox, for where it is queued as a part of a
// larger statement; see mail.Part.
func (w Writer) Message(from Site, l Letter) (mail.Message, error) {
	if l.Kind.Causer() == kind.ByStranger && len(l.Body.After) == 0 {
		return mail.Message{}, fmt.Errorf("letter %s: a stranger may cause it, and it does not say what to do then", l.Kind)
	}
	body := l.Body
	body.Title, body.SiteName = l.Subject, from.Name
	if l.Kind.Unproved() && !plainname.Is(l.To.Name) {
		l.To.Name = "" // whoever has asked for nothing is not greeted with what a stranger wrote
	}
	if l.To.Name != "" {
		body.Greeting = l.To.Lang.T("Hei, %s!", l.To.Name)
	}
	body.Button, body.Choices = w.whole(from, l.To.Lang, body.Button), w.whole(from, l.To.Lang, body.Choices)
	if l.Stop != "" {
		body.Stop = w.whole(from, l.To.Lang, mail.Button{Text: l.To.Lang.T("Slå av denne e-posten"), URL: l.Stop})
	}
	body.Links = nil
	for _, b := range l.Body.Links {
		body.Links = append(body.Links, w.whole(from, l.To.Lang, b))
	}
	plain, markup, err := mail.Render(l.To.Lang, body)
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		MunicipalityID: from.MunicipalityID, To: l.To.Email, ToName: l.To.Name, FromName: from.Name, ReplyTo: l.ReplyTo, Lang: l.To.Lang,
		Kind: l.Kind, AboutID: l.About, Once: l.Once, Subject: l.Subject, Text: plain, HTML: markup, Attachments: l.Files, Unsent: l.Unsent,
		Unsubscribe: body.Stop.URL,
	}, nil
}

// Link is the whole address of a page, for a reader of the language.
func (w Writer) Link(at Site, lang i18n.Lang, path string) string {
	base := "https://" + at.Host
	if w.URLFor != nil {
		base = w.URLFor(at.Host)
	}
	return base + lang.Prefix() + path
}

func (w Writer) whole(at Site, lang i18n.Lang, b mail.Button) mail.Button {
	if strings.HasPrefix(b.URL, "/") {
		b.URL = w.Link(at, lang, b.URL)
	}
	return b
}
