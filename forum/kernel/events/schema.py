"""SQL for the migration that makes the spine's tables: pairs of (forward, reverse), run in this order after the models'.

The log is partitioned by month of `at`. Its default partition exists so that a row is never refused; the relay makes the
months ahead of time, and `partitions.py` raises an alarm when anything lands in the default.
"""

EVENT_TABLE = (
    """
    CREATE TABLE forum_event (
        seq bigint NOT NULL,
        at timestamptz NOT NULL,
        name varchar(80) NOT NULL,
        version smallint NOT NULL CHECK (version > 0),
        aggregate varchar(160) NOT NULL,
        actor_id bigint,
        payload jsonb NOT NULL,
        PRIMARY KEY (seq, at)
    ) PARTITION BY RANGE (at);
    CREATE TABLE forum_event_default PARTITION OF forum_event DEFAULT;
    """,
    "DROP TABLE forum_event",
)

# The log tells what happened; nobody rewrites it. Old months leave as whole partitions, which no trigger sees.
EVENT_IS_APPEND_ONLY = (
    """
    CREATE FUNCTION forum_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the event log is append-only' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER forum_event_append_only BEFORE UPDATE OR DELETE ON forum_event
        FOR EACH ROW EXECUTE FUNCTION forum_event_refuse_change();
    """,
    """
    DROP TRIGGER forum_event_append_only ON forum_event;
    DROP FUNCTION forum_event_refuse_change();
    """,
)

SEQUENCER = (
    """
    CREATE TABLE forum_sequencer (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        last_seq bigint NOT NULL CHECK (last_seq >= 0)
    ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
    INSERT INTO forum_sequencer (last_seq) VALUES (0);
    """,
    "DROP TABLE forum_sequencer",
)

# Rows come and go by the thousand and few are ever there at once: vacuum by count, not by share, and keep the pages few.
QUEUE_TABLES = (
    """
    ALTER TABLE forum_outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
                                  autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);
    ALTER TABLE forum_consumer SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
    """,
    """
    ALTER TABLE forum_outbox RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
                                    autovacuum_vacuum_insert_threshold, autovacuum_vacuum_cost_delay);
    ALTER TABLE forum_consumer RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
    """,
)

SQL: tuple[tuple[str, str], ...] = (EVENT_TABLE, EVENT_IS_APPEND_ONLY, SEQUENCER, QUEUE_TABLES)
