// Package orgimport takes organisations in from files: lists that the
// municipality has, and the registers in Brønnøysund. First it says what each row
// would do, then it does that.
package orgimport
