-- 站内消息 that are read, and what leaves the platform because of them. The PostgreSQL file of the same number says the
-- same in its dialect.

-- What an operator has read: all up to a message, and single ones after it. Who comes to a unit has missed nothing.
ALTER TABLE operator ADD COLUMN read_to BIGINT NOT NULL DEFAULT 0;
CREATE TABLE message_read (
    operator_id BIGINT NOT NULL REFERENCES operator (id),
    message_id BIGINT NOT NULL REFERENCES message (id),
    PRIMARY KEY (operator_id, message_id)
);
CREATE TRIGGER operator_reads_from_now AFTER INSERT ON operator
BEGIN
    UPDATE operator SET read_to = COALESCE((SELECT MAX(id) FROM message), 0) WHERE id = NEW.id;
END;

-- Messages that wait to be looked at by the server that distributes next: written with the message, by whoever
-- writes it.
CREATE TABLE outbox (message_id BIGINT PRIMARY KEY REFERENCES message (id));
CREATE TRIGGER message_outbox AFTER INSERT ON message
BEGIN
    INSERT INTO outbox (message_id) VALUES (NEW.id);
END;
-- Whoever distributes holds this row.
CREATE TABLE outbox_head (id BIGINT PRIMARY KEY, taken BIGINT NOT NULL);
INSERT INTO outbox_head (id, taken) VALUES (1, 0);
-- Which units were told something, in the order in which it became visible: what open pages listen to.
CREATE TABLE bell (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    at BIGINT NOT NULL
);

-- Other systems that hear of events.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,                   -- sealed
    salt TEXT NOT NULL,                     -- begins the names of its deliveries
    kinds TEXT NOT NULL,                    -- parted by commas; src/domain/message.rs
    enabled BIGINT NOT NULL DEFAULT 1,
    made_at BIGINT NOT NULL
);

-- 消息邮件, as each person wishes.
ALTER TABLE person ADD COLUMN mail_sealed TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN mail_choice TEXT NOT NULL DEFAULT 'none' CHECK (mail_choice IN ('none', 'now', 'daily'));
ALTER TABLE person ADD COLUMN mail_hour BIGINT NOT NULL DEFAULT 9;
-- An address holds once the link that was mailed to it was opened.
CREATE TABLE mail_link (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    mail_sealed TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX mail_link_person ON mail_link (person_id);

-- Each thing that leaves: an event to another system, or a letter to a person. Its name stays the same however often
-- it is sent. While it is being sent, due_at is when the lease of its sender ends.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    webhook_id BIGINT REFERENCES webhook (id),
    event_id BIGINT REFERENCES event (id),
    person_id BIGINT REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'done', 'dead')),
    attempts BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    made_at BIGINT NOT NULL,
    settled_at BIGINT
);
-- One event goes to one system once.
CREATE UNIQUE INDEX delivery_event ON delivery (webhook_id, event_id);
CREATE INDEX delivery_due ON delivery (webhook_id, due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX delivery_dead ON delivery (id) WHERE state = 'dead';
CREATE INDEX delivery_done ON delivery (settled_at) WHERE state = 'done';
-- What a letter tells: gathered until it is due.
CREATE TABLE mail_item (
    person_id BIGINT NOT NULL REFERENCES person (id),
    message_id BIGINT NOT NULL REFERENCES message (id),
    due_at BIGINT NOT NULL,
    delivery_id BIGINT REFERENCES delivery (id),
    PRIMARY KEY (person_id, message_id)
);
CREATE INDEX mail_item_due ON mail_item (due_at) WHERE delivery_id IS NULL;
CREATE INDEX mail_item_delivery ON mail_item (delivery_id) WHERE delivery_id IS NOT NULL;
