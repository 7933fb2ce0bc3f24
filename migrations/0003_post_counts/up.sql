-- How many posts of each kind fell into each quarter of an hour: what reports add up in place of
-- walking over all posts. Every time zone's days begin at a whole quarter. `store::post_counts` keeps
-- it; sentiment is empty for posts that were not judged.
CREATE TABLE post_counts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    quarter BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    direction TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    noise BOOLEAN NOT NULL,
    imported BOOLEAN NOT NULL,
    posts BIGINT NOT NULL,
    PRIMARY KEY (org_id, quarter, account_id, direction, sentiment, noise, imported),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);

INSERT INTO post_counts (
    org_id, quarter, account_id, direction, sentiment, noise, imported, posts
)
SELECT
    t.org_id,
    t.posted_at - (t.posted_at % 900000000 + 900000000) % 900000000,
    t.account_id,
    t.direction,
    COALESCE(v.sentiment, ''),
    t.state = 'noise',
    t.imported,
    COUNT(*)
FROM posts t
LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
GROUP BY
    t.org_id,
    t.posted_at - (t.posted_at % 900000000 + 900000000) % 900000000,
    t.account_id,
    t.direction,
    COALESCE(v.sentiment, ''),
    t.state = 'noise',
    t.imported;
