// What the municipality has written itself: news, a page, and questions with answers.

package demo

import (
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
)

// text is what is written in bokmål.
func text(title, lead, body string) article.Texts {
	return article.Texts{i18n.NB: {Title: title, Lead: lead, Body: body}}
}

func (f *filler) addArticles() {
	if len(f.m.Staff) < 3 {
		return
	}
	place := f.m.Name
	open := text("Kafeen er åpen i ferien", "Kafeen har åpent alle hverdager i skoleferien.", "Vi holder **åpent hver dag** fra 10 til 14.\n\n- Vafler på fredager\n- Gratis kaffe for frivillige")
	open[i18n.EN] = article.Text{Title: "The café is open in the holidays", Lead: "The café is open every weekday of the school holidays.", Body: "We are **open every day** from 10 to 14.\n\n- Waffles on Fridays\n- Free coffee for volunteers"}
	f.addArticle(article.News, "kafeen-er-apen-i-ferien", article.Published, 12, nil, 0, open)
	f.addArticle(article.News, "ny-runde-med-tilskudd", article.Published, 5, nil, 0, text("Ny runde med tilskudd til lag og foreninger", "Frist for å søke er den første i måneden.", "Alle lag som er registrert her, kan søke.\n\nSpør kulturenheten hvis du lurer på noe."))
	f.addArticle(article.News, "frivillighetens-dag", article.Published, 2, nil, 0, text("Vi feirer Frivillighetens dag", "Kom på Torget og møt lagene.", "Det blir boder, musikk og suppe.\n\n# Vil laget ditt ha en bod?\n\nGi beskjed til frivilligsentralen."))
	f.addArticle(article.News, "nye-lokaler", article.Draft, 1, nil, 0, text("Nye lokaler til høsten", "", "Vi flytter til det gamle biblioteket."))
	page := text("Bli frivillig", "Slik kommer du i gang.", "Det finnes noe for alle i "+place+".\n\n1. Ring oss, eller stikk innom\n2. Vi finner noe som passer\n3. Du prøver en gang, og bestemmer deg etterpå")
	page[i18n.EN] = article.Text{Title: "Become a volunteer", Lead: "How to begin.", Body: "There is something for everybody.\n\n1. Call us, or drop in\n2. We find something that suits you\n3. You try once, and decide afterwards"}
	f.addArticle(article.Page, "bli-frivillig", article.Published, 60, nil, 0, page)
	joining := f.addCode("question_group", "pamelding", town.Text{NB: "Påmelding", NN: "Påmelding", EN: "Signing up"}, "", 0, 0, 0)
	groups := f.addCode("question_group", "lag", town.Text{NB: "For lag og foreninger", NN: "For lag og foreiningar", EN: "For groups"}, "", 0, 0, 1)
	f.addArticle(article.Question, "hvordan-melder-jeg-meg-pa", article.Published, 50, &joining, 1, text("Hvordan melder jeg meg på?", "", "Trykk på «Meld deg på» på siden til aktiviteten. Du trenger ikke konto."))
	f.addArticle(article.Question, "kan-jeg-melde-meg-av", article.Published, 50, &joining, 2, text("Kan jeg melde meg av?", "", "Ja. Bruk lenken i e-posten som du fikk da du meldte deg på."))
	f.addArticle(article.Question, "koster-det-noe", article.Published, 49, &groups, 1, text("Koster det noe å være med her?", "", "Nei. Det er gratis for lag og foreninger i kommunen."))
}

func (f *filler) addArticle(kind article.Kind, slug string, status article.Status, days int, group *int64, sort int, texts article.Texts) {
	at := f.ago(days, sort)
	if status != article.Published {
		f.add(articles, f.id, string(kind), slug, string(status), group, sort, texts, nil, nil, at, at)
		return
	}
	f.add(articles, f.id, string(kind), slug, string(status), group, sort, texts, at, at, at, at)
}
