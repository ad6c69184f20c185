// Package organisation knows the lag og foreninger of a municipality: who they
// are, how to reach them, and whether what is written about them still holds.
//
// Its life.
//
//	Register ──▶ pending ── Approve ──▶ approved ── End ──▶ ended
//	                │                      │
//	                └── Refuse ─▶ refused  └── Merge ─▶ merged (its address leads to the other)
//
// A group that is in the register already, from an import, but that nobody acts
// for, is asked for in the same way: the applicant then waits beside the approved
// organisation until somebody decides. What an applicant wrote about herself is
// emptied when it is decided.
//
// Where a value comes from is kept for each field (FieldSource). What the group
// or the municipality wrote is never overwritten by the registers in Brønnøysund;
// only facts about the registration are. Addresses "c/o" a person are never kept.
//
// Who may do what. Residents see approved organisations, with the contacts that
// are marked public. A group's administrator changes its own organisation; staff
// with organisation.manage do everything in their own municipality. Another
// group's or another municipality's organisation is NotFound for all who ask to change it.
package organisation
