package brreg

import "testing"

func TestPublicAddressHidesHomes(t *testing.T) {
	t.Parallel()
	office := Address{Lines: []string{"Torget 1"}, PostalCode: "8601", Place: "MO I RANA"}
	at := func(lines ...string) Address { return Address{Lines: lines, PostalCode: "8601", Place: "MO I RANA"} }
	tests := map[string]struct {
		enhet Enhet
		want  string
	}{
		"business":             {Enhet{Business: office, Postal: at("Postboks 7")}, "Torget 1, 8601 Mo i Rana"},
		"only postal":          {Enhet{Postal: at("Postboks 7")}, "Postboks 7, 8601 Mo i Rana"},
		"none":                 {Enhet{}, ""},
		"c/o":                  {Enhet{Business: at("c/o Tenkt Person", "Stien 2")}, ""},
		"C/O on a later line":  {Enhet{Business: at("Huset", " C/O Tenkt Person")}, ""},
		"c / o":                {Enhet{Business: at("c / o Tenkt Person")}, ""},
		"c/o inside a line":    {Enhet{Business: at("Laget c/o Tenkt Person")}, ""},
		"care-of sign":         {Enhet{Business: at("℅ Tenkt Person")}, ""},
		"v/":                   {Enhet{Business: at("v/Tenkt Person")}, ""},
		"c/o in the other one": {Enhet{Business: office, Postal: at("c/o Tenkt Person")}, ""},
		"sole trader":          {Enhet{Form: "ENK", Business: office}, ""},
		"a street on co":       {Enhet{Business: at("Costadalen 4")}, "Costadalen 4, 8601 Mo i Rana"},
		"abroad":               {Enhet{Business: Address{Lines: []string{"Gatan 1"}, Place: "UMEÅ", CountryCode: "SE", Country: "Sverige"}}, "Gatan 1, UMEÅ, Sverige"},
	}
	for name, tt := range tests {
		if got := tt.enhet.PublicAddress(); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestCleanWebsite(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"www.tenkt.no":                      "https://www.tenkt.no",
		"http://tenkt.no/side?a=1":          "http://tenkt.no/side?a=1",
		"HTTPS://WWW.TENKT.NO/Side":         "https://www.tenkt.no/Side",
		"https://www.facebook.com/tenkt/":   "https://www.facebook.com/tenkt/",
		"www.blåbær.no":                     "https://www.xn--blbr-roah.no",
		"xn--blbr-roah.no":                  "https://xn--blbr-roah.no",
		"a.tenkt.no, b.tenkt.no":            "https://a.tenkt.no",
		"//tenkt.no":                        "https://tenkt.no",
		"tenkt.no:8080":                     "https://tenkt.no:8080",
		" tenkt.no ":                        "https://tenkt.no",
		"":                                  "",
		"ingen":                             "",
		"post@tenkt.no":                     "",
		"javascript:alert(1)":               "",
		"javascript://tenkt.no/%0aalert(1)": "",
		"data:text/html,x":                  "",
		"ftp://tenkt.no":                    "",
		"https://bruker:pass@tenkt.no":      "",
		"127.0.0.1":                         "",
		"http://[::1]/":                     "",
		"https://tenkt.no\"><script>":       "",
		"localhost:8080":                    "",
	}
	for raw, want := range tests {
		if got := cleanWebsite(raw); got != want {
			t.Errorf("cleanWebsite(%q): got %q, want %q", raw, got, want)
		}
	}
}

func TestDisplayName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"SAMHOLD UL":                             "Samhold UL",
		"U.L. SAMHOLD":                           "U.L. Samhold",
		"U/L SAMHOLD":                            "U/L Samhold",
		"RISE OG LØDDESØL UL":                    "Rise og Løddesøl UL",
		"AUST-AGDER 4H":                          "Aust-Agder 4H",
		"NIDELV UNGDOMSLAG":                      "Nidelv ungdomslag",
		"ARENDAL BARNE- OG UNGDOMSTEATER":        "Arendal barne- og ungdomsteater",
		"FOLKEVERKSTEDET - DET URBANE GRENDEHUS": "Folkeverkstedet - Det Urbane grendehus",
		"MOLAND IDRETTSLAG (A.M.U.I.L)":          "Moland idrettslag (A.M.U.I.L)",
		"ÅS PÅ TOPP BK":                          "Ås på Topp BK",
		"MO I RANA FK":                           "Mo i Rana FK",
		"KFUK-KFUM SPEIDERNE":                    "KFUK-KFUM Speiderne",
		"NES \"LYKKEN\" KOR":                     "Nes \"Lykken\" kor",
		"I TAKT":                                 "I Takt",
		"Allerede Penere navn":                   "Allerede Penere navn",
		"  TENKT   LAG ":                         "Tenkt lag",
		"":                                       "",
	}
	for registered, want := range tests {
		if got := DisplayName(registered); got != want {
			t.Errorf("DisplayName(%q): got %q, want %q", registered, got, want)
		}
	}
}
