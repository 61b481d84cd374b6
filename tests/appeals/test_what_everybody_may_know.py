"""The public log, the figures, and the statements of reasons in the form that the DSA Transparency Database takes."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.kernel import clock
from moderation.actions import services as actions
from moderation.actions.models import Statement
from moderation.appeals import selectors, services
from tests.appeals.test_an_appeal_from_notice_to_answer import appealed, judge
from tests.queue.ground import bad_post, decide, report, reported
from tests.world import World, start

type Api = Callable[..., Client]
STATEMENTS = "/api/v1/moderation/statements"

# What https://transparency.dsa.ec.europa.eu/page/api-documentation asks of every statement.
NEEDED = {
    "decision_ground", "category", "content_type", "content_date", "application_date", "decision_facts", "source_type",
    "automated_detection", "automated_decision", "puid",
}  # fmt: skip
RESTRICTIONS = {"decision_visibility", "decision_provision", "decision_account"}


def exported(api: Api, world: World) -> list[dict[str, Any]]:
    return list(api(world.nobody).get(STATEMENTS).json()["results"])


@pytest.mark.parametrize("reason", ["danger", "spam"])
@pytest.mark.parametrize(
    "kind", ["hide", "remove", "ask_edit", "require_disclosure", "lock", "silence", "suspend", "ban"]
)
def test_each_statement_has_what_the_database_asks_for(world: World, api: Api, kind: str, reason: str) -> None:
    post = bad_post(world)
    decide(reported(world, post), world.moderator, kind, reason=reason)

    (made,) = exported(api, world)

    assert set(made) >= NEEDED
    assert set(made) & RESTRICTIONS
    assert made["content_date"] == post.created_at.date().isoformat()
    assert re.fullmatch(r"[0-9a-zA-Z_-]{1,500}", made["puid"])
    legal = made["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert legal == (reason == "danger")
    ground = {"illegal_content_legal_ground", "illegal_content_explanation"} if legal else {
        "incompatible_content_ground", "incompatible_content_explanation"
    }  # fmt: skip
    assert set(made) >= ground
    if made.get("decision_visibility") == ["DECISION_VISIBILITY_OTHER"]:
        assert made["decision_visibility_other"]


def test_a_term_says_when_it_ends(world: World, api: Api) -> None:
    decide(reported(world), world.moderator, "silence", term=timedelta(days=7))
    (made,) = exported(api, world)
    assert date.fromisoformat(made["end_date_service_restriction"]) == clock.today() + timedelta(days=7)


def test_a_member_as_such_is_content_of_another_type(world: World, api: Api) -> None:
    choice = actions.Choice("silence", "spam")
    actions.take_action(actor=world.moderator, target_kind="member", target_id=str(world.newcomer.pk), choice=choice)
    (made,) = exported(api, world)
    assert (made["content_type"], bool(made["content_type_other"])) == (["CONTENT_TYPE_OTHER"], True)
    assert made["source_type"] == "SOURCE_VOLUNTARY"


def test_the_export_pages_through_everything_once(world: World, api: Api) -> None:
    for _n in range(5):
        decide(reported(world, bad_post(world)), world.moderator, "hide")
    client, address, seen = api(world.nobody), f"{STATEMENTS}?limit=2", []
    while address:
        page = client.get(address).json()
        seen += [one["puid"] for one in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_the_figures_count_what_was_done_and_how_it_held(world: World) -> None:
    judge(appealed(world), world.second_moderator, "overturned")
    post = bad_post(world)
    report(post, world.nobody, "spam")
    decide(reported(world, post), world.moderator, "hide", reason="spam")
    second = bad_post(world)
    decide(reported(world, second), world.moderator, "approve", reason="other")
    decide(reported(world, bad_post(world)), world.moderator, "warn")
    services.file_appeal(
        member_id=world.newcomer.pk, statement_id=Statement.objects.get(action__kind="warn").pk, words="Why?"
    )

    found = selectors.figures(since=clock.now() - timedelta(days=1), until=clock.now() + timedelta(days=1))

    assert dict(found.by_kind) == {"remove": 1, "hide": 1, "approve": 1, "warn": 1}
    assert (found.reports, found.reports_by_guests, found.reports_upheld) == (5, 1, 3)
    assert (found.appeals, found.appeals_won, found.appeals_open, found.alone) == (2, 1, 1, 0)
    assert found.median_hours_to_decide is not None
    assert found.median_hours_to_answer is not None


def test_the_log_says_what_became_of_each_action(world: World) -> None:
    judge(appealed(world), world.second_moderator, "overturned")
    (row,) = selectors.log()
    assert (row.kind, row.state, row.appeal, row.reason) == ("remove", "reversed", "overturned", "ramping")


def test_what_was_only_proposed_is_not_in_the_log(world: World) -> None:
    decide(reported(world, bad_post(world, world.geologist)), world.moderator, "ban")
    assert selectors.log() == []


def test_an_empty_forum_has_an_empty_log(world: World, api: Api) -> None:
    start(world.geologist, world.public)
    assert exported(api, world) == []
    assert selectors.log() == []
