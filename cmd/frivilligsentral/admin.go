// Inviting an administrator of a municipality.

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"

	"frivilligsentral/internal/fault"
)

// admin makes the first administrator of a municipality.
func admin(ctx context.Context, e env, args []string) (int, error) {
	flags := flag.NewFlagSet("admin", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	number := flags.String("municipality", "", "")
	words, err := interleaved(flags, args)
	if err == nil && (len(words) != 2 || words[0] != "invite") {
		err = errors.New("want: admin invite E-MAIL")
	}
	if err != nil {
		return exitUsage, fmt.Errorf("%w\n\n%s", err, usage)
	}
	return withPortal(ctx, e, func(o *opened) error {
		m, err := o.tenant(ctx, *number)
		if err != nil {
			return err
		}
		link, err := o.Invitations.InviteFirstAdministrator(ctx, m.Number, words[1])
		if err != nil {
			return plain(err)
		}
		_, err = fmt.Fprintf(e.stdout, "%s is invited as administrator of %s. The link works once, for seven days:\n%s\n", words[1], m.Name, link)
		return err
	})
}

var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

// addMunicipality gives a municipality a portal.
func addMunicipality(ctx context.Context, e env, args []string) (int, error) {
	if len(args) != 3 || args[0] != "add" {
		return exitUsage, fmt.Errorf("want: municipality add NUMBER HOST\n\n%s", usage)
	}
	number, host := args[1], args[2]
	if !hostName.MatchString(host) {
		return exitUsage, fmt.Errorf("%q is not a host name, such as frivillig.kommune.no", host)
	}
	return withPortal(ctx, e, func(o *opened) error {
		id, err := o.Municipalities.AddHost(ctx, number, host)
		if fault.Is(err, fault.NotFound) {
			return fmt.Errorf("no municipality has the number %s", number)
		}
		if err != nil {
			return err
		}
		if err := addCodeLists(ctx, o, id); err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.stdout, "%s has its portal at %s\n", number, o.Config.URLFor(host))
		return err
	})
}

// withPortal runs do on the opened portal.
func withPortal(ctx context.Context, e env, do func(*opened) error) (int, error) {
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	o, err := open(ctx, cfg, e.logger(cfg))
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	if err := do(o); err != nil {
		return exitRefused, err
	}
	return exitOK, nil
}

// plain is a refusal without the field names of a form.
func plain(err error) error {
	if text := fault.Text(err); text != "" {
		return errors.New(text)
	}
	return err
}
