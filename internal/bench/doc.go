// Package bench measures the portal against goals that are ratios, so that they mean the same on any machine:
// each page is compared with what the same machine can do at best, measured in the same minutes.
//
// It fills a private throw-away Postgres with synthetic activities in all 357 municipalities, starts the real
// program on it, and sends requests from this process over loopback. Every figure is the median of several
// rounds in which all targets take turns, since a single run varies by a quarter.
//
// Baselines: B1 is net/http answering 5 KB that are compressed already, with the portal's own headers; B2 does one
// primary-key select first; B3 reads 25 rows without joins first; pk is a primary-key select through pgx.
package bench
