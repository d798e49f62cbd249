package sqlstore

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"

	"github.com/kindlydm/kindly/care"
)

// A bytesText is bytes that come back as they were, byte for byte, unlike a json.RawMessage: as a JSON string,
// or, where they are not UTF-8, as an array of one string in base64.
type bytesText []byte

// IsZero reports whether there are none.
func (b bytesText) IsZero() bool { return len(b) == 0 }

// MarshalJSON writes them.
func (b bytesText) MarshalJSON() ([]byte, error) {
	if utf8.Valid(b) {
		return appendString(make([]byte, 0, len(b)+len(b)/8+2), string(b)), nil
	}
	return json.Marshal([]string{base64.StdEncoding.EncodeToString(b)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *bytesText) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		err := json.Unmarshal(data, &text)
		*b = bytesText(text)
		return err
	}
	var coded [1]string
	if err := json.Unmarshal(data, &coded); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(coded[0])
	*b = raw
	return err
}

// A contentBody is what of words no column has.
type contentBody struct {
	care.Content

	Ref *struct{} `json:"ref,omitempty"`
	Raw bytesText `json:"raw,omitzero"`
}

// Contents implements [care.Reader].
func (r *reader) Contents(refs []care.Ref) ([]care.Content, error) {
	return r.contents("contents", `SELECT c.ref, c.body FROM {list $2 k}
		{join kindly_content c: c.desk = $1 AND c.ref = k.value}`, list(r.dialect, refs))
}

func (r *reader) contents(op, query string, args ...any) ([]care.Content, error) {
	var out []care.Content
	err := r.each(op, query, func(rows scanner) error {
		var b contentBody
		var body sql.RawBytes
		err := rows.Scan(&b.Content.Ref, &body)
		if err == nil {
			err = json.Unmarshal(body, &b)
		}
		b.Content.Raw = json.RawMessage(b.Raw)
		out = append(out, b.Content)
		return in("kindly_content", b.Content.Ref, err)
	}, args...)
	return out, err
}

// PutContents implements [care.Tx].
func (t *tx) PutContents(contents []care.Content) error {
	const op = "put contents"
	b := t.batch()
	for _, c := range lastOfEach(contents, func(c *care.Content) care.Ref { return c.Ref }) {
		if err := addContent(b, &c); err != nil {
			return t.refuse(err)
		}
	}
	return t.put(write{op: op, table: "kindly_content", statement: upsertContents, rows: b})
}

const upsertContents = `INSERT INTO kindly_content (desk, ref, expires, body)
	SELECT $1, x.ref, x.expires, x.body FROM {rows $2 x: ref text, expires bigint, body text} WHERE true
	ON CONFLICT (desk, ref) DO UPDATE SET expires = excluded.expires, body = excluded.body`

func addContent(b *batch, c *care.Content) error {
	const op = "put contents"
	if c.Ref == "" || !storable(string(c.Ref)) {
		return invalid(op, "words with ref %.80q", c.Ref)
	}
	if err := utc(op, &c.ExpiresAt, &c.Stamp.At); err != nil {
		return err
	}
	expires := pack(c.ExpiresAt)
	if c.Gone {
		expires = never
	}
	if err := b.row().str(string(c.Ref)).time(expires).body(contentBody{Content: *c, Raw: bytesText(c.Raw)}); err != nil {
		return invalid(op, "%s: %w", c.Ref, err)
	}
	return nil
}
