package jobs

// Part is Enqueue as one part of a larger statement, for where every round trip
// counts: an INSERT of a job for each row of another part, with its arguments
// (jsonb) read from there. The job begins when its queue is looked at next, within
// a second. Kind, queue and attempts must be constants.
func Part(kind, queue, attempts, args, from string) string {
	return `insert into river_job (kind, queue, max_attempts, args)
select '` + kind + `', '` + queue + `', ` + attempts + `, ` + args + ` from ` + from
}
