-- The playbook that people write together: one draft, remarks and signatures about it, and runs of
-- stored posts through it. Versions that went to work stay in playbooks and are never changed.

-- Who let it decide; nobody for the first.
ALTER TABLE playbooks ADD COLUMN agent_id BYTEA;

-- The draft. Its id becomes the version's.
CREATE TABLE playbook_drafts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    text TEXT NOT NULL,
    -- The version that it began as.
    based_on BIGINT NOT NULL,
    -- Grows by one with each change.
    revision BIGINT NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- A department's word for one text of a draft, named by its fingerprint.
CREATE TABLE playbook_signatures (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    playbook_id BYTEA NOT NULL,
    department TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, playbook_id, department),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- What somebody says about a draft, or about one of its lines.
CREATE TABLE playbook_comments (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    playbook_id BYTEA NOT NULL,
    line BIGINT,
    text TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX playbook_comments_draft ON playbook_comments (org_id, playbook_id, created_at);

-- Stored posts through a draft. The report holds counts, codes and ids of posts, and no words.
CREATE TABLE playbook_replays (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    playbook_id BYTEA NOT NULL,
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    against BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    agent_id BYTEA NOT NULL,
    done BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    report TEXT,
    problem TEXT,
    lease_until BIGINT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX playbook_replays_draft ON playbook_replays (org_id, playbook_id, created_at);

-- Roles that are there already get what fresh ones have.
INSERT INTO role_permissions (org_id, role_id, permission)
SELECT r.org_id, r.id, p.permission
FROM roles r
CROSS JOIN (
    SELECT 'playbook.write' AS permission
    UNION ALL SELECT 'playbook.sign'
    UNION ALL SELECT 'playbook.activate'
) p
WHERE r.name = 'administrator' OR (r.name = 'supervisor' AND p.permission <> 'playbook.activate');
