// Moving somebody to another date, and what is chosen when that is full.

package participants

import (
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/ui"
)

// whenFull is what the organiser has chosen for a date without room.
func whenFull(s string) registration.WhenFull {
	switch full := registration.WhenFull(s); full {
	case registration.WaitWhenFull, registration.OverbookWhenFull:
		return full
	}
	return registration.StayWhenFull
}

// fullOptions are asked for only when the chosen date has turned out to be full.
func fullOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(registration.WaitWhenFull), Label: p.T("Sett personen sist på ventelisten"), Help: p.T("Plassen på den gamle datoen går til den neste.")},
		{Value: string(registration.OverbookWhenFull), Label: p.T("Gi plass selv om det er fullt"), Help: p.T("Det står i loggen at du gjorde det.")},
	}
}
