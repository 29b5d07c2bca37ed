-- The whole life of a tie: how it is moved and ended, and who is told. The PostgreSQL file of the same number says the
-- same in its dialect.

-- 变更上级 and 解绑: the superior that the applicant had when it asked. A move may need that superior's consent:
-- 'none' needed, 'asked', or 'given'.
ALTER TABLE application ADD COLUMN from_superior_id BIGINT REFERENCES unit (id);
ALTER TABLE application ADD COLUMN consent TEXT NOT NULL DEFAULT 'none';
-- 催办: when the applicant last asked to hurry.
ALTER TABLE application ADD COLUMN urged_at BIGINT;
CREATE INDEX application_consent ON application (from_superior_id, id) WHERE state = 'pending' AND consent = 'asked';

-- A list says of which kind a case is: read from the index, as the rest of a row.
DROP INDEX pending_list;
CREATE INDEX pending_list ON application (superior_id, applied_at, id, name, uscc, unit_type, region, kind, version, seq, applicant_id) WHERE state = 'pending';

-- The unit's superior before and after, where the event changed it: from events alone the tree of any day can be
-- made anew. Neither is there where it stayed.
ALTER TABLE event ADD COLUMN tie_from BIGINT REFERENCES unit (id);
ALTER TABLE event ADD COLUMN tie_to BIGINT REFERENCES unit (id);

-- What is asked outside of all rounds belongs to the standing one, which opens and closes never.
ALTER TABLE round ADD COLUMN year BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN standing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
INSERT INTO round (name, opens_at, closes_at, standing) VALUES ('常年受理', 0, 253402271999000000, 1);
CREATE INDEX round_opens ON round (standing, opens_at);

-- 业务规则: one document, a row each time that it is changed, each with the instant from which it holds.
CREATE TABLE binding_policy (
    version INTEGER PRIMARY KEY,
    body TEXT NOT NULL,                     -- JSON; src/domain/binding_policy.rs
    holds_from BIGINT NOT NULL,
    administrator_id BIGINT NOT NULL REFERENCES administrator (id),
    at BIGINT NOT NULL
);

-- 站内消息: that a unit is to hear of an event. Written in the transaction of the event.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    audience TEXT NOT NULL CHECK (audience IN ('applies', 'reviews', 'manages')),
    event_id BIGINT NOT NULL REFERENCES event (id),
    at BIGINT NOT NULL
);
CREATE INDEX message_unit ON message (unit_id, audience, id);
-- One event is told to one unit once.
CREATE UNIQUE INDEX message_event ON message (event_id, unit_id, audience);
