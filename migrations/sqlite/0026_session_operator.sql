-- Whoever acts for a unit is signed out when the unit is disabled or ends.
CREATE INDEX session_operator ON session (operator_id);
