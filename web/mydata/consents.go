// What a person has agreed to, in words.

package mydata

import (
	"strings"

	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/owndata"
)

// consent is one line of the log.
func consent(l i18n.Lang, c owndata.Consent) string {
	switch c.What {
	case owndata.ConsentTerms:
		return l.T("Godtok vilkårene for arrangører, versjon %d", c.Version)
	case owndata.ConsentPublic:
		return l.T("Navn, e-post og telefon kan vises som kontaktperson på lagets side")
	case owndata.ConsentGuardian:
		return l.T("Ja fra foresatt til påmeldingen")
	case owndata.ConsentAnswer:
		answer := l.T("Nei")
		if c.Yes {
			answer = l.T("Ja")
		}
		return l.T("%s til spørsmålet «%s»", answer, c.Ask)
	case owndata.ConsentEmails:
		return l.T("E-post om påmeldingen: %s", wanted(l, c.Chosen))
	}
	if !c.Yes {
		return l.T("E-post om det som venter: %s", l.T("ingen"))
	}
	var out []string
	for _, k := range notice.Kinds {
		if often := c.Chosen[string(k)]; often != "" {
			out = append(out, l.T(k.Name())+": "+strings.ToLower(l.T(notice.Often(often).Name())))
		}
	}
	return l.T("E-post om det som venter: %s", strings.Join(out, ", "))
}

// wanted names the letters about a sign-up that are wanted.
func wanted(l i18n.Lang, chosen map[string]string) string {
	var out []string
	for _, x := range []struct{ kind, name string }{{"reminder", l.T("påminnelse")}, {"thanks", l.T("takk etterpå")}} {
		if chosen[x.kind] == "ja" {
			out = append(out, x.name)
		}
	}
	if len(out) == 0 {
		return l.T("bare det som må til")
	}
	return strings.Join(out, ", ")
}
