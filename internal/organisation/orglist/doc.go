// Package orglist lists organisations: for residents, for the municipality's
// staff, and as a file.
package orglist
