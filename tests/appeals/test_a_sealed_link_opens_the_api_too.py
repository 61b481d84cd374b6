"""Whoever is suspended or banned reads the statement, appeals and hears the answer over REST, by the link in the mail alone."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from forum.kernel import clock
from moderation.actions import links
from moderation.actions.kinds import APPEAL_TERM
from moderation.actions.models import Action, Statement
from moderation.appeals import services
from moderation.appeals.models import Appeal
from moderation.queue.models import ReviewItem
from tests.queue.ground import decide, reported, taken
from tests.world import World, client_of, code_of

JSON = "application/json"


@pytest.fixture
def address(world: World) -> str:
    """What the suspended newcomer has: the address of the decision about them."""
    decide(reported(world), world.moderator, "suspend", term=timedelta(days=7))
    token = links.notice_url(Statement.objects.get().pk, world.newcomer.pk).rpartition("/")[2]
    return f"/api/v1/notices/by/{token}"


def test_from_the_statement_to_the_answer(world: World, address: str) -> None:
    stranger = Client()
    said = stranger.get(address).json()
    assert (said["kind"], said["can_appeal"]) == ("suspend", True)
    assert "mina-moderator" not in str(said)
    assert stranger.get(f"{address}/appeal").status_code == 404

    key = {"idempotency-key": "one"}
    made = stranger.post(f"{address}/appeal", {"text": "It was a joke."}, content_type=JSON, headers=key)
    again = stranger.post(f"{address}/appeal", {"text": "It was a joke."}, content_type=JSON, headers=key)
    assert (made.status_code, again.status_code) == (201, 201)
    assert Appeal.objects.count() == 1
    told = stranger.post(f"{address}/appeal/messages", {"text": "A poor one."}, content_type=JSON)
    assert [one["text"] for one in told.json()["messages"]] == ["A poor one."]

    item = taken(ReviewItem.objects.get(kind="appeal"), world.second_moderator)
    services.decide_appeal(
        actor=world.second_moderator, appeal_id=Appeal.objects.get().pk, version=item.version, outcome="overturned",
        answer="It was one.",
    )  # fmt: skip
    heard = stranger.get(f"{address}/appeal").json()
    assert (heard["outcome"], heard["answer"]) == ("overturned", "It was one.")
    assert "milo-moderator" not in str(heard)
    assert Action.objects.get().state == "reversed"


def test_an_appeal_is_taken_back_by_the_link(address: str) -> None:
    stranger = Client()
    stranger.post(f"{address}/appeal", {"text": "It was a joke."}, content_type=JSON)
    assert stranger.delete(f"{address}/appeal").status_code == 204
    assert Appeal.objects.get().outcome == "withdrawn"
    late = stranger.post(f"{address}/appeal/messages", {"text": "After all."}, content_type=JSON)
    assert (late.status_code, code_of(late)) == (409, "appeal_closed")


def test_a_link_that_was_not_made_here_opens_nothing(world: World, address: str) -> None:
    other = links.notice_url(Statement.objects.get().pk, world.operator.pk).rpartition("/")[2]
    for token in ("x", address.rpartition("/")[2][:-2] + "AA", other):
        for method, tail in (("get", ""), ("get", "/appeal"), ("delete", "/appeal")):
            assert getattr(Client(), method)(f"/api/v1/notices/by/{token}{tail}").status_code == 404
        answer = Client().post(f"/api/v1/notices/by/{token}/appeal", {"text": "Let me in."}, content_type=JSON)
        assert answer.status_code == 404
        assert Client().get(f"/notices/by/{token}").status_code == 404
    assert not Appeal.objects.exists()


def test_when_the_term_is_over_the_link_opens_only_an_appeal(world: World, address: str) -> None:
    with time_machine.travel(clock.now() + APPEAL_TERM + timedelta(hours=1)):
        assert Client().get(address).status_code == 404
        assert Client().get(address.replace("/api/v1", "")).status_code == 404
    Client().post(f"{address}/appeal", {"text": "It was a joke."}, content_type=JSON)
    with time_machine.travel(clock.now() + APPEAL_TERM + timedelta(hours=1)):
        assert Client().get(f"{address}/appeal").json()["text"] == "It was a joke."


def test_it_is_read_once_it_was_shown(world: World) -> None:
    decide(reported(world), world.moderator, "hide")
    statement = Statement.objects.get()
    token = links.notice_url(statement.pk, world.newcomer.pk).rpartition("/")[2]
    assert Client().get(f"/api/v1/notices/by/{token}").json()["read"] is False
    assert Client().get(f"/api/v1/notices/by/{token}").json()["read"] is True
    assert (
        "unread"
        not in client_of(world.newcomer).get("/notices").content.decode().split("<main")[1].split("row-title")[0]
    )
