// The blocks of a calendar file.

package ical

import (
	"context"
	"strings"

	"frivilligsentral/internal/i18n"
)

// component is one BEGIN … END block.
type component struct {
	name     string
	line     int
	open     bool // END is missing
	props    []property
	children []*component
}

// maxDepth is deeper than any real file; below it blocks are read as flat.
const maxDepth = 8

// assemble builds the tree of blocks. A block whose END is missing is marked
// open and does not swallow its neighbours.
func assemble(ctx context.Context, lines []contentLine) (*component, error) {
	root := &component{}
	stack := []*component{root}
	for _, line := range lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, ok := parseLine(line.text)
		if !ok {
			continue
		}
		switch p.name {
		case "BEGIN":
			stack = begin(stack, strings.ToUpper(p.value), line.number)
		case "END":
			stack = end(stack, strings.ToUpper(p.value))
		default:
			top := stack[len(stack)-1]
			top.props = append(top.props, p)
		}
	}
	abandon(stack[1:])
	return root, nil
}

func begin(stack []*component, name string, line int) []*component {
	if name == "VEVENT" || name == "VCALENDAR" {
		// These stand in a VCALENDAR or in nothing: the END of all else is missing.
		i := len(stack)
		for i > 1 && (name == "VCALENDAR" || stack[i-1].name != "VCALENDAR") {
			i--
		}
		abandon(stack[i:])
		stack = stack[:i]
	}
	if len(stack) > maxDepth {
		return stack
	}
	c := &component{name: name, line: line}
	top := stack[len(stack)-1]
	top.children = append(top.children, c)
	return append(stack, c)
}

// end closes the nearest block with the name, and with it those left open
// inside. An END without BEGIN is ignored.
func end(stack []*component, name string) []*component {
	for i := len(stack) - 1; i > 0; i-- {
		if stack[i].name == name {
			abandon(stack[i+1:])
			return stack[:i]
		}
	}
	return stack
}

func abandon(blocks []*component) {
	for _, c := range blocks {
		c.open = true
	}
}

// all lists the blocks with a name, in the order of the file.
func (c *component) all(name string) []*component {
	var found []*component
	for _, child := range c.children {
		if child.name == name {
			found = append(found, child)
		}
		if child.name != "VEVENT" {
			found = append(found, child.all(name)...)
		}
	}
	return found
}

func (c *component) get(name string) (property, bool) {
	for _, p := range c.props {
		if p.name == name {
			return p, true
		}
	}
	return property{}, false
}

// text is the cleaned value of a property, or empty.
func (c *component) text(name string) string {
	p, _ := c.get(name)
	return clean(p.value)
}

func (c *component) every(name string) []property {
	var found []property
	for _, p := range c.props {
		if p.name == name {
			found = append(found, p)
		}
	}
	return found
}

// clean makes a text of the file fit to store and to show.
func clean(s string) string { return strings.TrimSpace(i18n.CleanText(lineEnds.Replace(s))) }
