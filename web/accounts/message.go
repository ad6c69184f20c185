package accounts

import (
	"errors"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
)

// message is a refusal's text for the reader, "" for other errors.
func message(e *page.Env, err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Msg != "" {
		return e.T(f.Msg, f.Args...)
	}
	return ""
}

var errNotHere = fault.New(fault.NotFound, i18n.Mark("Vi finner ikke det du leter etter."))
