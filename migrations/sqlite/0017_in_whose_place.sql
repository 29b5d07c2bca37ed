-- 代: in whose place a reviewer did it, whatever it was; decision.for_id says so of decisions alone. The PostgreSQL file of
-- the same number says the same.
ALTER TABLE event ADD COLUMN for_id BIGINT REFERENCES operator (id);
ALTER TABLE appeal ADD COLUMN opined_for BIGINT REFERENCES operator (id);
ALTER TABLE appeal ADD COLUMN consented_for BIGINT REFERENCES operator (id);
ALTER TABLE reorganization ADD COLUMN proposer_for BIGINT REFERENCES operator (id);
ALTER TABLE reorganization ADD COLUMN decider_for BIGINT REFERENCES operator (id);
