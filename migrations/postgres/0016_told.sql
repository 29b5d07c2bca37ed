-- Who hears of what, more exactly. The SQLite file of the same number says the same in its dialect.

-- 划转, 撤销 and 合并: of which proposal an event is, those of the units that moved too.
CREATE TABLE reorganization_event (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    reorganization_id BIGINT NOT NULL REFERENCES reorganization (id)
);
INSERT INTO reorganization_event (event_id, reorganization_id)
SELECT e.id, MIN(r.id) FROM event e
JOIN reorganization r ON r.unit_id = CASE WHEN e.kind = 'reorganized' THEN e.tie_from ELSE e.unit_id END
    AND e.at = CASE WHEN e.kind = 'reorganization_proposed' THEN r.proposed_at ELSE r.decided_at END
WHERE e.kind IN ('reorganized', 'abolished', 'reorganization_proposed', 'reorganization_done',
    'reorganization_refused', 'reorganization_withdrawn')
GROUP BY e.id;

-- A message may be for one person alone, whatever their roles are.
ALTER TABLE message ADD COLUMN operator_id BIGINT REFERENCES operator (id);
CREATE INDEX message_operator ON message (operator_id, id) WHERE operator_id IS NOT NULL;
DROP INDEX message_unit;
CREATE INDEX message_unit ON message (unit_id, audience, id) WHERE operator_id IS NULL;

-- 代审: the event that is told of it.
ALTER TABLE delegation ADD COLUMN event_id BIGINT REFERENCES event (id);
CREATE UNIQUE INDEX delegation_event ON delegation (event_id);

-- Up to which number of the queue, and when, an operator was last written of what waits in it. What waits now is
-- known to whoever reads letters already.
ALTER TABLE operator ADD COLUMN mailed_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operator ADD COLUMN mailed_at BIGINT NOT NULL DEFAULT 0;
UPDATE operator SET mailed_at = CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT);
CREATE INDEX person_mailed ON person (id) WHERE mail_choice <> 'none';
-- What a letter says of the queue of an operator's unit.
CREATE TABLE letter_queue (
    delivery_id BIGINT NOT NULL REFERENCES delivery (id),
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    n BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, operator_id)
);
