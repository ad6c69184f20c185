// Package invitation asks people to act for the municipality or for an
// organisation. Whoever has the link reads the mailbox of the address: saying yes
// makes or extends the account, and logs it in.
package invitation
