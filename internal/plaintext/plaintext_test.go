// Descriptions as calendars write them, and as people read them.

package plaintext

import "testing"

func TestPlainText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Bare tekst": "Bare tekst",
		"Bli med på møtet<https://teams.example.org/l/abc123>\nSpørsmål: Kari <kari@example.org>\nPris <100 kr, barn >5 år gratis": "Bli med på møtet<https://teams.example.org/l/abc123>\nSpørsmål: Kari <kari@example.org>\nPris <100 kr, barn >5 år gratis",
		"Kaffe &amp; kaker&nbsp;for alle &#8211; ta med en venn, &aring;":                                                          "Kaffe & kaker for alle – ta med en venn, å",
		"AT&T og R&D; to & tre": "AT&T og R&D; to & tre",
		`<p>Alle er velkomne.</p><p>Les mer og <a href="https://example.org/m?x=1&amp;y=2">meld deg på her</a>.</p><ul><li>Kaffe</li><li>Kaker</li></ul>`: "Alle er velkomne.\n\nLes mer og meld deg på her (https://example.org/m?x=1&y=2).\n\n- Kaffe\n- Kaker",
		`<a href="https://a.no">https://a.no</a>`:                    "https://a.no",
		`<a href="mailto:kari@a.no">Kari</a>`:                        "Kari (kari@a.no)",
		`<a href="javascript:alert(1)">x</a>`:                        "x",
		`<a href="HTTPS://a.no/X">her</a>`:                           "her (HTTPS://a.no/X)",
		`<a href="HTTPS://A.no">https://a.no</a>`:                    "https://a.no",
		`<a href="tel:+4791234567">Ring</a>`:                         "Ring (+4791234567)",
		`<a href="/meld-deg">meld deg på</a>`:                        "meld deg på (/meld-deg)",
		`<a href="#topp">til toppen</a>`:                             "til toppen",
		`<a href=" JavaScript:alert(1)">x</a>`:                       "x",
		`<a href="webcal://a.no/k">abonner</a>`:                      "abonner (webcal://a.no/k)",
		`<a href="https://a.no/1">en<a href="https://a.no/2">to</a>`: "en (https://a.no/1)to (https://a.no/2)",
		`Se <a href="https://a.no/1">her`:                            "Se her (https://a.no/1)",
		`<a href="https://a.no/1"><img src="x"></a>`:                 "https://a.no/1",
		`<img src="x" alt="Plakat: Åpen dag kl. 12"> Velkommen`:      "Plakat: Åpen dag kl. 12 Velkommen",
		"<table><tr><td>Mandag</td><td>18.00</td></tr><tr><td>Tirsdag</td><td><a href='https://a.no/t'>19.00</a></td></tr></table>": "Mandag 18.00\nTirsdag 19.00 (https://a.no/t)",
		"<b>Møt opp</b><br>Pris <100 kr, <kari@a.no>": "Møt opp\nPris <100 kr, <kari@a.no>",
		"<style>p{color:red}</style><p>Hei</p>":       "Hei",
		"<!-- fra Outlook --><html><head><title>Møte</title><script>alert(1)</script></head><body><p>Hei\r\npå  deg</p>\n<p>Velkommen</p></body></html>": "Hei på deg\n\nVelkommen",
		"<b>Hei</b>\nNy linje":                  "Hei\nNy linje",
		"<img src='x' alt=''>Bilde<sup>2</sup>": "Bilde2",
		"Er a < b og <!c> med? <ikke> <x=1>":    "Er a < b og <!c> med? <ikke> <x=1>",
		"<p>Aldersgrense 12 &lt; 18</p>":        "Aldersgrense 12 < 18",
	} {
		if got := Of(in); got != want {
			t.Errorf("Of(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}
