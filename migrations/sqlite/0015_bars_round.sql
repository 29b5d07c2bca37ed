-- 终止审核 bars for the round in which it is said, which may not be the one in which the unit applied.
ALTER TABLE application ADD COLUMN bars_round BIGINT REFERENCES round (id);
UPDATE application SET bars_round = round_id WHERE state = 'terminated';
CREATE INDEX application_bars ON application (bars_round) WHERE bars_round IS NOT NULL;
