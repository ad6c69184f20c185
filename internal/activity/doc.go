// Package activity knows what people do together: activities, their dates, and
// who may change them. It is the feature to copy from.
//
// What it is. An activity belongs to an organisation, never to the person who
// wrote it. It says when it happens by a Schedule: one date, several dates, or a
// rule with exceptions and pauses, as wall time in Europe/Oslo. The dates
// themselves are occurrences, made from the schedule at save and by a job, 18
// months ahead. What somebody changed on one date is kept by the occurrence's
// key, whatever happens to the schedule. Past occurrences are never rewritten.
//
// Its life.
//
//	draft ── Submit ──▶ submitted ── Approve ──▶ published ── Archive ──▶ archived
//	  ▲                     │                        │
//	  ├───── Withdraw ──────┤                        │
//	  ├───── Withdraw ──────┼────────────────────────┘
//	  └── refused ◀─ Refuse ┘
//
// Where the municipality does not approve activities, and when staff send one
// in, Submit publishes at once; what is commercial, or arranged by a business, waits
// for staff all the same, and waits again when a group says that it is another kind of
// offer. A cancelled date or series stays visible with its reason; only Withdraw and
// Archive take an activity away from residents.
//
// Who may do what. A group's people touch their own organisation's activities
// and read those that they co-organise; anything else is not found for them.
// Staff with account.ManageActivities may change everything in their own
// municipality. Reads for residents give published activities only.
package activity
