// Package kind is the list of the e-mails that the portal sends. Each entry says
// what such a letter is about and what may become of it; whoever keeps, deletes or
// shows e-mails asks the entry, and the about columns that are stored with a
// message, never a part of a name or of a key. Only this package can make a Kind.
package kind

import (
	"fmt"
	"slices"

	"frivilligsentral/internal/i18n"
)

// Thing is a sort of thing that a letter can be about; its id is stored with the message.
type Thing string

// The things. AboutOwnData has no id: nothing is stored of who asked.
const (
	AboutAccount      Thing = "account"
	AboutInvitation   Thing = "invitation"
	AboutOrganisation Thing = "organisation"
	AboutActivity     Thing = "activity"
	AboutRegistration Thing = "registration"
	AboutOwnData      Thing = "own_data"
	AboutPageReport   Thing = "page_report"
)

// Causer is who causes a letter.
type Causer string

// The causers. A letter that a stranger causes goes to an address that nobody has
// shown to be hers, so it tells the receiver what to do if she has not asked for it.
const (
	ByStranger Causer = "stranger" // whoever types the address into an open form
	ByReceiver Causer = "receiver" // the receiver, by a link in an earlier letter or while logged in
	ByOther    Causer = "other"    // somebody else who is logged in
	ByPortal   Causer = "portal"   // a job, or what happened to somebody else's place
)

// Kind is one sort of e-mail. It compares with ==; the zero Kind is none.
type Kind struct {
	name   string // as the log keeps it
	title  string // bokmål source text: what the letter is, where its own subject may be private
	about  Thing
	causer Causer
	choice string // how the receiver's choices name it; "" when it cannot be declined
	days   int    // how long the log of it is kept

	unproved bool // goes to an address that nobody has shown to be the receiver's, though its causer is logged in
	awaited  bool // somebody sits and waits for it
	bundled  bool // letters with the same cause are the answer to one wish
	limited  bool // its use case limits how many go to one address
}

// String is the kind as the log keeps it.
func (k Kind) String() string { return k.name }

// Title is what such a letter is, in bokmål source text and in few words.
func (k Kind) Title() string { return k.title }

// About is the sort of thing that such letters are about.
func (k Kind) About() Thing { return k.about }

// Causer is who causes such letters.
func (k Kind) Causer() Causer { return k.causer }

// Choice is how a receiver's choices name the kind, "" when it cannot be declined.
func (k Kind) Choice() string { return k.choice }

// Unproved says that nobody has shown that the receiver wants such letters.
func (k Kind) Unproved() bool { return k.causer == ByStranger || k.unproved }

// Bounded says that only a few such letters go to one address in an hour, whatever
// causes them. Those whose use case has a limit of its own are not counted once more.
func (k Kind) Bounded() bool { return k.Unproved() && !k.limited }

// Told says that whoever causes one letter too many of the kind is told so: she is logged
// in. A stranger is answered the same whatever becomes of the letter.
func (k Kind) Told() bool { return k.causer != ByStranger }

// Awaited says that somebody sits and waits for the letter, with a code or a link to
// come in by: it goes before what is sent to many.
func (k Kind) Awaited() bool { return k.awaited }

// Bundled says that letters of the kind with the same cause are the answer to one wish,
// and count as one where such letters are counted.
func (k Kind) Bundled() bool { return k.bundled }

// KeptDays is how long the log of such a letter is kept.
func (k Kind) KeptDays() int { return k.days }

// Scan reads a kind from the database. One that is no longer on the list keeps
// its name and has nothing else.
func (k *Kind) Scan(from any) error {
	name, ok := from.(string)
	if !ok {
		return fmt.Errorf("kind of e-mail: got %T", from)
	}
	*k = Named(name)
	return nil
}

// Listed says whether the kind is on the list.
func (k Kind) Listed() bool { return k.about != "" }

// Named is the kind with a name; see Scan for one that is not on the list.
func Named(name string) Kind {
	for _, k := range all {
		if k.name == name {
			return k
		}
	}
	return Kind{name: name, title: i18n.Mark("E-post"), days: LogDays}
}

// All are the kinds in the order of the list.
func All() []Kind { return slices.Clone(all) }

var all []Kind

// LogDays is how long the log of a letter is kept where its entry says nothing else,
// and of one whose kind is no longer on the list.
const LogDays = 30

// add puts an entry on the list; one that does not say everything stops the program.
func add(name, title string, about Thing, causer Causer, also ...func(*Kind)) Kind {
	k := Kind{name: name, title: title, about: about, causer: causer, days: LogDays}
	for _, say := range also {
		say(&k)
	}
	if k.name == "" || k.title == "" || k.about == "" || k.causer == "" || k.days <= 0 {
		panic(fmt.Sprintf("kind of e-mail %q: its entry does not say everything", k.name))
	}
	if slices.ContainsFunc(all, func(x Kind) bool { return x.name == k.name }) {
		panic(fmt.Sprintf("kind of e-mail %q: listed twice", k.name))
	}
	all = append(all, k)
	return k
}

// unproved says that the receiver's address is as somebody who is logged in has typed it.
func unproved(k *Kind) { k.unproved = true }

// limited says that the use case that sends the letter limits how many go to one address.
func limited(k *Kind) { k.limited = true }

// bundled says that one wish may be answered by several letters.
func bundled(k *Kind) { k.bundled = true }

// awaited says that somebody sits and waits for the letter.
func awaited(k *Kind) { k.awaited = true }

// canDecline says that the receiver can choose the letter away, and how her choices name it.
func canDecline(choice string) func(*Kind) { return func(k *Kind) { k.choice = choice } }
