-- A code of a list is compared with codes of units and of applications: with another collation than
-- theirs no index of either side could be used.
ALTER TABLE expected ALTER COLUMN uscc TYPE TEXT COLLATE "default";
