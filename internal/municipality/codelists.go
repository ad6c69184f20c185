// The code lists that a municipality keeps itself.

package municipality

import (
	"slices"

	"frivilligsentral/internal/i18n"
)

// List names a code list that the municipality keeps itself.
type List string

// The municipality's own code lists. CodeLists has them all.
const (
	Categories   List = "category"     // activity categories
	TargetGroups List = "target_group" // whom something is for
	LocalKinds   List = "local_kind"   // what organisations are, in the municipality's own words, beside ICNPO
	Topics       List = "topic"        // what a contact in the municipality answers for

	QuestionGroups List = "question_group" // what questions with answers are about
)

// CodeList is one of the lists as staff keep it; its words are bokmål source texts.
type CodeList struct {
	List
	Slug              string // in the addresses of its pages
	Icon, Title, Hint string // of the way to it
	Lead, New         string // over it, and over the form of a new entry
	Drawn             bool   // entries have drawings
	Ages              bool   // entries have ages
}

// CodeLists are all lists, in the order of the pages where staff keep them. What is
// not here is no list.
var CodeLists = []CodeList{
	{
		List: Topics, Slug: "tema", Icon: "chat", Title: i18n.Mark("Temaer"), Hint: i18n.Mark("Hva folk spør kommunen om"),
		Lead: i18n.Mark("Det folk spør kommunen om. Vises som fliser på siden «Kommunen»."), New: i18n.Mark("Nytt tema"), Drawn: true,
	},
	{
		List: Categories, Slug: "kategorier", Icon: "list", Title: i18n.Mark("Kategorier"), Hint: i18n.Mark("Hva slags aktiviteter det er"),
		Lead: i18n.Mark("Hva slags aktivitet det er. Hver kategori har sin tegning."), New: i18n.Mark("Ny kategori"), Drawn: true,
	},
	{
		List: TargetGroups, Slug: "malgrupper", Icon: "people", Title: i18n.Mark("Målgrupper"), Hint: i18n.Mark("Hvem aktivitetene er for"),
		Lead: i18n.Mark("Hvem aktivitetene er for, gjerne med alder."), New: i18n.Mark("Ny målgruppe"), Ages: true,
	},
	{
		List: LocalKinds, Slug: "lagstyper", Icon: "hands", Title: i18n.Mark("Lagstyper"), Hint: i18n.Mark("Hva slags lag det er: kor, korps, velforening …"),
		Lead: i18n.Mark("Hva slags lag det er, med kommunens egne ord. De står ved siden av formålene (ICNPO), som er like i hele landet."), New: i18n.Mark("Ny lagstype"),
	},
	{
		List: QuestionGroups, Slug: "sporsmal", Icon: "question", Title: i18n.Mark("Grupper av spørsmål"), Hint: i18n.Mark("Det spørsmål og svar handler om"),
		Lead: i18n.Mark("Spørsmål og svar står samlet under disse."), New: i18n.Mark("Ny gruppe"),
	},
}

func isList(name List) bool {
	return slices.ContainsFunc(CodeLists, func(l CodeList) bool { return l.List == name })
}
