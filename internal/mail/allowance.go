// How many letters an address gets that nobody has shown to want.

package mail

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
)

// MaxUnproved is how many letters of the bounded kinds go to one address of a
// municipality in an hour, whatever open forms cause them. What comes on top is dropped
// without a word to the stranger who causes it, and the first of it leaves a line in the
// municipality's log. What somebody who is logged in causes is counted by itself, so that
// no stranger keeps it away, and she is told when it is not sent.
const MaxUnproved = 6

// allowance is the part of a statement that counts a message of a bounded kind. It has
// a row only for those; the message is held where sent is more than the most. Counting
// is an update, so that it holds when many come at once.
const allowance = `allowance as (
insert into mail_allowance as a (receiver_hash, municipality_id, since, sent, bundle)
select @mail_receiver_hash::bytea, nullif(@mail_municipality_id::bigint, 0), @mail_now::timestamptz, 1, @mail_bundle::text from mailed where @mail_bounded::boolean limit 1
on conflict (receiver_hash) do update set bundle = excluded.bundle,
    since = case when a.since <= @mail_now::timestamptz - interval '1 hour' then excluded.since else a.since end,
    sent = case when a.since <= @mail_now::timestamptz - interval '1 hour' then 1
                when excluded.bundle <> '' and excluded.bundle = a.bundle and a.sent <= @mail_most::int then a.sent else a.sent + 1 end
returning a.sent),
held as (
insert into audit_event (municipality_id, at, actor_kind, actor_name, action, object, object_id, detail)
select nullif(@mail_municipality_id::bigint, 0), @mail_now::timestamptz, 'system', '', 'mail.held', @mail_about, nullif(mailed.about_id, 0), jsonb_build_object('letter', @mail_kind::text)
from mailed cross join allowance where allowance.sent = @mail_most::int + 1)`

// bucketOf names what letters of the kind are counted together with: all that strangers
// cause, or the kind alone.
func bucketOf(k kind.Kind) string {
	if k.Told() {
		return k.String()
	}
	return string(kind.ByStranger)
}

// receiverHash is what an address is counted by.
func receiverHash(municipalityID int64, address, bucket string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "mail:%d:%s:%s", municipalityID, bucket, strings.ToLower(strings.TrimSpace(address))))
	return sum[:]
}

// bundle tells which letters are the answer to one wish and count as one.
func (m Message) bundle() string {
	if !m.Kind.Bundled() || m.Once == "" {
		return ""
	}
	return m.Kind.String() + ":" + m.Once
}

const provedSQL = `-- mail.Proved
delete from mail_allowance where receiver_hash = any(@hashes::bytea[]) and municipality_id is not distinct from nullif(@municipality_id::bigint, 0)`

// Proved says that somebody has followed a letter to the address: whoever reads its
// mailbox wants the letters, so counting begins anew. "" is no address.
func Proved(ctx context.Context, q postgres.Querier, municipalityID int64, address string) error {
	if address == "" {
		return nil
	}
	var hashes [][]byte
	for _, k := range kind.All() {
		if k.Bounded() {
			hashes = append(hashes, receiverHash(municipalityID, address, bucketOf(k)))
		}
	}
	if _, err := postgres.Exec(ctx, q, provedSQL, postgres.Args{"hashes": hashes, "municipality_id": municipalityID}); err != nil {
		return fmt.Errorf("proved address: %w", err)
	}
	return nil
}
