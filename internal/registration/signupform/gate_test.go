package signupform_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"

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
		form func(*signupform.Form)
		slot func(*signupform.Slot)
		size int
		want signupform.Gate
	}{
		{"open", "2026-10-10 12:00", nil, nil, 1, signupform.Open},
		{"not yet", "2026-10-20 07:59", func(f *signupform.Form) { f.OpensAt = &later }, nil, 1, signupform.NotYet},
		{"just opened", "2026-10-20 08:00", func(f *signupform.Form) { f.OpensAt = &later }, nil, 1, signupform.Open},
		{"a day before, across the change", "2026-10-24 17:59", func(f *signupform.Form) { f.ClosesHours = 24 }, nil, 1, signupform.Open},
		{"the deadline", "2026-10-24 18:00", func(f *signupform.Form) { f.ClosesHours = 24 }, nil, 1, signupform.Over},
		{"started", "2026-10-25 18:00", nil, nil, 1, signupform.Over},
		{"closed", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Closed = true }, 1, signupform.Shut},
		{"cancelled", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Cancelled = true }, 1, signupform.CalledOff},
		{"the last place", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Taken = 9 }, 1, signupform.Open},
		{"two for the last place", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Taken = 9 }, 2, signupform.OpenToWait},
		{"behind a group", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Taken, s.Waiting, s.StrictOrder, s.QueueFirst = 9, 3, true, true }, 1, signupform.OpenToWait},
		{"no list", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Taken, s.WaitingCapacity = 10, number(0) }, 1, signupform.Full},
		{"the list is full", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Taken, s.Waiting, s.WaitingCapacity = 10, 2, number(3) }, 2, signupform.Full},
		{"no limit", "2026-10-10 12:00", nil, func(s *signupform.Slot) { s.Capacity, s.Taken = nil, 5000 }, 6, signupform.Open},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := signupform.NewForm()
			s := signupform.Slot{Scope: signupform.OneDate, StartsAt: start, EndsAt: start.Add(2 * time.Hour), Capacity: number(10)}
			if test.form != nil {
				test.form(&f)
			}
			if test.slot != nil {
				test.slot(&s)
			}
			if got := signupform.GateFor(activitytest.At(test.now), f, s, test.size); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	f := signupform.NewForm()
	f.AgeMin, f.AgeMax = number(8), number(14)
	for band, want := range map[string]bool{"0-5": false, "6-9": true, "13-14": true, "15-17": false, "": false} {
		var fields fault.Fields
		f.CheckAges(&fields, []string{band})
		if got := len(fields) == 0; got != want {
			t.Errorf("%q: got %v, want %v", band, fields, want)
		}
	}
	for band, want := range map[string]bool{"10-12": true, "13-14": true, "15-17": false} {
		if got := signupform.NeedsGuardian(f, signupform.Settings{GuardianAge: 15}, []string{band}, false); got != want {
			t.Errorf("guardian for %s: got %v, want %v", band, got, want)
		}
	}
	if signupform.NeedsGuardian(f, signupform.Settings{GuardianAge: 15}, []string{"0-5"}, true) {
		t.Error("a guardian who signs up herself must confirm once more")
	}
}

func TestContradictionsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*signupform.Form){
		"storste_gruppe":    func(f *signupform.Form) { f.Capacity, f.MaxParty = number(4), 5 },
		"minst":             func(f *signupform.Form) { f.Capacity, f.MinParticipants = number(8), 9 },
		"plasser":           func(f *signupform.Form) { f.Capacity, f.MaxParty = number(0), 1 },
		"alder_til":         func(f *signupform.Form) { f.AgeMin, f.AgeMax = number(10), number(9) },
		"underveis":         func(f *signupform.Form) { f.JoinUnderway = true },
		"stenger_timer":     func(f *signupform.Form) { f.ClosesHours = -1 },
		"gjelder":           func(f *signupform.Form) { f.Scope = "" },
		"sporsmal_valg_1":   func(f *signupform.Form) { f.Questions = question("choice", "Mat", 0) },
		"sporsmal_formal_1": func(f *signupform.Form) { f.Questions = question("text", "", 0) },
		"sporsmal_lagres_1": func(f *signupform.Form) { f.Questions = question("text", "Mat", 31) },
		"paminnelse_timer":  func(f *signupform.Form) { f.Reminder, f.ReminderHours = signupform.HoursBefore, 200 },
		"foresatt_alder":    func(f *signupform.Form) { f.GuardianAge = 30 },
		"lagres_dager":      func(f *signupform.Form) { f.KeepDays = 1000 },
	}
	for name, change := range tests {
		f := signupform.NewForm()
		change(&f)
		var got []string
		for _, x := range fault.FieldsOf(f.Validate()) {
			got = append(got, x.Name)
		}
		if diff := cmp.Diff([]string{name}, got); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", name, diff)
		}
	}
	if err := signupform.NewForm().Validate(); err != nil {
		t.Errorf("a new form: %v", err)
	}
}

func question(kind questionnaire.Kind, purpose string, keep int) []questionnaire.Question {
	return []questionnaire.Question{{Kind: kind, Label: "Hva spiser du?", Purpose: purpose, KeepDays: keep}}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	at := activitytest.At
	f := signupform.NewForm()
	series := signupform.Slot{Scope: signupform.WholeSeries, StartsAt: at("2026-10-01 18:00"), EndsAt: at("2026-12-01 20:00")}
	f.Scope = signupform.WholeSeries
	if got := f.Deadline(series); !got.Equal(series.StartsAt) {
		t.Errorf("a series: got %v, want its first date", got)
	}
	f.JoinUnderway = true
	if got := f.Deadline(series); !got.Equal(series.EndsAt) {
		t.Errorf("a series to join underway: got %v, want its end", got)
	}
}
