package contacts_test

// Every field of a contact: there and back in the form, and in words where two versions stand beside each other.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/ui/drawing"
	"frivilligsentral/web/webtest"
)

// whole makes a contact with something in each field, and the words that stand for it.
func whole(s *webtest.Site) (id int64, words map[string]string) {
	id = person(s, "Kari Hansen", s.Code("topic", "kultur", "Kultur"))
	unit := s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Oppvekst') returning id`, s.MunicipalityID)
	substitute := person(s, "Per Olsen", 0)
	s.Exec(`insert into contact_area (contact_id, area_id) values ($1, $2)`, id, s.Area("nord", "Nordbyen"))
	s.Exec(`update contact set title = 'Leder', email = 'kari@kommunen.example', phone = '+4760001111', office_hours = 'Kl. 9–11', address = 'Storgata 1', postal_code = '0150',
		note = 'Ring først.', unit_id = $2, substitute_id = $3, valid_from = '2026-01-02', valid_to = '2099-02-03', public = true where id = $1`, id, unit, substitute)
	return id, map[string]string{
		"navn": "Kari Hansen", "tittel": "Leder", "epost": "kari@kommunen.example", "telefon": "60 00 11 11", "treffetid": "Kl. 9–11", "adresse": "Storgata 1", "postnummer": "0150",
		"fra": "02.01.2026", "til": "03.02.2099", "notat": "Ring først.", "enhet": "Oppvekst", "vikar": "Per Olsen", "tema": "Kultur", "omrade": "Nordbyen", "offentlig": "Alle",
	}
}

// sent is what the page's form would send as it stands.
func sent(p *webtest.Page) url.Values {
	v := url.Values{}
	inputs := p.Find("main form input, main form textarea")
	for i := range inputs.Length() {
		in := inputs.Eq(i)
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		if kind, _ := in.Attr("type"); (kind == "checkbox" || kind == "radio") && in.Is(":not([checked])") || name == "" {
			continue
		}
		if in.Is("textarea") {
			value = in.Text()
		}
		v.Add(name, value)
	}
	selects := p.Find("main form select")
	for i := range selects.Length() {
		name, _ := selects.Eq(i).Attr("name")
		if on := selects.Eq(i).Find("option[selected]"); on.Length() > 0 {
			value, _ := on.First().Attr("value")
			v.Add(name, value)
		}
	}
	return v
}

// Opening the form and saving it as it stands changes nothing.
func TestFormHoldsEveryField(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id, _ := whole(s)
	staff := s.As(s.Staff(account.ContactManager))
	for _, public := range []bool{true, false} {
		s.Exec(`update contact set public = $2 where id = $1`, id, public)
		const rowSQL = `select hashtext((select row(c.name, c.title, c.email, c.phone, c.office_hours, c.address, c.postal_code, c.note, c.unit_id, c.substitute_id, c.valid_from, c.valid_to, c.public,
			(select array_agg(code_id) from contact_topic where contact_id = c.id), (select array_agg(area_id) from contact_area where contact_id = c.id))::text from contact c where c.id = $1))`
		before := s.Int(rowSQL, id)
		v := sent(staff.Get(path(id, "/rediger")).Want(http.StatusOK).Has("h1", "Rediger Kari Hansen"))
		staff.Post(path(id, "/rediger"), v).Want(http.StatusSeeOther)
		if s.Int(rowSQL, id) != before {
			t.Errorf("public %v: saving the form as it stands has changed the contact; it sent %v", public, v)
		}
	}
}

// Where somebody else has saved meanwhile, each field in which the two differ is told in words, and no other.
func TestEachFieldOfAConflict(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id, words := whole(s)
	sport, area := s.Code("topic", "idrett", "Idrett"), s.Area("sor", "Sørbyen")
	staff := s.As(s.Staff(account.ContactManager))
	form := sent(staff.Get(path(id, "/rediger")).Want(http.StatusOK))
	s.Exec(`update contact set version = version + 1 where id = $1`, id)
	unit := s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Teknisk') returning id`, s.MunicipalityID)
	other := person(s, "Nora Lie", 0)
	text := func(id int64) string { return strconv.FormatInt(id, 10) }
	for field, tc := range map[string]struct{ typed, says string }{
		"navn": {"Kari Nes", "Kari Nes"}, "tittel": {"Sjef", "Sjef"}, "epost": {"k@kommunen.example", "k@kommunen.example"}, "telefon": {"60002222", "60 00 22 22"},
		"treffetid": {"Kl. 12", "Kl. 12"}, "adresse": {"Storgata 2", "Storgata 2"}, "postnummer": {"0151", "0151"}, "fra": {"2026-01-03", "03.01.2026"}, "til": {"2099-02-04", "04.02.2099"},
		"notat": {"Skriv.", "Skriv."}, "enhet": {text(unit), "Teknisk"}, "vikar": {text(other), "Nora Lie"}, "tema": {text(sport), "Idrett"}, "omrade": {text(area), "Sørbyen"}, "offentlig": {"nei", "Bare ansatte"},
	} {
		v := url.Values{}
		for name, values := range form {
			v[name] = values
		}
		v[field] = []string{tc.typed}
		p := staff.Post(path(id, "/rediger"), v).Want(http.StatusConflict)
		rows := p.Find("#versjoner tbody tr")
		if rows.Length() != 1 || !strings.Contains(rows.Text(), words[field]) || !strings.Contains(rows.Text(), tc.says) {
			t.Errorf("%s: got %d differences: %q, want %q and %q", field, rows.Length(), rows.Text(), words[field], tc.says)
		}
	}
	if n := s.Int(`select version from contact where id = $1`, id); n != 2 {
		t.Errorf("the contact has version %d: something was stored", n)
	}
}

