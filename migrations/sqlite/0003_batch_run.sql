-- How far a large batch is, for the processes that don't run it. The PostgreSQL file of the same number says the
-- same in its dialect.
CREATE TABLE batch_run (
    reviewer_id BIGINT NOT NULL REFERENCES operator (id),
    key TEXT NOT NULL,
    asked BIGINT NOT NULL,                  -- rows
    seen BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    fault TEXT,                             -- why nothing came of it: a Fault as JSON
    told_at BIGINT NOT NULL,
    PRIMARY KEY (reviewer_id, key)
) WITHOUT ROWID;
