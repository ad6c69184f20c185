// Package mail sends the portal's e-mails. A message is a row written in the
// transaction that causes it, and a job delivers it: nothing is sent that did
// not happen, nothing is lost when a server is away, and each cause is mailed
// once. Bodies are deleted on delivery, rows after 30 days.
package mail

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/kind"
)

// Message is an e-mail to one person.
type Message struct {
	MunicipalityID int64 // 0 when it belongs to none
	To             string
	ToName         string
	FromName       string // what the receiver sees as sender: the name of the site
	ReplyTo        string // "" means the sender's own address
	Lang           i18n.Lang
	Kind           kind.Kind
	AboutID        int64 // of the thing that Kind says it is about; 0 when it has none
	Subject        string
	Text           string
	HTML           string // "" sends text only
	Attachments    []Attachment
	Unsubscribe    string // address of a page that ends such messages, by a POST at once (RFC 8058); "" for none
	// Once tells one cause from another: a second message of the same kind, about
	// the same thing, with the same Once is dropped. "" never is.
	Once string
	// Unsent says that the message counts as one that is sent, and is not: whoever causes
	// it must not see the difference.
	Unsent bool
}

// Attachment is a file that goes with a message.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type"` // media type, such as "text/calendar; method=PUBLISH; charset=utf-8"
	Data []byte `json:"data"`
}

// Status is where a message stands.
type Status string

// A message is queued until it is sent, given up as failed after about half a
// day, or bounced when the receiver's server refused it for good.
const (
	Queued  Status = "queued"
	Sent    Status = "sent"
	Failed  Status = "failed"
	Bounced Status = "bounced"
)

// Email is a message in the database. Bodies and attachments are empty once it
// has been delivered.
type Email struct {
	ID             int64
	MunicipalityID *int64
	Recipient      string
	RecipientName  string
	SenderName     string
	ReplyTo        string
	Lang           i18n.Lang
	Kind           kind.Kind
	Subject        string
	TextBody       string
	HTMLBody       string `db:"html_body"`
	Attachments    []Attachment
	Unsubscribe    string
	Status         Status
	Attempts       int
	LastError      string
	CreatedAt      time.Time
	SentAt         *time.Time
}

// prepare makes a message safe to store and send: one line where a header is
// meant, a plain address, no NUL bytes.
func (m Message) prepare() (Message, error) {
	to, err := address(m.To)
	if err != nil {
		return m, fault.BadInput(fmt.Errorf("receiver: %w", err))
	}
	m.To = to
	if m.ReplyTo != "" {
		if m.ReplyTo, err = address(m.ReplyTo); err != nil {
			return m, fault.BadInput(fmt.Errorf("reply to: %w", err))
		}
	}
	m.ToName, m.FromName, m.Subject = oneLine(m.ToName), oneLine(m.FromName), oneLine(m.Subject)
	m.Text, m.HTML = clean(m.Text), clean(m.HTML)
	if m.Attachments == nil {
		m.Attachments = []Attachment{}
	}
	if m.Lang == "" {
		m.Lang = i18n.NB
	}
	if !m.Kind.Listed() || m.Subject == "" || m.Text == "" {
		return m, errors.New("a kind of the list, subject and text are needed")
	}
	return m, nil
}

// address accepts a bare address only: "Kari <kari@example.no>" and a list are refused.
func address(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := netmail.ParseAddress(text)
	if err != nil || parsed.Address != text || strings.ContainsFunc(text, unicode.IsControl) {
		return "", errors.New("not an e-mail address")
	}
	return text, nil
}

// oneLine keeps a name or subject from becoming a second header.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\u2028' || r == '\u2029'
	}), " ")
}

func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}
