"""SQL for the migration: what takes two people is decided by the database, whatever the code says.

A ban of a member who is verified or staff, and unsealing, need a second signature by a moderator or administrator in good
standing. `alone` stands only while there is no other; with the second one the exception closes by itself.
"""

TWO_PEOPLE = (
    """
    CREATE FUNCTION moderation_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.kind = 'unseal' OR (NEW.kind = 'ban' AND EXISTS (
            SELECT FROM accounts_member WHERE id = NEW.member_id AND role IN ('verified', 'moderator', 'editor', 'admin')
        )) THEN
            NEW.two_people := true;
        END IF;
        IF NEW.two_people AND NEW.state = 'in_force' AND (TG_OP = 'INSERT' OR OLD.state <> 'in_force') THEN
            IF NEW.alone AND EXISTS (
                SELECT FROM accounts_member WHERE id NOT IN (NEW.actor_id, coalesce(NEW.member_id, 0))
                AND role IN ('moderator', 'admin') AND standing = 'good'
            ) THEN
                RAISE EXCEPTION 'there is a second member of staff to sign'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'action_alone';
            END IF;
            IF NOT NEW.alone AND NOT EXISTS (
                SELECT FROM accounts_member WHERE id = NEW.seconded_by_id AND id <> NEW.actor_id
                AND id <> coalesce(NEW.member_id, 0) AND role IN ('moderator', 'admin') AND standing = 'good'
            ) THEN
                RAISE EXCEPTION 'this takes two people'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'action_two_people';
            END IF;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER moderation_two_people BEFORE INSERT OR UPDATE ON moderation_action
        FOR EACH ROW EXECUTE FUNCTION moderation_two_people();
    """,
    "DROP TRIGGER moderation_two_people ON moderation_action; DROP FUNCTION moderation_two_people();",
)
