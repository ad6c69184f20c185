// Organisations as they stand in the files.

package town

// Organisation is a group of any kind that arranges things.
type Organisation struct {
	Slug           string   `json:"slug"`
	Name           string   `json:"name"`
	RegisteredName string   `json:"registered_name"` // in capitals as in the register, or empty
	Kind           string   `json:"kind"`            // one of organisation.Kind
	Number         string   `json:"number"`          // nine digits, valid; empty for kind group
	ICNPO          []string `json:"icnpo"`           // one to three codes, most important first
	TargetGroups   []string `json:"target_groups"`
	Areas          []string `json:"areas"`
	Lang           string   `json:"lang"` // nb or nn
	Purpose        string   `json:"purpose"`
	Description    string   `json:"description"` // Markdown
	Members        int      `json:"members"`     // 0: not stated
	MembersUnder20 int      `json:"members_under20"`
	EmailPublic    string   `json:"email_public"`
	EmailPrivate   string   `json:"email_private"`
	Phone          string   `json:"phone"`
	Website        string   `json:"website"`
	Parent         string   `json:"parent"`   // slug of the organisation it is a branch of
	Umbrella       string   `json:"umbrella"` // slug of the umbrella it is a member of
	Status         string   `json:"status"`   // approved, pending, refused, ended
	StatusReason   string   `json:"status_reason"`
	ConfirmedDay   int      `json:"confirmed_day"`
	Contacts       []Person `json:"contacts"`
}

// Person is somebody who acts for an organisation.
type Person struct {
	Role   string `json:"role"` // leader, deputy, treasurer, secretary, contact, activity_leader
	Name   string `json:"name"`
	Email  string `json:"email"`
	Phone  string `json:"phone"`
	Public bool   `json:"public"`
}
