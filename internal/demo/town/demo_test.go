package town

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func load(t *testing.T) Data {
	t.Helper()
	d, err := Load()
	if err != nil {
		t.Fatalf("Load() error = %v", err)
	}
	return d
}

func TestCounts(t *testing.T) {
	t.Parallel()
	d := load(t)
	solvik, fjell := d.Municipalities[0], d.Municipalities[1]
	count := func(status string) (n int) {
		for _, o := range solvik.Organisations {
			if o.Status == status {
				n++
			}
		}
		return n
	}
	tests := []struct {
		name      string
		got, want int
	}{
		{"categories", len(d.Categories), 9}, {"target groups", len(d.TargetGroups), 16}, {"topics", len(d.Topics), 14},
		{"areas", len(solvik.Areas), 10}, {"venues", len(solvik.Venues), 12}, {"organisations", len(solvik.Organisations), 60},
		{"approved", count("approved"), 54}, {"pending", count("pending"), 4}, {"refused", count("refused"), 1}, {"ended", count("ended"), 1},
		{"contacts", len(solvik.Contacts), 25}, {"activities", len(solvik.Activities), 300},
		{"staff", len(solvik.Staff), 6}, {"group logins", len(solvik.GroupLogins), 8},
		{"second organisations", len(fjell.Organisations), 5}, {"second activities", len(fjell.Activities), 12}, {"second contacts", len(fjell.Contacts), 4},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	d := load(t)
	acts := d.Municipalities[0].Activities
	share := func(is func(Activity) bool) float64 {
		n := 0
		for _, a := range acts {
			if is(a) {
				n++
			}
		}
		return 100 * float64(n) / float64(len(acts))
	}
	for _, c := range d.Categories {
		got := share(func(a Activity) bool { return a.Category == c.Slug })
		if math.Abs(got-c.Weight) > 2 {
			t.Errorf("category %s: got %.1f %%, want about %.1f %%", c.Slug, got, c.Weight)
		}
	}
	for lang, want := range map[string]float64{"nb": 80, "nn": 15, "en": 5} {
		if got := share(func(a Activity) bool { return a.Lang == lang }); math.Abs(got-want) > 3 {
			t.Errorf("language %s: got %.1f %%, want about %.0f %%", lang, got, want)
		}
	}
	if got := share(func(a Activity) bool { return a.Status == "published" }); math.Abs(got-92) > 2 {
		t.Errorf("published: got %.1f %%, want about 92 %%", got)
	}
	if got := share(func(a Activity) bool { return a.PriceOre == 0 }); got < 70 {
		t.Errorf("free: got %.1f %%, want most", got)
	}
}

func TestOrganisationNumbers(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range load(t).Municipalities {
		for _, o := range m.Organisations {
			if o.Kind == "group" {
				if o.Number != "" || len(o.Contacts) < 2 {
					t.Errorf("%s: a group has no number and two contacts, got %q and %d", o.Slug, o.Number, len(o.Contacts))
				}
				continue
			}
			if !validNumber(o.Number) || seen[o.Number] {
				t.Errorf("%s: number %q is not valid and unique", o.Slug, o.Number)
			}
			seen[o.Number] = true
		}
	}
}

// validNumber is modulus 11 with weights 3 2 7 6 5 4 3 2, first digit 8 or 9.
func validNumber(s string) bool {
	if len(s) != 9 || (s[0] != '8' && s[0] != '9') {
		return false
	}
	sum := 0
	for i, w := range []int{3, 2, 7, 6, 5, 4, 3, 2} {
		sum += int(s[i]-'0') * w
	}
	return (11-sum%11)%11 == int(s[8]-'0')
}

// forbidden are words that the plain language of the portal avoids, in any language of the demo.
var forbidden = regexp.MustCompile(`(?i)vennligst|venlegast|obligatorisk|ovennevnte|iht\.|mht\.|klikk her|les mer|påkrevd|\?\?|TODO|lorem|  `)

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, m := range load(t).Municipalities {
		for _, o := range m.Organisations {
			checkText(t, o.Slug+" purpose", o.Purpose, 2, 30)
			checkText(t, o.Slug+" description", o.Description, 45, 120)
		}
		for _, v := range m.Venues {
			checkText(t, v.Slug, v.Description, 10, 60)
		}
		for _, a := range m.Activities {
			checkText(t, a.Key+" title", a.Title, 1, 12)
			checkText(t, a.Key+" summary", a.Summary, 3, 25)
			checkText(t, a.Key+" description", a.Description, 20, 120)
			for _, e := range a.Schedule.Exceptions {
				checkText(t, a.Key+" exception", e.Reason, 3, 25)
			}
			for _, p := range a.Schedule.Pauses {
				checkText(t, a.Key+" pause", p.Reason, 3, 10)
			}
		}
	}
}

func checkText(t *testing.T, name, text string, least, most int) {
	t.Helper()
	n := len(strings.Fields(text))
	if n < least || n > most || strings.TrimSpace(text) != text {
		t.Errorf("%s: %d words, want %d to %d, no space at the ends: %q", name, n, least, most, text)
	}
	if w := forbidden.FindString(text); w != "" {
		t.Errorf("%s: %q is a word that we avoid: %q", name, w, text)
	}
}

