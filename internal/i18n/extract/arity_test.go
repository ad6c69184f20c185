package extract

import "testing"

func TestMisfitsIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, call string
		want       int
	}{
		{"a text alone", `l.T("Hei")`, 0},
		{"a value", `l.T("Hei %s", name)`, 0},
		{"a value that is missing", `l.T("Hei %s")`, 1},
		{"a value too many", `l.T("Hei", name)`, 1},
		{"a literal value", `l.T("Hei %s", "du")`, 0},
		{"a percent sign", `l.T("100 %% av %s", name)`, 0},
		{"the number alone", `l.N("Én dag", "%d dager", n)`, 0},
		{"a number and a name", `l.N("Én dag i %[2]s", "%[1]d dager i %[2]s", n, n, name)`, 0},
		{"a number left out", `l.N("%[2]s, %[1]d dato", "%[2]s, %[1]d datoer", n, name)`, 2},
		{"one without a number", `l.N("Ett medlem", "%s medlemmer", n, text)`, 0},
		{"a context", `l.C("dag", "%d. mai", n)`, 0},
		{"a limit in a refusal", `f.Check(ok, "navn", i18n.Mark("Høyst %d tegn"), 100)`, 0},
		{"a refusal without its limit", `f.Check(ok, "navn", i18n.Mark("Høyst %d tegn"))`, 1},
		{"values that are spread", `l.T("Hei %s", all...)`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := misfitsIn("x.go", []byte("package x\nvar _ = "+tt.call+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != tt.want {
				t.Errorf("got %d misfits %v, want %d", len(got), got, tt.want)
			}
		})
	}
}
