// Errors that say which file.

package tabular

import "fmt"

func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read table %q: %w", name, err)
}
