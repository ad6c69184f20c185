// Package ui is the design system as templ components: the frame around every
// page, form parts, cards and tables; icons are in package drawing. It exists so
// that all pages look and behave alike, and so that accessibility is decided
// once. It knows no feature: arguments are plain strings, numbers and slices.
//
// # How to use it
//
// A screen makes a [Page] (the handler's helper fills it), and wraps its
// content in the frame:
//
//	templ showPage(p ui.Page, v showView) {
//		@ui.Layout(p) {
//			@ui.Breadcrumbs(p, ui.Crumb{Label: p.T("Aktiviteter"), URL: p.URL("/aktiviteter")}, ui.Crumb{Label: v.Title})
//			@ui.PageHead(v.Title, v.Lead)
//			@ui.Columns(sideFacts(p, v)) {
//				<p class="ds-paragraph">…</p>
//			}
//		}
//	}
//
// Texts are translated by the caller (p.T) before they are handed over. URLs
// are finished URLs (p.URL). Components that carry texts of their own take the
// page as first argument.
//
// # Frame and layout
//
//   - Layout(p) { … } the whole document; main gets id "main"
//   - PageHead(title, lead) the one h1 with its lead paragraph
//   - Heading(level, size, text), HeadingID(level, size, id, text)
//   - Section(title, id) { … } a section with an h2; Band(kind) { … } the
//     same as a full-width tinted strip: "tinted", "plain", "accent", "brand"
//   - Columns(side) { … } reading column with a side column for facts;
//     FilterColumns(side) { … } filters to the left, results to the right
//   - Stack, Row, Toolbar { … } vertical and horizontal rhythm
//   - Breadcrumbs(p, crumbs...), SkipTo(id, text), VisuallyHidden(text)
//   - Lang(code) { … } content in another language, LangText for one line
//
// # Content
//
//   - CardGrid(label) { @Card(CardArgs{…}) { … } } a list of cards
//   - TileGrid(label) { @Tile(TileArgs{…}) } category tiles with counts
//   - DayHeading(day, text) sticky heading in a list by day
//   - FactList { @Fact(icon, term) { … } } the fact box
//   - Alert(kind) { … }, AlertTitled(kind, title) { … }, Note { … }; kinds: "info", "success", "warning", "danger"
//   - Tag(kind, text), TagOutline(text), Chip(args), RemovableChip(p, url, text), ChipRow(label) { … }
//   - Details(summary) { … }, EmptyState(pictogram, title) { … }, Steps(p, current, labels...),
//     StatTile(label, value, url), Time(instant, text)
//   - of package drawing: Icon(name), IconText(icon, text), Pictogram(category), PictogramBlock(category)
//
// # Actions
//
//   - Submit(text), Button(args), LinkButton(args), ButtonRow { … }, BigLink(args)
//   - ConfirmForm(p, args) a plain page or block that asks before a POST
//   - KeysetPager(p, prevURL, nextURL)
//
// # Forms
//
// Post forms are always plain: <form method="post" action={ … } novalidate>.
//
//	@ui.ErrorSummary(p, v.Errors)
//	<form class="stack" method="post" action={ templ.SafeURL(p.URL("/lag/aktivitet")) } novalidate>
//		@ui.Field(p, ui.FieldArgs{Name: "tittel", Label: p.T("Tittel"), Value: v.Title, Error: v.Err("tittel"), Required: true, MaxLength: 120})
//		@ui.Field(p, ui.FieldArgs{Kind: ui.Select, Name: "omrade", Label: p.T("Område"), Options: v.Areas})
//		@ui.ButtonRow() { @ui.Submit(p.T("Lagre")) }
//	</form>
//
// A field's id is its name unless ID is set; links in ErrorSummary point there.
// The summary's lines name the fields as their labels do and stand in the page's
// order, whatever order the errors came in; package fieldlist knows how.
// Kinds are the constants [Text] … [File]. Fieldset(FieldsetArgs) { … } groups
// fields, InlineFields { … } puts short ones on one line.
//
// # Tables
//
//	@ui.Table(ui.TableArgs{ID: "pameldte", Caption: p.T("Påmeldte")}) {
//		<thead><tr>@ui.SortHeader(p, ui.SortArgs{Label: p.T("Navn"), URL: "?sorter=-navn", Dir: "asc"}) <th scope="col">…</th></tr></thead>
//		<tbody>…</tbody>
//	}
//
// # Look
//
// Spacing, colours and radii come only from the --ds-* tokens; see
// web/assets/css. There is no inline style and no inline script anywhere, so a
// content security policy without exceptions holds; connect-src 'self' lets the
// search field fetch its suggestions. Package sheet shows all of it on mock pages.
package ui
