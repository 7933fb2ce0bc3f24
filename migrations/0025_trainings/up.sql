-- What people can be trained for. Queues name it by its word.
CREATE TABLE trainings (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key)
);

-- Who was trained.
CREATE TABLE agent_trainings (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    training_id BYTEA NOT NULL,
    -- When it stops counting; nothing for never.
    until BIGINT,
    -- What shows it, as somebody wrote it down: a certificate, a score.
    proof TEXT NOT NULL,
    PRIMARY KEY (org_id, agent_id, training_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id),
    FOREIGN KEY (org_id, training_id) REFERENCES trainings (org_id, id)
);
