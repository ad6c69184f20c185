package config_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/config"
)

// env is an environment: name, value, name, value …
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

func TestNothingSet(t *testing.T) {
	t.Parallel()
	c, err := config.FromEnv(env())
	if err != nil {
		t.Fatal(err)
	}
	got := []any{c.Listen, c.BaseURL.String(), c.DatabaseURL, c.StateDir, c.SMTPURL, c.MailFrom, c.Demo, c.InsecureCookies, c.RateLimits,
		c.LogLevel, c.LogFormat, c.ShutdownTimeout, c.Secure(), c.Connections}
	want := []any{"127.0.0.1:8080", "http://127.0.0.1:8080", "", "./.state", "", "post@127.0.0.1", true, true, true,
		"info", "text", 20 * time.Second, false, 12}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestBaseURLFollowsListen(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{
		":8080": "http://127.0.0.1:8080", "0.0.0.0:80": "http://127.0.0.1:80", "[::]:8080": "http://127.0.0.1:8080", "localhost:9000": "http://localhost:9000",
	} {
		c, err := config.FromEnv(env("LISTEN", listen))
		if err != nil || c.BaseURL.String() != want {
			t.Errorf("LISTEN=%s: got %v %v, want %s", listen, c.BaseURL, err, want)
		}
	}
}

func TestProduction(t *testing.T) {
	t.Parallel()
	c, err := config.FromEnv(env("BASE_URL", "https://frivillig.eksempel.no/", "SMTP_URL", "smtps://bruker:hemmelig@post.eksempel.no:465",
		"DATABASE_URL", "postgres://portal@db/portal", "SEAL_KEY", key, "TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7 2001:db8::/32", "LISTEN", "0.0.0.0:80"))
	if err != nil {
		t.Fatal(err)
	}
	got := []any{c.Secure(), c.Demo, c.InsecureCookies, c.LogFormat, c.MailFrom, c.BaseURL.String(), c.URLFor("andre.no"), c.URLFor(""), c.TrustedProxies}
	want := []any{true, false, false, "json", "post@frivillig.eksempel.no", "https://frivillig.eksempel.no", "https://andre.no", "https://frivillig.eksempel.no",
		[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32"), netip.MustParsePrefix("2001:db8::/32")}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

// Anyone may log in as anyone in a demonstration, so it is on by itself only where
// nobody else comes: a forgotten BASE_URL must not open a real portal.
func TestDemoIsOnByItselfOnlyHere(t *testing.T) {
	t.Parallel()
	const database = "postgres://portal@db/portal"
	for name, tt := range map[string]struct {
		env  []string
		want bool
	}{
		"nothing set":                        {nil, true},
		"another port":                       {[]string{"LISTEN", "127.0.0.1:9000"}, true},
		"IPv6":                               {[]string{"LISTEN", "[::1]:8080"}, true},
		"by name":                            {[]string{"LISTEN", "localhost:8080", "BASE_URL", "http://solvik.localhost:8080"}, true},
		"a database of one's own":            {[]string{"DATABASE_URL", database, "SEAL_KEY", key}, false},
		"database and mail, no address":      {[]string{"DATABASE_URL", database, "SEAL_KEY", key, "SMTP_URL", "smtp://post.eksempel.no"}, false},
		"a database by its parts":            {[]string{"DATABASE_URL", "host=/run dbname=portal", "SEAL_KEY", key}, false},
		"listens on all addresses":           {[]string{"LISTEN", ":8080"}, false},
		"listens on all addresses, in image": {[]string{"LISTEN", "0.0.0.0:8080"}, false},
		"an address of the network":          {[]string{"LISTEN", "192.168.1.4:8080"}, false},
		"people use another name":            {[]string{"BASE_URL", "http://frivillig.eksempel.no"}, false},
		"a name that only looks local":       {[]string{"BASE_URL", "http://localhost.eksempel.no"}, false},
		"https":                              {[]string{"BASE_URL", "https://127.0.0.1", "SMTP_URL", "smtp://post.eksempel.no"}, false},
		"asked for":                          {[]string{"DATABASE_URL", database, "SEAL_KEY", key, "LISTEN", ":8080", "DEMO", "on"}, true},
		"switched off":                       {[]string{"DEMO", "off"}, false},
	} {
		if c, err := config.FromEnv(env(tt.env...)); err != nil || c.Demo != tt.want {
			t.Errorf("%s: got demo %v, %v, want %v", name, c.Demo, err, tt.want)
		}
	}
}

func TestWrongSettingsAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	production := []string{"BASE_URL", "https://frivillig.eksempel.no", "SMTP_URL", "smtp://post.eksempel.no"}
	tests := []struct {
		name string
		env  []string
		want []string
	}{
		{"all wrong", []string{
			"LISTEN", "8080", "BASE_URL", "ftp://x", "DATABASE_URL", "mysql://x", "DATABASE_CONNECTIONS", "many", "SMTP_URL", "http://x",
			"TRUSTED_PROXIES", "proxy", "BRREG_URL", "brreg", "LOG_LEVEL", "loud", "LOG_FORMAT", "xml", "SHUTDOWN_TIMEOUT", "soon",
			"DEMO", "maybe", "INSECURE_COOKIES", "2", "RATE_LIMITS", "x", "SEAL_KEY", "hemmelig", "SEAL_KEY_BEFORE", key + "A",
		}, []string{"BASE_URL", "BRREG_URL", "DATABASE_CONNECTIONS", "DATABASE_URL", "DEMO", "INSECURE_COOKIES", "LISTEN", "LOG_FORMAT", "LOG_LEVEL",
			"RATE_LIMITS", "SEAL_KEY", "SEAL_KEY_BEFORE", "SHUTDOWN_TIMEOUT", "SMTP_URL", "TRUSTED_PROXIES"}},
		{"https without mail", []string{"BASE_URL", "https://x.no"}, []string{"SMTP_URL"}},
		{"https with everything that must never meet people", []string{"BASE_URL", "https://x.no", "DEMO", "on", "INSECURE_COOKIES", "on", "RATE_LIMITS", "off"},
			[]string{"DEMO", "INSECURE_COOKIES", "RATE_LIMITS", "SMTP_URL"}},
		{"https demo", append(slices.Clone(production), "DEMO", "1"), []string{"DEMO"}},
		{"https insecure cookies", append(slices.Clone(production), "INSECURE_COOKIES", "yes"), []string{"INSECURE_COOKIES"}},
		{"in order", production, nil},
		{"a database without a key", []string{"DATABASE_URL", "postgres://portal@db/portal"}, []string{"SEAL_KEY"}},
		{"address with a path", []string{"BASE_URL", "http://x.no/portal"}, []string{"BASE_URL"}},
		{"address with a user", []string{"BASE_URL", "http://a:b@x.no"}, []string{"BASE_URL"}},
		{"no connections", []string{"DATABASE_CONNECTIONS", "0"}, []string{"DATABASE_CONNECTIONS"}},
		{"sender is no address", []string{"MAIL_FROM", "Sentralen <post@x.no>\r\nBcc: y@x.no"}, []string{"MAIL_FROM"}},
		{"port that is none", []string{"LISTEN", "127.0.0.1:99999"}, []string{"LISTEN"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.FromEnv(env(tt.env...))
			if diff := cmp.Diff(tt.want, names(err)); diff != "" {
				t.Errorf("named (-want +got):\n%s\nin: %v", diff, err)
			}
		})
	}
}

var leading = regexp.MustCompile(`^[A-Z_]+`)

// names are the settings that the lines of err begin with, in order.
func names(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		out = append(out, leading.FindString(line))
	}
	slices.Sort(out)
	return out
}

func TestSecretsAreNeverRepeated(t *testing.T) {
	t.Parallel()
	const secret = "hemmelig123"
	tests := []struct{ name, value string }{
		{"SMTP_URL", "smpt://bruker:" + secret + "@post.eksempel.no"},
		{"SMTP_URL", "smtp://bruker:" + secret + "%zz@post.eksempel.no"},
		{"SMTP_URL", "smtp://" + secret + ":x@:587"},
		{"DATABASE_URL", "postgre://portal:" + secret + "@db/portal"},
		{"BASE_URL", "http://portal:" + secret + "@x.no"},
		{"BRREG_URL", "ftp://portal:" + secret + "@x.no"},
		{"SEAL_KEY", secret},
		{"SEAL_KEY_BEFORE", secret},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.value[:8], func(t *testing.T) {
			t.Parallel()
			_, err := config.FromEnv(env(tt.name, tt.value))
			if err == nil || !strings.Contains(err.Error(), tt.name) {
				t.Fatalf("got %v, want an error that names %s", err, tt.name)
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the error holds the secret: %v", err)
			}
		})
	}
}
