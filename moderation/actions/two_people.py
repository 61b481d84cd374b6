"""SQL for the migration: what takes two people is decided by the database, whatever the code says.

A ban of a member who is verified or staff, and unsealing, need a second signature by a moderator or administrator in good
standing. `alone` stands only while there is no other; with the second one the exception closes by itself. An action in force is
held to it again when it is put on somebody else, and a seal opens only under an unsealing in force.
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

_CHANGED = "OLD.state <> 'in_force'"
_CHANGED_AT_ALL = """OLD.state <> 'in_force'
            OR (OLD.kind, OLD.member_id, OLD.actor_id, OLD.seconded_by_id, OLD.alone, OLD.two_people)
            IS DISTINCT FROM (NEW.kind, NEW.member_id, NEW.actor_id, NEW.seconded_by_id, NEW.alone, NEW.two_people)"""
_FUNCTION = TWO_PEOPLE[0][: TWO_PEOPLE[0].index("CREATE TRIGGER")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

AFTERWARDS = (_FUNCTION.replace(_CHANGED, _CHANGED_AT_ALL), _FUNCTION)

SEALED = (
    """
    CREATE FUNCTION moderation_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.open_until IS NOT NULL AND NOT EXISTS (
            SELECT FROM moderation_action WHERE kind = 'unseal' AND target_kind = 'action'
            AND target_id = NEW.action_id::text AND state = 'in_force' AND until >= NEW.open_until
        ) THEN
            RAISE EXCEPTION 'two people open a sealed text'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_two_people';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER moderation_sealed BEFORE INSERT OR UPDATE OF open_until ON moderation_sealedtext
        FOR EACH ROW EXECUTE FUNCTION moderation_sealed();
    """,
    "DROP TRIGGER moderation_sealed ON moderation_sealedtext; DROP FUNCTION moderation_sealed();",
)
