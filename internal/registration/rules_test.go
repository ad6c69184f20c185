package registration_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"

	"github.com/google/go-cmp/cmp"
)

func number(n int) *int { return &n }

func TestGate(t *testing.T) {
	t.Parallel()
	start := activitytest.At("2026-10-25 18:00") // summer time ended that night
	later := activitytest.At("2026-10-20 08:00")
	tests := []struct {
		name string
		now  string
		form func(*registration.Form)
		slot func(*registration.Slot)
		size int
		want registration.Gate
	}{
		{"open", "2026-10-10 12:00", nil, nil, 1, registration.Open},
		{"not yet", "2026-10-20 07:59", func(f *registration.Form) { f.OpensAt = &later }, nil, 1, registration.NotYet},
		{"just opened", "2026-10-20 08:00", func(f *registration.Form) { f.OpensAt = &later }, nil, 1, registration.Open},
		{"a day before, across the change", "2026-10-24 17:59", func(f *registration.Form) { f.ClosesHours = 24 }, nil, 1, registration.Open},
		{"the deadline", "2026-10-24 18:00", func(f *registration.Form) { f.ClosesHours = 24 }, nil, 1, registration.Over},
		{"started", "2026-10-25 18:00", nil, nil, 1, registration.Over},
		{"closed", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Closed = true }, 1, registration.Shut},
		{"cancelled", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Cancelled = true }, 1, registration.CalledOff},
		{"the last place", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Taken = 9 }, 1, registration.Open},
		{"two for the last place", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Taken = 9 }, 2, registration.OpenToWait},
		{"behind a group", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Taken, s.Waiting, s.StrictOrder = 9, 3, true }, 1, registration.OpenToWait},
		{"no list", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Taken, s.WaitingCapacity = 10, number(0) }, 1, registration.Full},
		{"the list is full", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Taken, s.Waiting, s.WaitingCapacity = 10, 2, number(3) }, 2, registration.Full},
		{"no limit", "2026-10-10 12:00", nil, func(s *registration.Slot) { s.Capacity, s.Taken = nil, 5000 }, 6, registration.Open},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := registration.NewForm()
			s := registration.Slot{Scope: registration.OneDate, StartsAt: start, EndsAt: start.Add(2 * time.Hour), Capacity: number(10)}
			if test.form != nil {
				test.form(&f)
			}
			if test.slot != nil {
				test.slot(&s)
			}
			if got := registration.GateFor(activitytest.At(test.now), f, s, test.size); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	f := registration.NewForm()
	f.AgeMin, f.AgeMax = number(8), number(14)
	s := registration.Slot{StartsAt: activitytest.At("2026-12-01 18:00")}
	for band, want := range map[string]bool{"0-5": false, "6-9": true, "13-14": true, "15-17": false, "": false} {
		err := registration.CanSignUp(activitytest.Now, f, s, 1, []string{band})
		if got := err == nil; got != want {
			t.Errorf("%q: got %v, want %v", band, err, want)
		}
	}
	for band, want := range map[string]bool{"10-12": true, "13-14": true, "15-17": false} {
		if got := registration.NeedsGuardian(f, registration.Settings{GuardianAge: 15}, []string{band}, false); got != want {
			t.Errorf("guardian for %s: got %v, want %v", band, got, want)
		}
	}
	if registration.NeedsGuardian(f, registration.Settings{GuardianAge: 15}, []string{"0-5"}, true) {
		t.Error("a guardian who signs up herself must confirm once more")
	}
}

func TestContradictionsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*registration.Form){
		"storste_gruppe":    func(f *registration.Form) { f.Capacity, f.MaxParty = number(4), 5 },
		"minst":             func(f *registration.Form) { f.Capacity, f.MinParticipants = number(8), 9 },
		"plasser":           func(f *registration.Form) { f.Capacity, f.MaxParty = number(0), 1 },
		"alder_til":         func(f *registration.Form) { f.AgeMin, f.AgeMax = number(10), number(9) },
		"underveis":         func(f *registration.Form) { f.JoinUnderway = true },
		"stenger_timer":     func(f *registration.Form) { f.ClosesHours = -1 },
		"gjelder":           func(f *registration.Form) { f.Scope = "" },
		"sporsmal_valg_1":   func(f *registration.Form) { f.Questions = question("choice", "Mat", 0) },
		"sporsmal_formal_1": func(f *registration.Form) { f.Questions = question("text", "", 0) },
		"sporsmal_lagres_1": func(f *registration.Form) { f.Questions = question("text", "Mat", 31) },
		"paminnelse_timer":  func(f *registration.Form) { f.Reminder, f.ReminderHours = registration.HoursBefore, 200 },
		"foresatt_alder":    func(f *registration.Form) { f.GuardianAge = 30 },
		"lagres_dager":      func(f *registration.Form) { f.KeepDays = 1000 },
	}
	for name, change := range tests {
		f := registration.NewForm()
		change(&f)
		var got []string
		for _, x := range fault.FieldsOf(f.Validate()) {
			got = append(got, x.Name)
		}
		if diff := cmp.Diff([]string{name}, got); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", name, diff)
		}
	}
	if err := registration.NewForm().Validate(); err != nil {
		t.Errorf("a new form: %v", err)
	}
}

func question(kind registration.QuestionKind, purpose string, keep int) []registration.Question {
	return []registration.Question{{Kind: kind, Label: "Hva spiser du?", Purpose: purpose, KeepDays: keep}}
}

func TestNextInQueue(t *testing.T) {
	t.Parallel()
	queue := []registration.Waiter{{ID: 1, Size: 4}, {ID: 2, Size: 2}, {ID: 3, Size: 1}}
	tests := []struct {
		name    string
		free    int
		limited bool
		policy  registration.GroupPolicy
		want    int
	}{
		{"room for the first", 4, true, registration.SkipGroups, 0},
		{"the first that fits", 2, true, registration.SkipGroups, 1},
		{"a single place", 1, true, registration.SkipGroups, 2},
		{"full", 0, true, registration.SkipGroups, -1},
		{"wait for the group", 2, true, registration.WaitForGroups, -1},
		{"no limit", 0, false, registration.WaitForGroups, 0},
	}
	for _, test := range tests {
		if got := registration.NextInQueue(queue, test.free, test.limited, test.policy); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	if got := registration.PositionOf(queue, 3); got != 3 {
		t.Errorf("position: got %d, want 3", got)
	}
	if got := registration.PositionOf(queue, 9); got != 0 {
		t.Errorf("position of who is not there: got %d, want 0", got)
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	at := activitytest.At
	f := registration.NewForm()
	if got, want := f.ReminderAt(at("2026-03-29 18:00")), at("2026-03-28 18:00"); !got.Equal(want) {
		t.Errorf("the day before summer time: got %v, want %v", got, want)
	}
	if got, want := f.ReminderAt(at("2026-10-25 18:00")), at("2026-10-24 18:00"); !got.Equal(want) {
		t.Errorf("the day before winter time: got %v, want %v", got, want)
	}
	start := at("2026-10-25 18:00")
	if got := registration.OfferDeadline(at("2026-10-25 12:00"), start, 24); !got.Equal(start) {
		t.Errorf("an offer on the day: got %v, want the start", got)
	}
	series := registration.Slot{Scope: registration.WholeSeries, StartsAt: at("2026-10-01 18:00"), EndsAt: at("2026-12-01 20:00")}
	f.Scope = registration.WholeSeries
	if got := f.Deadline(series); !got.Equal(series.StartsAt) {
		t.Errorf("a series: got %v, want its first date", got)
	}
	f.JoinUnderway = true
	if got := f.Deadline(series); !got.Equal(series.EndsAt) {
		t.Errorf("a series to join underway: got %v, want its end", got)
	}
}
