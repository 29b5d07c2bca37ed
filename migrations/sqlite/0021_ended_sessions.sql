-- Sessions that ended because something was changed about whoever they were of: who comes with such a token is told
-- why they are to sign in again. Kept no longer than the session would have lasted.
CREATE TABLE ended_session (
    token_hash TEXT PRIMARY KEY,            -- SHA-256, hex
    why TEXT NOT NULL,                      -- src/domain/ended.rs
    own BIGINT NOT NULL,                    -- 1: whoever it was of did it themself
    expires_at BIGINT NOT NULL
);
CREATE INDEX ended_session_expires ON ended_session (expires_at);
