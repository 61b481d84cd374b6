"""Topics are given to whoever may read them; to everybody else they do not exist."""

import asyncio
import itertools
from datetime import timedelta

import orjson
import pytest

from accounts.members import services
from accounts.members.models import Member
from accounts.members.selectors import NOBODY, level_of
from tests.live.reading import Reader, cookie_of, live, read
from tests.world import World, start

KINDS = ("nobody", "newcomer", "geologist", "operator", "protected", "guest", "editor", "moderator", "admin")
MANY = ",".join(f"thread:{number}" for number in range(1, 52))
BOARDS = ("public", "members_only", "verified_only", "staff_only")


def ask(topics: str, headers: dict[str, str], query: str = "") -> Reader:
    """What one reader is answered at once."""

    async def scenario() -> Reader:
        async with live() as app:
            reader = await read(app, topics, headers=headers, query=query)
            if reader.status == 200:
                await reader.until(lambda: b"event: ready" in reader.body)
                await reader.leave()
            else:
                await reader.until(lambda: reader.over)
            return reader

    return asyncio.run(scenario())


def problem(reader: Reader) -> tuple[int, str]:
    return reader.status, orjson.loads(reader.body)["code"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_reader_follows_what_it_may_read(world: World, kind: str) -> None:
    viewer = world.viewers[kind]
    threads = {board: start(world.admin, getattr(world, board)) for board in BOARDS}
    reader = ask(",".join(f"thread:{thread.pk}" for thread in threads.values()), headers_of(viewer))
    allowed = {
        f"thread:{thread.pk}"
        for board, thread in threads.items()
        if level_of(viewer) >= getattr(world, board).read_level
    }
    lines = reader.body.decode().splitlines()
    told = {
        name.removeprefix("event: "): orjson.loads(data.removeprefix("data: "))
        for name, data in itertools.pairwise(lines)
        if name.startswith("event: ")
    }
    assert set(told["ready"]) == allowed
    refused = {f"thread:{thread.pk}" for thread in threads.values()} - allowed
    assert set(told["refused"]["topics"] if refused else ()) == refused


def headers_of(viewer: object) -> dict[str, str]:
    return cookie_of(viewer) if isinstance(viewer, Member) else {}


def test_what_nobody_may_see_answers_as_what_is_not_there(world: World) -> None:
    hidden = start(world.admin, world.staff_only)
    answers = {problem(ask(f"thread:{pk}", cookie_of(world.newcomer))) for pk in (hidden.pk, 999_999)}
    assert answers == {(404, "not_found")}


def test_an_inbox_is_its_members_alone(world: World) -> None:
    assert problem(ask("inbox", {})) == (404, "not_found")
    assert ask("inbox", cookie_of(world.newcomer)).status == 200


@pytest.mark.parametrize("topics", ["", "thread:0", "thread:x", "planet:1", "inbox,", MANY])
def test_topics_that_cannot_be_are_refused(world: World, topics: str) -> None:
    assert problem(ask(topics, {})) == (400, "bad_topics")


@pytest.mark.parametrize("query", ["&after=x", "&after=-1", "&colour=red"])
def test_other_parameters_are_refused(world: World, query: str) -> None:
    assert problem(ask("inbox", {}, query)) == (400, "bad_request")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_use_a_readers_session(world: World, site: str) -> None:
    headers = cookie_of(world.newcomer) | {"sec-fetch-site": site}
    assert problem(ask("inbox", headers)) == (403, "foreign_origin")


def test_a_token_follows_what_its_scopes_cover(world: World) -> None:
    thread = start(world.admin, world.verified_only)
    _, secret = services.issue_token(
        member=world.geologist, name="app", granted=["threads:read"], lifetime=timedelta(days=1)
    )
    headers = {"authorization": f"Bearer {secret}"}
    assert ask(f"thread:{thread.pk}", headers).status == 200
    assert problem(ask("inbox", headers)) == (403, "scope_missing")
    assert problem(ask("inbox", {"authorization": "Bearer assay_wrong"})) == (401, "bad_token")
    assert NOBODY.is_anonymous
