// Package config reads the settings from the environment. This file is the one
// place that describes them; every missing or wrong one is reported at once.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/seal"
)

// Config is every setting of the program. The tag comment on each field is the
// variable's name, its default and its meaning.
type Config struct {
	// LISTEN (127.0.0.1:8080): address and port that the server listens on.
	Listen string
	// BASE_URL (http://LISTEN): the address that people use, used in links in
	// e-mails. With https, cookies are Secure with the __Host- prefix, HSTS is
	// sent and everything made for demonstration is refused.
	BaseURL *url.URL
	// DATABASE_URL (empty): Postgres to use. Empty starts a private Postgres
	// with its data under STATE_DIR.
	DatabaseURL string
	// DATABASE_CONNECTIONS (12): size of the connection pool.
	Connections int
	// STATE_DIR (./.state): folder for the private Postgres, and for its SEAL_KEY.
	StateDir string
	// SEAL_KEY (with the private Postgres made and kept in STATE_DIR, otherwise it must be
	// set): 32 random bytes in base64, as openssl rand -base64 32 makes them. Protected texts
	// in the database, such as answers to the questions of a sign-up, are sealed by it.
	SealKey string
	// SEAL_KEY_BEFORE (empty): the key until now, while SEAL_KEY is exchanged for another.
	SealKeyBefore string
	// SMTP_URL (empty): smtp://user:password@host:587 or smtps://host:465.
	// Empty keeps e-mails in the database (development mailbox); only with http.
	SMTPURL string
	// MAIL_FROM (post@<host of BASE_URL>): sender of e-mails.
	MailFrom string
	// DEMO (on with the private Postgres when LISTEN and BASE_URL are this
	// machine's own address over http, otherwise off): fills an empty database
	// with an invented municipality, lets anyone log in as its people and shows
	// every e-mail at /demo/postkasse. A database that holds real people is refused.
	Demo bool
	// INSECURE_COOKIES (on when BASE_URL is http, otherwise off): session
	// cookies without Secure and the __Host- prefix.
	InsecureCookies bool
	// TRUSTED_PROXIES (empty): addresses or networks, comma separated, whose
	// X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	// BRREG_URL (empty): https://data.brreg.no turns the look-up in
	// Enhetsregisteret and Frivillighetsregisteret on. Empty is off.
	BrregURL string
	// LOG_LEVEL (info): debug, info, warn or error.
	LogLevel string
	// LOG_FORMAT (text when BASE_URL is http, otherwise json).
	LogFormat string
	// RATE_LIMITS (on): off switches the limits per address off, for load tests; only with http.
	RateLimits bool
	// PAGE_CACHE (on): keeps finished public pages in memory for five seconds.
	PageCache bool
	// SHUTDOWN_TIMEOUT (20s): how long requests in flight may take after SIGTERM.
	ShutdownTimeout time.Duration
}

// onlyHere says that nobody but this machine reaches the portal: both where it
// listens and the address that people use are the machine's own.
func (c Config) onlyHere() bool {
	host, _, err := net.SplitHostPort(c.Listen)
	return err == nil && loopback(host) && loopback(c.BaseURL.Hostname())
}

func loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// Secure says whether people reach the portal by https.
func (c Config) Secure() bool { return c.BaseURL.Scheme == "https" }

// URLFor is BASE_URL with a municipality's own host name in place of the host;
// "" keeps it. It is where links in e-mails begin.
func (c Config) URLFor(host string) string {
	u := *c.BaseURL
	if host == "" || host == u.Hostname() {
		return u.String()
	}
	if port := u.Port(); port != "" {
		host = net.JoinHostPort(host, port)
	}
	u.Host = host
	return u.String()
}

// FromEnv reads the settings with getenv (os.Getenv). The error names every
// variable that is missing or wrong.
func FromEnv(getenv func(string) string) (Config, error) {
	r := reader{getenv: getenv}
	c := Config{
		Listen:          r.listen("LISTEN", "127.0.0.1:8080"),
		DatabaseURL:     r.postgresURL("DATABASE_URL"),
		Connections:     r.number("DATABASE_CONNECTIONS", 12, 1, 200),
		StateDir:        r.text("STATE_DIR", "./.state"),
		SMTPURL:         r.smtp("SMTP_URL"),
		TrustedProxies:  r.prefixes("TRUSTED_PROXIES"),
		BrregURL:        r.httpURL("BRREG_URL"),
		LogLevel:        r.oneOf("LOG_LEVEL", "info", "debug", "info", "warn", "error"),
		ShutdownTimeout: r.duration("SHUTDOWN_TIMEOUT", 20*time.Second),
	}
	c.BaseURL = r.baseURL("BASE_URL", "http://"+reachable(c.Listen))
	c.SealKey, c.SealKeyBefore = r.sealKey("SEAL_KEY"), r.sealKey("SEAL_KEY_BEFORE")
	if r.text("DATABASE_URL", "") != "" && r.text("SEAL_KEY", "") == "" {
		r.fail("SEAL_KEY", "must be set with DATABASE_URL: make one with openssl rand -base64 32, and keep it apart from the database's backups")
	}
	plain := !c.Secure()
	c.Demo = r.boolean("DEMO", plain && r.text("DATABASE_URL", "") == "" && c.onlyHere())
	c.InsecureCookies = r.boolean("INSECURE_COOKIES", plain)
	c.RateLimits = r.boolean("RATE_LIMITS", true)
	c.PageCache = r.boolean("PAGE_CACHE", true)
	c.LogFormat = r.oneOf("LOG_FORMAT", map[bool]string{true: "text", false: "json"}[plain], "text", "json")
	c.MailFrom = r.address("MAIL_FROM", "post@"+c.BaseURL.Hostname())
	r.forbidInProduction(c)
	return c, errors.Join(r.errs...)
}

