// Small histories around single activities, for those who try the pages.

package demo

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// stories are what one meets in the main municipality. The last ones are the
// newest, so that their letters lie on top.
var stories = []func(*booth){
	babyCafe, knittingEvening, balance, sundayDinner, cycling, walk, workshop, garage, elsewhere, notYet,
	knittingLunch, knittingBeginners, skiing, kitchen,
}

// babyCafe is over: most are ticked off and thanked, two are not. The next one comes.
func babyCafe(b *booth) {
	const key = "babykafe-sentrum"
	b.open(key, b.staff(0), 16, func(f *signupform.Form) {
		f.MaxParty, f.Instructions = 3, "Vognene står trygt i gangen. Vi varmer gjerne mat."
	})
	baby := []string{""}
	was := []guest{
		{name: "Linnea Haug", with: baby}, {name: "Hodan Yusuf", with: baby}, {name: "Martin Sæther", with: baby}, {name: "Ewa Kowalska", with: baby},
		{name: "Ida Kristine Moe", with: []string{"", ""}}, {name: "Thi Mai Nguyen", with: baby}, {name: "Sunniva Berge", with: baby},
	}
	d := b.last(key, 22*time.Hour)
	b.many(key, d, was...)
	b.clock(d.EndsAt.Add(20 * time.Minute))
	for i, g := range was[:5] {
		came := registration.Present
		if i == 3 {
			came = registration.Absent
		}
		id := b.idOf(key, g)
		b.do(key, func() error { return b.rosters.SetAttendance(b.ctx, b.staff(0), id, 0, d.ID, came) })
	}
	b.clock(d.EndsAt.Add(21 * time.Hour))
	b.do("thank-yous", func() error { return b.signups.Remind(b.ctx) })
	b.many(key, b.next(key, 0), guest{name: "Linnea Haug", with: baby}, guest{name: "Sunniva Berge", with: baby}, guest{name: "Mohammed Rahimi", with: baby})
}

// knittingEvening was last week, and one is not ticked off. The next one is full:
// whoever waits and has got the place must be rung.
func knittingEvening(b *booth) {
	const key = "strikk-naustet"
	bodil := b.group("solvik-strikkelag")
	evening := func(f *signupform.Form) {
		f.MaxParty, f.Instructions = 2, "Vi har garn og pinner til låns."
	}
	b.open(key, bodil, 6, evening)
	was, d := people("Grete Solli", "Anne-Lise Fjeld", "Samira Hassan", "Kåre Nygård", "Wenche Bøe"), b.last(key, 2*time.Hour)
	b.many(key, d, was...)
	b.clock(d.EndsAt.Add(5 * time.Minute))
	for _, g := range was[:4] {
		id := b.idOf(key, g)
		b.do(key, func() error { return b.rosters.SetAttendance(b.ctx, bodil, id, 0, d.ID, registration.Present) })
	}
	d = b.next(key, 30*time.Hour)
	b.many(key, d, people("Grete Solli", "Anne-Lise Fjeld", "Samira Hassan", "Wenche Bøe", "Tuva Lindqvist", "Jorunn Eide")...)
	b.joins(key, d, guest{name: "Borghild Rønning", phone: "60 00 12 34"}, b.before(d, 0, 3).Add(-26*time.Hour))
	b.joins(key, d, guest{name: "Nadia Petrova", lang: i18n.EN}, b.before(d, 0, 9).Add(-25*time.Hour))
	id := b.idOf(key, guest{name: "Tuva Lindqvist"})
	b.clock(b.now.Add(-5 * time.Hour))
	b.do(key, func() error { return b.signups.Remove(b.ctx, bodil, id, true) })
	b.do("template", func() error {
		form, places := signupform.NewForm(), 12
		form.Capacity, form.MinParticipants = &places, 4
		evening(&form)
		_, err := b.forms.SaveTemplate(b.ctx, bodil, bodil.OrganisationID, "Strikkekveld med kaffe", form)
		return err
	})
}

