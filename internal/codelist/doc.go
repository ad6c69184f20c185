// Package codelist holds the public code lists that the portal cannot do without and that change once a year at most:
// municipalities, postal codes and the kinds of voluntary organisation (ICNPO). They are embedded in the binary, because a portal that needs the internet to know where 7030 is cannot be installed everywhere.
//
// The sources are named at the top of each file in data. Slices that the functions return are shared: don't change them.
package codelist
