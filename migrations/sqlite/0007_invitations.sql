-- 待对方入驻: a unit asks to be bound to one that is not registered yet, or never entered. The application is sent by
-- itself once the other is there. The PostgreSQL file of the same number says the same in its dialect.
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    applicant_id BIGINT NOT NULL REFERENCES unit (id),
    uscc TEXT NOT NULL,                     -- of who is invited
    name TEXT NOT NULL,                     -- as the applicant knows it
    special_reason TEXT NOT NULL,
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused', 'withdrawn')),
    due_at BIGINT,                          -- when to try to send it; none: when the other comes
    fault TEXT,                             -- why it could not be sent: a Fault as JSON
    application_id BIGINT REFERENCES application (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
-- A unit waits for one other.
CREATE UNIQUE INDEX invitation_waiting ON invitation (applicant_id) WHERE state = 'waiting';
CREATE INDEX invitation_invited ON invitation (uscc, id) WHERE state = 'waiting';
CREATE INDEX invitation_due ON invitation (due_at, id) WHERE state = 'waiting' AND due_at IS NOT NULL;
CREATE INDEX invitation_applicant ON invitation (applicant_id, id);
