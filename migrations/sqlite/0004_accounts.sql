-- Accounts, access and trace: who may come in, what they may do, and what they did.
-- The PostgreSQL file of the same number says the same in its dialect.

-- A person's 手机号 and 身份证 are sealed (src/server/vault): what the columns `mobile` and `identity_card` held
-- moves here when the schema is brought up to date, and the two stay empty from then on. `unit.report_phone` and
-- `unit.contact_phone` hold sealed texts too. A digest is keyed: by it a person is found.
ALTER TABLE person ADD COLUMN mobile_sealed TEXT;
ALTER TABLE person ADD COLUMN mobile_digest TEXT;
ALTER TABLE person ADD COLUMN identity_sealed TEXT;
ALTER TABLE person ADD COLUMN identity_digest TEXT;
CREATE UNIQUE INDEX person_mobile ON person (mobile_digest);
CREATE UNIQUE INDEX person_identity ON person (identity_digest);
-- What stands in the clear from before is found without reading through all units.
CREATE INDEX unit_unsealed ON unit (id) WHERE report_phone <> '' AND substr(report_phone, 1, 3) <> 'v1.';
-- The keys that something may be sealed with, each with a text by which a wrong one is known.
CREATE TABLE vault_key (
    id TEXT PRIMARY KEY,
    proof TEXT NOT NULL
);

-- Passwords and the second factor (RFC 6238).
ALTER TABLE person ADD COLUMN password_set_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN totp_sealed TEXT;         -- the secret, sealed
ALTER TABLE person ADD COLUMN totp_since BIGINT;        -- none: begun, not yet confirmed
ALTER TABLE person ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;  -- the last step that was used: none is taken twice
CREATE TABLE password_before (
    person_id BIGINT NOT NULL REFERENCES person (id),
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL
);
CREATE INDEX password_before_person ON password_before (person_id, set_at);
CREATE TABLE recovery_code (
    person_id BIGINT NOT NULL REFERENCES person (id),
    hash TEXT NOT NULL,                     -- SHA-256: the codes are random
    used_at BIGINT,
    PRIMARY KEY (person_id, hash)
) WITHOUT ROWID;

-- 单位管理员 manages the unit's people. Who asked to act for a unit waits to be admitted.
ALTER TABLE operator DROP COLUMN administers;
ALTER TABLE operator ADD COLUMN manages BIGINT NOT NULL DEFAULT 0;
-- The legal person does, from the beginning.
UPDATE operator SET manages = 1 WHERE legal = 1;
ALTER TABLE operator ADD COLUMN waits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operator ADD COLUMN since_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operator ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX operator_unit ON operator (unit_id, id);

-- 三员: a person has one of the three roles at most, and acts for no unit.
CREATE TABLE administrator (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL UNIQUE REFERENCES person (id),
    account TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('system', 'security', 'audit')),
    disabled_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE TRIGGER administrator_apart BEFORE INSERT ON administrator
WHEN EXISTS (SELECT 1 FROM operator WHERE person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'lishu: an administrator acts for no unit'); END;
CREATE TRIGGER operator_apart BEFORE INSERT ON operator
WHEN EXISTS (SELECT 1 FROM administrator WHERE person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'lishu: an administrator acts for no unit'); END;

-- Sessions are of a person, who acts for one unit at a time, or administers. Those of before are ended.
DROP TABLE session;
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,            -- SHA-256 of the cookie's token, hex
    person_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT REFERENCES operator (id),
    administrator_id BIGINT REFERENCES administrator (id),
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,                -- to the minute
    expires_at BIGINT NOT NULL,
    proved BIGINT NOT NULL DEFAULT 1,       -- 0: the second factor is still to come
    device TEXT NOT NULL DEFAULT '',        -- what the browser says that it is, shortened
    CHECK ((operator_id IS NULL) <> (administrator_id IS NULL))
);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_person ON session (person_id, opened_at);

-- Sign-ins that failed, by a keyed digest of what was typed: whether anybody has that account plays no part.
CREATE TABLE attempt (
    digest TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL                -- refused until then
);
CREATE INDEX attempt_failed ON attempt (failed_at);

