-- What people taught the filter: one row each time somebody said what is true of a post. A row is
-- taken back, never changed. The words stand here too: a lesson may outlive its post.
CREATE TABLE lessons (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    -- Lessons are learned in this order, on every server.
    number BIGINT NOT NULL,
    post_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    -- Where it was said: at a case, or in the review of a sample.
    source TEXT NOT NULL,
    field TEXT NOT NULL,
    said TEXT NOT NULL,
    value TEXT NOT NULL,
    text TEXT NOT NULL,
    addressed BOOLEAN NOT NULL,
    agent_id BYTEA NOT NULL,
    taught_at BIGINT NOT NULL,
    withdrawn_by BYTEA,
    withdrawn_at BIGINT,
    PRIMARY KEY (org_id, number),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX lessons_post ON lessons (org_id, post_id, number);
CREATE INDEX lessons_person ON lessons (org_id, person_id);
CREATE INDEX lessons_age ON lessons (org_id, taught_at);

-- The last number of an organization's lessons: numbers are never given twice.
CREATE TABLE lesson_heads (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    last BIGINT NOT NULL,
    PRIMARY KEY (org_id)
);

-- Each time that learning was tried: how the new residual did on the lessons that were held out,
-- beside the one in use and beside none, and whether it took over.
CREATE TABLE snapshots (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    number BIGINT NOT NULL,
    engine TEXT NOT NULL,
    -- It knows the lessons up to this number.
    upto BIGINT NOT NULL,
    -- How many of them there were, and how many were held out.
    lessons BIGINT NOT NULL,
    held BIGINT NOT NULL,
    base_surprise DOUBLE PRECISION NOT NULL,
    now_surprise DOUBLE PRECISION NOT NULL,
    new_surprise DOUBLE PRECISION NOT NULL,
    base_right DOUBLE PRECISION NOT NULL,
    now_right DOUBLE PRECISION NOT NULL,
    new_right DOUBLE PRECISION NOT NULL,
    used BOOLEAN NOT NULL,
    drifting BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, number)
);

-- What was corrected before there were lessons.
INSERT INTO lessons (
    org_id, number, post_id, person_id, source, field, said, value, text, addressed, agent_id,
    taught_at, withdrawn_by, withdrawn_at
)
SELECT
    c.org_id,
    ROW_NUMBER() OVER (PARTITION BY c.org_id ORDER BY c.corrected_at, c.post_id, c.field),
    c.post_id, p.person_id, 'desk', c.field, c.said, c.value, p.text, TRUE, c.agent_id,
    c.corrected_at, NULL, NULL
FROM corrections c
JOIN posts p ON p.org_id = c.org_id AND p.id = c.post_id;

INSERT INTO lesson_heads (org_id, last)
SELECT org_id, MAX(number) FROM lessons GROUP BY org_id;

-- Posts that were drawn by lot for a person to say whether they mattered, without being told what
-- the filter said. A row outlives its post: it names nobody.
CREATE TABLE reviews (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    -- Whether the filter set it aside; else it reached an agent.
    hidden BOOLEAN NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    drawn_at BIGINT NOT NULL,
    -- 'open', 'yes' (it mattered) or 'no'.
    answer TEXT NOT NULL,
    agent_id BYTEA,
    answered_at BIGINT,
    PRIMARY KEY (org_id, post_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX reviews_answer ON reviews (org_id, answer, drawn_at);

-- How many posts the filter set aside and let through, by day of arrival (days since 1970, UTC).
CREATE TABLE filter_counts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    day BIGINT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    hidden BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    -- Of those shown, the ones of which the filter was unsure.
    unsure BIGINT NOT NULL,
    PRIMARY KEY (org_id, day, channel, language)
);

-- What the organization sets of its filter, as JSON: weights of the priority, the size of a crowd.
CREATE TABLE filter_settings (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    config TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
