package wish_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/registration/wish"
)

func TestIsEmail(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("a", n-len("@post.example")) + "@post.example" }
	for address, want := range map[string]bool{
		"kari@post.example": true, "": false, "kari": false, "Kari <kari@post.example>": false, " kari@post.example": false, long(254): true, long(255): false,
	} {
		if got := wish.IsEmail(address); got != want {
			t.Errorf("%q of %d characters: got %v", address, len(address), got)
		}
	}
}

// What is wrong is told with the field's name; at the desk less is asked for.
func TestWhatIsWrong(t *testing.T) {
	t.Parallel()
	form := signupform.NewForm()
	form.MaxParty, form.NeedPhone = 3, true
	for name, tc := range map[string]struct {
		wish  wish.Wish
		desk  bool
		wrong []string
	}{
		"fine":                     {wish.Wish{Name: "Kari", Email: "kari@post.example", Phone: "40000000", Party: 3}, false, nil},
		"nobody":                   {wish.Wish{Party: 1}, false, []string{"navn", "epost", "telefon"}},
		"nobody, at the desk":      {wish.Wish{Party: 1}, true, []string{"navn"}},
		"an address and no number": {wish.Wish{Name: "Kari", Email: "kari@post.example", Party: 1}, false, []string{"telefon"}},
		"a number that is none":    {wish.Wish{Name: "Kari", Phone: "12", Party: 1}, false, []string{"telefon"}},
		"too many":                 {wish.Wish{Name: "Kari", Phone: "40000000", Party: 4}, false, []string{"antall"}},
		"none":                     {wish.Wish{Name: "Kari", Phone: "40000000"}, false, []string{"antall"}},
		"a name too long":          {wish.Wish{Name: strings.Repeat("å", signupform.MaxName+1), Phone: "40000000", Party: 1}, false, []string{"navn"}},
		"a name too long, of two":  {wish.Wish{Name: strings.Repeat("å", signupform.MaxName+1), Phone: "40000000", Party: 2}, false, []string{"navn"}},
		"a name just short enough": {wish.Wish{Name: strings.Repeat("å", signupform.MaxName), Phone: "40000000", Party: 1}, false, nil},
	} {
		w := tc.wish.Normal(form)
		fields := fault.FieldsOf(w.Check(form, signupform.Settings{}, tc.desk))
		got := map[string]bool{}
		for _, f := range fields {
			got[f.Name] = true
		}
		for _, f := range tc.wrong {
			if !got[f] {
				t.Errorf("%s: %s is not told of: %v", name, f, fields)
			}
			delete(got, f)
		}
		if len(got) > 0 {
			t.Errorf("%s: told of %v too", name, got)
		}
	}
	form.AskNames = true
	w := wish.Wish{Name: strings.Repeat("å", signupform.MaxName+1), Phone: "40000000", Party: 2, Participants: []wish.Participant{{Name: "Per"}, {}}}.Normal(form)
	if fields := fault.FieldsOf(w.Check(form, signupform.Settings{}, false)); len(fields) != 2 || !fields.Has("navn") || !fields.Has("deltaker_2") {
		t.Errorf("two by their names: got %v", fields)
	}
	if w := (wish.Wish{Name: "  Kari   Vik ", Email: " Kari@Post.example ", Phone: " 40 00 00 00 ", Party: 1}).Normal(form); w.Name != "Kari Vik" || w.Email != "kari@post.example" || w.Check(form, signupform.Settings{}, false) != nil {
		t.Errorf("got %+v", w)
	}
}
