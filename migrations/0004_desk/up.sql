-- What an agent has seen of a case: what the customer wrote later is unread.
CREATE TABLE case_reads (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, agent_id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- A time that a customer was told. Kept or taken back; broken when neither and the time has passed.
CREATE TABLE promises (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    text TEXT NOT NULL,
    audience TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    kept_at BIGINT,
    withdrawn_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX promises_case ON promises (org_id, case_id, due_at);

-- What programs prove themselves with. Only the hash is kept.
CREATE TABLE api_tokens (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    role_id BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, token_hash),
    FOREIGN KEY (org_id, role_id) REFERENCES roles (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
