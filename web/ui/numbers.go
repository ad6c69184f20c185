// Numbers as they stand in addresses, fields and attributes.

package ui

import "strconv"

// Itoa writes a number or an id as digits alone; numbers that people read are i18n.Lang's.
func Itoa[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }
