// Activities as they stand in the files, and series of them.

package town

// Activity is an offer with its dates.
type Activity struct {
	Key          string   `json:"key"`  // unique in the municipality
	Lang         string   `json:"lang"` // language of the texts: nb, nn, en
	Kind         string   `json:"kind"` // activity or course
	Title        string   `json:"title"`
	Summary      string   `json:"summary"`
	Description  string   `json:"description"` // Markdown subset: paragraphs and lists
	Organiser    string   `json:"organiser"`
	CoOrganisers []string `json:"co_organisers"`
	Category     string   `json:"category"`
	TargetGroups []string `json:"target_groups"`
	AgeMin       int      `json:"age_min"` // whole years, 0: no bound
	AgeMax       int      `json:"age_max"`
	PriceOre     int      `json:"price_ore"` // 0: free
	Offer        string   `json:"offer"`     // commercial, or empty for voluntary
	PriceNote    string   `json:"price_note"`
	HeldIn       []string `json:"held_in"` // language tags
	Venue        string   `json:"venue"`   // exactly one of Venue, MeetingPoint and OnlineURL is set
	MeetingPoint string   `json:"meeting_point"`
	OnlineURL    string   `json:"online_url"`
	Area         string   `json:"area"`
	Bring        string   `json:"bring"`
	Directions   string   `json:"directions"`
	Contact      Reach    `json:"contact"`
	Schedule     Schedule `json:"schedule"`
	Status       string   `json:"status"` // published, draft, submitted
}

// Reach is how to reach the person who answers for an activity.
type Reach struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}

// series is activities of the same sort in several places. A variant is an activity that lacks what base says;
// its lead is put before one of the texts.
type series struct {
	Key      string    `json:"key"`
	Base     Activity  `json:"base"`
	Texts    []string  `json:"texts"`
	Variants []variant `json:"variants"`
}

type variant struct {
	Activity
	Lead string `json:"lead"`
}

func (s series) activities() []Activity {
	out := make([]Activity, len(s.Variants))
	for i, v := range s.Variants {
		a := v.Activity
		a.Key = s.Key + "-" + v.Key
		a.Lang, a.Kind, a.Category = s.Base.Lang, s.Base.Kind, s.Base.Category
		if a.Status == "" {
			a.Status = s.Base.Status
		}
		a.Description = s.description(i, v.Lead)
		out[i] = a
	}
	return out
}

// description joins the lead with one text; a variant that has no lead gets two.
func (s series) description(i int, lead string) string {
	text := s.Texts[i%len(s.Texts)]
	if lead != "" {
		return lead + "\n\n" + text
	}
	if next := s.Texts[(i+1)%len(s.Texts)]; next != text {
		return text + "\n\n" + next
	}
	return text
}
