-- 代审 that was ended before its time: the event that is told of it. The SQLite file of the same number says the same in
-- its dialect.
ALTER TABLE delegation ADD COLUMN ended_event_id BIGINT REFERENCES event (id);
CREATE UNIQUE INDEX delegation_ended_event ON delegation (ended_event_id);
