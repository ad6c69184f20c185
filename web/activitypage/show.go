// One activity as its page shows it.

package activitypage

import (
	"context"
	"net/http"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

// showView is one activity as its page shows it.
type showView struct {
	Title, Summary string
	Lang           string // of the content, "" when it is the page's
	Pictogram      string
	Category       textLink
	Cancelled      bool
	on             bool // a coming date is not off
	Why            string
	Past           bool
	facts          facts
	Description    string // safe HTML
	Bring          string
	GetThere       []ownText
	About          about
	Similar        []activitycards.CardView
	icsURL         string
	signup         *textLink // nil when people just come
	signupIcon     string    // of signup
	signupState    string    // places left, beside signup
	signupNote     string    // why one cannot sign up now
	jsonLD         string
	available      map[int64]string // by date, 0 for all: the schema.org word for whether there are places
	noindex        bool
}

// ownText is what somebody has written, and its language when it is not the page's.
type ownText struct{ lang, text string }

type about struct {
	textLink
	Summary string
	Lang    string // of Summary
	Others  []activitycards.CardView
	allURL  string
}

// Show is one activity. Its address holds its name; with another name, or none,
// it leads to the right one.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	slug := chi.URLParam(r, "slug")
	if strings.HasSuffix(slug, ".ics") {
		return h.sendOne(w, r, id)
	}
	v, err := h.portal.ActivityLists.PublicPage(r.Context(), e.Site.ID, id)
	if err != nil {
		return err
	}
	if slug != activitycards.Slug(v.Title) {
		w.Header().Set("Cache-Control", page.PublicCache)
		http.Redirect(w, r, e.URL(activitycards.Path(id, v.Title)), http.StatusMovedPermanently)
		return nil
	}
	view := showOf(e, v)
	var form signupform.Page
	var slots []signupform.Slot
	ready := true
	if takesSignups(v) {
		parts := []func(context.Context) error{
			func(ctx context.Context) (err error) {
				form, err = h.portal.SignupForms.SignUpPage(ctx, e.Actor, v.ID, v.Dates[0].ID)
				if ready = !fault.Is(err, fault.NotFound); !ready {
					return nil
				}
				return err
			},
			func(ctx context.Context) (err error) {
				slots, err = h.portal.SignupForms.Slots(ctx, e.Actor, v.ID, e.Now, len(v.Dates))
				if fault.Is(err, fault.NotFound) {
					return nil
				}
				return err
			},
		}
		err = postgres.Together(r.Context(), h.portal.Pool, append(parts, h.placesAround(e, &view))...)
	} else {
		err = h.placesAround(e, &view)(r.Context())
	}
	if err != nil {
		return err
	}
	view.addSignup(e, v, form, slots, ready)
	view.jsonLD = jsonLD(e, v, view.available)
	p := e.Page(r, v.Title)
	p.Active, p.Description = "aktiviteter", v.Summary
	p.NoIndex = view.noindex
	p.CanonicalURL = e.Absolute(activitycards.Path(id, v.Title))
	p.ICSURL = e.BaseURL + view.icsURL
	return page.Render(w, r, showPage(p, view))
}

// placesAround tells on the cards beside how one signs up for them.
func (h *Handler) placesAround(e *page.Env, v *showView) func(context.Context) error {
	return func(ctx context.Context) error {
		return activitycards.AddPlaces(ctx, h.portal.SignupForms, e, v.Similar, v.About.Others)
	}
}

func showOf(e *page.Env, a listing.PageView) showView {
	v := showView{
		Title: a.Title, Summary: a.Summary, Lang: e.Foreign(a.Lang), Cancelled: a.Cancelled(), Why: a.CancelReason, Past: a.Past,
		Description: markdown.HTML(a.Description), Bring: a.Bring, GetThere: getThere(e, a), About: aboutOf(e, a),
		Similar: activitycards.Cards(e, a.Similar), icsURL: e.URL(activitycards.NumberPath(a.ID) + ".ics"),
		facts: factsOf(e, a), on: a.NextDate() != nil, noindex: longPast(e, a),
	}
	if c, ok := e.Site.CodeByID(a.CategoryID); ok {
		v.Pictogram, v.Category = activitycards.Pictogram(c), textLink{c.Name(e.Lang), e.URL(activitycards.ListPath + "?kategori=" + c.Slug)}
	}
	if a.SignupMode == activity.LinkSignup && a.SignupURL != "" && !a.Past && a.NextDate() != nil {
		v.signup, v.signupIcon = &textLink{e.T("Meld deg på hos arrangøren"), a.SignupURL}, "external"
	}
	return v
}

// longPast is for what search engines should forget: over for twelve months.
func longPast(e *page.Env, a listing.PageView) bool {
	return a.Past && (a.Last == nil || a.Last.Before(e.Now.AddDate(0, -12, 0)))
}

// getThere is what the place and the group say about finding it.
func getThere(e *page.Env, a listing.PageView) []ownText {
	var all []ownText
	if a.Place != nil && a.Note != "" {
		all = append(all, ownText{e.Foreign(a.Lang), a.Note})
	}
	if a.Place != nil && a.Place.Description != "" {
		all = append(all, ownText{e.Foreign(e.Site.DefaultLang), a.Place.Description})
	}
	return all
}

func aboutOf(e *page.Env, a listing.PageView) about {
	return about{
		textLink: organisationLink(e, a.Organiser), Summary: a.Organiser.Summary, Lang: e.Foreign(a.Organiser.Lang), Others: activitycards.Cards(e, a.Others),
		allURL: e.URL(activitycards.ListPath + "?lag=" + ui.Itoa(a.OrganisationID)),
	}
}

func organisationLink(e *page.Env, o activity.Organiser) textLink {
	return textLink{o.Name, e.URL(organisations.Path(o.ID, o.Name))}
}