// forbidInProduction refuses what must never meet real people.
func (r *reader) forbidInProduction(c Config) {
	if !c.Secure() {
		return
	}
	if c.Demo {
		r.fail("DEMO", "cannot be on when BASE_URL is https")
	}
	if c.InsecureCookies {
		r.fail("INSECURE_COOKIES", "cannot be on when BASE_URL is https")
	}
	if c.SMTPURL == "" {
		r.fail("SMTP_URL", "must be set when BASE_URL is https (the development mailbox is for http only)")
	}
	if !c.RateLimits {
		r.fail("RATE_LIMITS", "cannot be off when BASE_URL is https")
	}
}

type reader struct {
	getenv func(string) string
	errs   []error
}

func (r *reader) fail(name, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s %s", name, fmt.Sprintf(format, args...)))
}

func (r *reader) text(name, def string) string {
	if v := strings.TrimSpace(r.getenv(name)); v != "" {
		return v
	}
	return def
}

func (r *reader) listen(name, def string) string {
	v := r.text(name, def)
	_, port, err := net.SplitHostPort(v)
	if n, perr := strconv.Atoi(port); err != nil || perr != nil || n < 0 || n > 65535 {
		r.fail(name, "must be host:port, got %q", v)
		return def
	}
	return v
}

// sealKey never says what it got: that may be most of a key.
func (r *reader) sealKey(name string) string {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if err := seal.Check(v); err != nil {
		r.fail(name, "is not a key: %v", err)
		return ""
	}
	return v
}

// reachable is how a browser on this machine reaches what listens on all addresses.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip, perr := netip.ParseAddr(host); err == nil && (host == "" || perr == nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listen
}

func (r *reader) address(name, def string) string {
	v := r.text(name, "")
	if v == "" {
		return def
	}
	if a, err := mail.ParseAddress(v); err != nil || a.Address != v {
		r.fail(name, "must be one plain e-mail address, got %q", v)
		return def
	}
	return v
}

func (r *reader) number(name string, def, min, max int) int {
	v := r.text(name, "")
	if v == "" {
		return def
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < min || n > max {
		r.fail(name, "must be a number from %d to %d, got %q", min, max, v)
		return def
	}
	return n
}

func (r *reader) duration(name string, def time.Duration) time.Duration {
	v := r.text(name, "")
	if v == "" {
		return def
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		r.fail(name, "must be a duration such as 20s, got %q", v)
		return def
	}
	return d
}

func (r *reader) boolean(name string, def bool) bool {
	switch strings.ToLower(r.text(name, "")) {
	case "":
		return def
	case "1", "true", "on", "yes":
		return true
	case "0", "false", "off", "no":
		return false
	}
	r.fail(name, "must be on or off, got %q", r.getenv(name))
	return def
}

func (r *reader) oneOf(name, def string, allowed ...string) string {
	v := r.text(name, def)
	for _, a := range allowed {
		if v == a {
			return v
		}
	}
	r.fail(name, "must be one of %s, got %q", strings.Join(allowed, ", "), v)
	return def
}

func (r *reader) baseURL(name, def string) *url.URL {
	fallback, err := url.Parse(def)
	if err != nil {
		fallback = &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}
	}
	v := strings.TrimRight(r.text(name, def), "/")
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		r.fail(name, "must be http(s)://host without user and path") // never echo: it may hold a password
		return fallback
	}
	return u
}

func (r *reader) httpURL(name string) string {
	v := strings.TrimRight(r.text(name, ""), "/")
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		r.fail(name, "must be an http(s) address without user")
		return ""
	}
	return v
}

func (r *reader) postgresURL(name string) string {
	v := r.text(name, "")
	if v == "" || strings.HasPrefix(v, "postgres://") || strings.HasPrefix(v, "postgresql://") || strings.Contains(v, "=") {
		return v
	}
	r.fail(name, "must be postgres://… or key=value pairs")
	return ""
}

func (r *reader) smtp(name string) string {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" {
		r.fail(name, "must be smtp://host:port or smtps://host:port") // never echo: it may hold a password
		return ""
	}
	return v
}

func (r *reader) prefixes(name string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range strings.FieldsFunc(r.text(name, ""), func(c rune) bool { return c == ',' || c == ' ' }) {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p.Masked())
		} else if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
		} else {
			r.fail(name, "has %q, which is neither an address nor a network", s)
		}
	}
	return out
}
