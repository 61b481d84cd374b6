"""Boards stand in two levels and no more; numbers given out so far are known to their threads."""

from django.db import migrations

TWO_LEVELS = """
CREATE FUNCTION threads_board_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        NEW.parent_id = NEW.id
        OR EXISTS (SELECT FROM threads_board WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT FROM threads_board WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'boards stand in two levels' USING ERRCODE = 'check_violation', CONSTRAINT = 'board_two_levels';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER board_two_levels BEFORE INSERT OR UPDATE OF parent_id ON threads_board
    FOR EACH ROW EXECUTE FUNCTION threads_board_two_levels();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0030_boards_threads_posts'),
    ]

    operations = [
        migrations.RunSQL("UPDATE threads_thread SET top_number = last_number", migrations.RunSQL.noop),
        migrations.RunSQL(
            TWO_LEVELS,
            "DROP TRIGGER board_two_levels ON threads_board; DROP FUNCTION threads_board_two_levels();",
        ),
    ]
