"""What the catalogue's models cannot say: history, snapshots and stated interests are never rewritten."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION threads_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
ONLY_END = """
CREATE FUNCTION threads_only_end_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL
       AND (NEW.member_id, NEW.deposit_id, NEW.party_id, NEW.interest, NEW.details, NEW.stated_on)
           IS NOT DISTINCT FROM
           (OLD.member_id, OLD.deposit_id, OLD.party_id, OLD.interest, OLD.details, OLD.stated_on) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a stated interest can only be ended' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TABLES = ("threads_change", "threads_ranking_snapshot", "threads_ranking_rank")


def guard(table: str, name: str, when: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("threads", "0010_catalogue")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION threads_refuse_change"),
        migrations.RunSQL(ONLY_END, "DROP FUNCTION threads_only_end_disclosure"),
        *(guard(table, f"{table}_kept", "UPDATE OR DELETE", "threads_refuse_change") for table in TABLES),
        guard("threads_disclosure", "threads_disclosure_ended", "UPDATE", "threads_only_end_disclosure"),
        guard("threads_disclosure", "threads_disclosure_kept", "DELETE", "threads_refuse_change"),
    ]
