-- 下级单位: how many units stand below one, the order in which they are listed, and what is done to a whole branch.
-- The PostgreSQL file of the same number says the same in its dialect.

-- Kept, not counted: units directly below, and all that stand below at any depth. No row: none ever did.
CREATE TABLE subtree (
    unit_id BIGINT PRIMARY KEY REFERENCES unit (id),
    children BIGINT NOT NULL,
    descendants BIGINT NOT NULL
);

-- The name as it is sorted; a tie has that of the unit below, so that a page of the units below one is read from one
-- index: those of now, and those of any day.
ALTER TABLE unit ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE affiliation ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
-- SQL knows no pinyin: the keys of what was there before are made when the schema is brought up to date
-- (src/server/store/name_keys.rs).
CREATE INDEX unit_unkeyed ON unit (id) WHERE name_key = '';
DROP INDEX affiliation_superior;
CREATE INDEX affiliation_below ON affiliation (superior_id, name_key, unit_id, from_at) WHERE until_at IS NULL;
CREATE INDEX affiliation_below_then ON affiliation (superior_id, name_key, unit_id, from_at, until_at);

-- 划转, 撤销 and 合并: proposed by one reviewer, carried out by another.
CREATE TABLE reorganization (
    id INTEGER PRIMARY KEY,
    superior_id BIGINT NOT NULL REFERENCES unit (id),           -- whose branch it is
    kind TEXT NOT NULL CHECK (kind IN ('move', 'abolish', 'merge')),
    unit_id BIGINT NOT NULL REFERENCES unit (id),               -- whose units below are moved
    target_id BIGINT REFERENCES unit (id),                      -- to where; none: they are released
    chosen BIGINT NOT NULL DEFAULT 0,                           -- 1: those of reorganization_unit alone
    why TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'done', 'refused', 'withdrawn')),
    version BIGINT NOT NULL DEFAULT 1,
    units BIGINT NOT NULL,                                      -- how many moved when it was proposed, or done
    digest TEXT NOT NULL,                                       -- of all that it did when it was proposed
    proposer_id BIGINT NOT NULL REFERENCES operator (id),
    proposed_at BIGINT NOT NULL,
    decider_id BIGINT REFERENCES operator (id),
    decided_at BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    CHECK (unit_id <> target_id),
    CHECK (state NOT IN ('done', 'refused') OR decider_id <> proposer_id)
);
CREATE UNIQUE INDEX reorganization_open ON reorganization (superior_id, unit_id) WHERE state = 'proposed';
CREATE INDEX reorganization_superior ON reorganization (superior_id, id);
CREATE TABLE reorganization_unit (
    reorganization_id BIGINT NOT NULL REFERENCES reorganization (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (reorganization_id, unit_id)
) WITHOUT ROWID;

-- What was there before.
WITH RECURSIVE chain (below, id, near) AS (
    SELECT unit_id, superior_id, 1 FROM affiliation WHERE until_at IS NULL
    UNION ALL
    SELECT c.below, a.superior_id, 0 FROM chain c JOIN affiliation a ON a.unit_id = c.id AND a.until_at IS NULL
)
INSERT INTO subtree (unit_id, children, descendants) SELECT id, SUM(near), COUNT(*) FROM chain GROUP BY id;
