// The large municipality that is measured, as invented rows.

package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
)

var (
	firstParts = strings.Fields("strikke hekle språk lese bok brettspill sjakk kaffe suppe middags turn fotball håndball ski skøyte svømme tur " +
		"gå sykkel danse kor korps musikk band teater film foto male tegne keramikk vev sy repara gjenbruk hage blomster natur fugle fiske " +
		"jakt hunde heste data nettbrett mobil lekse norsk matte jobb foreldre baby barne ungdoms senior eldre pensjonist besøks telefon " +
		"følge handle snekker verktøy slekts historie lokal bygde bibel bønne humanist freds miljø strand rydde dugnads julebord sommer")
	lastParts = strings.Fields("kafé treff kveld gruppe kurs klubb lag venn venner stund time trening skole verksted sirkel hjelp helg leir " +
		"dag fest marked turnering aksjon gjeng møte forum prat krok lunsj frokost konsert festival prosjekt")
	placeStarts = strings.Fields("Sol Nord Sør Øst Vest Berg Dal Elve Fjell Furu Gran Haug Heim Hval Lang Lille Lund Lyng Mo Myr Ness Ny Os " +
		"Ras Rogn Sand Skog Sten Stor Strand Svart Tjern Tofte Tun Ulv Vang Vik Våg Ask Bjørk")
	placeEnds    = strings.Fields("bakken åsen neset vika dalen moen lia haugen berget sletta odden vollen stranda elva myra skogen toppen gården engen brua fjellet heia holmen sundet tunet")
	groupKinds   = strings.Fields("strikkelag turlag idrettslag velforening pensjonistforening historielag kvinnelag ungdomslag musikkorps skolekorps mannskor frivilligsentral jeger-og-fiskerforening husflidslag barnelag nærmiljøgruppe hagelag sjakklubb teaterlag saniteten")
	streets      = strings.Fields("Storgata Kirkevegen Skolevegen Stasjonsgata Bryggegata Torget Industrivegen Strandvegen")
	accessFlags  = []string{"step_free", "wheelchair", "accessible_toilet", "hearing_loop", "lift"}
	hours        = []int{9, 10, 11, 12, 13, 16, 17, 18, 18, 19}
	textsInPool  = 4000
	categoryMany = 9
	groupMany    = 16
	areasEach    = 5
)

// text is something that is said in many activities, with the lexemes that it gives.
type text struct {
	words   string
	lexemes []string
}

func asText(s string) text { return text{s, search.Lexemes(search.Doc{Texts: []string{s}})} }

// asTitle has the lexemes of a word in a title.
func asTitle(s string) text { return text{s, search.Lexemes(search.Doc{Title: s})} }

// corpus is what activities are made of. Item i is always the same.
type corpus struct {
	n         int
	now       time.Time
	places    []crowded
	sumShares []float64 // of places, cumulated

	titles       []text
	quarters     []text // as a word of a text
	inTitle      []text // the same as words of a title
	summaries    []text
	descriptions []text
	categories   []text
	targetGroups []text
	kinds        []text
	streets      []text
}

// crowded is a municipality with the ranges of ids that it has; each first one is included.
type crowded struct {
	number, name              string
	municipality              int64
	orgs, venues              int // how many
	firstOrg, firstVenue      int64
	firstCode, firstArea      int64
	firstActivity, activities int // of the items, see corpus.item
}

func newCorpus(n int, now time.Time) (*corpus, error) {
	data, err := town.Load()
	if err != nil {
		return nil, err
	}
	c := &corpus{n: n, now: now.Truncate(time.Second)}
	c.addWords(data)
	c.addTexts(data)
	c.addTowns()
	return c, nil
}

