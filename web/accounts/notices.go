// How often one is told by e-mail of what waits.

package accounts

import (
	"net/http"

	"frivilligsentral/internal/account/notice"
	"frivilligsentral/web/form"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// noticeView is the question about one kind of thing.
type noticeView struct {
	Field, Label, Help string
	Options            []ui.Option
}

// addNotices adds the questions, with what has been chosen or, when the form has come back, typed.
func (h *Handler) addNotices(r *http.Request, e *page.Env, v *ownView, back *form.Form) error {
	choices, err := h.portal.Notices.Choices(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	stored := &form.Form{Values: map[string][]string{}}
	for _, c := range choices {
		q := noticeView{Field: string(c.Kind), Label: e.T(c.Kind.Name())}
		if help := c.Kind.Help(); help != "" {
			q.Help = e.T(help)
		}
		for _, o := range notice.Oftens {
			q.Options = append(q.Options, ui.Option{Value: string(o), Label: e.T(o.Name())})
		}
		v.Notices = append(v.Notices, q)
		stored.Values[q.Field] = []string{string(c.Often)}
	}
	if back == nil {
		back = stored
	}
	v.NoticeForm = e.Form(back)
	return nil
}

// SaveNotices stores how often.
func (h *Handler) SaveNotices(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	var chosen []notice.Choice
	for _, k := range notice.Of(e.Actor) {
		chosen = append(chosen, notice.Choice{Kind: k, Often: notice.Often(f.Raw(string(k)))})
	}
	if err := h.portal.Notices.SaveChoices(r.Context(), e.Actor, chosen); err != nil {
		if f.Merge(err) {
			return h.showOwn(w, r, ownForms{notices: f}, false)
		}
		return err
	}
	return page.Redirect(w, r, login.FirstPage(e.Door)+"/konto", e.T("Vi har lagret hvor ofte du vil ha e-post."))
}
