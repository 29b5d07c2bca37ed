-- 没有送达的消息: what failed is listed from its first failure on, whether it is tried again or not. The PostgreSQL file of
-- the same number says the same in its dialect.
CREATE INDEX delivery_unsent ON delivery (id) WHERE state <> 'done' AND failures > 0;
