// Inviting the first administrator of a municipality.

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

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

// plain is a refusal without the field names of a form.
func plain(err error) error {
	if text := fault.Text(err); text != "" {
		return errors.New(text)
	}
	return err
}
