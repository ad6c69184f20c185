// The cookie that binds a link and a code to the browser that asked for them, and the one
// that a browser is known by the next time.

package login

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/web/session"
)

// The login cookie binds a link and a code to the browser that asked for them.
const loginCookie = "innlogging"

// The known cookie tells that the browser has logged in before. It opens nothing: see
// login.Browser.
const knownCookie = "kjent"

// browser is the secret in the login cookie, "" without one.
func (h *Handler) browser(r *http.Request) string { return h.secret(r, loginCookie) }

// known is the secret in the known cookie, "" without one.
func (h *Handler) known(r *http.Request) string { return h.secret(r, knownCookie) }

// Browser is what logs in.
func (h *Handler) Browser(r *http.Request) login.Browser {
	return login.Browser{UserAgent: r.UserAgent(), Known: h.known(r)}
}

func (h *Handler) secret(r *http.Request, name string) string {
	c, err := r.Cookie(session.CookieName(name, h.secure))
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
	h.setCookie(w, loginCookie, secret, int(login.AttemptLife.Seconds()))
	return secret
}

func (h *Handler) unbind(w http.ResponseWriter) { h.setCookie(w, loginCookie, "", -1) }

func (h *Handler) setCookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: session.CookieName(name, h.secure), Value: value, Path: "/", MaxAge: maxAge,
		Secure: h.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
