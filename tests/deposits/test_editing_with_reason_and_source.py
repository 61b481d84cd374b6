"""Editors change the catalogue; every change stands in the history and can be taken back."""

import pytest
from django.db import IntegrityError

from accounts.parties.policies import EditorsOnly
from forum.kernel.errors import EditConflict, Invalid
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, code_of, nothing_changes, send
from threads.deposits import selectors, services
from threads.deposits.models import Change, Control, Deposit, Output, ResourceStatement, Target
from threads.deposits.services.editing import Applied, CannotUndo

WHERE = "https://example.org/report"
OUTPUT = {"year": "2021", "treo_t": "500", "reliability": "B", "credibility": "2", "source_title": "A report",
          "source_url": WHERE}  # fmt: skip


@pytest.fixture(autouse=True)
def mrima(world: World) -> None:
    stocked(MRIMA)


def change(actor: object, target: Target = Target.OUTPUT, target_id: int | None = None,
           columns: dict[str, str] | None = OUTPUT, **others: object) -> Applied:  # fmt: skip
    given = {"reason": "Read in the report.", "source_url": WHERE, "version": None} | others
    return services.apply_change(
        actor=actor,
        slug="mrima-hill",
        target=target,
        target_id=target_id,
        columns=columns,
        **given,  # type: ignore[arg-type]
    )


def test_an_editor_adds_a_row_and_the_history_says_who_why_and_by_which_source(world: World) -> None:
    made = change(world.editor)

    row = selectors.changes_of("mrima-hill", viewer=world.nobody)[0]
    assert Output.objects.get(pk=made.target_id).treo_t == 500
    assert (row.kind, row.reason, row.source_url) == ("added", "Read in the report.", WHERE)
    assert row.editor is not None
    assert row.editor.handle == world.editor.handle
    assert ("treo_t", "", "500") in [(d.column, d.before, d.after) for d in row.differences]


def test_nobody_else_may(world: World) -> None:
    for actor in (world.newcomer, world.geologist, world.moderator):
        with nothing_changes(), pytest.raises(EditorsOnly):
            change(actor)


def test_a_change_needs_a_reason_and_a_source(world: World) -> None:
    for wrong in ({"reason": " "}, {"source_url": "somewhere"}, {"source_url": "javascript:alert(1)"}):
        with nothing_changes(), pytest.raises(Invalid):
            change(world.editor, **wrong)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"effective": "2031"}, "future_date"),
        ({"treo_grade_pct": "101"}, "over_100_percent"),
        ({"reporting_code": "GUESS"}, "unknown_code"),
        ({"unit": "pounds"}, "unknown_unit"),
        ({"tonnes": "0"}, "zero"),
        ({"category": "probably"}, "unknown_category"),
        ({"source_url": ""}, "missing_source"),
        ({"flags": "misprint"}, "missing_value"),
        ({"supersedes": "a statement that is not there"}, "unknown_statement"),
    ],
)
def test_what_cannot_be_imported_cannot_be_typed(world: World, columns: dict[str, str], code: str) -> None:
    good = {"category": "inferred", "tonnes": "10", "unit": "Mt", "treo_grade_pct": "1", "source_url": WHERE}

    with nothing_changes(), pytest.raises(Invalid) as refused:
        change(world.editor, Target.STATEMENT, columns=good | columns)

    assert code in [error.code for error in refused.value.errors]


def test_a_sign_error_that_puts_the_point_into_the_sea_is_said_and_kept(world: World) -> None:
    columns = selectors.row_columns("mrima-hill", Target.DEPOSIT, None, viewer=world.editor)

    made = change(world.editor, Target.DEPOSIT, columns=columns | {"longitude": "-39.25"})

    assert [problem.code for problem in made.warnings] == ["outside_country"]


def test_a_change_taken_back_leaves_the_row_as_it_was_and_both_in_the_history(world: World) -> None:
    statement = ResourceStatement.objects.get()
    columns = selectors.row_columns("mrima-hill", Target.STATEMENT, statement.pk, viewer=world.editor)
    made = change(world.editor, Target.STATEMENT, statement.pk, columns | {"tonnes": "480"})

    services.undo_change(actor=world.admin, change_id=made.change_id, reason="A slip of the point.")

    assert str(ResourceStatement.objects.get().tonnes) == "48.7"
    undo, done = selectors.changes_of("mrima-hill", viewer=world.nobody)[:2]
    assert (undo.undoes, done.undone) == (done.id, True)


def test_a_removed_row_comes_back(world: World) -> None:
    control = Control.objects.get()
    made = change(world.editor, Target.CONTROL, control.pk, None)
    assert not Control.objects.exists()

    services.undo_change(actor=world.editor, change_id=made.change_id, reason="It stands after all.")

    assert Control.objects.get().party.slug == "pacific-wildcat"


def test_a_change_that_others_built_upon_is_not_taken_back(world: World) -> None:
    made = change(world.editor)
    change(world.editor, target_id=made.target_id, columns=OUTPUT | {"treo_t": "510"})

    with nothing_changes(), pytest.raises(CannotUndo):
        services.undo_change(actor=world.editor, change_id=made.change_id, reason="Too late.")


def test_the_second_of_two_editors_hears_of_the_first(world: World) -> None:
    version = Deposit.objects.get().version
    change(world.editor, version=version)

    with nothing_changes(), pytest.raises(EditConflict):
        change(world.admin, columns=OUTPUT | {"year": "2022"}, version=version)


def test_the_same_row_twice_is_a_conflict_with_a_code(world: World) -> None:
    change(world.editor)
    body = {"target": "output", "columns": OUTPUT, "reason": "Again.", "source": WHERE}

    with nothing_changes():
        answer = send(client_of(world.nobody), "post", "/api/v1/deposits/mrima-hill/changes", body, if_match='"v2"')
        assert code_of(answer) == "not_signed_in"
    with nothing_changes(), pytest.raises(services.AlreadyStands):
        change(world.editor)


def test_the_history_cannot_be_rewritten_in_the_database(world: World) -> None:
    from_import = Change.objects.first()
    assert from_import is not None

    with pytest.raises(IntegrityError, match="append-only"):
        Change.objects.filter(pk=from_import.pk).update(reason="Never mind.")


def test_by_page_without_javascript_an_editor_changes_and_a_member_proposes(world: World) -> None:
    form = {**OUTPUT, "version": "1", "reason": "Read.", "source": WHERE}

    assert client_of(world.editor).post("/deposits/mrima-hill/edit/output", form).status_code == 303
    assert Output.objects.count() == 1

    assert client_of(world.newcomer).post("/deposits/mrima-hill/edit/output", form).status_code == 303
    assert Output.objects.count() == 1
    assert [row.status for row in selectors.proposals(viewer=world.nobody)] == ["open"]


def test_what_was_typed_comes_back_with_the_reason(world: World) -> None:
    form = {**OUTPUT, "treo_t": "many", "version": "1", "reason": "Read.", "source": WHERE}

    browser = client_of(world.editor)
    with nothing_changes():
        answer = browser.post("/deposits/mrima-hill/edit/output", form)

    assert answer.status_code == 400
    assert "“many” is no figure" in answer.content.decode()
    assert b'value="many"' in answer.content
