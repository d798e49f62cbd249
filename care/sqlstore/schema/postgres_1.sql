-- Kindly's tables in PostgreSQL, version 1. Every key begins with the name of the desk. Text is ordered by
-- bytes, whatever the database's locale is; '' stands for none. Times are nanoseconds since 1970. A body is
-- JSON, and holds what no query asks for.

-- What is known of mentions, without a word of them.
CREATE TABLE kindly_mention (
  desk         text COLLATE "C" NOT NULL,
  ref          text COLLATE "C" NOT NULL,
  present      smallint NOT NULL,          -- 0: only named or removed so far
  at           bigint NOT NULL,            -- its place in the fold
  thread       text COLLATE "C" NOT NULL,  -- as it was put; kindly_moved says what that is now
  account      text COLLATE "C" NOT NULL,  -- of its leg
  customer     text COLLATE "C" NOT NULL,  -- of its leg
  conversation text COLLATE "C" NOT NULL,  -- that it is in now
  author       text COLLATE "C" NOT NULL,
  peer         text COLLATE "C" NOT NULL,
  parent       text COLLATE "C" NOT NULL,
  target       text COLLATE "C" NOT NULL,
  expires      bigint,                     -- of one that is not present
  body         text NOT NULL,
  PRIMARY KEY (desk, ref)
) WITH (fillfactor = 90);
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
  desk   text COLLATE "C" NOT NULL,
  parent text COLLATE "C" NOT NULL,
  ref    text COLLATE "C" NOT NULL,
  PRIMARY KEY (desk, parent, ref)
);

-- The words of mentions and notes, and the tombstones of words that are gone.
CREATE TABLE kindly_content (
  desk    text COLLATE "C" NOT NULL,
  ref     text COLLATE "C" NOT NULL,
  expires bigint,                          -- NULL: never, or gone already
  body    text NOT NULL,
  PRIMARY KEY (desk, ref)
);
CREATE INDEX kindly_content_expires ON kindly_content (desk, expires) WHERE expires IS NOT NULL;

-- Legs, under the threads that they are in now.
CREATE TABLE kindly_leg (
  desk         text COLLATE "C" NOT NULL,
  thread       text COLLATE "C" NOT NULL,
  account      text COLLATE "C" NOT NULL,
  customer     text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  PRIMARY KEY (desk, thread, account, customer)
);
CREATE INDEX kindly_leg_conversation ON kindly_leg (desk, conversation);
CREATE INDEX kindly_leg_customer     ON kindly_leg (desk, customer) WHERE customer <> '';

-- Threads and conversations that became part of others. into_* is never moved or merged itself.
CREATE TABLE kindly_moved (
  desk        text COLLATE "C" NOT NULL,
  thread      text COLLATE "C" NOT NULL,
  into_thread text COLLATE "C" NOT NULL,
  PRIMARY KEY (desk, thread)
);
CREATE INDEX kindly_moved_into ON kindly_moved (desk, into_thread);
CREATE TABLE kindly_merged (
  desk    text COLLATE "C" NOT NULL,
  id      text COLLATE "C" NOT NULL,
  into_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (desk, id)
);
CREATE INDEX kindly_merged_into ON kindly_merged (desk, into_id);

-- Conversations, as queues need them.
CREATE TABLE kindly_head (
  desk     text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  version  bigint NOT NULL,
  started  bigint GENERATED ALWAYS AS IDENTITY,
  cases    bigint NOT NULL,
  status   text COLLATE "C" NOT NULL,
  account  text COLLATE "C" NOT NULL,
  assignee text COLLATE "C" NOT NULL,
  tags     text COLLATE "C" NOT NULL,      -- sorted, each between U+001D
  due      bigint,
  waiting  bigint,                         -- since when, of those that wait for us
  body     text NOT NULL,
  PRIMARY KEY (desk, id)
) WITH (fillfactor = 80);
CREATE INDEX kindly_head_started  ON kindly_head (desk, started, id);
CREATE INDEX kindly_head_due      ON kindly_head (desk, due, id) WHERE due IS NOT NULL;
CREATE INDEX kindly_head_waiting  ON kindly_head (desk, waiting, id) WHERE waiting IS NOT NULL;
CREATE INDEX kindly_head_assignee ON kindly_head (desk, assignee) WHERE assignee <> '';

-- Events by their id, and in the order of commits: who gives an event its place in the feed holds a lock until
-- the commit, so that nothing appears before what is already there.
CREATE SEQUENCE kindly_event_seq;
CREATE TABLE kindly_event (
  desk         text COLLATE "C" NOT NULL,
  seq          bigint,                     -- its place in the feed; NULL only within its transaction
  id           text COLLATE "C" NOT NULL,
  kind         text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,  -- that a decision is an entry of now; '' of an announcement
  at           bigint NOT NULL,
  body         text NOT NULL,
  PRIMARY KEY (desk, id)
);
CREATE INDEX kindly_event_entry  ON kindly_event (desk, conversation, at) WHERE conversation <> '';
CREATE INDEX kindly_event_naming ON kindly_event (desk, id) WHERE kind IN ('erased', 'parted');
CREATE UNIQUE INDEX kindly_event_feed ON kindly_event (desk, seq);

-- Jobs, also the finished ones: their tokens go on growing.
CREATE TABLE kindly_job (
  desk  text COLLATE "C" NOT NULL,
  queue text COLLATE "C" NOT NULL,
  key   text COLLATE "C" NOT NULL,
  at    bigint,                            -- NULL: finished
  token bigint NOT NULL,
  body  text NOT NULL,                     -- base64
  PRIMARY KEY (desk, queue, key)
) WITH (fillfactor = 70);
CREATE INDEX kindly_job_at ON kindly_job (desk, queue, at, key) WHERE at IS NOT NULL;

CREATE TABLE kindly_record (
  desk    text COLLATE "C" NOT NULL,
  key     text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  value   text NOT NULL,                   -- base64
  PRIMARY KEY (desk, key)
);

CREATE TABLE kindly_reject (
  desk    text COLLATE "C" NOT NULL,
  digest  text COLLATE "C" NOT NULL,
  number  bigint GENERATED ALWAYS AS IDENTITY,
  expires bigint,
  body    text NOT NULL,
  PRIMARY KEY (desk, digest)
);
CREATE INDEX kindly_reject_number  ON kindly_reject (desk, number);
CREATE INDEX kindly_reject_expires ON kindly_reject (desk, expires) WHERE expires IS NOT NULL;
