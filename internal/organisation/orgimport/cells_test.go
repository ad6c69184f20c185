package orgimport_test

// Each cell of a list: what is understood, and what is left out and told of.

import (
	"strings"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation/orgimport"
)

// one reads a list of one organisation with one more column.
func one(t *testing.T, heading, cell string) (orgimport.Candidate, orgimport.List) {
	t.Helper()
	data := "Navn;" + heading + "\nNes kor;\"" + strings.ReplaceAll(cell, `"`, `""`) + "\"\n"
	list, err := orgimport.ReadFile(t.Context(), "lag.csv", []byte(data), intake.Choices{})
	if err != nil {
		t.Fatalf("%s %q: %v", heading, cell, err)
	}
	if len(list.Candidates) == 0 {
		return orgimport.Candidate{}, list
	}
	return list.Candidates[0], list
}

func TestCellsOfAList(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", 400)
	for _, tc := range []struct{ heading, key, cell, want string }{ // want "!" is left out and told of
		{"Organisasjonsform", "org_form", "fli", "FLI"}, {"Organisasjonsform", "org_form", "abcde", "ABCDE"}, {"Organisasjonsform", "org_form", "abcdef", "!"},
		{"Kort om laget", "summary", "Vi synger.", "Vi synger."}, {"Kort om laget", "summary", long, strings.Repeat("å", 299) + "…"},
		{"Nettsted", "website", "nes.example", "https://nes.example"}, {"Nettsted", "website", "ikke noe", "!"},
		{"E-post", "email_public", "Post@Nes.example", "post@nes.example"}, {"E-post", "email_public", "mailto:post@nes.example", "post@nes.example"},
		{"E-post", "email_public", "@nes.example", "!"}, {"E-post", "email_public", "a@b@nes.example", "!"}, {"E-post", "email_public", "post@nes", "!"},
		{"E-post", "email_public", "per ole@nes.example", "!"}, {"E-post", "email_public", strings.Repeat("a", 242) + "@nes.example", strings.Repeat("a", 242) + "@nes.example"},
		{"E-post", "email_public", strings.Repeat("a", 243) + "@nes.example", "!"}, {"Intern e-post", "email_private", "leder@nes.example", "leder@nes.example"},
		{"Telefon", "phone", "22 22 22 22", "+4722222222"}, {"Telefon", "phone", "ring", "!"},
		{"Medlemmer", "members", "1 000 000", "1000000"}, {"Medlemmer", "members", "0", "0"}, {"Medlemmer", "members", "1000001", "!"}, {"Medlemmer", "members", "-1", "!"}, {"Medlemmer", "members", "mange", "!"},
		{"Medlemmer under 20 år", "members_under_20", "1000000", "1000000"}, {"Medlemmer under 20 år", "members_under_20", "1000001", "!"}, {"Medlemmer under 20 år", "members_under_20", "-1", "!"},
		{"Stiftet", "founded_year", "1700", "1700"}, {"Stiftet", "founded_year", "1699", "!"}, {"Stiftet", "founded_year", "2200", "2200"}, {"Stiftet", "founded_year", "2201", "!"}, {"Stiftet", "founded_year", "17.05.1950", "1950"},
		{"Frivillighetsregisteret", "in_voluntary_register", "ja", "ja"}, {"Frivillighetsregisteret", "in_voluntary_register", "nei", "nei"}, {"Frivillighetsregisteret", "in_voluntary_register", "kanskje", "!"},
		{"Målform", "lang", "Bokmål", "nb"}, {"Målform", "lang", "NB", "nb"}, {"Målform", "lang", "nynorsk", "nn"}, {"Målform", "lang", "nn", "nn"}, {"Målform", "lang", "svensk", "!"},
		{"ICNPO", "icnpo", "1100", "1100"}, {"ICNPO", "icnpo", "1 100; 4100", "1100, 4100"}, {"ICNPO", "icnpo", "1100, 1200, 4100, 4200", "1100, 1200, 4100"}, {"ICNPO", "icnpo", "1100/1100", "1100"}, {"ICNPO", "icnpo", "x", "!"},
		{"Type", "kind", "Stiftelse", "foundation"}, {"Type", "kind", "Klubb", ""},
		{"Adresse", "address", "Storgata 1", "Storgata 1"}, {"Adresse", "address", "c/o Kari Nes, Storgata 1", "!"},
		{"Medlemmer", "members", " ", ""}, {"Målform", "lang", "", ""},
	} {
		c, _ := one(t, tc.heading, tc.cell)
		want, told := tc.want, 0
		if want == "!" {
			want, told = "", 1
		}
		if got := c.Values[tc.key]; got != want {
			t.Errorf("%s %q: got %q, want %q", tc.heading, tc.cell, got, want)
		}
		if len(c.Notes) != told {
			t.Errorf("%s %q: %d things are told of, want %d", tc.heading, tc.cell, len(c.Notes), told)
		}
	}
}

