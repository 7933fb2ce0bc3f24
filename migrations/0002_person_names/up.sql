-- The beginnings by which people are found: a folded handle, and a folded name from each of its words
-- on. As bytes, because those compare alike on both engines.
CREATE TABLE person_names (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    key BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    PRIMARY KEY (org_id, key, person_id),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id)
);
CREATE INDEX person_names_person ON person_names (org_id, person_id);
