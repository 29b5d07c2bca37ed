-- Which visit of a case the operator is at. What a page says last and what it said before may arrive the other way
-- round: who left a visit does not come back to it. The SQLite file of the same number says the same in its dialect.
DROP TABLE presence;
CREATE TABLE presence (
    application_id BIGINT NOT NULL REFERENCES application (id),
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    visit BIGINT NOT NULL,                  -- the page's own number for it
    seen_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (application_id, operator_id)
);
CREATE INDEX presence_operator ON presence (operator_id, seen_at);
