-- The newest messages of a reader are read by a number that the primary key does not have: a planner that takes a unit's
-- messages to be many would walk back through everybody's until it has met enough of them.
DROP INDEX message_unit;
CREATE INDEX message_unit ON message (unit_id, audience, (0 - id)) WHERE operator_id IS NULL AND with_id IS NULL;
DROP INDEX message_operator;
CREATE INDEX message_operator ON message (operator_id, (0 - id)) WHERE operator_id IS NOT NULL;
