// Package pagereport is what residents tell of the open pages: that something there is
// wrong, offensive, broken or hard to use.
//
// Its life.
//
//	Receive ──▶ open ── Close ──▶ closed, with an outcome ──▶ gone after a year
//	             │  ▲                │
//	             │  └──── Reopen ────┘
//	             └ Answer: a letter to whoever told, when she gave an address
//
// Who may do what. Everybody may tell, without saying who she is. Reports may name
// people, so only staff with organisation.manage read them, answer and close. What staff
// write to each other about a report is in the package staffnote.
//
// A stranger can cause at most MaxPerNetwork reports in an hour from one network,
// MaxPerAddress in a day with one address for the answer, MaxPerPage that are open about
// one page, and MaxPerDay in a municipality. No letter is written before somebody answers.
package pagereport

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"

	"github.com/jackc/pgx/v5/pgxpool"
)

// How much one may tell.
const (
	MaxPerNetwork = 10  // in an hour
	MaxPerAddress = 5   // in a day
	MaxPerPage    = 20  // open at a time
	MaxPerDay     = 200 // in a municipality
)

// Lengths, in characters.
const (
	MaxPage   = 500
	MaxText   = 3000
	MaxAnswer = 3000
	maxEmail  = 254
)

// Kept is how long a report stays after it is closed, and KeptNetwork how long it is
// known from which network one came.
const (
	Kept        = 365 * 24 * time.Hour
	KeptNetwork = time.Hour
)

// Reason is what is wrong.
type Reason string

// The reasons.
const (
	Wrong         Reason = "wrong"
	Offensive     Reason = "offensive"
	Broken        Reason = "broken"
	Accessibility Reason = "accessibility"
	Other         Reason = "other"
)

// Reasons are all of them, in the order of the form.
var Reasons = []Reason{Wrong, Offensive, Broken, Accessibility, Other}

// Name is the reason in bokmål source text.
func (r Reason) Name() string {
	switch r {
	case Wrong:
		return i18n.Mark("Opplysninger som er feil")
	case Offensive:
		return i18n.Mark("Noe støtende eller ulovlig")
	case Broken:
		return i18n.Mark("Noe som ikke virker")
	case Accessibility:
		return i18n.Mark("Siden er vanskelig å bruke")
	case Other:
		return i18n.Mark("Noe annet")
	}
	return string(r)
}

// Outcome is what a report led to.
type Outcome string

// The outcomes.
const (
	Corrected Outcome = "corrected"
	Removed   Outcome = "removed"
	Unchanged Outcome = "unchanged"
	PassedOn  Outcome = "passed_on"
	Spam      Outcome = "spam"
)

// Outcomes are all of them, in the order of the form.
var Outcomes = []Outcome{Corrected, Removed, Unchanged, PassedOn, Spam}

// Name is the outcome in bokmål source text.
func (o Outcome) Name() string {
	switch o {
	case Corrected:
		return i18n.Mark("Rettet")
	case Removed:
		return i18n.Mark("Tatt bort")
	case Unchanged:
		return i18n.Mark("Ingenting å endre")
	case PassedOn:
		return i18n.Mark("Gitt videre til andre")
	case Spam:
		return i18n.Mark("Søppel")
	}
	return string(o)
}

// Thing is a sort of thing that a page is about, as the log names it; "" is a page of no one thing.
type Thing string

// The things.
const (
	Nothing      Thing = ""
	Activity     Thing = "activity"
	Organisation Thing = "organisation"
	Venue        Thing = "venue"
	Contact      Thing = "contact"
	Article      Thing = "article"
)

// pagesOf are where the things have their pages.
var pagesOf = map[string]Thing{"aktiviteter": Activity, "organisasjoner": Organisation, "steder": Venue}

// ThingOf is what a page is about, by its address without host and language.
func ThingOf(page string) (Thing, int64) {
	path, _, _ := strings.Cut(page, "?")
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) < 2 {
		return Nothing, 0
	}
	id, err := strconv.ParseInt(strings.TrimSuffix(parts[1], ".ics"), 10, 64)
	if thing := pagesOf[parts[0]]; thing != Nothing && err == nil && id > 0 {
		return thing, id
	}
	return Nothing, 0
}