// balance is full, and those who wait keep their order also when they are two.
func balance(b *booth) {
	const key = "styrke-balanse"
	b.open(key, b.staff(1), 8, func(f *signupform.Form) { f.MaxParty, f.Groups, f.CancelHours = 2, signupform.WaitForGroups, 24 })
	d := b.next(key, 40*time.Hour)
	b.many(key, d, guest{name: "Gerd Aasen", with: []string{""}}, guest{name: "Oddvar Lunde"}, guest{name: "Aud Hagen"}, guest{name: "Zofia Wiśniewska"},
		guest{name: "Per Ivar Strøm", phone: "60 00 21 43"}, guest{name: "Magnhild Tveit", lang: i18n.NN, with: []string{""}})
	b.joins(key, d, guest{name: "Kirsten Dahl", with: []string{""}}, b.now.Add(-31*time.Hour))
	b.joins(key, d, guest{name: "Reidar Øye"}, b.now.Add(-28*time.Hour))
}

// sundayDinner has somebody who is signed up for something else too.
func sundayDinner(b *booth) {
	const key = "sondagsmiddag"
	b.open(key, b.staff(0), 24, func(f *signupform.Form) {
		f.AskNames, f.MaxParty, f.CancelHours, f.ClosesHours = true, 4, 48, 24
		f.Questions = []questionnaire.Question{{Kind: questionnaire.YesNo, Label: "Trenger du skyss?", Purpose: "Så vi finner noen som kan kjøre", KeepDays: 3}}
	})
	ride := map[string]string{"q1": "ja"}
	b.many(key, b.next(key, 72*time.Hour), guest{name: "Gerd Aasen", answers: ride}, guest{name: "Torstein Vik"},
		guest{name: "Yonas Tesfaye", with: []string{"Selam Tesfaye"}}, guest{name: "Borghild Rønning", phone: "60 00 12 34", answers: ride}, guest{name: "Helge Myrvold"})
}

// cycling is a course: one sign-up is for all its dates. A substitute keeps the list.
func cycling(b *booth) {
	const key = "sykkelkurs-kvinner"
	halima := b.group("solvik-kvinnenettverk")
	b.open(key, halima, 12, func(f *signupform.Form) {
		f.Scope, f.JoinUnderway, f.MaxParty, f.MinParticipants, f.NeedPhone = signupform.WholeSeries, true, 1, 6, false
		f.Instructions = "Du får låne sykkel og hjelm. Kom i sko som sitter godt."
	})
	b.do(key, func() error {
		return b.rosters.AddSubstitute(b.ctx, halima, b.activities[key], "iver@lesesirkelensolvik.example")
	})
	var first date
	if all := b.dates(key); len(all) > 0 {
		first.StartsAt = all[0].StartsAt
	}
	b.many(key, first, people("Rahel Abraham", "Shirin Karimi", "Olena Kovalenko", "Amal Haddad", "Fowzia Abdi", "Marzena Zielinska", "Nilufar Saidova")...)
	b.rings(key, halima, first, guest{name: "Sara Mehari", phone: "60 00 33 10"}, false, b.before(first, 1, 40))
}

// walk has room for all. A letter to one of them came back.
func walk(b *booth) {
	const key = "onsdagstur"
	b.open(key, b.group("solvik-turlag"), 0, func(f *signupform.Form) { f.Reminder, f.ReminderHours, f.MaxParty = signupform.HoursBefore, 3, 4 })
	lost := guest{name: "Arvid Nesset"}
	b.many(key, b.next(key, 4*time.Hour), guest{name: "Ellen Bakke", with: []string{""}}, lost, guest{name: "Tomasz Lewandowski"}, guest{name: "Åshild Ness", lang: i18n.NN}, guest{name: "Ruth Enger"})
	b.bounce(lost.email())
}

const bouncedSQL = `-- demo.bounced
with m as (
    update email set status = 'bounced', last_error = @reason, sent_at = null
    where id = (select max(id) from email where municipality_id = @municipality_id and recipient = @address) returning municipality_id, created_at)
insert into email_address_status (municipality_id, address, bounced_at, reason) select municipality_id, @address, created_at, @reason from m`

