-- The :n that wait the longest at :superior approved at once, :at this time by :reviewer: what a batch writes
-- (src/server/store/decide.rs), one statement a table, asking nothing of any row. For both engines. The caller puts
-- numbers for the words with a colon, and makes it one transaction.
UPDATE tie_lock SET taken = taken + 1 WHERE id = 1;

UPDATE queue SET seq = seq + 1 WHERE superior_id = :superior;

INSERT INTO batch (key, reviewer_id, superior_id, outcome, opinion, selection, asked, passed, decided_at)
VALUES ('bench.:at', :reviewer, :superior, 'approve', '', '', :n, :n, :at);

INSERT INTO affiliation (unit_id, superior_id, application_id, from_at)
SELECT a.applicant_id, a.superior_id, a.id, :at FROM application a
WHERE a.superior_id = :superior AND a.state = 'pending' ORDER BY a.applied_at, a.id LIMIT :n;

INSERT INTO decision (application_id, outcome, faulty, opinion, reviewer_id, version_seen, batch_id, decided_at)
SELECT a.id, 'approve', 0, '', :reviewer, a.version,
    (SELECT b.id FROM batch b WHERE b.reviewer_id = :reviewer AND b.key = 'bench.:at'), :at
FROM application a
WHERE a.superior_id = :superior AND a.state = 'pending' ORDER BY a.applied_at, a.id LIMIT :n;

INSERT INTO event (unit_id, application_id, version, kind, from_state, to_state, actor_id, why, at, seq)
SELECT a.applicant_id, a.id, a.version + 1, 'decided', 'pending', 'approved', :reviewer, '', :at,
    (SELECT q.seq FROM queue q WHERE q.superior_id = :superior)
FROM application a
WHERE a.superior_id = :superior AND a.state = 'pending' ORDER BY a.applied_at, a.id LIMIT :n;

UPDATE application SET state = 'approved', version = version + 1, settled_at = :at,
    seq = (SELECT seq FROM queue WHERE superior_id = :superior)
WHERE id IN (SELECT a.id FROM application a
    WHERE a.superior_id = :superior AND a.state = 'pending' ORDER BY a.applied_at, a.id LIMIT :n);

INSERT INTO queue_count (superior_id, state, n) VALUES (:superior, 'pending', -:n)
ON CONFLICT (superior_id, state) DO UPDATE SET n = queue_count.n + excluded.n;

INSERT INTO queue_count (superior_id, state, n) VALUES (:superior, 'approved', :n)
ON CONFLICT (superior_id, state) DO UPDATE SET n = queue_count.n + excluded.n;
