// Package orgroles proposes what Enhetsregisteret says of the roles in an organisation. Nothing that is fetched stands
// among the roles, is seen by others or gives anybody a right: it is a proposal, until somebody who acts for the
// organisation, or staff, accepts it, and then it is a role that is not shown to residents before somebody chooses so.
//
// The life of a proposal.
//
//	FetchRoles ──▶ waiting ── AcceptRoles ──▶ a role, and no proposal
//	                  │ └──── DeclineRoles ─▶ declined, without a name
//	                  └── KeepDays ─────────▶ lapsed, without a name
//
// What was declined is known again by its fingerprint, and proposed anew only when the register has ceased to say it and
// says it again. What lapsed was never decided: it comes back when a person asks the register, not by the monthly look.
// That a role has ended is proposed of roles which the register has had; who declines it vouches for the role herself.
package orgroles
