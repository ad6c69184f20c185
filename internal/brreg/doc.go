// Package brreg knows the two registers in Brønnøysund that a centre needs: Enhetsregisteret, which has names and
// addresses, and Frivillighetsregisteret, which has the kinds of voluntary work (ICNPO) and Grasrotandelen but no names.
// The organisation number joins them; names collide and never do.
//
// Files that somebody downloaded and answers of the HTTP interface are read by the same functions. The Client is an
// extra: portals without internet access import files, and no save may wait for a register.
//
// Data: Brønnøysundregistrene, NLOD 2.0; name the source where it is shown. Two things are never to be published: an
// address with "c/o", which for a third of the small associations is a private person's home, and the address of a sole
// trader. PublicAddress sees to both.
package brreg
