// Package orglife is how an organisation comes to be here and leaves: who
// registers it or asks to act for it, what the municipality decides, and how it
// ends, comes back or becomes one with another.
package orglife
