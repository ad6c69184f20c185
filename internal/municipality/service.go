// Which municipality a host is, and what its site is, kept in memory.

package municipality

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// siteLife is how long a Site may be shown after another process changed it.
const siteLife = 10 * time.Second

const (
	sitesMost = 1000      // more than there are municipalities
	icnpoLife = time.Hour // it changes with a new version of the program
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time // nil: time.Now
}

// Service answers what the municipality is, and keeps the answer in memory.
type Service struct {
	Deps

	sites *cache.Cache[int64, *Site]
	hosts *cache.Cache[everywhere, map[string]int64]
	icnpo *cache.Cache[everywhere, []ICNPO]
}

// everywhere is the key of what is the same for all municipalities.
type everywhere struct{}

// NewService makes the service. It reads nothing until asked.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{
		Deps:  d,
		sites: cache.New(cache.Options[int64, *Site]{Life: siteLife, Most: sitesMost, Now: d.Now}),
		hosts: cache.New(cache.Options[everywhere, map[string]int64]{Life: siteLife, Most: 1, Now: d.Now}),
		icnpo: cache.New(cache.Options[everywhere, []ICNPO]{Life: icnpoLife, Most: 1, Now: d.Now}),
	}
}

const hostsSQL = `-- municipality.Hosts
select host, municipality_id from municipality_host`

type hostRow struct {
	Host           string
	MunicipalityID int64
}

// ByHost finds the municipality whose portal answers at the host name (without
// port). When the installation serves just one, every host is its.
func (s *Service) ByHost(ctx context.Context, host string) (*Site, error) {
	hosts, err := s.hostMap(ctx)
	if err != nil {
		return nil, err
	}
	id, ok := hosts[strings.ToLower(host)]
	if !ok {
		id, ok = onlyOne(hosts)
	}
	if !ok {
		return nil, fault.Missing(i18n.Mark("Det er ingen frivilligportal på denne adressen."))
	}
	return s.Site(ctx, id)
}

func onlyOne(hosts map[string]int64) (int64, bool) {
	var id int64
	for _, v := range hosts {
		if id != 0 && v != id {
			return 0, false
		}
		id = v
	}
	return id, id != 0
}

func (s *Service) hostMap(ctx context.Context) (map[string]int64, error) {
	if hosts, ok := s.hosts.Peek(everywhere{}); ok {
		return hosts, nil
	}
	rows, err := postgres.Many[hostRow](ctx, s.Pool, hostsSQL, nil)
	if err != nil {
		return nil, err
	}
	hosts := make(map[string]int64, len(rows))
	for _, r := range rows {
		hosts[r.Host] = r.MunicipalityID
	}
	if len(hosts) > 0 { // the first host shows at once
		s.hosts.Put(everywhere{}, hosts)
	}
	return hosts, nil
}

// Site reads a municipality with its lists, from memory when that is fresh.
func (s *Service) Site(ctx context.Context, id int64) (*Site, error) {
	return s.sites.Get(id, func() (*Site, error) { return loadSite(ctx, s.Pool, id) })
}

// Forget drops what is kept in memory of a municipality, after a change.
func (s *Service) Forget(id int64) {
	s.sites.Forget(id)
	s.hosts.Forget(everywhere{})
}

// ICNPO is the register's classification, groups first, then codes.
func (s *Service) ICNPO(ctx context.Context) ([]ICNPO, error) {
	return s.icnpo.Get(everywhere{}, func() ([]ICNPO, error) { return postgres.Many[ICNPO](ctx, s.Pool, icnpoSQL, nil) })
}

// Tenants are the municipalities with a portal of their own.
func (s *Service) Tenants(ctx context.Context) ([]Municipality, error) {
	return postgres.Many[Municipality](ctx, s.Pool, tenantsSQL, nil)
}

// PostalPlace is the post town of a postal code, "" when unknown.
func (s *Service) PostalPlace(code string) string {
	place, _ := codelist.PostalPlace(code)
	return place
}

// EnsureNationalLists fills the national lists (municipalities, postal codes, ICNPO)
// in, and mends names that changed. Running it again changes nothing.
func (s *Service) EnsureNationalLists(ctx context.Context) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := ensureMunicipalities(ctx, tx, codelist.Municipalities()); err != nil {
			return err
		}
		if err := ensurePostalCodes(ctx, tx, codelist.PostalCodes()); err != nil {
			return err
		}
		return ensureICNPO(ctx, tx, codelist.ICNPO())
	})
}
