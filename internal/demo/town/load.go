// Reading the embedded files.

package town

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

//go:embed data
var files embed.FS

// folders are the municipalities, the main one first.
var folders = []string{"solvik", "fjellbygda"}

// Load reads all demo data. It fails only when an embedded file is not what the structs say.
func Load() (Data, error) {
	var d Data
	err := readAll("data", map[string]any{
		"categories": &d.Categories, "target-groups": &d.TargetGroups, "topics": &d.Topics, "local-kinds": &d.LocalKinds, "synonyms": &d.Synonyms,
	})
	if err != nil {
		return Data{}, err
	}
	for _, folder := range folders {
		m, err := loadMunicipality(path.Join("data", folder))
		if err != nil {
			return Data{}, err
		}
		d.Municipalities = append(d.Municipalities, m)
	}
	return d, nil
}

// ImportFiles are files to try the imports with: contacts.csv (semicolon, Windows-1252), organisations.csv
// (semicolon, UTF-8 with BOM) and activities.ics. Each has rows or events that shall be refused.
func ImportFiles() (fs.FS, error) {
	return fs.Sub(files, "data/import")
}

func loadMunicipality(dir string) (Municipality, error) {
	var m Municipality
	var all []series
	err := readAll(dir, map[string]any{
		"municipality": &m, "areas": &m.Areas, "venues": &m.Venues, "organisations": &m.Organisations,
		"units": &m.Units, "contacts": &m.Contacts, "activities": &m.Activities, "series": &all,
		"staff": &m.Staff, "group-logins": &m.GroupLogins,
	})
	if err != nil {
		return Municipality{}, err
	}
	for _, s := range all {
		m.Activities = append(m.Activities, s.activities()...)
	}
	return m, nil
}

func readAll(dir string, into map[string]any) error {
	for name, target := range into {
		file := path.Join(dir, name+".json")
		raw, err := files.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read demo data: %w", err)
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(target); err != nil {
			return fmt.Errorf("read demo data %s: %w", file, err)
		}
	}
	return nil
}
