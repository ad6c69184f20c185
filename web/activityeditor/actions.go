// What is done with the whole activity: copy, call off, restore, withdraw and archive, each after a question.

package activityeditor

import (
	"net/http"
	"strconv"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// askView is a question before something that everybody will notice.
type askView struct {
	Page    ui.Page
	Form    page.FormView
	Confirm ui.ConfirmArgs
	Reason  string // the label, "" when no reason is asked for
	Date    string // the label of a date, "" when none is asked for
	BackURL string
	Title   string   // of the activity
	Reach   []string // who is told
}

// ask is one such question, in bokmål source texts; %s is the activity's title.
type ask struct {
	path, question, text, button string
	reason, date                 string
	danger                       bool
	tells                        bool // those signed up
}

var (
	askCancel = ask{
		path: "/avlys", question: i18n.Mark("Vil du avlyse %s?"), button: i18n.Mark("Avlys"), danger: true, tells: true,
		text:   i18n.Mark("Alle datoene som kommer, blir avlyst. Aktiviteten blir stående, så folk ser at den er avlyst og hvorfor. Du kan angre."),
		reason: i18n.Mark("Hvorfor er det avlyst?"),
	}
	askWithdraw = ask{
		path: "/trekk", question: i18n.Mark("Vil du gjøre %s om til utkast?"), button: i18n.Mark("Gjør om til utkast"),
		text: i18n.Mark("Da er det bare dere som ser den. Skal folk få vite at noe ikke blir av, avlys det heller."),
	}
	askArchive = ask{
		path: "/arkiver", question: i18n.Mark("Vil du legge %s i arkivet?"), button: i18n.Mark("Legg i arkivet"), danger: true,
		text: i18n.Mark("Den forsvinner fra lister og søk og kan ikke endres mer. Du kan lage en kopi senere."),
	}
	askCopy = ask{
		path: "/kopier", question: i18n.Mark("Lag en kopi av %s"), button: i18n.Mark("Lag kopien"),
		text: i18n.Mark("Kopien blir et utkast som du kan rette før du sender den inn. En serie beholder lengden. Avlysninger og pauser blir ikke med."),
		date: i18n.Mark("Første dato"),
	}
)

func (h *Handler) show(w http.ResponseWriter, r *http.Request, q ask, v activity.View, f *form.Form) error {
	e := page.From(r)
	title := e.T(q.question, v.Title)
	a := askView{
		Form: e.Form(f), BackURL: e.URL(Path(e, v.ID, "")), Title: v.Title,
		Confirm: ui.ConfirmArgs{
			Title: title, Text: e.T(q.text), Action: e.URL(Path(e, v.ID, q.path)), Button: e.T(q.button), Danger: q.danger,
			CancelURL: e.URL(Path(e, v.ID, "")), Hidden: [][2]string{{"versjon", strconv.Itoa(v.Version)}},
		},
	}
	if q.reason != "" {
		a.Reason = e.T(q.reason)
	}
	if q.date != "" {
		a.Date = e.T(q.date)
	}
	if q.tells {
		var err error
		if a.Reach, err = h.reach(r, v.Activity, 0); err != nil {
			return err
		}
	}
	a.Page = e.Page(r, title)
	a.Page.Active, a.Page.HasErrors = "aktiviteter", a.Form.Failed()
	status := http.StatusOK
	if a.Form.Failed() {
		status = http.StatusUnprocessableEntity
	}
	return page.RenderStatus(w, r, status, askPage(a))
}

func (h *Handler) asks(w http.ResponseWriter, r *http.Request, q ask) error {
	v, err := h.openToEdit(r)
	if err != nil {
		return err
	}
	return h.show(w, r, q, v, nil)
}

// act does what was asked, or shows the question again with what is wrong.
func (h *Handler) act(w http.ResponseWriter, r *http.Request, q ask, flash string, do func(*form.Form, activity.View, int) error) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := h.openToEdit(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	if err := do(f, v, max(version, 0)); err != nil {
		if f.Merge(err) {
			return h.show(w, r, q, v, f)
		}
		return err
	}
	e, to := page.From(r), Path(page.From(r), v.ID, "")
	if q.tells {
		if to, err = h.afterwards(r, v.ID, to); err != nil {
			return err
		}
	}
	return page.Redirect(w, r, to, e.T(flash))
}

// AskCancel asks for the reason before a whole activity is called off.
func (h *Handler) AskCancel(w http.ResponseWriter, r *http.Request) error {
	return h.asks(w, r, askCancel)
}

// Cancel calls a whole activity off.
func (h *Handler) Cancel(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, askCancel, i18n.Mark("Aktiviteten er avlyst. Alle ser det nå."), func(f *form.Form, v activity.View, version int) error {
		return h.portal.Activities.CancelSeries(r.Context(), page.From(r).Actor, v.ID, version, f.Raw("grunn"))
	})
}

// Restore takes the cancellation of a whole activity back.
func (h *Handler) Restore(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, askCancel, i18n.Mark("Avlysningen er tatt tilbake."), func(_ *form.Form, v activity.View, version int) error {
		return h.portal.Activities.RestoreSeries(r.Context(), page.From(r).Actor, v.ID, version)
	})
}

// AskWithdraw asks before an activity becomes a draft again.
func (h *Handler) AskWithdraw(w http.ResponseWriter, r *http.Request) error {
	return h.asks(w, r, askWithdraw)
}

// Withdraw makes an activity a draft again.
func (h *Handler) Withdraw(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, askWithdraw, i18n.Mark("Aktiviteten er et utkast igjen."), func(_ *form.Form, v activity.View, version int) error {
		return h.portal.Activities.Withdraw(r.Context(), page.From(r).Actor, v.ID, version)
	})
}

// AskArchive asks before an activity is put away.
func (h *Handler) AskArchive(w http.ResponseWriter, r *http.Request) error {
	return h.asks(w, r, askArchive)
}

// Archive puts an activity away.
func (h *Handler) Archive(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, askArchive, i18n.Mark("Aktiviteten ligger i arkivet."), func(_ *form.Form, v activity.View, version int) error {
		return h.portal.Activities.Archive(r.Context(), page.From(r).Actor, v.ID, version)
	})
}

// AskCopy asks for the first date of a copy.
func (h *Handler) AskCopy(w http.ResponseWriter, r *http.Request) error { return h.asks(w, r, askCopy) }

// Copy makes a new draft of an activity.
func (h *Handler) Copy(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := h.openToEdit(r)
	if err != nil {
		return err
	}
	e := page.From(r)
	start, saved := copyStart(f, v.Activity), activity.Saved{}
	if len(f.Errs) == 0 {
		saved, err = h.portal.Activities.Copy(r.Context(), e.Actor, v.ID, start)
		if err != nil && !f.Merge(err) {
			return err
		}
	}
	if len(f.Errs) > 0 {
		return h.show(w, r, askCopy, v, f)
	}
	return page.Redirect(w, r, editPath(e, saved.ID), e.T("Kopien er et utkast. Se over den, og send den inn."))
}

// copyStart is the chosen date at the old time of day, zero when none was chosen.
func copyStart(f *form.Form, a activity.Activity) (start time.Time) {
	day := f.Date("dato")
	if day == nil {
		return start
	}
	h, m, _ := a.StartsAt.In(i18n.Oslo).Clock()
	return form.Clock{Hour: h, Minute: m}.On(*day)
}