// What stands beside a contact in the register says how she stands.
func TestRegisterTellsHowOneStands(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC))
	id := person(s, "Kari Hansen", 0)
	reader := s.As(s.Staff(account.Reader))
	const ended, begins, ends, confirm, internal = "Sluttet", "Begynner", "Slutter", "Må bekreftes", "Bare for ansatte"
	for name, tc := range map[string]struct {
		set  string
		want string
	}{
		"as she should be":     {"valid_to = null", ""},
		"has ended":            {"valid_to = '2026-05-03'", ended},
		"ends today":           {"valid_to = '2026-05-04'", ends},
		"ends later":           {"valid_to = '2026-06-01'", ends},
		"begins tomorrow":      {"valid_from = '2026-05-05'", begins},
		"begins today":         {"valid_from = '2026-05-04'", ""},
		"not confirmed":        {"confirmed_at = null", confirm},
		"for the staff only":   {"public = false", internal},
		"confirmed last month": {"confirmed_at = '2026-04-04'", ""},
	} {
		s.Exec(`update contact set valid_from = '2020-01-01', valid_to = null, public = true, confirmed_at = '2026-05-01' where id = $1`, id)
		s.Exec(`update contact set `+tc.set+` where id = $1`, id)
		for where, text := range map[string]string{"in the register": reader.Get("/ansatt/kontakter?status=").Want(http.StatusOK).Text("#kontakter tbody"), "on her page": reader.Get(path(id, "")).Want(http.StatusOK).Text("main")} {
			for _, tag := range []string{ended, begins, ends, confirm, internal} {
				if where == "on her page" && (tag == ended || tag == begins || tag == ends || tag == internal) {
					continue
				}
				if got := strings.Contains(text, tag); got != (tag == tc.want) {
					t.Errorf("%s, %s: %q: got %v in %q", name, where, tag, got, text)
				}
			}
		}
	}
}

// Each state narrows the register to those that stand so.
func TestRegisterByState(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC))
	people := map[string]string{
		"Alma": "confirmed_at = '2026-05-01'", "Bo": "confirmed_at = null", "Cato": "valid_to = '2026-05-20', confirmed_at = '2026-05-01'",
		"Dina": "valid_to = '2026-04-20', confirmed_at = '2026-05-01'", "Eli": "public = false, confirmed_at = '2026-05-01'", "Finn": "valid_from = '2026-06-01', confirmed_at = '2026-05-01'",
		"Gro": "valid_to = '2026-09-20', confirmed_at = '2026-05-01'",
	}
	for name, set := range people {
		s.Exec(`update contact set valid_from = '2020-01-01' where id = $1`, person(s, name, 0))
		s.Exec(`update contact set `+set+` where name = $1`, name)
	}
	s.Exec(`update contact set substitute_id = (select id from contact where name = 'Alma') where name = 'Gro'`)
	reader := s.As(s.Staff(account.Reader))
	for state, want := range map[string]string{
		"": "Alma Bo Cato Dina Eli Finn Gro", "gyldig": "Alma Bo Cato Eli Gro", "bekreft": "Bo", "slutter": "Cato", "uten-vikar": "Cato", "sluttet": "Dina", "intern": "Eli", "ukjent": "Alma Bo Cato Dina Eli Finn Gro",
	} {
		text := reader.Get("/ansatt/kontakter?status=" + state).Want(http.StatusOK).Find("#kontakter tbody a[href^='/ansatt/kontakter/']").Text()
		var got []string
		for _, name := range []string{"Alma", "Bo", "Cato", "Dina", "Eli", "Finn", "Gro"} {
			if strings.Contains(text, name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", state, got, want)
		}
	}
}

// A filter by unit is told by the unit's name, and one that nobody knows as it was typed.
func TestUnitOfAFilterIsNamed(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	above := s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Oppvekst') returning id`, s.MunicipalityID)
	below := s.Int(`insert into municipal_unit (municipality_id, name, parent_id) values ($1, 'Skolen', $2) returning id`, s.MunicipalityID, above)
	reader := s.As(s.Staff(account.Reader))
	for id, want := range map[int64]string{above: "Oppvekst", below: "Skolen", 999_999: "999999"} {
		chip := reader.Get("/ansatt/kontakter?enhet=" + strconv.FormatInt(id, 10)).Want(http.StatusOK).Text(".chip-row")
		if !strings.Contains(chip, want) || strings.Contains(chip, "–") {
			t.Errorf("%d: got the chip %q, want %s", id, chip, want)
		}
	}
}

