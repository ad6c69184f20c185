// Package tabular reads and writes tables the way people in Norwegian offices have them: an Excel workbook, or the CSV
// that Excel saves (Windows-1252, semicolon, CRLF) with a title above the headings and an empty row here and there.
//
// Reading is lenient about form and strict about size; what was guessed or dropped is told in Table.Warnings, and every
// row keeps the number that the user sees in the spreadsheet. Writing guards against cells that a spreadsheet would run
// as formulas (OWASP ASVS 1.2.10): such a cell gets an apostrophe in front, and Read takes it away again.
package tabular
