package mail_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/mail"
)

func TestNewSender(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, url string
		ok        bool
	}{
		{"mailbox", "", true},
		{"usual", "smtp://bruker:hemmelig@smtp.example.no:587", true},
		{"without port", "smtp://smtp.example.no", true},
		{"implicit TLS", "smtps://bruker:hemmelig@smtp.example.no", true},
		{"opportunistic", "smtp://smtp.example.no?tls=opportunistic", true},
		{"unknown policy", "smtp://bruker:hemmelig@smtp.example.no?tls=kanskje", false},
		{"other scheme", "http://bruker:hemmelig@smtp.example.no", false},
		{"no host", "smtp://", false},
		{"missing authority", "smtp://bruker:hemmelig@smtp.example.no?ca=/finnes/ikke.pem", false},
		{"broken", "smtp://bruker:hemmelig@[", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := mail.NewSender(test.url, "post@example.no")
			if (err == nil) != test.ok {
				t.Errorf("got error %v, want ok %v", err, test.ok)
			}
			if err != nil && strings.Contains(err.Error(), "hemmelig") {
				t.Errorf("the error holds the password: %v", err)
			}
		})
	}
}
