// Parts of a page that are made before.

package drawing

import (
	"bytes"
	"context"
	"io"

	"github.com/a-h/templ"
)

// Fragment is a part of a page that was made before and may stand on many. The
// shapes that it draws are not in it: a page has each once, see Shapes.
type Fragment struct {
	html     []byte
	drawings []*drawing
}

type fragmentKey struct{}

// NewFragment makes a fragment of c, which must look the same on every page that shows it.
func NewFragment(c templ.Component) (*Fragment, error) {
	f := &Fragment{}
	var b bytes.Buffer
	err := c.Render(context.WithValue(context.Background(), fragmentKey{}, f), &b)
	f.html = bytes.Clone(b.Bytes())
	return f, err
}

// Render writes the fragment. Its Shapes must stand before it.
func (f *Fragment) Render(_ context.Context, w io.Writer) error {
	_, err := w.Write(f.html)
	return err
}

// Len is how much memory the fragment takes, in bytes.
func (f *Fragment) Len() int { return len(f.html) + 8*len(f.drawings) + 64 }

// Shapes are what fragments draw. Where they stand nothing is shown.
type Shapes []*Fragment

// Render writes the shapes that the page does not have yet.
func (s Shapes) Render(ctx context.Context, w io.Writer) error {
	seen := map[*drawing]bool{}
	for _, f := range s {
		for _, d := range f.drawings {
			if seen[d] {
				continue
			}
			seen[d] = true
			if err := d.once.Once().Render(ctx, w); err != nil {
				return err
			}
		}
	}
	return nil
}
