package brreg

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
)

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// collect goes through a reading and tells the items, the refused and the error that ended it.
func collect[T any](seq iter.Seq2[T, error]) (items []T, refused []*RefusedError, err error) {
	for item, e := range seq {
		var r *RefusedError
		switch {
		case errors.As(e, &r):
			refused = append(refused, r)
		case e != nil:
			return items, refused, e
		default:
			items = append(items, item)
		}
	}
	return items, refused, nil
}

func TestParseEnhetCleans(t *testing.T) {
	t.Parallel()
	got, err := ParseEnhet(testdata(t, "enhet.json"))
	if err != nil {
		t.Fatal(err)
	}
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, i18n.Oslo) }
	address := func(lines ...string) Address {
		return Address{Lines: lines, PostalCode: "8601", Place: "MO I RANA", MunicipalityNumber: "1833", Municipality: "RANA", CountryCode: "NO", Country: "Norge"}
	}
	want := Enhet{
		OrgNr: "999000274", Name: "TENKT STRIKKELAG UL", Form: "FLI", FormName: "Forening/lag/innretning",
		Website: "https://www.xn--blbr-roah.no", Email: "post@tenkt.example", Phone: "+4791234567",
		Business: address("Huset", "Torget 1"), Postal: address("Postboks 1"), MunicipalityNumber: "1833", PostalCode: "8601",
		Language: "nn", Purpose: "Å strikke for dei som frys.", InVoluntaryRegister: true, Dissolving: true,
		Founded: day(1999, 5, 17), Registered: day(2001, 2, 3),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got, want := got.PublicAddress(), "Huset, Torget 1, 8601 Mo i Rana"; got != want {
		t.Errorf("PublicAddress: got %q, want %q", got, want)
	}
	if got, want := got.WebsiteLabel(), "blåbær.no"; got != want {
		t.Errorf("WebsiteLabel: got %q, want %q", got, want)
	}
}

func TestReadEnheter(t *testing.T) {
	t.Parallel()
	bulk := `[{"organisasjonsnummer":"999000274","navn":"A"},{"organisasjonsnummer":"x","navn":"B"},{"organisasjonsnummer":"999000444","navn":7},{"organisasjonsnummer":"999000614","navn":"D"}]`
	tests := map[string]struct {
		data    string
		names   []string
		refused []int
	}{
		"single":          {string(testdata(t, "enhet.json")), []string{"TENKT STRIKKELAG UL"}, nil},
		"page":            {string(testdata(t, "enheter-1.json")), []string{"TENKT STRIKKELAG UL"}, []int{2}},
		"page, odd order": {string(testdata(t, "enheter-2.json")), []string{"PÅFUNN IL"}, []int{1}},
		"bulk":            {bulk, []string{"A", "D"}, []int{2, 3}},
		"packed bulk":     {gzipped(t, bulk), []string{"A", "D"}, []int{2, 3}},
		"byte order mark": {"\ufeff" + bulk, []string{"A", "D"}, []int{2, 3}},
		"deleted":         {`{"organisasjonsnummer":"999000274","navn":"A","slettedato":"2020-01-02"}`, []string{"A"}, nil},
		"empty page":      {`{"_links":{"self":{"href":"https://x/api/enheter?navn=q"}},"page":{"size":20}}`, nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, refused, err := collect(ReadEnheter(t.Context(), strings.NewReader(tt.data)))
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, e := range items {
				names = append(names, e.Name)
			}
			var indexes []int
			for _, r := range refused {
				indexes = append(indexes, r.Index)
			}
			if diff := cmp.Diff(tt.names, names); diff != "" {
				t.Errorf("names: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tt.refused, indexes); diff != "" {
				t.Errorf("refused: -want +got\n%s", diff)
			}
		})
	}
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"nothing": "", "text": "navn;sted", "other JSON": `{"a":1}`, "array of numbers": "[1,2]", "the other register": string(testdata(t, "voluntary-1.json")),
		"roles": `{"rollegrupper":[],"_links":{"self":{"href":"https://x/enhetsregisteret/api/enheter/1/roller"}}}`,
	} {
		if _, _, err := collect(ReadEnheter(t.Context(), strings.NewReader(data))); !errors.Is(err, ErrNotRegister) {
			t.Errorf("%s: got %v, want %v", name, err, ErrNotRegister)
		}
	}
}