func (c *corpus) addWords(data town.Data) {
	for _, a := range firstParts {
		for _, b := range lastParts {
			c.titles = append(c.titles, asTitle(strings.ToUpper(a[:1])+a[1:]+b))
		}
	}
	for _, a := range placeStarts {
		for _, b := range placeEnds {
			c.quarters, c.inTitle = append(c.quarters, asText(a+b)), append(c.inTitle, asTitle("i "+a+b))
		}
	}
	for _, k := range groupKinds {
		c.kinds = append(c.kinds, asText(k))
	}
	for _, s := range streets {
		c.streets = append(c.streets, asText(s))
	}
	for _, k := range data.Categories[:categoryMany] {
		c.categories = append(c.categories, asText(k.Name.NB+" "+k.Name.NN+" "+k.Name.EN))
	}
	for _, t := range data.TargetGroups[:groupMany] {
		c.targetGroups = append(c.targetGroups, asText(t.Name.NB+" "+t.Name.NN+" "+t.Name.EN))
	}
}

// addTexts mixes the sentences of the demo into many more descriptions.
func (c *corpus) addTexts(data town.Data) {
	var sentences []string
	for _, a := range data.Municipalities[0].Activities {
		c.summaries = append(c.summaries, asText(a.Summary))
		for s := range strings.SplitSeq(strings.ReplaceAll(a.Description, "\n", " "), ". ") {
			if s = strings.Trim(s, " .-*"); len(strings.Fields(s)) > 3 {
				sentences = append(sentences, s+".")
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range min(textsInPool, c.n) {
		var parts []string
		for range 4 + r.IntN(4) {
			parts = append(parts, sentences[r.IntN(len(sentences))])
		}
		c.descriptions = append(c.descriptions, asText(strings.Join(parts, " ")))
	}
}

// addTowns shares the activities out: the largest municipality has a few percent, the smallest a few in a thousand.
func (c *corpus) addTowns() {
	list := codelist.Municipalities()
	total := 0.0
	for i := range list {
		total += share(i)
	}
	sum, org, venue, first := 0.0, int64(1), int64(1), 0
	for i, m := range list {
		part := share(i) / total
		sum += part
		last := int(sum * float64(c.n))
		if i == len(list)-1 {
			last = c.n
		}
		t := crowded{
			number: m.Number, name: m.Name, municipality: int64(i + 1), orgs: max(2, (last-first)/8), venues: max(2, (last-first)/40),
			firstOrg: org, firstVenue: venue, firstCode: int64(i*(categoryMany+groupMany) + 1), firstArea: int64(i*areasEach + 1),
			firstActivity: first, activities: last - first,
		}
		org, venue, first = org+int64(t.orgs), venue+int64(t.venues), last
		c.places, c.sumShares = append(c.places, t), append(c.sumShares, sum)
	}
}

func share(rank int) float64 { return 1 / float64(rank+8) }

// step spreads neighbours in the table over the country; it is prime and so hits every item once.
const step = 1_000_003

// item is one activity with its dates.
type item struct {
	id             int64
	town           *crowded
	title          string
	summary        *text
	description    *text
	category       int
	targetGroups   []int
	quarter        int
	org, venue     int64
	area           int64
	ageMin, ageMax *int
	price          int
	flags          []string
	starts         []time.Time
	minutes        int
	joining        search.Joining // of each date
	lexemes        []string
}

// signsUp says whether one signs up for its dates.
func (it *item) signsUp() bool { return it.joining != search.JustCome }

// orgName and venueName are made of the id, so that they need not be kept.
func (c *corpus) orgName(id int64) (quarter, kind int) {
	h := rand.New(rand.NewPCG(7, uint64(id)))
	return h.IntN(len(c.quarters)), h.IntN(len(c.kinds))
}

func (c *corpus) venueName(id int64) (quarter, street int, flags []string) {
	h := rand.New(rand.NewPCG(8, uint64(id)))
	return h.IntN(len(c.quarters)), h.IntN(len(c.streets)), accessFlags[:h.IntN(len(accessFlags)+1)]
}

// item makes the i-th row of the table; withLexemes also what search knows it by.
func (c *corpus) item(i int, withLexemes bool) item {
	nr := int(int64(i) * step % int64(c.n))
	t := &c.places[sort.Search(len(c.places), func(k int) bool { return c.places[k].firstActivity+c.places[k].activities > nr })]
	r := rand.New(rand.NewPCG(uint64(nr), 3))
	title, quarter := r.IntN(len(c.titles)), r.IntN(len(c.quarters))
	it := item{
		id: int64(i + 1), town: t, summary: &c.summaries[r.IntN(len(c.summaries))], description: &c.descriptions[r.IntN(len(c.descriptions))],
		category: r.IntN(categoryMany), targetGroups: []int{r.IntN(groupMany)}, quarter: quarter,
		org: t.firstOrg + r.Int64N(int64(t.orgs)), venue: t.firstVenue + r.Int64N(int64(t.venues)), area: t.firstArea + int64(r.IntN(areasEach)),
		minutes: 60 + 30*r.IntN(4), title: c.titles[title].words + " " + c.inTitle[quarter].words,
	}
	if g := r.IntN(groupMany); g != it.targetGroups[0] {
		it.targetGroups = append(it.targetGroups, g)
	}
	if r.IntN(3) == 0 {
		from := 6 * r.IntN(10)
		to := from + 6 + r.IntN(40)
		it.ageMin, it.ageMax = &from, &to
	}
	if r.IntN(10) < 3 {
		it.price = 1000 * (1 + r.IntN(30))
	}
	it.setDates(c, r)
	switch r.IntN(20) {
	case 0:
		it.joining = search.WaitingList
	case 1, 2, 3:
		it.joining = search.Places
	default:
		it.joining = search.JustCome
	}
	if withLexemes {
		it.setLexemes(c, &c.titles[title])
	}
	return it
}

// setDates gives one to three dates, a week apart, in the next ten weeks.
func (it *item) setDates(c *corpus, r *rand.Rand) {
	d := c.now.In(i18n.Oslo)
	first := time.Date(d.Year(), d.Month(), d.Day()+1+r.IntN(70), hours[r.IntN(len(hours))], 30*r.IntN(2), 0, 0, i18n.Oslo)
	for k := range 1 + r.IntN(3) {
		it.starts = append(it.starts, first.AddDate(0, 0, 7*k))
	}
}

// occurrence is the id of the k-th date.
func (it *item) occurrence(k int) int64 { return 3*(it.id-1) + int64(k) + 1 }

func (it *item) ends(k int) time.Time {
	return it.starts[k].Add(time.Duration(it.minutes) * time.Minute)
}

// slot is the weekday and the time of day as package search numbers them.
func (it *item) slot() int {
	at := it.starts[0]
	part := 0
	if at.Hour() >= 17 {
		part = 2
	} else if at.Hour() >= 12 {
		part = 1
	}
	return (int(at.Weekday())+6)%7*3 + part
}

// setLexemes puts together what package activity would: its test holds the two against each other.
func (it *item) setLexemes(c *corpus, title *text) {
	orgQuarter, kind := c.orgName(it.org)
	venueQuarter, street, flags := c.venueName(it.venue)
	it.flags = flags
	facts := search.Facts{
		Municipality: it.town.municipality, Categories: []int64{it.town.firstCode + int64(it.category)}, Areas: []int64{it.area},
		Organisations: []int64{it.org}, Venue: it.venue, Free: it.price == 0, Kind: "activity", Offer: "voluntary", Languages: []string{"nb"},
		Accessibility: flags, AgeMin: it.ageMin, AgeMax: it.ageMax,
	}
	parts := [][]string{
		title.lexemes, c.inTitle[it.quarter].lexemes, it.summary.lexemes, it.description.lexemes, c.categories[it.category].lexemes,
		c.quarters[orgQuarter].lexemes, c.kinds[kind].lexemes, c.quarters[venueQuarter].lexemes, c.streets[street].lexemes,
		c.quarters[int(it.area)%len(c.quarters)].lexemes,
	}
	for _, g := range it.targetGroups {
		facts.TargetGroups = append(facts.TargetGroups, it.town.firstCode+int64(categoryMany+g))
		parts = append(parts, c.targetGroups[g].lexemes)
	}
	s := it.slot()
	parts = append(parts, facts.Lexemes(), search.Filter{Joining: []search.Joining{it.joining}}.Lexemes(), []string{fmt.Sprint("~s", s), fmt.Sprint("~d", s/3+1), "~" + [...]string{"am", "pm", "ev"}[s%3]})
	all := slices.Concat(parts...)
	slices.Sort(all)
	it.lexemes = search.In(it.town.municipality, slices.Compact(all))
}
