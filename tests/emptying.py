"""Emptying the database after a test that commits.

Django truncates every table and writes content types and rights anew: a quarter of a second, however little was written.
Here only tables that hold rows are emptied, past the triggers that forbid it, and content types and rights stay. The log of
events, which is none of Django's tables, begins anew.
"""

from functools import cache

from django.db import connection
from django.test import TransactionTestCase

from forum.kernel.events.models import LoggedEvent

STAY = {"django_content_type", "auth_permission"}
EMPTY = """
DO $$ DECLARE name text; held boolean; BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY '{%s}'::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO held;
        IF held THEN EXECUTE format('DELETE FROM %%I', name); END IF;
    END LOOP;
    UPDATE forum_sequencer SET last_seq = 0 WHERE last_seq > 0;
END $$"""


@cache
def _statement() -> str:
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAY
    return EMPTY % ",".join(sorted(names | {LoggedEvent._meta.db_table}))


def _empty(_case: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_statement())


def empty_quickly() -> None:
    """From now on tests that commit are cleaned up after in this way. The database's role must be a superuser."""
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]
