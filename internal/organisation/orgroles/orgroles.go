// What the use cases need, and the types.

package orgroles

import (
	"context"
	"time"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/organisation"

	"github.com/jackc/pgx/v5/pgxpool"
)

// KeepDays is how long the name of somebody waits for an answer before it is forgotten.
const KeepDays = 90

// Registry is Enhetsregisteret; *brreg.Client is one.
type Registry interface {
	Roles(ctx context.Context, orgnr string) ([]brreg.Role, error)
}

// Deps are what the use cases need.
type Deps struct {
	Pool          *pgxpool.Pool
	Organisations *organisation.Service
	Registry      Registry // nil: the look-up is off
	Now           func() time.Time
}

// Service has the use cases.
type Service struct{ Deps }

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}

// Change is what a proposal is about.
type Change string

// The changes.
const (
	Begins Change = "begins" // the register has the role, and it is not here
	Ends   Change = "ends"   // it is here, and the register no longer has it
)

// Proposal is one difference that waits for an answer.
type Proposal struct {
	ID         int64
	Change     Change
	Role       organisation.ContactRole
	Name       string
	ProposedAt time.Time
}

// View is what there is to decide about an organisation.
type View struct {
	Proposals []Proposal
	FetchedAt *time.Time // nil: never
	MayFetch  bool       // the register can be asked about it
}

// roleOf is the role here of a code of the register. What no association has (the holder of a sole proprietorship,
// accountants, who may sign) is left out.
var roleOf = map[string]organisation.ContactRole{
	"LEDE": "leader", "NEST": "deputy", "MEDL": "board_member", "VARA": "alternate", "DAGL": "manager", "KONT": "contact",
}
