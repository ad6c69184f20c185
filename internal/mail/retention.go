package mail

// KeptDays is how many days the log of a message is kept, for the page that promises it.
const KeptDays = logDays
