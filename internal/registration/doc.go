// Package registration lets people sign up for activities (påmelding): places,
// waiting lists, links by e-mail, the organiser's list, and personal data that
// goes away by itself.
//
// A Form says what the organiser has decided about an activity. Its Slots count:
// one for each date, or one for the whole series. A Registration is one contact
// person with a party of one or more, and holds a place, a position in the queue,
// or nothing. What a slot has taken is always the sum of the parties that hold a
// place, so each change locks the slot's row first and the registration after it.
//
//	            ┌─ place ─ confirm ──▶ confirmed ◀── accept ── offered ── expire ──▶ expired_offer
//	sign up ────┤   (unconfirmed)                               ▲   └──── decline ──▶ cancelled
//	            └─ queue ─ confirm ──▶ waiting ─── place free ──┘
//
// An unconfirmed one is deleted when its time is out. An unconfirmed one whose turn
// comes in the queue gets the place and stays unconfirmed: it needs no offer beside.
//
// Residents act by a token from an e-mail, and nothing is changed by looking.
// Organisers, their co-organisers, named substitutes and staff with
// account.ManageActivities keep the list; for all others it is not found.
package registration
