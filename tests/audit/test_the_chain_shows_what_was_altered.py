"""The audit log: only added to, chained in the order of `seq`, and checked by a command."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.verification import services as verification
from forum.kernel import clock
from forum.kernel.errors import AssayError
from moderation.audit import services
from moderation.audit.models import AuditRoot, AuditRow
from moderation.queue import services as queue
from tests.queue.ground import decide, reported, tell
from tests.verification.cases import with_document
from tests.world import World, nothing_changes


def unguarded(statement: str, *params: object) -> None:
    """What somebody with every right over the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, params)
        cursor.execute("SET LOCAL session_replication_role = origin")


def verify() -> str:
    """What the command says."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=err)
    except CommandError:
        return err.getvalue()
    return out.getvalue()


@pytest.fixture
def log(world: World) -> list[AuditRow]:
    """The rows of a report, a lease and a decision."""
    decide(reported(world), world.moderator, "hide")
    tell("audit")
    return list(AuditRow.objects.order_by("number"))


def test_each_deed_of_staff_has_a_row_in_its_order(log: list[AuditRow]) -> None:
    names = [row.name for row in log]
    assert [row.number for row in log] == list(range(1, len(log) + 1))
    assert [row.seq for row in log] == sorted(row.seq for row in log)
    assert {"report_filed", "item_leased", "private_thing_opened", "action_taken", "statement_issued"} <= set(names)
    assert "all as they were written" in verify()


def test_an_altered_row_is_found(log: list[AuditRow]) -> None:
    unguarded("UPDATE moderation_auditrow SET body = replace(body, '\"actor\":', '\"actor\": ') WHERE number = 3")
    assert "altered\trow 3" in verify()


def test_a_row_that_was_written_anew_with_its_leaf_is_found(log: list[AuditRow]) -> None:
    unguarded("UPDATE moderation_auditrow SET leaf = sha256('x') WHERE number = 3")
    assert "broken\trow 3" in verify()


def test_a_missing_row_is_found(log: list[AuditRow]) -> None:
    unguarded("DELETE FROM moderation_auditrow WHERE number = 2")
    found = verify()
    assert "missing\trow 2" in found
    assert "unrecorded" in found


def test_a_missing_end_is_found(log: list[AuditRow]) -> None:
    unguarded("DELETE FROM moderation_auditrow WHERE number = %s", log[-1].number)
    assert "unrecorded" in verify()


def test_reordered_rows_are_found(log: list[AuditRow]) -> None:
    unguarded("UPDATE moderation_auditrow SET number = 1000 + number WHERE number IN (2, 3)")
    unguarded("UPDATE moderation_auditrow SET number = 1005 - number WHERE number > 1000")
    assert "reordered" in verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE moderation_auditrow SET name = 'other' WHERE number = 1",
        "UPDATE moderation_auditrow SET body = '{}' WHERE number = 1",
        "DELETE FROM moderation_auditrow WHERE number = 1",
        "TRUNCATE moderation_auditrow",
    ],
)
def test_the_database_refuses_every_change(log: list[AuditRow], statement: str) -> None:
    with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_role_that_owns_the_log_has_no_right_to_change_it(log: list[AuditRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE assay_plain_owner")
        cursor.execute("ALTER TABLE moderation_auditrow OWNER TO assay_plain_owner")
        cursor.execute(
            "SELECT has_table_privilege('assay_plain_owner', 'moderation_auditrow', right_)"
            " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS right_"
        )
        assert [right for (right,) in cursor.fetchall()] == [True, True, False, False, False]
        cursor.execute("SELECT has_column_privilege('assay_plain_owner', 'moderation_auditrow', 'chain', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def test_a_redacted_row_keeps_its_place_and_says_nothing(world: World, log: list[AuditRow]) -> None:
    services.redact_row(actor=world.admin, number=2)
    tell("audit")

    row = AuditRow.objects.get(number=2)
    assert (row.body, row.salt, bytes(row.leaf)) == (None, None, bytes(log[1].leaf))
    assert AuditRow.objects.order_by("-number")[0].name == "audit_row_redacted"
    assert "all as they were written" in verify()


def test_a_redaction_that_no_row_tells_of_is_found(log: list[AuditRow]) -> None:
    AuditRow.objects.filter(number=2).update(body=None, salt=None)
    assert "altered\trow 2" in verify()


@pytest.mark.parametrize(
    ("who", "code"), [("moderator", "may_not_redact"), ("editor", "not_found"), ("newcomer", "not_found")]
)
def test_nobody_but_an_administrator_redacts(world: World, log: list[AuditRow], who: str, code: str) -> None:
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.redact_row(actor=getattr(world, who), number=2)
    assert refused.value.code == code


def test_a_day_is_closed_once_and_its_root_holds_the_log_to_what_it_was(world: World, log: list[AuditRow]) -> None:
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        services.seal_day()
        services.seal_day()
    root = AuditRoot.objects.get()
    assert (root.number, bytes(root.chain)) == (log[-1].number, bytes(log[-1].chain))
    assert "all as they were written" in verify()

    unguarded("DELETE FROM moderation_auditrow WHERE number = %s", log[-1].number)
    assert "the root of" in verify()


def test_reading_who_reported_is_a_row_of_its_own(world: World) -> None:
    item = reported(world)
    queue.take_item(actor=world.moderator, item_id=item.pk)
    tell("audit")
    row = AuditRow.objects.get(name="private_thing_opened")
    assert f"reports_on:{item.pk}" in str(row.body)


def test_opening_the_evidence_of_a_request_to_be_verified_is_a_row(world: World) -> None:
    request_id, evidence = with_document(world.newcomer)
    verification.take_case(actor=world.moderator, request_id=request_id)
    verification.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=evidence.pk)
    tell("audit")
    row = AuditRow.objects.get(name="evidence_opened")
    assert str(evidence.pk) in str(row.body)