// bounce is what a mail server answers for an address that it does not know.
func (b *booth) bounce(to string) {
	b.clock(b.now)
	b.do("bounce", func() error {
		_, err := postgres.Exec(b.ctx, b.tx, bouncedSQL, postgres.Args{
			"municipality_id": b.id, "address": to, "reason": "550 5.1.1 <" + to + ">: Recipient address rejected: User unknown",
		})
		return err
	})
}

// workshop is closed by hand: the tables are taken.
func workshop(b *booth) {
	const key = "fiksekveld"
	by := b.group("fikselaget-solvik")
	b.open(key, by, 10, func(f *signupform.Form) { f.MaxParty = 2 })
	b.many(key, b.next(key, 20*time.Hour), people("Stig Arne Foss", "Leyla Demir", "Hanne Solberg", "Viktor Melnyk")...)
	b.clock(b.now.Add(-7 * time.Hour))
	b.do(key, func() error { return b.forms.CloseSignUp(b.ctx, by, b.activities[key], 0, true) })
}

// garage has one more than there is room for, let in on purpose. The
// co-organiser keeps the list too.
func garage(b *booth) {
	const key = "gubbegarasjen"
	b.open(key, b.staff(0), 6, func(f *signupform.Form) { f.MaxParty = 2 })
	d := b.next(key, 10*time.Hour)
	b.many(key, d, people("Kjell Rune Moen", "Bjarne Lie", "Dawit Haile", "Ole Petter Sande", "Roar Kvam", "Ingvar Hovde")...)
	b.rings(key, b.staff(0), d, guest{name: "Sverre Aune", phone: "60 00 44 21"}, true, b.now.Add(-26*time.Hour))
}

func elsewhere(b *booth) {
	b.clock(b.ago(30, 4))
	b.do("link", func() error {
		return b.forms.StopSignUp(b.ctx, b.staff(1), b.activities["smaakurs-hjertestart-lia"], "https://kurs.rodekors.example/solvik")
	})
}

func notYet(b *booth) {
	b.open("nye-naboer", b.staff(0), 40, func(f *signupform.Form) {
		n := b.now.In(i18n.Oslo)
		opens := time.Date(n.Year(), n.Month(), n.Day()+3, 9, 0, 0, 0, i18n.Oslo)
		f.OpensAt = &opens
	})
}

// knittingLunch closes tomorrow.
func knittingLunch(b *booth) {
	const key = "strikk-lunsj"
	d := b.next(key, 50*time.Hour)
	b.open(key, b.group("solvik-strikkelag"), 8, func(f *signupform.Form) { f.MaxParty, f.ClosesHours = 2, 24*(b.daysTo(d)-1) })
	b.many(key, d, guest{name: "Anne-Lise Fjeld"}, guest{name: "Ragna Thoresen", with: []string{""}}, guest{name: "Birgit Hansen"}, guest{name: "Solfrid Bjerke"})
}

// knittingBeginners are too few, and there is little time left.
func knittingBeginners(b *booth) {
	const key = "strikk-nybegynner"
	d := b.next(key, 60*time.Hour)
	b.open(key, b.group("solvik-strikkelag"), 10, func(f *signupform.Form) {
		f.MaxParty, f.MinParticipants, f.ClosesHours = 2, 4, 24*(b.daysTo(d)-2)
	})
	b.many(key, d, people("Maiken Ruud", "Abdullahi Ali")...)
}

// daysTo is how many days by the calendar there are to a date.
func (b *booth) daysTo(d date) int {
	return int(civil(d.StartsAt.In(i18n.Oslo)).Sub(civil(b.now.In(i18n.Oslo))) / (24 * time.Hour))
}