// A row is one that can be used, or is refused with the reason and costs no other.
func TestRowsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", 200)
	data := strings.Join([]string{
		"Organisasjonsnummer;Navn", "974760673;Nes kor", "974760674;Vik kor", ";", "974760673;", ";" + long, ";" + long + "å", ";NES IDRETTSLAG", ";Nes Turlag",
	}, "\n")
	list, err := orgimport.ReadFile(t.Context(), "lag.csv", []byte(data), intake.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	var taken, refused []string
	for _, c := range list.Candidates {
		taken = append(taken, c.Label)
	}
	for _, r := range list.Refused {
		refused = append(refused, r.Message(i18n.NB))
		if r.Outcome != intake.Refused || r.Number < 2 {
			t.Errorf("got %+v", r)
		}
	}
	if got, want := strings.Join(taken, "|"), "Nes kor|"+long+"|NES IDRETTSLAG|Nes Turlag"; got != want {
		t.Errorf("taken: got %s, want %s", got, want)
	}
	if len(refused) != 3 || refused[1] != "Navnet mangler." || refused[2] != "Navnet er for langt. Det kan ha høyst 200 tegn." {
		t.Errorf("refused: got %q", refused)
	}
	capitals := list.Candidates[2]
	if capitals.Values["registered_name"] != "NES IDRETTSLAG" || capitals.Values["name"] != "Nes Idrettslag" && capitals.Values["name"] != "Nes idrettslag" || list.Candidates[3].Values["registered_name"] != "" {
		t.Errorf("names: got %v and %v", capitals.Values, list.Candidates[3].Values)
	}
	if list.Header != 1 || list.Candidates[0].Row != 2 || list.Candidates[0].OrgNr != "974760673" {
		t.Errorf("got header %d and %+v", list.Header, list.Candidates[0])
	}
}

// A list without a column for the names, or without any that is known, is told so.
func TestListsWithoutNames(t *testing.T) {
	t.Parallel()
	if _, err := orgimport.ReadFile(t.Context(), "lag.csv", []byte("Sko;Hatt\n42;7\n"), intake.Choices{}); err == nil {
		t.Error("a list without any known column is taken")
	}
	list, err := orgimport.ReadFile(t.Context(), "lag.csv", []byte("Telefon;Sko\n22222222;42\n"), intake.Choices{})
	if err != nil || len(list.Refused) != 1 || list.Refused[0].Message(i18n.NB) != "Velg hvilken kolonne som er navnet." {
		t.Errorf("got %+v, %v", list.Refused, err)
	}
}

// What a register has is an organisation with a name that fits, or told of as what it is.
func TestEntriesOfTheRegister(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ navn, form, want string }{
		"a lag":           {"NES KOR", "FLI", ""},
		"a long name":     {strings.Repeat("Å", 200), "FLI", ""},
		"too long a name": {strings.Repeat("Å", 201), "FLI", "Navnet er for langt. Det kan ha høyst 200 tegn."},
		"no name":         {"", "FLI", "Navnet mangler."},
		"a person":        {"KARI NES", "ENK", "Dette er en person med eget foretak, ikke et lag."},
		"a partnership":   {"KARI NES", "PERS", "Dette er en person med eget foretak, ikke et lag."},
	} {
		data := `{"organisasjonsnummer":"974760673","navn":"` + tc.navn + `","organisasjonsform":{"kode":"` + tc.form + `"}}`
		list, err := orgimport.ReadFile(t.Context(), "enhet.json", []byte(data), intake.Choices{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := len(list.Refused) > 0; got != (tc.want != "") || got && list.Refused[0].Message(i18n.NB) != tc.want || !got && len(list.Candidates) != 1 {
			t.Errorf("%s: got %+v and %d taken, want %q", name, list.Refused, len(list.Candidates), tc.want)
		}
	}
}
