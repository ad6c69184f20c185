// Filling the database with the invented municipality, and telling whom one can log in as.

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/demo"
	"frivilligsentral/internal/i18n"
)

// errRealPeople keeps a demonstration, where anyone may log in as anyone, away from a real portal.
var errRealPeople = errors.New("DEMO is on, but the database holds real people: anyone could log in as them. Set DEMO=off, or use another database")

// fillDemo fills an empty database with the demo municipality, and tells when the one that is there has grown old.
// It refuses a database that real people are in.
func fillDemo(ctx context.Context, o *opened, log *slog.Logger) error {
	if real, err := demo.RealPeople(ctx, o.Pool); err != nil || real {
		return cmp.Or(err, errRealPeople)
	}
	began := time.Now()
	now := o.Now()
	filled, err := demo.Fill(ctx, o.Portal, demo.Options{Now: now, Host1: o.Config.BaseURL.Hostname()})
	if err != nil {
		return err
	}
	if filled {
		log.Info("filled with the demo municipality", "ms", time.Since(began).Milliseconds())
		return nil
	}
	age, err := demo.Age(ctx, o.Pool, now)
	if err == nil && age > demo.Stale {
		log.Warn("the demo is old, so its dates are running out: delete STATE_DIR to get a fresh one",
			"days", int(age.Hours()/24), "STATE_DIR", o.Config.StateDir)
	}
	return err
}

// announceDemo prints where the demo people log in.
func announceDemo(ctx context.Context, e env, cfg config.Config, o *opened) {
	tenants, err := o.Municipalities.Tenants(ctx)
	if err != nil {
		return // the pages will tell
	}
	for _, m := range tenants {
		site, err := o.Municipalities.Site(ctx, m.ID)
		if err != nil {
			return
		}
		base := cfg.URLFor(site.Host)
		fmt.Fprintf(e.stdout, "\n%s: %s\n", m.Name, base)
		announceDoor(ctx, e, o, m.ID, account.StaffDoor, "The municipality logs in at "+base+"/ansatt/logg-inn")
		announceDoor(ctx, e, o, m.ID, account.GroupDoor, "Groups log in at "+base+"/logg-inn")
	}
	fmt.Fprintf(e.stdout, "\nEvery e-mail: %s/demo/postkasse\n", cfg.BaseURL)
}

func announceDoor(ctx context.Context, e env, o *opened, municipalityID int64, door account.Door, title string) {
	people, err := o.Logins.PublicDemoPeople(ctx, municipalityID, door)
	if err != nil || len(people) == 0 {
		return
	}
	fmt.Fprintln(e.stdout, "  "+title)
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, p := range people {
		role := i18n.NB.T(p.Role.Name())
		if p.Organisation != "" {
			role += ", " + p.Organisation
		}
		fmt.Fprintf(w, "    %s\t%s\t%s\n", p.Name, role, p.Email)
	}
	_ = w.Flush()
}
