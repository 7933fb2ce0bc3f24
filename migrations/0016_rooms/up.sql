-- Rooms: conversations with a guest that stand here and on no other channel. A private room belongs to
-- the case whose customer was invited into it; a chat began on a page of the brand's own.
--
-- A room goes with its conversation, its customer or its case, and everything below goes with the room.
-- What is said through such an account stands here: no connector serves it.
ALTER TABLE accounts ADD COLUMN home BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE rooms (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    account_id BYTEA NOT NULL,
    thread_id BYTEA NOT NULL,
    -- The case of a private room; none for a chat, whose cases are those of its conversation.
    case_id BYTEA,
    person_id BYTEA NOT NULL,
    -- Under which the guest speaks here.
    identity_id BYTEA NOT NULL,
    -- The handle that was invited; none for a chat.
    asked_id BYTEA,
    created_at BIGINT NOT NULL,
    -- When the guest first came in.
    opened_at BIGINT,
    -- Up to when the guest has read.
    read_at BIGINT,
    -- When the guest proved the handle, or an agent wrote down that they had.
    proved_at BIGINT,
    -- How the guest would rather be reached: here, call or mail; empty until they say.
    wish TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, thread_id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id) ON DELETE CASCADE
);
CREATE INDEX rooms_case ON rooms (org_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX rooms_person ON rooms (org_id, person_id);

-- One-time links. Only the hash of a link is kept.
CREATE TABLE room_links (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    room_id BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT,
    -- When a later link took its place.
    withdrawn_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, token_hash),
    FOREIGN KEY (org_id, room_id) REFERENCES rooms (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX room_links_room ON room_links (org_id, room_id);

-- Browsers that opened a link. One is in; others wait until they prove the handle, or were put out.
CREATE TABLE room_guests (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    room_id BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    standing TEXT NOT NULL,
    came_at BIGINT NOT NULL,
    -- Wrong codes since the latest one was sent.
    tries BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, room_id, secret_hash),
    FOREIGN KEY (org_id, room_id) REFERENCES rooms (org_id, id) ON DELETE CASCADE
);
CREATE INDEX room_guests_secret ON room_guests (org_id, secret_hash);

-- Whether the guest is who was invited: a code that went to the handle, or what an agent looked at.
CREATE TABLE room_checks (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    room_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    how TEXT NOT NULL,
    code_hash BYTEA,
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    passed_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, room_id) REFERENCES rooms (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX room_checks_room ON room_checks (org_id, room_id, made_at);

-- What guests sent beside their words; external_id is the channel's id of the post that carries it.
CREATE TABLE room_files (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    room_id BYTEA NOT NULL,
    external_id TEXT NOT NULL,
    digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, room_id) REFERENCES rooms (org_id, id) ON DELETE CASCADE
);
CREATE INDEX room_files_post ON room_files (org_id, room_id, external_id);
