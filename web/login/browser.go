// The cookie that binds a link and a code to the browser that asked for them.

package login

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/web/session"
)

// The login cookie binds a link and a code to the browser that asked for them.
const loginCookie = "innlogging"

// browser is the secret in the login cookie, "" without one.
func (h *Handler) browser(r *http.Request) string {
	c, err := r.Cookie(session.CookieName(loginCookie, h.secure))
	if err != nil || len(c.Value) != len(account.NewSecret()) {
		return ""
	}
	return c.Value
}

// bind gives the browser a secret, or keeps the one it has, so that an earlier
// e-mail still works.
func (h *Handler) bind(w http.ResponseWriter, r *http.Request) string {
	secret := h.browser(r)
	if secret == "" {
		secret = account.NewSecret()
	}
	h.setCookie(w, secret, int(login.AttemptLife.Seconds()))
	return secret
}

func (h *Handler) unbind(w http.ResponseWriter) { h.setCookie(w, "", -1) }

func (h *Handler) setCookie(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: session.CookieName(loginCookie, h.secure), Value: value, Path: "/", MaxAge: maxAge,
		Secure: h.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
