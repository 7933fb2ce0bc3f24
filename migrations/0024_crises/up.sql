-- What is prepared for a bad week, and whether it is at work. The words were written by staff.
CREATE TABLE crises (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    -- A query in the listening language: which posts are about it.
    words TEXT NOT NULL,
    -- The tag of their cases.
    tag TEXT NOT NULL,
    -- Key of the queue into which new ones go; empty for where the playbook sends them.
    queue TEXT NOT NULL,
    -- Whether they are answered by the fastest clock.
    urgent BOOLEAN NOT NULL,
    -- Whose word every public answer needs: key of a department, or 'supervisor'; empty for nobody's.
    word_from TEXT NOT NULL,
    -- What everybody is told.
    notice TEXT NOT NULL,
    -- What may be said in public without anybody's word.
    holding TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Since when it is at work.
    started_at BIGINT,
    PRIMARY KEY (org_id, id)
);
-- One at a time.
CREATE UNIQUE INDEX crises_at_work ON crises (org_id) WHERE started_at IS NOT NULL;
CREATE INDEX events_crises ON events (org_id, seq) WHERE kind = 'crisis.changed';

-- Roles that are there already get what fresh ones have.
INSERT INTO role_permissions (org_id, role_id, permission)
SELECT r.org_id, r.id, 'crisis.switch'
FROM roles r
WHERE r.name IN ('administrator', 'supervisor');
