-- Who was erased: the same list that stands in a file beside the files, so that every server and
-- every backup has all of it. The person's row may be gone.
CREATE TABLE erasures (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    person_id BYTEA NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, person_id)
);
INSERT INTO erasures (org_id, person_id, erased_at)
SELECT org_id, id, erased_at FROM persons WHERE erased_at IS NOT NULL;

-- What posts said that are under legal hold, before they were changed or removed at their source. The
-- posts themselves show what their source shows.
CREATE TABLE kept_words (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    revision TEXT NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    url TEXT,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id, revision),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id)
);
