-- Kindly's tables in SQLite, version 1. Every key begins with the name of the desk; '' stands for none. Times
-- are nanoseconds since 1970. A body is JSON, and holds what no query asks for. The same as in PostgreSQL.
-- There is one writer: the order in which places in the feed are given is the order of commits.

-- What is known of mentions, without a word of them.
CREATE TABLE kindly_mention (
  desk         TEXT NOT NULL,
  ref          TEXT NOT NULL,
  present      INTEGER NOT NULL,          -- 0: only named or removed so far
  at           INTEGER NOT NULL,            -- its place in the fold
  thread       TEXT NOT NULL,  -- as it was put; kindly_moved says what that is now
  account      TEXT NOT NULL,  -- of its leg
  customer     TEXT NOT NULL,  -- of its leg
  conversation TEXT NOT NULL,  -- that it is in now
  author       TEXT NOT NULL,
  peer         TEXT NOT NULL,
  parent       TEXT NOT NULL,
  target       TEXT NOT NULL,
  expires      INTEGER,                     -- of one that is not present
  body         TEXT NOT NULL,
  PRIMARY KEY (desk, ref)
) STRICT;
CREATE INDEX kindly_mention_entry    ON kindly_mention (desk, conversation, at) WHERE conversation <> '';
CREATE INDEX kindly_mention_parent   ON kindly_mention (desk, parent) WHERE parent <> '' AND present = 1;
CREATE INDEX kindly_mention_target   ON kindly_mention (desk, target) WHERE target <> '' AND present = 1;
CREATE INDEX kindly_mention_author   ON kindly_mention (desk, author) WHERE author <> '';
CREATE INDEX kindly_mention_customer ON kindly_mention (desk, customer) WHERE customer <> author AND customer <> '';
CREATE INDEX kindly_mention_peer     ON kindly_mention (desk, peer) WHERE peer <> '';
CREATE INDEX kindly_mention_expires  ON kindly_mention (desk, expires) WHERE expires IS NOT NULL;

-- Further parents of the few mentions of which deliveries claimed several. What a mention no longer claims
-- may stay here: who reads looks at the mention.
CREATE TABLE kindly_parent (
  desk   TEXT NOT NULL,
  parent TEXT NOT NULL,
  ref    TEXT NOT NULL,
  PRIMARY KEY (desk, parent, ref)
) WITHOUT ROWID, STRICT;

-- The words of mentions and notes, and the tombstones of words that are gone.
CREATE TABLE kindly_content (
  desk    TEXT NOT NULL,
  ref     TEXT NOT NULL,
  expires INTEGER,                          -- NULL: never, or gone already
  body    TEXT NOT NULL,
  PRIMARY KEY (desk, ref)
) STRICT;
CREATE INDEX kindly_content_expires ON kindly_content (desk, expires) WHERE expires IS NOT NULL;

-- Legs, under the threads that they are in now.
CREATE TABLE kindly_leg (
  desk         TEXT NOT NULL,
  thread       TEXT NOT NULL,
  account      TEXT NOT NULL,
  customer     TEXT NOT NULL,
  conversation TEXT NOT NULL,
  PRIMARY KEY (desk, thread, account, customer)
) WITHOUT ROWID, STRICT;
CREATE INDEX kindly_leg_conversation ON kindly_leg (desk, conversation);
CREATE INDEX kindly_leg_customer     ON kindly_leg (desk, customer) WHERE customer <> '';

-- Threads and conversations that became part of others. into_* is never moved or merged itself.
CREATE TABLE kindly_moved (
  desk        TEXT NOT NULL,
  thread      TEXT NOT NULL,
  into_thread TEXT NOT NULL,
  PRIMARY KEY (desk, thread)
) WITHOUT ROWID, STRICT;
CREATE INDEX kindly_moved_into ON kindly_moved (desk, into_thread);
CREATE TABLE kindly_merged (
  desk    TEXT NOT NULL,
  id      TEXT NOT NULL,
  into_id TEXT NOT NULL,
  PRIMARY KEY (desk, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX kindly_merged_into ON kindly_merged (desk, into_id);

-- Conversations, as queues need them.
CREATE TABLE kindly_head (
  desk     TEXT NOT NULL,
  id       TEXT NOT NULL,
  version  INTEGER NOT NULL,
  started  INTEGER PRIMARY KEY AUTOINCREMENT,
  cases    INTEGER NOT NULL,
  status   TEXT NOT NULL,
  account  TEXT NOT NULL,
  assignee TEXT NOT NULL,
  tags     TEXT NOT NULL,      -- sorted, each between U+001D
  due      INTEGER,
  waiting  INTEGER,                         -- since when, of those that wait for us
  body     TEXT NOT NULL,
  UNIQUE (desk, id)
) STRICT;
CREATE INDEX kindly_head_started  ON kindly_head (desk, started, id);
CREATE INDEX kindly_head_due      ON kindly_head (desk, due, id) WHERE due IS NOT NULL;
CREATE INDEX kindly_head_waiting  ON kindly_head (desk, waiting, id) WHERE waiting IS NOT NULL;
CREATE INDEX kindly_head_assignee ON kindly_head (desk, assignee) WHERE assignee <> '';

-- Events by their id, and in the order of commits.
CREATE TABLE kindly_event (
  desk         TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL,
  conversation TEXT NOT NULL,  -- that a decision is an entry of now; '' of an announcement
  at           INTEGER NOT NULL,
  body         TEXT NOT NULL,
  PRIMARY KEY (desk, seq),
  UNIQUE (desk, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX kindly_event_entry  ON kindly_event (desk, conversation, at) WHERE conversation <> '';
CREATE INDEX kindly_event_naming ON kindly_event (desk, id) WHERE kind IN ('erased', 'parted');

-- Jobs, also the finished ones: their tokens go on growing.
CREATE TABLE kindly_job (
  desk  TEXT NOT NULL,
  queue TEXT NOT NULL,
  key   TEXT NOT NULL,
  at    INTEGER,                            -- NULL: finished
  token INTEGER NOT NULL,
  body  TEXT NOT NULL,                     -- base64
  PRIMARY KEY (desk, queue, key)
) WITHOUT ROWID, STRICT;
CREATE INDEX kindly_job_at ON kindly_job (desk, queue, at, key) WHERE at IS NOT NULL;

CREATE TABLE kindly_record (
  desk    TEXT NOT NULL,
  key     TEXT NOT NULL,
  version INTEGER NOT NULL,
  value   TEXT NOT NULL,                   -- base64
  PRIMARY KEY (desk, key)
) WITHOUT ROWID, STRICT;

CREATE TABLE kindly_reject (
  desk    TEXT NOT NULL,
  digest  TEXT NOT NULL,
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  expires INTEGER,
  body    TEXT NOT NULL,
  UNIQUE (desk, digest)
) STRICT;
CREATE INDEX kindly_reject_number  ON kindly_reject (desk, number);
CREATE INDEX kindly_reject_expires ON kindly_reject (desk, expires) WHERE expires IS NOT NULL;
