-- Times are microseconds since the Unix epoch, UTC. States and kinds are the
-- words of src/domain/application.rs. The PostgreSQL file of the same number
-- says the same in its dialect.

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    uscc TEXT NOT NULL UNIQUE,              -- 统一社会信用代码, normalised
    account TEXT NOT NULL UNIQUE,           -- 法人账号
    name TEXT NOT NULL,
    unit_type TEXT NOT NULL,                -- 单位类型: first two characters of the code
    industry TEXT NOT NULL DEFAULT '',      -- 所属行业: GB/T 4754 section
    region TEXT NOT NULL DEFAULT '',        -- 所属行政区划: GB/T 2260
    email TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    report_contact TEXT NOT NULL DEFAULT '',    -- 人才分类定级报送信息
    report_phone TEXT NOT NULL DEFAULT '',
    report_department TEXT NOT NULL DEFAULT '',
    verified_at BIGINT,                     -- 已认证
    entered_at BIGINT,                      -- entered 大人才一体化 for the first time
    disabled_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    mobile TEXT UNIQUE,
    identity_card TEXT UNIQUE,
    password_hash TEXT NOT NULL
);

-- A person acting for a unit. The legal person of a unit is an operator too.
CREATE TABLE operator (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    legal BIGINT NOT NULL DEFAULT 0,        -- signs in as 法人
    applies BIGINT NOT NULL DEFAULT 0,      -- 经办
    reviews BIGINT NOT NULL DEFAULT 0,      -- 审核
    administers BIGINT NOT NULL DEFAULT 0,  -- platform administrator
    disabled_at BIGINT,
    UNIQUE (unit_id, person_id)
);
CREATE INDEX operator_person ON operator (person_id);
CREATE UNIQUE INDEX operator_legal ON operator (unit_id) WHERE legal = 1;

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,            -- SHA-256 of the cookie's token, hex
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);

-- 申报批次
CREATE TABLE round (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    CHECK (opens_at < closes_at)
);

-- Append-only: what happened, once each, written in the transaction that did it.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    application_id BIGINT REFERENCES application (id),
    version BIGINT,                         -- the application's version that this event made
    kind TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    actor_id BIGINT REFERENCES operator (id),
    why TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    UNIQUE (application_id, version)
);
CREATE INDEX event_unit ON event (unit_id, id);

CREATE TABLE application (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL DEFAULT 'bind',
    applicant_id BIGINT NOT NULL REFERENCES unit (id),
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    round_id BIGINT NOT NULL REFERENCES round (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    special_reason TEXT NOT NULL DEFAULT '',    -- 特殊情况: why an enterprise binds
    applied_at BIGINT NOT NULL,
    settled_at BIGINT,                      -- when it last left 待审核
    CHECK (applicant_id <> superior_id),
    -- No transition without its event: the pair is checked at commit.
    FOREIGN KEY (id, version) REFERENCES event (application_id, version)
        DEFERRABLE INITIALLY DEFERRED
);
-- One open case a unit.
CREATE UNIQUE INDEX application_open ON application (applicant_id)
    WHERE state IN ('pending', 'returned');
CREATE INDEX application_applicant ON application (applicant_id, id);
-- The two queues of a superior, in keyset order.
CREATE INDEX application_pending ON application (superior_id, applied_at, id)
    WHERE state = 'pending';
CREATE INDEX application_settled ON application (superior_id, settled_at, id)
    WHERE settled_at IS NOT NULL;

CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    outcome TEXT NOT NULL,
    faulty BIGINT NOT NULL,                 -- 信息是否有误
    opinion TEXT NOT NULL DEFAULT '',
    reviewer_id BIGINT NOT NULL REFERENCES operator (id),
    version_seen BIGINT NOT NULL,
    batch TEXT,                             -- shared by the decisions of one batch
    decided_at BIGINT NOT NULL,
    undone_at BIGINT,
    UNIQUE (application_id, version_seen)
);

-- Effective-dated: the tree of any day can be asked for.
CREATE TABLE affiliation (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    application_id BIGINT REFERENCES application (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    CHECK (unit_id <> superior_id),
    CHECK (until_at IS NULL OR from_at <= until_at)
);
CREATE UNIQUE INDEX affiliation_open ON affiliation (unit_id) WHERE until_at IS NULL;
CREATE INDEX affiliation_superior ON affiliation (superior_id, unit_id) WHERE until_at IS NULL;
CREATE INDEX affiliation_unit ON affiliation (unit_id, from_at);

-- Whoever ties two units holds this row first, so that two approvals cannot
-- close a circle between them.
CREATE TABLE tie_lock (id INTEGER PRIMARY KEY, taken BIGINT NOT NULL);
INSERT INTO tie_lock (id, taken) VALUES (1, 0);

CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE TRIGGER event_kept BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'lishu: events are append-only'); END;
CREATE TRIGGER event_kept_whole BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'lishu: events are append-only'); END;

CREATE TRIGGER application_versioned BEFORE UPDATE OF state ON application
WHEN NEW.state <> OLD.state AND NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'lishu: a change of state takes the next version'); END;

CREATE TRIGGER affiliation_no_circle BEFORE INSERT ON affiliation
WHEN NEW.until_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'lishu: the tie would close a circle') WHERE EXISTS (
        WITH RECURSIVE chain (id) AS (
            SELECT NEW.superior_id
            UNION
            SELECT a.superior_id FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND a.until_at IS NULL
        )
        SELECT 1 FROM chain WHERE id = NEW.unit_id
    );
END;
CREATE TRIGGER affiliation_no_circle_moved BEFORE UPDATE OF unit_id, superior_id ON affiliation
BEGIN SELECT RAISE(ABORT, 'lishu: a tie is closed and opened anew, never moved'); END;
