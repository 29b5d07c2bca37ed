-- What the policy need not keep any longer leaves the trail: `lishu audit prune` removes acts, and keeps of each the
-- digest that its link was made of, so that the chain can be recomputed from its first link to its last.
-- The SQLite file of the same number says the same in its dialect.
CREATE TABLE act_pruned (
    act_id BIGINT PRIMARY KEY,              -- of an act that is gone
    digest TEXT NOT NULL                    -- SM3 of all that it said, hex
);
CREATE TRIGGER act_pruned_kept BEFORE UPDATE OR DELETE ON act_pruned
FOR EACH ROW EXECUTE FUNCTION lishu_refuse('digests are append-only');
CREATE TRIGGER act_pruned_kept_whole BEFORE TRUNCATE ON act_pruned
FOR EACH STATEMENT EXECUTE FUNCTION lishu_refuse('digests are append-only');
-- An act goes when it is six months old (of 31 days), its link and its digest stay, and it is no record of a pruning.
CREATE FUNCTION lishu_act_may_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.kind = 'trail_pruned'
        OR OLD.at > (EXTRACT(EPOCH FROM now())::BIGINT - 186 * 86400) * 1000000
        OR NOT EXISTS (SELECT 1 FROM act_pruned WHERE act_id = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM trail WHERE source = 'act' AND source_id = OLD.id)
    THEN
        RAISE EXCEPTION 'lishu: acts are append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER act_kept ON act;
CREATE TRIGGER act_kept BEFORE UPDATE ON act
FOR EACH ROW EXECUTE FUNCTION lishu_refuse('acts are append-only');
CREATE TRIGGER act_kept_long BEFORE DELETE ON act
FOR EACH ROW EXECUTE FUNCTION lishu_act_may_go();
