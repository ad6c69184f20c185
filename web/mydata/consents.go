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
		if !c.Yes {
			return l.T("Navn, e-post og telefon skal ikke lenger vises på lagets side")
		}
		return l.T("Navn, e-post og telefon kan vises som kontaktperson på lagets side")
	case owndata.ConsentOffer:
		return offer(l, c)
	case owndata.ConsentLeft:
		return l.T("Meldte seg av")
	case owndata.ConsentGuardian:
		if !c.Yes {
			return l.T("Nei fra foresatt til påmeldingen")
		}
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

// offer is the answer to a place that became free.
func offer(l i18n.Lang, c owndata.Consent) string {
	switch {
	case c.Yes && c.ByOther:
		return l.T("Ja fra foresatt til en ledig plass")
	case c.Yes:
		return l.T("Ja til en ledig plass")
	case c.ByOther:
		return l.T("Nei fra foresatt til en ledig plass")
	}
	return l.T("Nei til en ledig plass")
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
