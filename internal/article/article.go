// Package article is what the municipality writes itself: news, pages with an address of
// their own, and questions with answers. Each may be written in several languages; who
// reads another gets one that there is, and is told so.
//
// Its life.
//
//	Create ──▶ draft ── Publish ──▶ published ── End ──▶ ended
//	                                    ▲                  │
//	                                    └──── Publish ─────┘
//
// A draft that never was published can be deleted.
//
// A published one is shown from when it was published, or a later moment that was chosen,
// until a moment that was chosen, or until it is ended. Residents see nothing of it before
// or after.
//
// Who may do what. Staff read all of them; those with article.manage write, publish and end.
package article

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Kind is a sort of article.
type Kind string

// The kinds.
const (
	News     Kind = "news"
	Page     Kind = "page"
	Question Kind = "question"
)

// Kinds are all of them, in the order of the lists.
var Kinds = []Kind{News, Page, Question}

// Name is the kind in bokmål source text.
func (k Kind) Name() string {
	switch k {
	case News:
		return i18n.Mark("Nyhet")
	case Page:
		return i18n.Mark("Side")
	case Question:
		return i18n.Mark("Spørsmål og svar")
	}
	return string(k)
}

// Status is where in its life an article is.
type Status string

// The statuses.
const (
	Draft     Status = "draft"
	Published Status = "published"
	Ended     Status = "ended"
)

// Statuses are all of them, in the order of a life.
var Statuses = []Status{Draft, Published, Ended}

// Name is the status in bokmål source text.
func (s Status) Name() string {
	switch s {
	case Draft:
		return i18n.Mark("Utkast")
	case Published:
		return i18n.Mark("Publisert")
	case Ended:
		return i18n.Mark("Avsluttet")
	}
	return string(s)
}

// Lengths, in characters.
const (
	MaxTitle = 120
	MaxLead  = 300
	MaxBody  = 10000
	MaxSlug  = 60
)

// Text is an article in one language. Of a question, Title asks and Body answers.
type Text struct {
	Title string `json:"title"`
	Lead  string `json:"lead,omitempty"`
	Body  string `json:"body"` // Markdown
}

// Texts are the languages that an article is written in.
type Texts map[i18n.Lang]Text

// In is the text in a language, or else in one that there is, and which one it is.
func (t Texts) In(l i18n.Lang) (Text, i18n.Lang) {
	for _, try := range []i18n.Lang{l, i18n.NB, i18n.NN, i18n.EN} {
		if text, ok := t[try]; ok && text.Title != "" {
			return text, try
		}
	}
	return Text{}, l
}

// Article is one of them.
type Article struct {
	ID             int64
	MunicipalityID int64
	Kind           Kind
	Slug           string // in its address; unique among its kind
	Status         Status
	GroupID        int64 // of a question, in the code list of their groups; 0 is none
	Sort           int   // among the questions of a group
	Texts          Texts
	ShownFrom      *time.Time // nil: from when it is published
	ShownUntil     *time.Time // no longer shown from then on; nil: until it is ended
	PublishedAt    *time.Time
	ShownAt        *time.Time // when residents saw it first, or will; nil before it is published
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Shown says whether residents see it.
func (a Article) Shown(now time.Time) bool {
	return a.Status == Published && a.ShownAt != nil && !now.Before(*a.ShownAt) && (a.ShownUntil == nil || now.Before(*a.ShownUntil))
}

// Coming says whether it is published, and waits for its moment.
func (a Article) Coming(now time.Time) bool {
	return a.Status == Published && a.ShownAt != nil && now.Before(*a.ShownAt)
}

// Over says whether it is published, and its time is past.
func (a Article) Over(now time.Time) bool {
	return a.Status == Published && a.ShownUntil != nil && !now.Before(*a.ShownUntil)
}

// Field is the name of a form's field in a language: "tittel_nn".
func Field(name string, l i18n.Lang) string { return name + "_" + string(l) }

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check says what is wrong with an article, by the form's field names. A language in which
// nothing is written is left out.
func (a Article) Check() error {
	var f fault.Fields
	written := 0
	for _, l := range i18n.Langs {
		t := a.Texts[l]
		if t == (Text{}) {
			continue
		}
		written++
		f.Check(t.Title != "", Field("tittel", l), i18n.Mark("Skriv en tittel."))
		limit(&f, Field("tittel", l), t.Title, MaxTitle)
		limit(&f, Field("ingress", l), t.Lead, MaxLead)
		f.Check(t.Body != "", Field("tekst", l), i18n.Mark("Skriv teksten."))
		limit(&f, Field("tekst", l), t.Body, MaxBody)
	}
	f.Check(written > 0, Field("tittel", i18n.NB), i18n.Mark("Skriv en tittel."))
	f.Check(slices.Contains(Kinds, a.Kind), "type", i18n.Mark("Velg ett av valgene."))
	f.Check(a.Slug == "" || slugPattern.MatchString(a.Slug) && len(a.Slug) <= MaxSlug, "adresse", i18n.Mark("Adressen kan bare ha små bokstaver fra a til z, tall og bindestrek."))
	f.Check(a.ShownFrom == nil || a.ShownUntil == nil || a.ShownFrom.Before(*a.ShownUntil), "til", i18n.Mark("Siste dag må komme etter første dag."))
	return f.Err()
}

func limit(f *fault.Fields, name, text string, most int) {
	n := utf8.RuneCountInString(text)
	f.Check(n <= most, name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), most, n)
}

// tidy leaves out languages in which nothing is written.
func (t Texts) tidy() Texts {
	out := Texts{}
	for _, l := range i18n.Langs {
		x := Text{Title: strings.TrimSpace(t[l].Title), Lead: strings.TrimSpace(t[l].Lead), Body: strings.TrimSpace(t[l].Body)}
		if x != (Text{}) {
			out[l] = x
		}
	}
	return out
}

// slugOf is the address part of an article that has not chosen one.
func (a Article) slugOf() string {
	if a.Slug != "" {
		return a.Slug
	}
	t, _ := a.Texts.In(i18n.NB)
	if s := cut(municipality.Slug(t.Title), MaxSlug); s != "" {
		return s
	}
	return string(a.Kind)
}

// later is the later of when it is published and when it is to be shown.
func later(published time.Time, from *time.Time) time.Time {
	if from != nil && from.After(published) {
		return *from
	}
	return published
}

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke siden du leter etter.")) }
