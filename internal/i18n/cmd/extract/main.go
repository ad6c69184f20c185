// Command extract brings locales/nn.po and locales/en.po in step with the texts
// in the source: it keeps translations, adds new texts with an empty one, and
// drops texts that are no longer used. Run it from anywhere in the repository.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"frivilligsentral/internal/i18n/extract"
)

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	root, err := extract.Root(".")
	if err != nil {
		return err
	}
	messages, err := extract.Tree(root)
	if err != nil {
		return err
	}
	for _, lang := range []string{"nn", "en"} {
		if err := update(filepath.Join(root, "internal/i18n/locales", lang+".po"), lang, messages); err != nil {
			return err
		}
	}
	return nil
}

func update(path, lang string, messages []extract.Message) error {
	known, err := extract.ReadPO(path)
	if err != nil {
		return err
	}
	missing := 0
	for _, m := range messages {
		e := known[m.Key]
		if e.One == "" || m.Plural != "" && e.Many == "" {
			missing++
		}
	}
	fmt.Printf("%s: %d texts, %d without translation\n", lang, len(messages), missing)
	return os.WriteFile(path, []byte(extract.FormatPO(lang, messages, known)), 0o644)
}
