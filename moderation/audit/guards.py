"""SQL for the migration: the audit log's tables are only ever added to.

The rights to change or empty them are taken from the role that owns them; all that is granted back is what redaction writes.
The triggers say the same to whoever has every right.
"""

ONLY_ADDED_TO = (
    """
    CREATE FUNCTION moderation_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'moderation_auditrow' THEN
            IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL
               AND (NEW.number, NEW.seq, NEW.day, NEW.name, NEW.leaf, NEW.chain)
                 = (OLD.number, OLD.seq, OLD.day, OLD.name, OLD.leaf, OLD.chain) THEN
                RETURN NEW;
            END IF;
        END IF;
        IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM moderation_auditrow) THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER audit_row_guard BEFORE UPDATE OR DELETE ON moderation_auditrow
        FOR EACH ROW EXECUTE FUNCTION moderation_audit_guard();
    CREATE TRIGGER audit_row_kept BEFORE TRUNCATE ON moderation_auditrow
        FOR EACH STATEMENT EXECUTE FUNCTION moderation_audit_guard();
    CREATE TRIGGER audit_root_guard BEFORE UPDATE OR DELETE ON moderation_auditroot
        FOR EACH ROW EXECUTE FUNCTION moderation_audit_guard();
    CREATE TRIGGER audit_root_kept BEFORE TRUNCATE ON moderation_auditroot
        FOR EACH STATEMENT EXECUTE FUNCTION moderation_audit_guard();
    REVOKE UPDATE, DELETE, TRUNCATE ON moderation_auditrow, moderation_auditroot FROM PUBLIC, CURRENT_USER;
    GRANT UPDATE (body, salt) ON moderation_auditrow TO CURRENT_USER;
    """,
    """
    DROP TRIGGER audit_row_guard ON moderation_auditrow;
    DROP TRIGGER audit_row_kept ON moderation_auditrow;
    DROP TRIGGER audit_root_guard ON moderation_auditroot;
    DROP TRIGGER audit_root_kept ON moderation_auditroot;
    DROP FUNCTION moderation_audit_guard();
    GRANT ALL ON moderation_auditrow, moderation_auditroot TO CURRENT_USER;
    """,
)