func TestReadTellsWhenTheFileIsCutOff(t *testing.T) {
	t.Parallel()
	const whole = `[{"organisasjonsnummer":"999000274","navn":"A"},{"organisasjonsnummer":"999000444","navn":"B"}]`
	for _, cut := range []int{len(whole) - 1, len(whole) - 4, 60} {
		items, _, err := collect(ReadEnheter(t.Context(), strings.NewReader(whole[:cut])))
		if err == nil || errors.Is(err, ErrNotRegister) || len(items) == 0 {
			t.Errorf("cut at %d: got %d items and %v, want some and an error", cut, len(items), err)
		}
	}
}

func TestReadStopsAtAnEntryWithoutEnd(t *testing.T) {
	t.Parallel()
	r := io.MultiReader(strings.NewReader(`[{"organisasjonsnummer":"999000274","navn":"`), endless{})
	if _, _, err := collect(ReadEnheter(t.Context(), r)); !errors.Is(err, errEntryTooLarge) && !errors.Is(err, ErrNotRegister) {
		t.Errorf("got %v, want %v", err, errEntryTooLarge)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'A'
	}
	return len(p), nil
}

func TestReadVoluntary(t *testing.T) {
	t.Parallel()
	items, refused, err := collect(ReadVoluntary(t.Context(), bytes.NewReader(testdata(t, "voluntary-1.json"))))
	if err != nil || len(refused) > 0 {
		t.Fatalf("got %v, %v, want no errors", refused, err)
	}
	want := []Voluntary{
		{OrgNr: "999000274", ICNPO: []string{"9100", "1100"}, Grasrot: true, Status: "innfoert", Registered: time.Date(2013, 8, 24, 0, 0, 0, 0, i18n.Oslo)},
		{OrgNr: "999000444", Status: "innfoert"},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data string
		want Kind
	}{
		"enhet":           {string(testdata(t, "enhet.json")), KindEnhet},
		"page":            {string(testdata(t, "enheter-1.json")), KindEnhetPage},
		"bulk":            {`[{"organisasjonsnummer":"1","navn":"A"}]`, KindEnhetBulk},
		"subunits":        {`{"_embedded":{"underenheter":[]}}`, KindSubunitPage},
		"voluntary":       {`{"organisasjonsnummer":"1","grasrotandel":null}`, KindVoluntary},
		"voluntary page":  {string(testdata(t, "voluntary-1.json")), KindVoluntaryPage},
		"voluntary empty": {string(testdata(t, "voluntary-2.json")), KindVoluntaryPage},
		"voluntary bulk":  {`[{"organisasjonsnummer":"1","icnpoKategorier":[]}]`, KindVoluntaryBulk},
		"key as value":    {`{"a":"navn","b":["navn",{"navn":1}]}`, KindUnknown},
		"nothing":         {"", KindUnknown},
		"csv":             {"orgnr;navn\n", KindUnknown},
	}
	for name, tt := range tests {
		got, r, err := Detect(strings.NewReader(tt.data))
		if err != nil || got != tt.want {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, tt.want)
			continue
		}
		if rest, err := io.ReadAll(r); err != nil || string(rest) != tt.data {
			t.Errorf("%s: the reader gives %.40q, %v, want everything from the start", name, rest, err)
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	enheter := []Enhet{{OrgNr: "1", Name: "A"}, {OrgNr: "2", Name: "B"}}
	voluntary := []Voluntary{{OrgNr: "3"}, {OrgNr: "1", Status: "old"}, {OrgNr: "1", Status: "new"}}
	joined, rest := Join(enheter, voluntary)
	want := []Joined{{Enhet: enheter[0], Voluntary: &voluntary[2]}, {Enhet: enheter[1]}}
	if diff := cmp.Diff(want, joined); diff != "" {
		t.Errorf("joined: -want +got\n%s", diff)
	}
	if diff := cmp.Diff(voluntary[:1], rest); diff != "" {
		t.Errorf("rest: -want +got\n%s", diff)
	}
}
