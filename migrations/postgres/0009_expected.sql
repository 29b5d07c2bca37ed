-- 应绑清单: the units that a superior expects to be bound to it. The SQLite file of the same number says the same in
-- its dialect.
CREATE TABLE expected (
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    uscc TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,              -- as an application keeps it
    imported_at BIGINT NOT NULL,            -- when it was named last
    reminded_at BIGINT,
    PRIMARY KEY (superior_id, uscc)
);

-- What a reviewer uploaded and has not imported yet: one for each, for an hour.
CREATE TABLE expected_draft (
    operator_id BIGINT PRIMARY KEY REFERENCES operator (id),
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    body TEXT NOT NULL,                     -- rows as JSON; src/domain/expected.rs. Empty once imported
    imported TEXT NOT NULL DEFAULT '',      -- what the import did, as JSON
    at BIGINT NOT NULL
);
CREATE INDEX expected_draft_at ON expected_draft (at);

-- How an applicant stands to its superior's list: '' where there is none, or where nothing is to be bound; 'match',
-- 'renamed', 'unlisted'. Kept of what waits.
ALTER TABLE application ADD COLUMN listed TEXT NOT NULL DEFAULT '';
-- The number of the queue's latest change of the list.
ALTER TABLE queue ADD COLUMN list_seq BIGINT NOT NULL DEFAULT 0;

CREATE INDEX pending_listed ON application (superior_id, listed, applied_at, id) WHERE state = 'pending';
-- A list shows it of each row: read from the index, as the rest of a row.
DROP INDEX pending_list;
CREATE INDEX pending_list ON application (superior_id, applied_at, id) INCLUDE (name, uscc, unit_type, region, listed, kind, version, seq, applicant_id) WHERE state = 'pending';