// articlesAt are where articles of each kind have their pages, by the part of the address that says which one it is.
var articlesAt = map[string]string{"nyheter": "news", "sider": "page"}

// articleOf is which article a page is, by kind and address; "" for other pages.
func articleOf(page string) (kind, slug string) {
	path, _, _ := strings.Cut(page, "?")
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) != 2 || articlesAt[parts[0]] == "" {
		return "", ""
	}
	return articlesAt[parts[0]], parts[1]
}

// Report is what somebody has told.
type Report struct {
	ID         int64
	Page       string // without host and language
	About      Thing
	AboutID    int64  // 0 with Nothing
	Title      string // of what it is about, "" when that is gone
	Reason     Reason
	Body       string
	Email      string // where an answer goes, "" when none is wanted
	Lang       i18n.Lang
	CreatedAt  time.Time
	AnsweredAt *time.Time // the last answer
	ClosedAt   *time.Time
	Outcome    Outcome // "" while it is open
}

// Open says whether somebody still has to see to it.
func (r Report) Open() bool { return r.ClosedAt == nil }

// Answer is a letter that was written to whoever told.
type Answer struct {
	ID        int64
	Author    string // "" when the account is gone
	Body      string
	CreatedAt time.Time
}

// View is a report with its answers, the oldest first.
type View struct {
	Report
	Answers []Answer
}

// Told is what somebody tells. The values are clean: the address in lower case.
type Told struct {
	MunicipalityID int64
	Page           string // without host and language; of a page that the portal has
	ContactID      int64  // whom in the municipality it is about, on a page with several; 0 otherwise
	Reason         Reason
	Body           string
	Email          string
	Lang           i18n.Lang
	IP             string

	Trap    string    // a field that people do not see
	Started time.Time // when the form was shown
}

// minTime is how fast a person can fill the form in. Programs are faster.
const minTime = 3 * time.Second

// Check says what is wrong with what was told, by the form's field names.
func (t Told) Check(now time.Time) error {
	var f fault.Fields
	f.Check(!t.Started.IsZero() && now.Sub(t.Started) >= minTime, "", i18n.Mark("Det gikk litt fort. Se over skjemaet og send det en gang til."))
	f.Check(strings.HasPrefix(t.Page, "/") && utf8.RuneCountInString(t.Page) <= MaxPage, "side", i18n.Mark("Skriv adressen til siden slik den står i nettleseren."))
	f.Check(t.Reason.Name() != string(t.Reason), "hva", i18n.Mark("Velg hva som er galt."))
	f.Check(t.Body != "", "tekst", i18n.Mark("Skriv hva du så, så vi finner det."))
	limit(&f, "tekst", t.Body, MaxText)
	f.Check(t.Email == "" || strings.Contains(t.Email, "@") && len(t.Email) <= maxEmail, "epost", i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."))
	return f.Err()
}

func limit(f *fault.Fields, name, text string, most int) {
	n := utf8.RuneCountInString(text)
	f.Check(n <= most, name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), most, n)
}

// Refusals of what is told too often.
var (
	ErrTooManyFromNetwork = fault.New(fault.TooMany, i18n.Mark("Det er meldt fra om mye herfra den siste timen. Vent litt og prøv igjen, eller ring oss."))
	ErrTooManyForAddress  = fault.New(fault.TooMany, i18n.Mark("Det er meldt fra om mye med denne e-postadressen det siste døgnet. Vent litt, eller ring oss."))
	ErrTooManyOfPage      = fault.New(fault.TooMany, i18n.Mark("Mange har meldt fra om denne siden, og vi ser på den. Takk for at du sier fra."))
	ErrTooManyToday       = fault.New(fault.TooMany, i18n.Mark("Vi har fått svært mange meldinger i dag. Ring oss hvis det haster."))
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Jobs    jobs.Enqueuer
	Letters letter.Writer
	Now     func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke meldingen.")) }
