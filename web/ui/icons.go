package ui

const iconOpen = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">`

// iconSVG are drawn by this project on a grid of 24 with lines of 1.75; the
// stylesheet sets stroke and size.
var iconSVG = wrap(map[string]string{
	"info": `<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>`,
}, iconOpen)
