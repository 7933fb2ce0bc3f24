-- Hashtags of posts in which a listener found the brand or what it makes: folded, without their sign,
-- once for each post. They go with the words of the post.
CREATE TABLE hashtag_uses (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    hashtag TEXT NOT NULL,
    person_id BYTEA NOT NULL,
    used_at BIGINT NOT NULL,
    negative BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, post_id, hashtag),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id)
);
CREATE INDEX hashtag_uses_tag ON hashtag_uses (org_id, hashtag, used_at);

-- Hashtags that many people began to use against the brand, as they stood when that was noticed.
CREATE TABLE hashtag_alerts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    hashtag TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    authors BIGINT NOT NULL,
    negative BIGINT NOT NULL,
    -- Who said that they have seen it, and when.
    seen_by BYTEA,
    seen_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, seen_by) REFERENCES agents (org_id, id)
);
CREATE INDEX hashtag_alerts_tag ON hashtag_alerts (org_id, hashtag, raised_at);
CREATE INDEX hashtag_alerts_unseen ON hashtag_alerts (org_id) WHERE seen_at IS NULL;