// skiing is for children: one has signed up himself and waits for his mother.
func skiing(b *booth) {
	const key = "lia-barneski"
	b.open(key, b.staff(1), 12, func(f *signupform.Form) {
		low, high := 6, 12
		f.AskAges, f.AskNames, f.AgeMin, f.AgeMax, f.MaxParty = true, true, &low, &high, 3
	})
	d := b.next(key, 3*time.Hour)
	b.many(key, d, parent("Silje Aarnes", "6-9", "Nora Aarnes", "Emil Aarnes"), parent("Deeqa Warsame", "6-9", "Ayaan Warsame"),
		parent("Håkon Lie", "10-12", "Sverre Lie"), parent("Katarzyna Nowak", "10-12", "Julia Nowak"))
	child := guest{name: "Jonas Viken", bands: []string{"10-12"}, guardian: "Marte Viken"}
	b.asks(key, d, child, b.now.Add(-5*time.Hour))
	b.clock(b.now.Add(-5*time.Hour + 4*time.Minute))
	b.confirms(key, child)
}

// kitchen is full: a family of four waits, someone has an offer that soon runs
// out, and someone has not confirmed yet.
func kitchen(b *booth) {
	const key = "matlaging-verden"
	halima := b.group("solvik-kvinnenettverk")
	b.open(key, halima, 12, func(f *signupform.Form) {
		f.AskNames, f.Instructions = true, "Ta med forkle. Vi spiser sammen klokka 19."
		f.Questions = []questionnaire.Question{
			{Kind: questionnaire.Text, Label: "Er det noe du ikke tåler?", Purpose: "Så alle kan spise maten", KeepDays: 7},
			{Kind: questionnaire.Choice, Label: "Hva vil du helst lage?", Options: []string{"Forrett", "Hovedrett", "Dessert"}, Purpose: "Så vi kan dele i grupper", KeepDays: 7},
			{Kind: questionnaire.YesNo, Label: "Kan du bli igjen og rydde?", Purpose: "Så vi er nok til oppvasken", KeepDays: 7},
		}
	})
	d := b.next(key, 60*time.Hour)
	answers := func(diet, course, tidy string) map[string]string {
		return map[string]string{"q1": diet, "q2": course, "q3": tidy}
	}
	b.many(key, d,
		guest{name: "Nasreen Ahmadi", with: []string{"Omid Ahmadi", "Parisa Ahmadi"}, answers: answers("Ikke svinekjøtt", "Hovedrett", "ja")},
		guest{name: "Line Sørbø", with: []string{"Trygve Sørbø"}, answers: answers("", "Dessert", "nei")},
		guest{name: "Giulia Bianchi", lang: i18n.EN, answers: answers("", "Forrett", "ja")},
		guest{name: "Hege Furuseth", with: []string{"Selma Furuseth", "Iver Furuseth"}, answers: answers("Nøtter (Selma)", "Dessert", "nei")},
		guest{name: "Tewolde Ghebre", with: []string{"Luwam Ghebre"}, answers: answers("", "Hovedrett", "ja")},
		guest{name: "Marit Elise Skog", answers: answers("Gluten", "Forrett", "")})
	b.joins(key, d, guest{name: "Farzana Qasimi", with: []string{"Habib Qasimi", "Mina Qasimi", "Elias Qasimi"}, answers: answers("", "Hovedrett", "ja")}, b.now.Add(-50*time.Hour))
	b.joins(key, d, guest{name: "Ingrid Holte", answers: answers("", "Dessert", "ja")}, b.now.Add(-46*time.Hour))
	b.joins(key, d, guest{name: "Rune Opsahl", answers: answers("Skalldyr", "Forrett", "nei")}, b.now.Add(-30*time.Hour))
	id := b.idOf(key, guest{name: "Marit Elise Skog"})
	b.clock(b.now.Add(-22 * time.Hour))
	b.do(key, func() error { return b.signups.Remove(b.ctx, halima, id, true) })
	b.asks(key, d, guest{name: "Mads Emil Hoel", with: []string{"Thea Hoel"}}, b.now.Add(-2*time.Minute))
}
