// Package recurrence knows what "every Thursday except in the autumn holiday"
// means: it turns a rule into dates, a form into a rule, and a rule into words.
//
// Rules are the RRULE of RFC 5545 section 3.3.10, kept as text, with UNTIL in
// UTC. The wall clock in Europe/Oslo is what repeats: an activity at 18.00 stays
// at 18.00 when summer time begins. The arithmetic is done by rrule-go on a wall
// clock without summer time; this package adds the zone, the bounds and the
// corrections that rrule.go lists.
//
// Nothing here reads a database or a clock that matters to the answer, and every
// expansion is bounded by window, by count and by time spent, because a rule may
// come from a stranger's file.
package recurrence
