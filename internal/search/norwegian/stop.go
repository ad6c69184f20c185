// Words that say nothing in a query with others.

package norwegian

import "strings"

// StopWords are skipped in a query that has other words too. Only short ones:
// a long word is typed because it means something. They are still written to
// the index, since "for alle" and "vår" are names too. Folded.
var StopWords = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(`og i jeg det at en et den til er som på de med han av ikke der så var
		meg seg men ett har om vi min mitt ha hun nå over da ved fra du ut sin dem oss opp man kan hans hvor
		hva skal selv sjøl her alle vil bli ble blei inn når være kom noen noe dere som kun ja etter ned for
		deg si sine sitt mot å din ditt blir hver hvem vors hvis både bare enn før mange slik vært båe dykk
		dei di eg ein eit ho hoe kva kvar kven kvi me medan mi mine no nokon noka noko nokre sia so somt somme
		um upp vere vore vår vårt våre ville hos the and of in to a for with on at`) {
		if LetterCount(word) <= 4 {
			set[word] = true
		}
	}
	return set
}()

// weak are words that say what one wants to do or when, and seldom what it is about, in Norwegian and English, by stem.
var weak = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(`søke søkje søk leie låne finne få trenge treng ønske ønskje vil lete leite vite bruke delta være vere bli melde
		hvordan korleis hvilke kva noe ting sted stad nær nærheten i dag morgen morgon kveld uke veke helg helgen måned månad snart neste
		aktivitet tilbud tilbod kontakt kommune hjelpe hjelp kan kunne
		find need want rent apply search look looking get join how where today tonight weekend week next near activity activities things`) {
		set[Stem(word)] = true
	}
	return set
}()

// Weak says whether a word is one that a text seldom has though it is about what somebody looks for: "leie lokale"
// is about lokaler. Such a word counts, and is the first that is done without.
func Weak(word string) bool { return weak[Stem(word)] || StopWords[word] }

// circumstances are words that say when something is or roughly where, in Norwegian and English, by stem.
var circumstances = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(`mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag hverdag kvardag
		morgen morgon formiddag middag ettermiddag kveld natt dag uke veke helg ferie høst haust vinter vår sommer sumar
		januar februar mars april mai juni juli august september oktober november desember jul påske
		sentrum sentralt bydel bygd by hjemme heime ute inne
		monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night day week weekend
		spring summer autumn winter january february march may june july october december
		centre center town city village downtown indoors outdoors`) {
		set[Stem(word)] = true
	}
	return set
}()

// Circumstance says whether a word tells when something is or roughly where, and not what it is:
// «strikkekafé torsdag kveld» is about strikkekaféer. It is done without before what is looked for.
func Circumstance(word string) bool { return circumstances[Stem(word)] }
