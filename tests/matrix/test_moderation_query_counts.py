"""What moderation's pages and operations cost: exactly so many queries, however much there is to show."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from forum.http.reference import document
from moderation.actions import links
from moderation.actions.models import Statement
from moderation.appeals import services as appeals
from moderation.queue import services as queue
from moderation.queue.models import ReviewItem
from moderation.rules import services as rules
from tests.matrix.ground import routes
from tests.matrix.test_query_counts import MODERATIONS, cost, templates
from tests.queue.ground import decide, report, tell
from tests.world import World, client_of, member, reply, start
from threads.discussion.models import Post

type Api = Callable[..., Client]
SIZES = (3, 30)

# Path: who asks, and how many queries it takes.
PAGES: dict[str, tuple[str, int]] = {
    "/report/post/{post}": ("nobody", 2),
    "/reports": ("operator", 4),
    "/reports/by/{token}": ("nobody", 1),
    "/notices": ("newcomer", 4),
    "/notices/{statement}": ("newcomer", 7),
    "/notices/by/{link}": ("nobody", 4),
    "/moderation/queue": ("moderator", 8),
    "/moderation/queue/{item}": ("moderator", 19),
    "/moderation/actions": ("moderator", 4),
    "/moderation/actions/{action}": ("moderator", 5),
    "/moderation/appeals": ("moderator", 5),
    "/moderation/appeals/{appeal}": ("second_moderator", 8),
    "/moderation/rules": ("moderator", 5),
    "/moderation/rules/{rule}": ("moderator", 4),
    "/moderation/act/post/{post}": ("moderator", 6),
    "/moderation/audit": ("moderator", 5),
    "/moderation/audit/{number}": ("moderator", 5),
    "/moderation/log": ("nobody", 1),
    "/moderation/transparency": ("nobody", 4),
}
OPERATIONS: dict[str, tuple[str, int]] = {
    "/api/v1/reports/by/{token}": ("nobody", 1),
    "/api/v1/me/reports": ("operator", 2),
    "/api/v1/me/reports/{report}": ("operator", 2),
    "/api/v1/me/notices": ("newcomer", 2),
    "/api/v1/me/notices/{statement}": ("newcomer", 3),
    "/api/v1/me/notices/{statement}/appeal": ("newcomer", 3),
    "/api/v1/notices/by/{link}": ("nobody", 4),
    "/api/v1/notices/by/{link}/appeal": ("nobody", 3),
    "/api/v1/moderation/queue": ("moderator", 2),
    "/api/v1/moderation/queue/counts": ("moderator", 2),
    "/api/v1/moderation/queue/views": ("moderator", 2),
    "/api/v1/moderation/queue/{item}": ("moderator", 12),
    "/api/v1/moderation/actions": ("moderator", 2),
    "/api/v1/moderation/actions/{action}": ("moderator", 2),
    "/api/v1/moderation/actions/{action}/sealed": ("moderator", 6),
    "/api/v1/moderation/appeals": ("moderator", 3),
    "/api/v1/moderation/appeals/{appeal}": ("moderator", 4),
    "/api/v1/moderation/rules": ("moderator", 2),
    "/api/v1/moderation/rules/{rule}": ("moderator", 2),
    "/api/v1/moderation/models": ("moderator", 2),
    "/api/v1/moderation/audit": ("moderator", 2),
    "/api/v1/moderation/audit/roots": ("nobody", 1),
    "/api/v1/moderation/audit/{number}": ("moderator", 2),
    "/api/v1/moderation/log": ("nobody", 1),
    "/api/v1/moderation/transparency": ("nobody", 3),
    "/api/v1/moderation/statements": ("nobody", 2),
}


def grow(world: World, size: int) -> dict[str, object]:
    """`size` of everything: posts that are reported, removals that are appealed, rules, and on one item reports and notes."""
    thread = start(world.geologist, world.public)
    ids: dict[str, object] = {}
    for n in range(size):
        removed = _reported(world, reply(world.newcomer, thread, f"Number {n} doubles, trust me."))
        removal = decide(removed, world.moderator, "remove").action_id
        statement = Statement.objects.get(action=removal)
        appeal = appeals.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words=f"A joke, {n}.")
        appeals.ask(actor=world.second_moderator, appeal_id=appeal, words="Which one?")
        _reported(world, reply(world.newcomer, thread, f"Number {n} triples, trust me."))
        links_rule = rules.Wanted([{"is": "links", "least": 3}], "label", "Counts links.", label="links")
        rule = rules.write_rule(actor=world.moderator, name=f"Links {n}", wanted=links_rule)
        ids |= {"statement": statement.pk, "action": removal, "appeal": appeal, "rule": rule}
    for n in range(size):
        appeals.write_message(member_id=world.newcomer.pk, appeal_id=int(str(ids["appeal"])), words=f"That one, {n}.")
    ids |= _busy(world, reply(world.newcomer, thread, "The last one."), size)
    tell("audit")
    link = links.notice_url(int(str(ids["statement"])), world.newcomer.pk).rpartition("/")[2]
    return {**ids, "link": link, "number": 1}


def _reported(world: World, post: Post) -> ReviewItem:
    report(post, world.operator)
    return ReviewItem.objects.get(target_kind="post", target_id=str(post.pk), state="open")


def _busy(world: World, post: Post, size: int) -> dict[str, object]:
    """A post that `size` people reported and staff wrote `size` notes to."""
    item = _reported(world, post)
    for n in range(size):
        report(post, member(f"reader-number-{n}x"))
        queue.add_note(actor=world.moderator, item_id=item.pk, words=f"Look at this, {n}.")
        queue.save_view(actor=world.moderator, name=f"View {n}", filters=queue.EVERYTHING)
    mine = queue.file_report(actor=world.nobody, kind="post", target_id=str(post.pk), reason="spam", note="")
    own = item.reports.get(reporter=world.operator).pk
    return {"item": item.pk, "post": post.pk, "token": mine.token, "report": own}


def costs(
    world: World, size: int, paths: dict[str, tuple[str, int]], client_for: Callable[..., Client]
) -> dict[str, tuple[str, int]]:
    ids = grow(world, size)
    return {path: (who, cost(client_for(world.viewers[who]), path.format(**ids))) for path, (who, _) in paths.items()}


@pytest.mark.parametrize("size", SIZES)
def test_each_operation_takes_exactly_so_many_queries(world: World, api: Api, size: int) -> None:
    assert costs(world, size, OPERATIONS, api) == OPERATIONS


@pytest.mark.parametrize("size", SIZES)
def test_each_page_takes_exactly_so_many_queries(world: World, size: int) -> None:
    assert costs(world, size, PAGES, client_of) == PAGES


IDS = dict.fromkeys(
    ("post", "statement", "item", "action", "appeal", "rule", "number", "report", "token", "link"), 1
)  # fmt: skip


def test_no_operation_is_forgotten() -> None:
    reading = {path for path, methods in document()["paths"].items() if "get" in methods}
    assert {path for path in reading if path.startswith(MODERATIONS)} == templates(
        dict.fromkeys(OPERATIONS, (0, 0)), **IDS
    )


def test_no_page_is_forgotten() -> None:
    written_only = re.compile(r"/(next|views|bulk|lease|notes|decision|change|messages|sealed)\b")
    mine = {route for route in routes() if re.match(r"moderation/|reports?\b|notices\b", route)}
    shown = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in mine if not written_only.search(route)}
    assert shown == templates(dict.fromkeys(PAGES, (0, 0)), **IDS)
