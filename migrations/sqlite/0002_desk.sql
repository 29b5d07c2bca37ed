-- The review desk: what it filters and sorts by, what it counts, what it decides at once and takes back.
-- The PostgreSQL file of the same number says the same in its dialect.

-- The applicant as it was when it applied, or submitted again: what the list shows, filters and sorts.
ALTER TABLE application ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN name_key TEXT NOT NULL DEFAULT '';   -- the name as it is sorted: its pinyin, then itself
ALTER TABLE application ADD COLUMN uscc TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN unit_type TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN city TEXT NOT NULL DEFAULT '';       -- the first four digits of the region
-- The change of the superior's queue that made the application what it is.
ALTER TABLE application ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN seq BIGINT;

-- One row a superior. Whoever changes an application of a superior first takes the next number here and
-- holds the row until the end of the transaction, so that the numbers of a queue are in the order of its
-- commits: what was so at a number can be asked for, and what came after it.
CREATE TABLE queue (
    superior_id BIGINT PRIMARY KEY REFERENCES unit (id),
    seq BIGINT NOT NULL
);
-- How many applications of a superior are in a state: kept, not counted.
CREATE TABLE queue_count (
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (superior_id, state)
) WITHOUT ROWID;
-- Two neighbouring characters of an applicant's name, folded as a search folds what is typed.
CREATE TABLE queue_gram (
    superior_id BIGINT NOT NULL,
    gram TEXT NOT NULL,
    application_id BIGINT NOT NULL REFERENCES application (id),
    PRIMARY KEY (superior_id, gram, application_id)
) WITHOUT ROWID;

-- The applicant's data at each version that it submitted, so that a reviewer sees what changed since.
CREATE TABLE submission (
    application_id BIGINT NOT NULL REFERENCES application (id),
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    uscc TEXT NOT NULL,
    unit_type TEXT NOT NULL,
    industry TEXT NOT NULL,
    region TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    special_reason TEXT NOT NULL,
    PRIMARY KEY (application_id, version)
) WITHOUT ROWID;

-- A batch: what was asked, once for its key, and what became of it.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,                      -- made by the form; the same key is the same batch
    reviewer_id BIGINT NOT NULL REFERENCES operator (id),
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    outcome TEXT NOT NULL,
    opinion TEXT NOT NULL,
    selection TEXT NOT NULL,                -- as an address carries it
    asked BIGINT NOT NULL,                  -- rows
    passed BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    undone_at BIGINT,
    UNIQUE (reviewer_id, key)
);
-- The rows of a batch that were not decided, and why: a Fault as JSON.
CREATE TABLE batch_refusal (
    batch_id BIGINT NOT NULL REFERENCES batch (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    fault TEXT NOT NULL,
    PRIMARY KEY (batch_id, application_id)
) WITHOUT ROWID;
ALTER TABLE decision ADD COLUMN batch_id BIGINT REFERENCES batch (id);
ALTER TABLE decision DROP COLUMN batch;
CREATE INDEX decision_batch ON decision (batch_id, application_id) WHERE batch_id IS NOT NULL;

-- 信息是否有误: the fields that a decision names, and what is wrong with each.
CREATE TABLE decision_field (
    application_id BIGINT NOT NULL,
    version_seen BIGINT NOT NULL,
    field TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (application_id, version_seen, field),
    FOREIGN KEY (application_id, version_seen) REFERENCES decision (application_id, version_seen)
) WITHOUT ROWID;

-- 常用意见 of a unit, for one outcome.
CREATE TABLE canned_opinion (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX canned_opinion_unit ON canned_opinion (unit_id, outcome, id);

-- A filter that an operator gave a name.
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,                    -- as an address carries it
    UNIQUE (operator_id, name)
);

-- Who looks at a case. Says it again every ten seconds.
CREATE TABLE presence (
    application_id BIGINT NOT NULL REFERENCES application (id),
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, operator_id)
) WITHOUT ROWID;

-- What was there before. SQL knows no pinyin: until they are submitted again, these come first when sorted by
-- name. Behind the sign that ends the pinyin stands the name as a search folds it.
UPDATE application SET
    name = u.name, name_key = char(1) || replace(replace(lower(u.name), '（', '('), '）', ')'), uscc = u.uscc, unit_type = u.unit_type, region = u.region,
    city = substr(u.region, 1, 4)
FROM unit u WHERE u.id = application.applicant_id;
INSERT INTO queue (superior_id, seq) SELECT DISTINCT superior_id, 0 FROM application;
INSERT INTO queue_count (superior_id, state, n)
    SELECT superior_id, state, count(*) FROM application GROUP BY superior_id, state;
INSERT INTO submission
    (application_id, version, name, uscc, unit_type, industry, region, email, address, special_reason)
    SELECT a.id, max(e.version), u.name, u.uscc, u.unit_type, u.industry, u.region, u.email, u.address,
        a.special_reason
    FROM application a
    JOIN unit u ON u.id = a.applicant_id
    JOIN event e ON e.application_id = a.id AND e.kind IN ('applied', 'resubmitted')
    GROUP BY a.id, u.id;
WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 200)
INSERT INTO queue_gram (superior_id, gram, application_id)
    SELECT DISTINCT a.superior_id, substr(a.name_key, p.n + 1, 2), a.id
    FROM application a JOIN place p ON p.n < length(a.name_key) - 1;

-- The two halves of a superior's queue, 待审核 and 已处理, each in the orders and by the filters of the list.
-- The first of each half holds all that a row of the list shows.
DROP INDEX application_pending;
DROP INDEX application_settled;
CREATE INDEX pending_list ON application (superior_id, applied_at, id, name, uscc, unit_type, region, version, seq, applicant_id) WHERE state = 'pending';
CREATE INDEX settled_list ON application (superior_id, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX pending_name ON application (superior_id, name_key, id) WHERE state = 'pending';
CREATE INDEX pending_city ON application (superior_id, city, applied_at, id) WHERE state = 'pending';
CREATE INDEX pending_type ON application (superior_id, unit_type, applied_at, id) WHERE state = 'pending';
CREATE INDEX settled_name ON application (superior_id, name_key, id) WHERE settled_at IS NOT NULL;
CREATE INDEX settled_city ON application (superior_id, city, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX settled_type ON application (superior_id, unit_type, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX settled_state ON application (superior_id, state, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX settled_waited ON application (superior_id, (settled_at - applied_at), id) WHERE settled_at IS NOT NULL;
CREATE INDEX application_superior ON application (superior_id, id);
CREATE INDEX application_uscc ON application (superior_id, uscc);
CREATE INDEX application_seq ON application (superior_id, seq);
CREATE INDEX event_seq ON event (application_id, seq);
