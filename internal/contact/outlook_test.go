// Contact lists as mail programs export them.

package contact_test

import (
	"testing"

	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/shareddata"
)

func TestExportsOfMailPrograms(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for name, file := range map[string]string{
		"Outlook":            "Tittel;Fornavn;Mellomnavn;Etternavn;Firma;Avdeling;Stilling;E-postadresse;Mobiltelefon\nFru;Åse;;Ødegård;Kommunen;Kultur;Rådgiver;ase.o@example.org;90000501\n",
		"Outlook in English": "Title,First Name,Middle Name,Last Name,Company,Department,Job Title,E-mail Address,Mobile Phone\n,Åse,,Ødegård,Kommunen,Kultur,Rådgiver,ase.o@example.org,90000501\n",
		"Google":             "First Name,Middle Name,Last Name,Organization Name,Organization Title,Organization Department,E-mail 1 - Value,Phone 1 - Value\nÅse,,Ødegård,Kommunen,Rådgiver,Kultur,ase.o@example.org,90000501\n",
	} {
		rows := x.planned(file)
		if len(rows) != 2 || rows[1].Outcome != intake.New || rows[1].Label != "Åse Ødegård" {
			t.Errorf("%s: got %+v, want one person", name, rows)
			continue
		}
		got := map[string]string{}
		for _, c := range rows[1].Changes {
			got[c.Field] = c.New
		}
		if got["Tittel"] != "Rådgiver" || got["E-post"] != "ase.o@example.org" || got["Telefon"] != "90 00 05 01" && got["Telefon"] != "900 00 501" || got["Enhet"] != "Kultur" {
			t.Errorf("%s: the preview shows %v", name, got)
		}
	}
	if data, ok := shareddata.Read(t, "reports/outlook.csv"); ok {
		for _, r := range x.planned(string(data)) {
			if r.Outcome == intake.Refused {
				t.Errorf("the collected export: %+v is refused", r)
			}
		}
	}
}
