"""An editor adds a deposit, a member proposes one: with the same checks, reason and source as every other change."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from forum.kernel.errors import EditConflict, Invalid
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, build, client_of, code_of, nothing_changes, send
from threads.deposits import selectors, services
from threads.deposits.models import Deposit, Proposal, Target
from threads.deposits.services.editing import Applied
from threads.deposits.services.proposing import Outdated

WHERE = "https://example.org/report"
HILL = {"name": "Second Hill", "aliases": "Kilima; Chip-wi", "country_iso2": "KE", "latitude": "-4.48", "longitude": "39.25",
        "source_title": "A report", "source_url": WHERE}  # fmt: skip
GROUNDS = {"reason": "Read in the report.", "source": WHERE}
SAID = {"reason": "Read in the report.", "source_url": WHERE}


@pytest.fixture(autouse=True)
def mrima(request: pytest.FixtureRequest) -> None:
    if "world" in request.fixturenames:
        request.getfixturevalue("world")
        stocked(MRIMA)


def add(actor: object, slug: str = "second-hill", **others: Any) -> Applied:
    given = {"columns": HILL, "version": 0, **SAID} | others
    return services.apply_change(actor=actor, slug=slug, target=Target.DEPOSIT, target_id=None, **given)  # type: ignore[arg-type]


def propose(actor: object, columns: dict[str, str] = HILL) -> int:
    return services.propose_change(
        actor=actor,
        slug="",
        target=Target.DEPOSIT,
        target_id=None,
        columns=columns,
        new=True,
        **SAID,  # type: ignore[arg-type]
    )


def test_by_page_an_editor_adds_one_that_is_found_and_has_a_history(world: World) -> None:
    answer = client_of(world.editor).post("/deposits/new", {**HILL, "version": "0", **GROUNDS})

    assert (answer.status_code, answer["Location"]) == (303, "/deposits/second-hill")
    assert "Second Hill" in Client().get("/deposits/second-hill").content.decode()
    assert [row.slug for row in selectors.search_deposits("chipwi")] == ["second-hill"]
    change = selectors.changes_of("second-hill", viewer=world.nobody)[0]
    assert (change.kind, change.reason, change.source_url) == ("added", "Read in the report.", WHERE)
    assert Deposit.objects.get(slug="second-hill").version == 1


def test_over_rest_with_version_nought(world: World, api: Callable[..., Client]) -> None:
    body = {"target": "deposit", "columns": HILL, **GROUNDS}
    path = "/api/v1/deposits/second-hill/changes"

    assert send(api(world.editor), "post", path, body, if_match='"v0"').status_code == 201
    with nothing_changes():
        again = send(api(world.editor), "post", path, body, if_match='"v0"')
        assert code_of(again) == "already_stands"


def test_one_that_stands_is_neither_added_nor_proposed_again(world: World) -> None:
    for attempt in (
        lambda: add(world.editor, slug="mrima-hill"),
        lambda: propose(world.newcomer, HILL | {"name": "Mrima Hill"}),
    ):
        with nothing_changes(), pytest.raises(services.AlreadyStands) as refused:
            attempt()
        assert [error.field for error in refused.value.errors] == ["columns.name"]
    with nothing_changes(), pytest.raises(EditConflict):
        services.apply_change(
            actor=world.editor, slug="mrima-hill", target=Target.OUTPUT, target_id=None, columns={}, version=0, **SAID
        )


@pytest.mark.parametrize(
    ("wrong", "slug", "code"),
    [
        ({"latitude": "95"}, "second-hill", "impossible_position"),
        ({"country_iso2": "XX"}, "second-hill", "unknown_country"),
        ({"source_url": ""}, "second-hill", "missing_source"),
        ({"name": ""}, "second-hill", "missing_value"),
        ({}, "Second Hill!", "bad_slug"),
        ({"name": "New"}, "new", "bad_slug"),
    ],
)
def test_what_cannot_be_imported_cannot_be_added(world: World, wrong: dict[str, str], slug: str, code: str) -> None:
    with nothing_changes(), pytest.raises(Invalid) as refused:
        add(world.editor, slug=slug, columns=HILL | wrong)

    assert code in [error.code for error in refused.value.errors]


def test_a_sign_error_is_said_when_it_is_added(world: World) -> None:
    assert [one.code for one in add(world.editor, columns=HILL | {"longitude": "-39.25"}).warnings] == [
        "outside_country"
    ]


def test_a_member_proposes_one_and_an_editor_makes_it_stand(world: World) -> None:
    answer = client_of(world.newcomer).post("/deposits/new", {**HILL, "version": "0", **GROUNDS})
    assert (answer.status_code, answer["Location"]) == (303, "/proposals")
    assert not Deposit.objects.filter(slug="second-hill").exists()
    proposal = Proposal.objects.get()

    services.accept_proposal(actor=world.editor, proposal_id=proposal.pk)

    assert Deposit.objects.get(slug="second-hill").name == "Second Hill"
    assert selectors.proposal(proposal.pk, viewer=world.nobody).subject.url == "/deposits/second-hill"


def test_over_rest_too_and_a_repeat_under_its_key_is_the_same_proposal(
    world: World, api: Callable[..., Client]
) -> None:
    body = {"target": "deposit", "columns": HILL, **GROUNDS}

    first, again = (
        send(api(world.newcomer), "post", "/api/v1/proposals", body, idempotency_key="once").json() for _ in range(2)
    )

    assert first == again
    assert Proposal.objects.count() == 1


def test_a_proposal_of_one_that_came_in_the_meantime_is_not_accepted_over_it(world: World) -> None:
    made = propose(world.newcomer)
    add(world.editor, columns=HILL | {"stage": "exploration"})

    with nothing_changes(), pytest.raises(Outdated):
        services.accept_proposal(actor=world.editor, proposal_id=made)


@pytest.mark.parametrize("columns", [HILL | {"coarse": "1"}, HILL | {"country_iso2": "MM", "latitude": "25.9"}])
def test_a_proposal_does_not_tell_a_place_that_would_be_coarse(world: World, columns: dict[str, str]) -> None:
    made = propose(world.newcomer, columns)

    def told(viewer: Any) -> set[str]:
        return {d.column for d in selectors.proposal(made, viewer=viewer).differences}

    assert {"latitude", "longitude"} <= told(world.editor)
    for viewer in (world.nobody, world.newcomer, world.moderator):
        assert not {"latitude", "longitude", "precision"} & told(viewer)


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_add_one() -> None:
    world, gate, came = build(), Barrier(2), []

    def attempt() -> None:
        gate.wait()
        try:
            came.append(add(world.editor).change_id)
        except services.AlreadyStands:
            came.append(0)
        finally:
            connection.close()

    racers = [Thread(target=attempt) for _ in range(2)]
    for one in racers:
        one.start()
    for one in racers:
        one.join()
    assert came.count(0) == 1
    assert Deposit.objects.filter(slug="second-hill").count() == 1


def test_a_proposal_of_a_row_of_nothing_is_refused_by_the_database(world: World) -> None:
    made = propose(world.newcomer)

    with pytest.raises(IntegrityError, match="proposal_stands_somewhere"), transaction.atomic():
        Proposal.objects.filter(pk=made).update(target="output")
