package mail

import "github.com/riverqueue/river"

// CleanArgs lets tests run the clean-up without waiting for its turn.
func CleanArgs() river.JobArgs { return cleanArgs{} }
