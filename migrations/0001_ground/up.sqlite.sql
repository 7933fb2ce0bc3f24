-- The index holds no text of its own (content=''), so that erasing a row erases the words.
-- Tokens come ready from `text`, parted by spaces; every other ASCII mark belongs to its token.
CREATE UNIQUE INDEX search_posts_doc ON search_posts (doc_id);
CREATE VIRTUAL TABLE search_index USING fts5(
    tokens,
    content = '',
    contentless_delete = 1,
    detail = 'none',
    tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'"
);