-- A link by which somebody gets in once: shown when it is made, kept as a hash.
CREATE TABLE one_time_link (
    token_hash TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT REFERENCES operator (id),                -- who made it
    administrator_id BIGINT REFERENCES administrator (id),
    by_mail BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_link_person ON one_time_link (person_id);

-- 单位注册: until somebody verifies it (verified_at), a unit waits, or was returned with a reason.
ALTER TABLE unit ADD COLUMN contact_name TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN asked_at BIGINT;            -- when it asked to be verified, or to be again
ALTER TABLE unit ADD COLUMN returned_at BIGINT;
ALTER TABLE unit ADD COLUMN returned_why TEXT NOT NULL DEFAULT '';
UPDATE unit SET asked_at = created_at WHERE verified_at IS NULL;
-- The list of units, by how each stands.
CREATE INDEX unit_waiting ON unit (asked_at, id)
    WHERE verified_at IS NULL AND returned_at IS NULL AND disabled_at IS NULL;
CREATE INDEX unit_returned ON unit (id)
    WHERE verified_at IS NULL AND returned_at IS NOT NULL AND disabled_at IS NULL;
CREATE INDEX unit_verified ON unit (id) WHERE verified_at IS NOT NULL AND disabled_at IS NULL;
CREATE INDEX unit_disabled ON unit (id) WHERE disabled_at IS NOT NULL;
-- 基本信息 as it was at each version.
CREATE TABLE unit_version (
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    unit_type TEXT NOT NULL,
    industry TEXT NOT NULL,
    region TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    operator_id BIGINT REFERENCES operator (id),
    administrator_id BIGINT REFERENCES administrator (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (unit_id, version)
) WITHOUT ROWID;
-- Two neighbouring characters of a unit's name, folded as a search folds what is typed.
CREATE TABLE unit_gram (
    gram TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (gram, unit_id)
) WITHOUT ROWID;
WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 200),
    folded (id, name) AS (SELECT id, replace(replace(lower(name), '（', '('), '）', ')') FROM unit)
INSERT INTO unit_gram (gram, unit_id)
    SELECT DISTINCT substr(f.name, p.n, 2), f.id FROM folded f JOIN place p ON p.n < length(f.name);

-- Codes whose check digit is wrong, and which are right all the same.
CREATE TABLE allowed_code (
    uscc TEXT PRIMARY KEY,
    why TEXT NOT NULL,
    administrator_id BIGINT NOT NULL REFERENCES administrator (id),
    at BIGINT NOT NULL
);

-- The deployment's policy: one document, a row each time that it is changed. Without one the defaults hold.
CREATE TABLE policy (
    version INTEGER PRIMARY KEY,
    body TEXT NOT NULL,                     -- JSON; src/domain/policy.rs
    administrator_id BIGINT NOT NULL REFERENCES administrator (id),
    at BIGINT NOT NULL
);

-- The workbench's other services: where there are rows, they go before the configuration's.
CREATE TABLE module (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    position BIGINT NOT NULL,
    hidden BIGINT NOT NULL DEFAULT 0
);

-- 公示公告: Markdown, shown from published_at until withdrawn_at.
ALTER TABLE announcement ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE announcement ADD COLUMN pinned BIGINT NOT NULL DEFAULT 0;
ALTER TABLE announcement ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX announcement_shown ON announcement (pinned, published_at, id);

-- What was done to accounts, policy and sessions, and who looked at whose data. As append-only as `event`, which
-- tells of units and their applications.
CREATE TABLE act (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                     -- src/domain/act.rs
    operator_id BIGINT REFERENCES operator (id),                -- who did it; nobody: the system, or
    administrator_id BIGINT REFERENCES administrator (id),      -- somebody who is not signed in
    unit_id BIGINT REFERENCES unit (id),                        -- whom it concerns
    person_id BIGINT REFERENCES person (id),
    detail TEXT NOT NULL DEFAULT '',        -- JSON, without personal data
    why TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);
-- The trail is read from the newest: all of it, of a kind, of whoever did it, of whom it concerns.
CREATE INDEX act_at ON act (at, id);
CREATE INDEX act_kind ON act (kind, at, id);
CREATE INDEX act_unit ON act (unit_id, at, id);
CREATE INDEX act_person ON act (person_id, at, id);
CREATE INDEX act_operator ON act (operator_id, at, id) WHERE operator_id IS NOT NULL;
CREATE INDEX act_administrator ON act (administrator_id, at, id) WHERE administrator_id IS NOT NULL;
ALTER TABLE event ADD COLUMN administrator_id BIGINT REFERENCES administrator (id);
CREATE INDEX event_at ON event (at, id);
CREATE INDEX event_kind ON event (kind, at, id);
CREATE INDEX event_actor ON event (actor_id, at, id) WHERE actor_id IS NOT NULL;
CREATE INDEX event_administrator ON event (administrator_id, at, id) WHERE administrator_id IS NOT NULL;
CREATE TRIGGER act_kept BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'lishu: acts are append-only'); END;
CREATE TRIGGER act_kept_whole BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'lishu: acts are append-only'); END;

-- The trail: events and acts in one chain. Each link's hash (SM3) is of the link before and of all that the row
-- says. What has just been written waits in `unlinked` for the server that links next.
CREATE TABLE trail (
    seq BIGINT PRIMARY KEY,                 -- 1, 2, 3, …
    source TEXT NOT NULL CHECK (source IN ('event', 'act')),
    source_id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (source, source_id)
);
CREATE TABLE unlinked (
    source TEXT NOT NULL,
    source_id BIGINT NOT NULL,
    PRIMARY KEY (source, source_id)
) WITHOUT ROWID;
-- Whoever links holds this row.
CREATE TABLE trail_head (id INTEGER PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL);
INSERT INTO trail_head (id, seq, hash) VALUES (1, 0, '');
INSERT INTO unlinked (source, source_id) SELECT 'event', id FROM event;
CREATE TRIGGER event_unlinked AFTER INSERT ON event
BEGIN INSERT INTO unlinked (source, source_id) VALUES ('event', NEW.id); END;
CREATE TRIGGER act_unlinked AFTER INSERT ON act
BEGIN INSERT INTO unlinked (source, source_id) VALUES ('act', NEW.id); END;
CREATE TRIGGER trail_kept BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'lishu: the trail is append-only'); END;
CREATE TRIGGER trail_kept_whole BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'lishu: the trail is append-only'); END;
