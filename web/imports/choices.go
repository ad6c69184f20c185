// What somebody decides about a preview: columns and words, and rows that are left out.

package imports

import (
	"net/http"
	"strconv"
	"strings"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/intake"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// questionsView is what a file leaves open, as a form.
type questionsView struct {
	Open   int // without answer
	Title  string
	Groups []questionGroup
}

type questionGroup struct {
	Legend, Help string
	Fields       []questionField
}

// questionField is one column or word with its choices.
type questionField struct {
	Number string // in the form
	Ref    string // names the question in the form
	Args   ui.FieldArgs
}

// mostQuestions is more than any file is asked.
const mostQuestions = 600

// aboutTexts are the groups of the form in their order.
var aboutTexts = []struct {
	about        intake.About
	legend, help string
	blank        string
}{
	{intake.Column, i18n.Mark("Kolonner i filen"), i18n.Mark("Velg hva hver kolonne er."), i18n.Mark("Ikke valgt")},
	{intake.Topic, i18n.Mark("Temaer vi ikke kjenner"), i18n.Mark("Velg hvilket tema i kommunens liste det er."), i18n.Mark("Ikke valgt")},
	{intake.Area, i18n.Mark("Områder vi ikke kjenner"), i18n.Mark("Velg hvilket område i kommunens liste det er."), i18n.Mark("Ikke valgt")},
	{intake.LocalKind, i18n.Mark("Lagstyper vi ikke kjenner"), i18n.Mark("Velg hvilken lagstype i kommunens liste det er."), i18n.Mark("Ikke valgt")},
	{intake.Group, i18n.Mark("Lag som kanskje er her fra før"), i18n.Mark("Velg laget det er, eller lag et nytt."), i18n.Mark("Ikke valgt")},
	{intake.Unit, i18n.Mark("Enheter vi ikke kjenner"), i18n.Mark("Velg en enhet som finnes, eller lag en ny."), ""},
}

// questionsOf is nil for a file that is asked nothing.
func questionsOf(e *page.Env, asked intake.Asked) *questionsView {
	if len(asked.Questions) == 0 {
		return nil
	}
	v := &questionsView{Open: asked.Open(), Title: e.T("Kolonner og ord i filen")}
	if v.Open > 0 {
		v.Title = e.Lang.N("Kolonner og ord i filen: én ting å velge", "Kolonner og ord i filen: %d ting å velge", v.Open)
	}
	for _, t := range aboutTexts {
		g := questionGroup{Legend: e.T(t.legend), Help: e.T(t.help)}
		for i, q := range asked.Questions {
			if q.About == t.about && i < mostQuestions {
				g.Fields = append(g.Fields, fieldOf(e, i, q, asked.Options[q.About], t.blank))
			}
		}
		if len(g.Fields) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return v
}

func fieldOf(e *page.Env, i int, q intake.Question, options []intake.Option, blank string) questionField {
	args := ui.FieldArgs{Kind: ui.Select, Name: "svar_" + strconv.Itoa(i), Label: "«" + q.Word + "»", Blank: e.T(blank), DirAuto: true}
	if q.Example != "" {
		args.Help = e.T("For eksempel: %s", q.Example)
	} else if q.Rows > 0 {
		args.Help = e.Lang.N("Står i én rad.", "Står i %d rader.", q.Rows)
	}
	for _, o := range options {
		label := o.Label
		if o.Words {
			label = e.T(label)
		}
		args.Options = append(args.Options, ui.Option{Value: o.Value, Label: label, Selected: o.Value == q.Value})
	}
	return questionField{Number: strconv.Itoa(i), Ref: string(q.About) + ":" + q.Word, Args: args}
}

// Answer takes what was chosen for columns and words.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return h.choose(w, r, func(id int64, f *form.Form) error {
		var answers []intake.Answer
		for i := range mostQuestions {
			n := strconv.Itoa(i)
			about, word, ok := strings.Cut(f.Raw("om_"+n), ":")
			if !ok {
				break
			}
			answers = append(answers, intake.Answer{About: intake.About(about), Word: word, Value: f.Raw("svar_" + n)})
		}
		return h.portal.Imports.Answer(r.Context(), e.Actor, id, answers)
	}, e.T("Valgene er brukt, og husket til neste fil."))
}

// LeaveOut takes which of the rows on a page are to be stored.
func (h *Handler) LeaveOut(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return h.choose(w, r, func(id int64, f *form.Form) error {
		of, with := numbers(f.All("rad")), numbers(f.All("ta_med"))
		var out []int
		for n := range of {
			if !with[n] {
				out = append(out, n)
			}
		}
		return h.portal.Imports.LeaveOut(r.Context(), e.Actor, id, keys(of), out)
	}, e.T("Utvalget er oppdatert."))
}

func numbers(texts []string) map[int]bool {
	all := map[int]bool{}
	for _, t := range texts {
		if n, err := strconv.Atoi(t); err == nil {
			all[n] = true
		}
	}
	return all
}

func keys(set map[int]bool) []int {
	all := make([]int, 0, len(set))
	for n := range set {
		all = append(all, n)
	}
	return all
}

// choose changes a preview and leads back to it, to the same rows.
func (h *Handler) choose(w http.ResponseWriter, r *http.Request, change func(id int64, f *form.Form) error, done string) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err := change(id, f); err != nil {
		return err
	}
	back := page.Plus(nil, "vis", f.Raw("vis"))
	for _, name := range []string{"etter", "for"} {
		if v := f.Raw(name); v != "" {
			back.Set(name, v)
		}
	}
	return page.Redirect(w, r, page.WithQuery(batchPath(e, id), back), done)
}

// Review notes that somebody has looked at the rows of which something is said.
func (h *Handler) Review(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Imports.Review(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, batchPath(e, id), e.T("Merknadene er gjennomgått."))
}

// progressView is how far storing has come.
type progressView struct {
	Text        string
	Done, Total int
	URL         string // where the text comes from anew
	Again       string // the page itself
}

func progressOf(e *page.Env, b imports.Batch) *progressView {
	total := b.Counts.Total()
	done := min(b.Done, total)
	return &progressView{
		Text: e.T("Lagrer %s av %s rader.", e.Lang.Number(done), e.Lang.Number(total)), Done: done, Total: total,
		URL: e.URL(batchPath(e, b.ID) + "/framdrift"), Again: e.URL(batchPath(e, b.ID)),
	}
}

// Progress is how far storing has come, for the page that shows it: its text, empty when
// there is more to see than that.
func (h *Handler) Progress(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	b, err := h.portal.Imports.Batch(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	var answer struct {
		Text string `json:"text"`
		Done int    `json:"done"`
	}
	if b.State == imports.Storing {
		v := progressOf(e, b)
		answer.Text, answer.Done = v.Text, v.Done
	}
	return page.JSON(w, r, answer)
}
