-- 代审: a reviewer hands the queue over for some days. The PostgreSQL file of the same number says the same in its
-- dialect.
CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    from_operator_id BIGINT NOT NULL REFERENCES operator (id),
    to_operator_id BIGINT NOT NULL REFERENCES operator (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    why TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,                        -- by hand, before its time
    CHECK (from_operator_id <> to_operator_id),
    CHECK (from_at < until_at)
);
CREATE INDEX delegation_to ON delegation (to_operator_id, until_at) WHERE ended_at IS NULL;
CREATE INDEX delegation_unit ON delegation (unit_id, id);
-- For whom it was decided.
ALTER TABLE decision ADD COLUMN for_id BIGINT REFERENCES operator (id);
-- 审核看板: what each reviewer decided lately.
CREATE INDEX decision_reviewer ON decision (reviewer_id, decided_at);