func TestTitlesAndTextsDiffer(t *testing.T) {
	t.Parallel()
	for _, m := range load(t).Municipalities {
		seen := map[string]string{}
		for _, a := range m.Activities {
			for _, s := range []string{"title " + a.Title, "summary " + a.Summary, "key " + a.Key} {
				if other, found := seen[s]; found {
					t.Errorf("%s and %s share %s", a.Key, other, s)
				}
				seen[s] = a.Key
			}
		}
	}
}

func TestContactFreshness(t *testing.T) {
	t.Parallel()
	old, ending := 0, 0
	for _, c := range load(t).Municipalities[0].Contacts {
		if c.ConfirmedDay < -184 {
			old++
		}
		if c.ValidToDay > 0 && c.ValidToDay < 31 {
			ending++
		}
	}
	if old < 5 || ending != 2 {
		t.Errorf("got %d old and %d ending contacts, want at least 5 and 2", old, ending)
	}
}

func TestAddressesAreReserved(t *testing.T) {
	t.Parallel()
	mail := regexp.MustCompile(`^[a-z0-9.-]+@[a-z0-9.-]+\.example$`)
	phone := regexp.MustCompile(`^6[08] \d\d \d\d \d\d$`)
	check := func(who, m, p string) {
		if !mail.MatchString(m) || !phone.MatchString(p) {
			t.Errorf("%s: %q or %q is not of the reserved series", who, m, p)
		}
	}
	for _, m := range load(t).Municipalities {
		check(m.Name, m.Centre.Email, m.Centre.Phone)
		for _, c := range m.Contacts {
			check(c.Slug, c.Email, c.Phone)
		}
		for _, o := range m.Organisations {
			check(o.Slug, o.EmailPublic, o.Phone)
			for _, p := range o.Contacts {
				check(p.Name, p.Email, p.Phone)
			}
		}
		for _, a := range m.Activities {
			check(a.Key, a.Contact.Email, a.Contact.Phone)
		}
		for _, s := range m.Staff {
			check(s.Name, s.Email, "60 00 00 00")
		}
		for _, g := range m.GroupLogins {
			check(g.Name, g.Email, "60 00 00 00")
		}
	}
}

func TestSchedules(t *testing.T) {
	t.Parallel()
	for _, m := range load(t).Municipalities {
		for _, a := range m.Activities {
			if err := checkSchedule(a.Schedule); err != nil {
				t.Errorf("%s: %v", a.Key, err)
			}
		}
	}
}

func checkSchedule(s Schedule) error {
	if _, err := At(time.Time{}, 0, s.Start); err != nil || s.Minutes < 15 || s.Minutes > 600 {
		return fmt.Errorf("start %q or %d minutes is wrong", s.Start, s.Minutes)
	}
	if !slices.Contains([]string{"weekly", "monthly", "dates"}, s.Freq) || (s.Freq == "dates") != (len(s.Days) > 0) || !slices.IsSorted(s.Days) {
		return fmt.Errorf("freq %q with days %v", s.Freq, s.Days)
	}
	if s.Freq != "dates" && (!slices.Contains(Weekdays, s.Weekday) || s.Interval < 1 || s.FromDay >= s.ToDay) {
		return fmt.Errorf("recurrence %+v", s)
	}
	if s.Freq == "monthly" && (s.Nth == 0 || s.Nth < -1 || s.Nth > 4) {
		return fmt.Errorf("nth %d", s.Nth)
	}
	for _, e := range s.Exceptions {
		if !hits(s, e.Day) {
			return fmt.Errorf("exception on day %d hits no date", e.Day)
		}
		moved := e.NewDay != nil || e.NewStart != "" || e.NewVenue != ""
		if moved != (e.Status == "moved") || (!moved && e.Status != "cancelled" && e.Status != "postponed") {
			return fmt.Errorf("exception %+v", e)
		}
	}
	return nil
}

func hits(s Schedule, day int) bool {
	for _, p := range s.Pauses {
		if day >= p.FromDay && day <= p.ToDay {
			return false
		}
	}
	if s.Freq == "dates" {
		return slices.Contains(s.Days, day)
	}
	return s.Freq == "weekly" && day >= s.FromDay && day <= s.ToDay && (day-s.FirstDay())%(7*s.Interval) == 0
}

func TestRRule(t *testing.T) {
	t.Parallel()
	tests := map[string]Schedule{
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH":    {Freq: "weekly", Interval: 2, Weekday: "th"},
		"FREQ=MONTHLY;INTERVAL=1;BYDAY=-1SA": {Freq: "monthly", Interval: 1, Nth: -1, Weekday: "sa"},
		"":                                   {Freq: "dates", Days: []int{3}},
	}
	for want, s := range tests {
		if got := s.RRule(); got != want {
			t.Errorf("RRule() = %q, want %q", got, want)
		}
	}
}

func TestSchoolHolidays(t *testing.T) {
	t.Parallel()
	got := SchoolHolidays(2026, time.UTC)
	want := []string{"2026-02-16 2026-02-22", "2026-03-28 2026-04-06", "2026-09-28 2026-10-04", "2026-12-20 2027-01-02"}
	for i, h := range got {
		if s := h.From.Format(time.DateOnly) + " " + h.To.Format(time.DateOnly); s != want[i] {
			t.Errorf("%s: got %s, want %s", h.Reason.NB, s, want[i])
		}
	}
}
