package ui

const pictogramOpen = `<svg class="pictogram" viewBox="0 0 64 64" aria-hidden="true" focusable="false">`

// pictogramSVG are drawn by this project on a grid of 64: lines of 2 in the
// text colour of the tint, and flat shapes of class "b" in its second colour.
var pictogramSVG = wrap(map[string]string{
	"annet": `<circle cx="32" cy="32" r="20"/>`,
}, pictogramOpen)

const markSVG = `<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false"></svg>`

const heroSVG = `<svg class="hero__art" viewBox="0 0 480 360" aria-hidden="true" focusable="false"></svg>`
