-- What a case asks of whoever takes it, and how it went from hand to hand. Everything that routing
-- waits for stands here as a time, so that a restart or another machine finds the same.
--
-- The word of its kind: cases of one kind ask the same. Empty for cases that are older.
ALTER TABLE cases ADD COLUMN kind TEXT NOT NULL DEFAULT '';
-- How much of a person's capacity it takes.
ALTER TABLE cases ADD COLUMN weight BIGINT NOT NULL DEFAULT 1;
-- Who should have it.
ALTER TABLE cases ADD COLUMN preferred_id BYTEA;
-- When it last got an owner, or lost one.
ALTER TABLE cases ADD COLUMN handed_at BIGINT;
-- When it is taken back unless its owner touched it by then.
ALTER TABLE cases ADD COLUMN untouched_at BIGINT;
-- Whom it was taken from, and until when they do not get it again.
ALTER TABLE cases ADD COLUMN avoid_id BYTEA;
ALTER TABLE cases ADD COLUMN avoid_until BIGINT;
-- JSON of what is missing, while nobody could ever take it.
ALTER TABLE cases ADD COLUMN lacks TEXT;

-- What waits for anyone, by kind; the conditions stand in `store::waiting` word for word.
CREATE INDEX cases_waiting ON cases (org_id, kind, due_at, id)
    WHERE owner_id IS NULL AND shelf = 'open' AND snoozed_until IS NULL
      AND (NOT imported OR due_at < 9223372036854775807);
-- What each person holds.
CREATE INDEX cases_held ON cases (org_id, owner_id, weight)
    WHERE owner_id IS NOT NULL AND shelf = 'open';
CREATE INDEX cases_untouched ON cases (org_id, untouched_at) WHERE untouched_at IS NOT NULL;
CREATE INDEX cases_lacking ON cases (org_id, due_at, id) WHERE lacks IS NOT NULL;

-- Since when somebody is here, away or gone, and when they last got a case.
ALTER TABLE agents ADD COLUMN presence_at BIGINT;
ALTER TABLE agents ADD COLUMN given_at BIGINT;

-- The rules of a queue as JSON; without a row the usual ones hold.
CREATE TABLE queue_rules (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    queue_id BYTEA NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    agent_id BYTEA NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, queue_id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- People who are named for a queue beside its teams, and the ring in which they stand.
CREATE TABLE queue_members (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    queue_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    ring BIGINT NOT NULL,
    PRIMARY KEY (org_id, queue_id, agent_id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- The languages that somebody writes, and how well: 1 (learning) to 5.
CREATE TABLE agent_languages (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    language TEXT NOT NULL,
    level BIGINT NOT NULL,
    PRIMARY KEY (org_id, agent_id, language),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- What queues got of their shares, and the number of the last time that work was given out: whoever
-- gives some out changes it in the same transaction, so that no two do so at once.
CREATE TABLE hand_outs (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    turn BIGINT NOT NULL,
    shares TEXT NOT NULL,
    PRIMARY KEY (org_id)
);
