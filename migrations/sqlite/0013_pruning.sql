-- What the policy need not keep any longer leaves the trail: `lishu audit prune` removes acts, and keeps of each the
-- digest that its link was made of, so that the chain can be recomputed from its first link to its last.
-- The PostgreSQL file of the same number says the same in its dialect.
CREATE TABLE act_pruned (
    act_id BIGINT PRIMARY KEY,              -- of an act that is gone
    digest TEXT NOT NULL                    -- SM3 of all that it said, hex
);
CREATE TRIGGER act_pruned_kept BEFORE UPDATE ON act_pruned
BEGIN SELECT RAISE(ABORT, 'lishu: digests are append-only'); END;
CREATE TRIGGER act_pruned_kept_whole BEFORE DELETE ON act_pruned
BEGIN SELECT RAISE(ABORT, 'lishu: digests are append-only'); END;
-- An act goes when it is six months old (of 31 days), its link and its digest stay, and it is no record of a pruning.
DROP TRIGGER act_kept_whole;
CREATE TRIGGER act_kept_whole BEFORE DELETE ON act
WHEN OLD.kind = 'trail_pruned'
    OR OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 186 * 86400) * 1000000
    OR NOT EXISTS (SELECT 1 FROM act_pruned WHERE act_id = OLD.id)
    OR NOT EXISTS (SELECT 1 FROM trail WHERE source = 'act' AND source_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'lishu: acts are append-only'); END;
