-- Tokens come ready from `text` as an array: no parser of PostgreSQL touches them.
ALTER TABLE search_posts ADD COLUMN tokens TSVECTOR NOT NULL DEFAULT ''::TSVECTOR;
CREATE INDEX search_posts_tokens ON search_posts USING GIN (tokens);
CREATE UNIQUE INDEX search_posts_doc ON search_posts (doc_id);
CREATE SEQUENCE search_doc_ids;
ALTER TABLE search_posts ALTER COLUMN doc_id SET DEFAULT nextval('search_doc_ids');
