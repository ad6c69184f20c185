package search

import (
	"fmt"
	"testing"
)

func TestProbe(t *testing.T) {
	for _, w := range []string{"aktivitet", "aktiviteter", "kurs", "kurset", "ungdom", "ungdommer", "ungdommenes", "bøker", "kafe", "kafeen", "strikkekafe", "språkkafeen", "besøksvenner", "frivilligsentral", "frivilligsentralen", "leksehjelp", "seniordans", "håndballtrening", "presenterer", "kultur", "natur", "rekord", "mandagskveld", "barnekor", "idrettslag", "bokbytte", "dansen", "svømming", "svømmehall", "treninger", "babysang", "klesbyttedag", "førstehjelpskurs", "fotballtreninger", "ungdomsklubben", "turistforening", "møteplass", "hjelper", "kulturskolen", "kurdisk", "gudstjeneste", "allsangkveld", "strikk", "strikking", "aldersgruppe", "besøkstjeneste", "matlaging", "lekeplass", "avdeling", "fellesskap", "venninne", "barnehage", "dagtur", "lagspill", "kortreist", "bading", "veker", "dansk", "festivalen"} {
		fmt.Println(w, Stem(w), Parts(w))
	}
	fmt.Println(Query("senior dans aas", Filter{Municipality: 3, Weekdays: []int{1}, TimesOfDay: []string{"ev"}}, Synonyms{"senior": {"eldre"}}))
	fmt.Println(Lexemes(Doc{Title: "Språkkafé på Ås kl. 18.00, 4-6 år e-post", Texts: []string{"Čáhcesuolu 100 %"}}))
}
