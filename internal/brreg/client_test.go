package brreg

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
)

const (
	knit   = "999000274" // an invented association
	enhet  = "/enhetsregisteret/api/enheter"
	folk   = "/frivillighetsregisteret/api/frivillige-organisasjoner"
	jsonCT = "application/json"
)

func noWait(int) time.Duration { return 0 }

// register serves answers by path and counts the questions.
func register(t *testing.T, handler http.HandlerFunc) (*Client, *httptest.Server, *atomic.Int32) {
	t.Helper()
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	return mustNew(t, Config{BaseURL: server.URL, UserAgent: "test post@tenkt.example", Backoff: noWait}), server, &asked
}

func mustNew(t *testing.T, c Config) *Client {
	t.Helper()
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func answer(w http.ResponseWriter, r *http.Request, data []byte) {
	w.Header().Set("Content-Type", jsonCT)
	w.Write([]byte(strings.ReplaceAll(string(data), "{BASE}", "http://"+r.Host)))
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	data := testdata(t, "enhet.json")
	client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != enhet+"/"+knit || r.Header.Get("User-Agent") != "test post@tenkt.example" {
			t.Errorf("got %s from %q", r.URL, r.Header.Get("User-Agent"))
		}
		answer(w, r, data)
	})
	got, err := client.Enhet(t.Context(), "999 000 274")
	if err != nil || got.Name != "TENKT STRIKKELAG UL" {
		t.Errorf("got %q, %v", got.Name, err)
	}
}

func TestLookUpVoluntary(t *testing.T) {
	t.Parallel()
	client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != folk+"/"+knit {
			t.Errorf("got %s", r.URL)
		}
		answer(w, r, []byte(`{"organisasjonsnummer":"999000274","icnpoKategorier":[{"icnpoNummer":"1200","rekkefoelge":1}]}`))
	})
	got, err := client.Voluntary(t.Context(), knit)
	if err != nil || !cmp.Equal(got.ICNPO, []string{"1200"}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestLookUpErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		want   error
		asked  int32
	}{
		"unknown":        {404, "{}", ErrNotFound, 1},
		"removed by law": {410, "{}", ErrRemoved, 1},
		"410 is deleted": {410, "{}", ErrDeleted, 1},
		"deleted":        {200, `{"organisasjonsnummer":"999000274","navn":"A","slettedato":"2020-01-02"}`, ErrDeleted, 1},
		"broken":         {500, "oh no", ErrUnavailable, 3},
		"busy":           {429, "", ErrUnavailable, 3},
		"not JSON":       {200, "<html>", ErrUnavailable, 3},
		"other JSON":     {200, "{}", ErrUnavailable, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _, asked := register(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				w.Write([]byte(tt.body))
			})
			_, err := client.Enhet(t.Context(), knit)
			if !errors.Is(err, tt.want) || asked.Load() != tt.asked {
				t.Errorf("got %v after %d questions, want %v after %d", err, asked.Load(), tt.want, tt.asked)
			}
		})
	}
}

func TestOnlyOrganisationNumbersReachThePath(t *testing.T) {
	t.Parallel()
	client, _, asked := register(t, func(http.ResponseWriter, *http.Request) {})
	tests := map[string]error{
		"": i18n.ErrOrgNrLength, "../../x": i18n.ErrOrgNrLength, "999000275": i18n.ErrOrgNrCheck, "112233445": i18n.ErrOrgNrFirst, "999000274/roller": nil,
	}
	for number, want := range tests {
		_, err := client.Enhet(t.Context(), number)
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("Enhet(%q): got %v, want %v", number, err, want)
		}
	}
	if asked.Load() > 0 {
		t.Errorf("asked %d times, want never", asked.Load())
	}
}

func TestRetryHelps(t *testing.T) {
	t.Parallel()
	data := testdata(t, "enhet.json")
	var n atomic.Int32
	client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) < 3 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		answer(w, r, data)
	})
	if _, err := client.Enhet(t.Context(), knit); err != nil {
		t.Errorf("got %v, want the third answer", err)
	}
}

func TestBreakerOpensAndCloses(t *testing.T) {
	t.Parallel()
	data := testdata(t, "enhet.json")
	var up atomic.Bool
	_, server, asked := register(t, func(w http.ResponseWriter, r *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		answer(w, r, data)
	})
	now := time.Date(2026, 5, 17, 12, 0, 0, 0, i18n.Oslo)
	client := mustNew(t, Config{BaseURL: server.URL, Backoff: noWait, Now: func() time.Time { return now }})
	for range failuresToOpen + 3 {
		if _, err := client.Enhet(t.Context(), knit); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("got %v, want %v", err, ErrUnavailable)
		}
	}
	if got, want := asked.Load(), int32(failuresToOpen*maxAttempts); got != want {
		t.Errorf("asked %d times, want %d", got, want)
	}
	up.Store(true)
	now = now.Add(openFor)
	for range 2 {
		if _, err := client.Enhet(t.Context(), knit); err != nil {
			t.Errorf("after the pause: got %v", err)
		}
	}
}

func TestGivingUpIsNotTheRegistersFault(t *testing.T) {
	t.Parallel()
	client, _, _ := register(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range failuresToOpen + 1 {
		if _, err := client.Enhet(ctx, knit); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want %v", err, context.Canceled)
		}
	}
}

func TestNeverAsksAnotherHost(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other host was asked") }))
	t.Cleanup(other.Close)
	client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	if _, err := client.Enhet(t.Context(), knit); !errors.Is(err, errOtherHost) {
		t.Errorf("got %v, want %v", err, errOtherHost)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	client, _, _ := register(t, func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(" ", 1<<20))
		for range maxResponse>>20 + 1 {
			w.Write(block)
		}
	})
	if _, err := client.Enhet(t.Context(), knit); err == nil || !strings.Contains(err.Error(), "larger") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestNewRefusesOtherAddresses(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"ftp://x.no", "data.brreg.no", "file:///etc", "http://", "https://a:b@x.no", "http://%zz"} {
		if _, err := New(Config{BaseURL: base}); err == nil {
			t.Errorf("New(%q): got no error", base)
		}
	}
	if c := mustNew(t, Config{}); c.base.String() != DefaultBaseURL {
		t.Errorf("default: got %s", c.base)
	}
}

func TestLookUpRoles(t *testing.T) {
	t.Parallel()
	data := testdata(t, "roller.json")
	client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != enhet+"/"+knit+"/roller" {
			t.Errorf("got %s", r.URL)
		}
		answer(w, r, data)
	})
	got, err := client.Roles(t.Context(), knit)
	want := []Role{{"LEDE", "Kari Tenkt Lie"}, {"MEDL", "Per Dal"}, {"DAGL", "Kari Tenkt Lie"}}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

// An answer that says nothing of roles is no answer: nobody is taken for one who has left.
func TestRolesOfAnotherAnswer(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{`{"rollegrupper":[]}`: true, `{}`: false, `{"organisasjonsnummer":"999000274"}`: false, `{"rollegrupper":null}`: false, `[]`: false} {
		client, _, _ := register(t, func(w http.ResponseWriter, r *http.Request) { answer(w, r, []byte(text)) })
		if got, err := client.Roles(t.Context(), knit); ok != (err == nil) || len(got) != 0 || !ok && !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}
