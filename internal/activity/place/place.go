// Package place says where a date is: at its own place where it has one, else at
// that of its activity.
package place

// Where is where one date is held, in everything that tells of it: pages, cards,
// forms, letters and calendar files. It is worked out in one place, Columns.
type Where struct {
	VenueID    int64 // 0: none
	VenueName  string
	Address    string // of the venue
	PostalCode string // of the venue
	AreaID     int64  // 0: none
	Latitude   *float64
	Longitude  *float64
	PlaceNote  string // the room, how to find it, or the place itself where there is no venue
	OnlineURL  string
	PlaceLine  string // venue, note and address on the net in one line
}

const (
	// Tables join the venue v of a date: of the occurrence o and its activity a.
	Tables = `left join venue v on v.id = coalesce(o.venue_id, a.venue_id)`

	// A room belongs to its venue: a date at another one does not take it along.
	note = `case when o.place_note <> '' then o.place_note when o.venue_id is null or o.venue_id = a.venue_id then a.place_note else '' end`

	// Line is where a date is in one line; it needs Tables.
	Line = `concat_ws(', ', nullif(v.name, ''), nullif(` + note + `, ''), nullif(a.online_url, ''))`

	// Area is the area that a date lies in, null for none; it needs Tables.
	Area = `case when o.venue_id is null or o.venue_id = a.venue_id then coalesce(a.area_id, v.area_id) else v.area_id end`

	// Columns are those of a Where; they need Tables.
	Columns = `coalesce(v.id, 0) as venue_id, coalesce(v.name, '') as venue_name, coalesce(v.address, '') as address,
       coalesce(v.postal_code, '') as postal_code, coalesce(` + Area + `, 0) as area_id, v.latitude, v.longitude, ` + note + ` as place_note, a.online_url,
       ` + Line + ` as place_line`
)
