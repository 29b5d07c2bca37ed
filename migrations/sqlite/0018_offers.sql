-- A role that is offered to somebody who has an account already: until they took it through the link, with their own
-- password, the operator waits. Whoever had registered with their numbers before them knows a password, not the link.
CREATE TABLE offer (
    operator_id BIGINT PRIMARY KEY REFERENCES operator (id),
    token_hash TEXT UNIQUE,                 -- of the newest link, SHA-256, hex; none was made: NULL
    expires_at BIGINT NOT NULL DEFAULT 0
);
