-- Rounds, the rules' effects, and the working days. The PostgreSQL file of the same number says the same in its dialect.

-- 放假调休: the days that are not what their weekday says, by the State Council's notices. A year of which nothing is
-- known has no row in `calendar_year`: its Saturdays and Sundays are taken to be free.
CREATE TABLE calendar_year (
    year BIGINT PRIMARY KEY,
    version BIGINT NOT NULL DEFAULT 1,
    administrator_id BIGINT REFERENCES administrator (id),      -- none: it came with the product
    at BIGINT NOT NULL
);
CREATE TABLE calendar_day (
    day TEXT PRIMARY KEY,                   -- 2026-10-01, in Asia/Shanghai
    working BIGINT NOT NULL CHECK (working IN (0, 1))
);
-- Made from chinese_calendar 1.11.0; see NOTICE.
INSERT INTO calendar_day (day, working) VALUES
    ('2025-01-01', 0), ('2025-01-26', 1), ('2025-01-28', 0), ('2025-01-29', 0), ('2025-01-30', 0),
    ('2025-01-31', 0), ('2025-02-01', 0), ('2025-02-02', 0), ('2025-02-03', 0), ('2025-02-04', 0),
    ('2025-02-08', 1), ('2025-04-04', 0), ('2025-04-05', 0), ('2025-04-06', 0), ('2025-04-27', 1),
    ('2025-05-01', 0), ('2025-05-02', 0), ('2025-05-03', 0), ('2025-05-04', 0), ('2025-05-05', 0),
    ('2025-05-31', 0), ('2025-06-01', 0), ('2025-06-02', 0), ('2025-09-28', 1), ('2025-10-01', 0),
    ('2025-10-02', 0), ('2025-10-03', 0), ('2025-10-04', 0), ('2025-10-05', 0), ('2025-10-06', 0),
    ('2025-10-07', 0), ('2025-10-08', 0), ('2025-10-11', 1), ('2026-01-01', 0), ('2026-01-02', 0),
    ('2026-01-03', 0), ('2026-01-04', 1), ('2026-02-14', 1), ('2026-02-15', 0), ('2026-02-16', 0),
    ('2026-02-17', 0), ('2026-02-18', 0), ('2026-02-19', 0), ('2026-02-20', 0), ('2026-02-21', 0),
    ('2026-02-22', 0), ('2026-02-23', 0), ('2026-02-28', 1), ('2026-04-04', 0), ('2026-04-05', 0),
    ('2026-04-06', 0), ('2026-05-01', 0), ('2026-05-02', 0), ('2026-05-03', 0), ('2026-05-04', 0),
    ('2026-05-05', 0), ('2026-05-09', 1), ('2026-06-19', 0), ('2026-06-20', 0), ('2026-06-21', 0),
    ('2026-09-20', 1), ('2026-09-25', 0), ('2026-09-26', 0), ('2026-09-27', 0), ('2026-10-01', 0),
    ('2026-10-02', 0), ('2026-10-03', 0), ('2026-10-04', 0), ('2026-10-05', 0), ('2026-10-06', 0),
    ('2026-10-07', 0), ('2026-10-10', 1);
INSERT INTO calendar_year (year, at) VALUES (2025, 0), (2026, 0);

-- 时限: when it was found that a case had waited longer than the rules allow, once for each submission.
ALTER TABLE application ADD COLUMN overdue_at BIGINT;
CREATE INDEX application_due ON application (applied_at, id) WHERE state = 'pending' AND overdue_at IS NULL;

-- Whether a round has applications is asked before its opening is changed.
CREATE INDEX application_round ON application (round_id);

-- 申诉 against 终止审核. One person of the superior says what should be, another consents.
CREATE TABLE appeal (
    id INTEGER PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    case_version BIGINT NOT NULL,           -- the version that the termination made
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    superior_id BIGINT NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'opined', 'agreed', 'refused', 'withdrawn', 'moot')),
    version BIGINT NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    at BIGINT NOT NULL,
    agrees BIGINT,                          -- what the first person says
    opinion TEXT NOT NULL DEFAULT '',
    opined_by BIGINT REFERENCES operator (id),
    opined_at BIGINT,
    consented_by BIGINT REFERENCES operator (id),
    settled_at BIGINT
);
CREATE UNIQUE INDEX appeal_open ON appeal (application_id) WHERE state IN ('open', 'opined');
CREATE INDEX appeal_application ON appeal (application_id, id);
CREATE INDEX appeal_waiting ON appeal (superior_id, id) WHERE state IN ('open', 'opined');
CREATE INDEX appeal_settled ON appeal (superior_id, id) WHERE state NOT IN ('open', 'opined');

-- 解除终止: the bar of the termination that made this version is no more. Another termination of the same case bars anew.
CREATE TABLE bar_lifted (
    application_id BIGINT PRIMARY KEY REFERENCES application (id),
    version BIGINT NOT NULL,
    appeal_id BIGINT REFERENCES appeal (id),                    -- or
    administrator_id BIGINT REFERENCES administrator (id),
    why TEXT NOT NULL,
    at BIGINT NOT NULL
);