// A topic has the picture that it was given, or the one for whatever has none.
func TestTopicsHavePictures(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	pictures := map[string]string{"med": drawing.PictogramNames()[0], "ikon": drawing.IconNames()[0], "uten": "", "ukjent": "finnes-ikke", "samtale": "chat"}
	for slug, picture := range pictures {
		s.Exec(`update code set pictogram = $2 where id = $1`, s.Code("topic", slug, "Om "+slug), picture)
	}
	p := s.Anonymous().Get("/kommunen").Want(http.StatusOK)
	drawn := map[string]string{}
	for slug := range pictures {
		drawn[slug], _ = p.Find(".tile[href='/kommunen?tema=" + slug + "'] .tile__art svg.icon use").Attr("href")
	}
	chat := "#i-chat"
	if drawn["uten"] != chat || drawn["ukjent"] != chat || drawn["samtale"] != chat || drawn["ikon"] != "#i-"+drawing.IconNames()[0] || drawn["med"] == chat {
		t.Errorf("got the pictures %v", drawn)
	}
}

// Each text is taken as long as it may be, and refused one sign longer.
func TestTextsOfAContactHaveALength(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	topic := s.Code("topic", "kultur", "Kultur")
	staff := s.As(s.Staff(account.ContactManager))
	for field, most := range map[string]int{"navn": 120, "tittel": 120, "treffetid": 200, "adresse": 200, "notat": 2000} {
		for _, n := range []int{most, most + 1} {
			f := contactForm(topic)
			f.Set(field, strings.Repeat("å", n))
			p := staff.Post("/ansatt/kontakter/ny", f)
			if refused := p.Status == http.StatusUnprocessableEntity && p.Find("#feil a[href='#"+field+"']").Length() > 0; refused != (n > most) {
				t.Errorf("%s of %d: got %d: %s", field, n, p.Status, p.Text("#feil"))
			}
		}
	}
	for code, want := range map[string]int{"abcd": http.StatusUnprocessableEntity, "01500": http.StatusUnprocessableEntity, "0150": http.StatusSeeOther} {
		f := contactForm(topic)
		f.Set("postnummer", code)
		staff.Post("/ansatt/kontakter/ny", f).Want(want)
	}
}

// Of two that are the same, the one that was confirmed last is suggested to stay; what was chosen stays chosen.
func TestTheFresherOneIsSuggested(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	a, b := person(s, "Kari Hansen", 0), person(s, "Kari Hanssen", 0)
	staff := s.As(s.Staff(account.ContactManager))
	text := func(id int64) string { return strconv.FormatInt(id, 10) }
	old, fresh := s.Clock.Now().AddDate(0, 0, -9), s.Clock.Now().AddDate(0, 0, -1)
	for name, tc := range map[string]struct {
		a, b *time.Time
		want int64
	}{
		"the other is fresher": {&old, &fresh, b}, "it is fresher itself": {&fresh, &old, a}, "only the other is confirmed": {nil, &old, b},
		"only it is": {&old, nil, a}, "neither is": {nil, nil, a}, "both at once": {&old, &old, a},
	} {
		s.Exec(`update contact set confirmed_at = $2 where id = $1`, a, tc.a)
		s.Exec(`update contact set confirmed_at = $2 where id = $1`, b, tc.b)
		p := staff.Get(path(a, "/sla-sammen?med="+text(b))).Want(http.StatusOK)
		if got, _ := p.Find("input[name=behold][checked]").Attr("value"); got != text(tc.want) {
			t.Errorf("%s: got %s suggested, want %d", name, got, tc.want)
		}
		for _, typed := range []int64{a, b} {
			p := staff.Get(path(a, "/sla-sammen?med="+text(b)+"&behold="+text(typed))).Want(http.StatusOK)
			if got, _ := p.Find("input[name=behold][checked]").Attr("value"); got != text(typed) {
				t.Errorf("%s: got %s, want %d, which was chosen", name, got, typed)
			}
		}
	}
}

// A question that was not answered makes nothing one.
func TestRefusedMergeMergesNothing(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	a, b := person(s, "Kari Hansen", 0), person(s, "Kari Hanssen", 0)
	staff := s.As(s.Staff(account.ContactManager))
	text := func(id int64) string { return strconv.FormatInt(id, 10) }
	for _, v := range []url.Values{{}, {"med": {text(b)}}, {"behold": {text(a)}}, {"med": {text(b)}, "behold": {"7"}}} {
		staff.Post(path(a, "/sla-sammen"), v).Want(http.StatusUnprocessableEntity)
	}
	if n := s.Int(`select count(*) from contact where merged_into is not null`); n != 0 {
		t.Errorf("%d are merged", n)
	}
	staff.Post(path(a, "/sla-sammen"), url.Values{"med": {text(b)}, "behold": {text(b)}}).Want(http.StatusSeeOther)
	if n := s.Int(`select merged_into from contact where id = $1`, a); n != b {
		t.Errorf("merged into %d, want the one that was chosen, %d", n, b)
	}
}
