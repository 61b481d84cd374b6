"""SQL for the migration: nobody decides an appeal against their own decision, whatever the code says."""

ANOTHER_DECIDES = (
    """
    CREATE FUNCTION moderation_another_decides() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.decided_by_id IS NOT NULL AND NEW.outcome <> 'withdrawn' AND NEW.decided_by_id IN (
            SELECT actor_id FROM moderation_action WHERE id = NEW.action_id
            UNION SELECT seconded_by_id FROM moderation_action WHERE id = NEW.action_id
            UNION SELECT member_id FROM moderation_action WHERE id = NEW.action_id
        ) AND EXISTS (
            SELECT FROM accounts_member AS other JOIN moderation_action AS action ON action.id = NEW.action_id
            WHERE other.role IN ('moderator', 'admin') AND other.standing = 'good'
              AND other.id NOT IN (action.actor_id, coalesce(action.seconded_by_id, 0), coalesce(action.member_id, 0))
        ) THEN
            RAISE EXCEPTION 'another decides an appeal'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_another_decides';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER moderation_another_decides BEFORE INSERT OR UPDATE ON moderation_appeal
        FOR EACH ROW EXECUTE FUNCTION moderation_another_decides();
    """,
    "DROP TRIGGER moderation_another_decides ON moderation_appeal; DROP FUNCTION moderation_another_decides();",
)
