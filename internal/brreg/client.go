// Asking the registers over HTTP.

package brreg

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// What the client answers beside data. The texts are for the user.
var (
	ErrNotFound    = fault.New(fault.NotFound, i18n.Mark("Vi finner ikke organisasjonsnummeret i registeret."))
	ErrDeleted     = fault.New(fault.NotFound, i18n.Mark("Organisasjonen er slettet fra registeret."))
	ErrUnavailable = fault.New(fault.Unavailable, i18n.Mark("Brønnøysundregistrene svarer ikke nå. Du kan fylle ut selv, eller prøve igjen senere."))

	// ErrRemoved is an ErrDeleted where the register may no longer give out what it had (410): remove what was stored.
	ErrRemoved = fmt.Errorf("removed from the register by law: %w", ErrDeleted)
)

// DefaultBaseURL is where both registers are.
const DefaultBaseURL = "https://data.brreg.no"

// Config says how to reach the registers. Only UserAgent has no default: the registers ask for a contact address in it.
type Config struct {
	BaseURL    string // http or https, without the path of the interface
	HTTPClient *http.Client
	UserAgent  string
	Timeout    time.Duration // for one attempt, 5 s

	Backoff func(attempt int) time.Duration // before attempt 1 and 2; with jitter
	Now     func() time.Time                // for the circuit breaker
}

// A Client asks the registers. It gives up quickly: two retries, and after five failures in a row no more questions for
// half a minute. It is safe for concurrent use.
type Client struct {
	base      *url.URL
	http      *http.Client
	userAgent string
	timeout   time.Duration
	backoff   func(int) time.Duration
	breaker   breaker
}

const (
	maxAttempts = 3
	maxResponse = 8 << 20
)

// New makes a client, or says what is wrong with the base address.
func New(c Config) (*Client, error) {
	base, err := url.Parse(cmp.Or(c.BaseURL, DefaultBaseURL))
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || base.User != nil {
		return nil, fmt.Errorf("brreg: base address %q is not an http or https address", c.BaseURL)
	}
	client := &Client{
		base: base, userAgent: cmp.Or(c.UserAgent, "frivilligsentral"), timeout: cmp.Or(c.Timeout, 5*time.Second),
		backoff: c.Backoff, breaker: breaker{now: c.Now},
	}
	if client.backoff == nil {
		client.backoff = jitter
	}
	if client.breaker.now == nil {
		client.breaker.now = time.Now
	}
	client.http = sameHostOnly(c.HTTPClient, base)
	return client, nil
}

// sameHostOnly copies the client and lets no redirect lead to another host.
func sameHostOnly(c *http.Client, base *url.URL) *http.Client {
	var own http.Client
	if c != nil {
		own = *c
	}
	own.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if !sameHost(r.URL, base) || len(via) > 3 {
			return errOtherHost
		}
		return nil
	}
	return &own
}

var errOtherHost = errors.New("the register points to another host")

func sameHost(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// jitter waits 0.2–0.4 s, then 0.4–0.8 s.
func jitter(attempt int) time.Duration {
	step := 200 * time.Millisecond << (attempt - 1)
	return step + rand.N(step)
}

// Enhet looks up one organisation number, written in any usual way. A deleted unit comes with what is left of it and
// ErrDeleted.
func (c *Client) Enhet(ctx context.Context, orgnr string) (Enhet, error) {
	data, err := c.byNumber(ctx, "/enhetsregisteret/api/enheter", orgnr)
	if err != nil {
		return Enhet{}, fmt.Errorf("look up enhet: %w", err)
	}
	e, err := ParseEnhet(data)
	if err != nil {
		return Enhet{}, fmt.Errorf("look up enhet: %w: %w", ErrUnavailable, err)
	}
	if e.IsDeleted() {
		return e, fmt.Errorf("look up enhet: %w", ErrDeleted)
	}
	return e, nil
}

// Voluntary looks up one organisation in Frivillighetsregisteret. Most numbers are not there: ErrNotFound.
func (c *Client) Voluntary(ctx context.Context, orgnr string) (Voluntary, error) {
	data, err := c.byNumber(ctx, "/frivillighetsregisteret/api/frivillige-organisasjoner", orgnr)
	if err != nil {
		return Voluntary{}, fmt.Errorf("look up voluntary organisation: %w", err)
	}
	v, err := ParseVoluntary(data)
	if err != nil {
		return Voluntary{}, fmt.Errorf("look up voluntary organisation: %w: %w", ErrUnavailable, err)
	}
	if !v.Deleted.IsZero() {
		return v, fmt.Errorf("look up voluntary organisation: %w", ErrDeleted)
	}
	return v, nil
}

var orgNrInPath = regexp.MustCompile(`^[89]\d{8}$`)

// byNumber asks for a unit, or for what stands under it.
func (c *Client) byNumber(ctx context.Context, path, orgnr string, under ...string) ([]byte, error) {
	digits, err := i18n.ParseOrgNr(orgnr)
	if err != nil {
		return nil, err
	}
	if !orgNrInPath.MatchString(digits) {
		return nil, i18n.ErrOrgNrFirst
	}
	return c.get(ctx, c.base.JoinPath(path, digits).JoinPath(under...))
}

// get tries a few times while trying may help.
func (c *Client) get(ctx context.Context, u *url.URL) ([]byte, error) {
	if !c.breaker.allow() {
		return nil, fmt.Errorf("%w (not asked: too many failures)", ErrUnavailable)
	}
	var err error
	for attempt := range maxAttempts {
		if attempt > 0 && wait(ctx, c.backoff(attempt)) != nil {
			return nil, err
		}
		var data []byte
		data, err = c.try(ctx, u)
		if !errors.Is(err, ErrUnavailable) {
			c.breaker.succeed()
			return data, err
		}
		if ctx.Err() != nil {
			return nil, err // the asker gave up, which says nothing about the register
		}
	}
	c.breaker.fail()
	return nil, err
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (c *Client) try(ctx context.Context, u *url.URL) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer res.Body.Close()
	if err := statusError(res.StatusCode); err != nil {
		return nil, err
	}
	return readBody(res.Body)
}

func statusError(status int) error {
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusNotFound:
		return ErrNotFound
	case status == http.StatusGone:
		return ErrRemoved
	case status >= 500 || status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: status %d", ErrUnavailable, status)
	}
	return fmt.Errorf("the register answered with status %d", status)
}

func readBody(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxResponse+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if len(data) > maxResponse {
		return nil, errors.New("the answer is larger than 8 MiB")
	}
	if !json.Valid(data) {
		return nil, fmt.Errorf("%w: the answer is not JSON", ErrUnavailable)
	}
	return data, nil
}
