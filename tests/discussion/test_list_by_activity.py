"""The list of threads by activity: a cursor over it neither repeats nor skips, whatever is written meanwhile."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, code_of, reply, start
from threads.discussion.models import Thread

type Api = Callable[..., Client]

# What happens between two pages: a reply to one of the threads, a new thread, or the next page is asked for.
STEP = st.one_of(st.just("page"), st.just("start"), st.integers(min_value=0, max_value=7))


def ids(page: dict[str, Any]) -> list[int]:
    return [thread["id"] for thread in page["results"]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(min_value=1, max_value=8),
    limit=st.integers(min_value=1, max_value=3),
    on_board=st.booleans(),
    before=st.lists(st.integers(min_value=0, max_value=7), max_size=6),
    steps=st.lists(STEP, max_size=14),
)
def test_pages_hold_each_thread_once_in_the_order_of_the_first_page(
    world: World, count: int, limit: int, on_board: bool, before: list[int], steps: list[str | int]
) -> None:
    cache.clear()
    with transaction.atomic():
        threads = [start(world.newcomer, world.public) for _ in range(count)]
        hidden = start(world.geologist, world.verified_only)
        for which in before:
            reply(world.geologist, threads[which % count])
        model = list(Thread.objects.exclude(pk=hidden.pk).order_by("-last_post_id").values_list("id", flat=True))
        reader = Client()
        page = reader.get(f"/api/v1/threads?limit={limit}{'&board=field-notes' if on_board else ''}").json()
        seen = ids(page)
        for step in [*steps, *["page"] * count]:
            if step == "page" and page["next"]:
                page = reader.get(page["next"]).json()
                seen += ids(page)
            elif step == "start":
                start(world.operator, world.public)
            elif isinstance(step, int):
                reply(world.operator, threads[step % count])

        assert page["next"] is None
        assert seen == model
        transaction.set_rollback(True)


def test_a_thread_with_a_new_reply_stands_first_in_a_fresh_list(world: World) -> None:
    old, new = start(world.newcomer, world.public), start(world.newcomer, world.public)
    reader = Client()
    assert ids(reader.get("/api/v1/threads").json()) == [new.pk, old.pk]

    reply(world.geologist, old)

    assert ids(reader.get("/api/v1/threads").json()) == [old.pk, new.pk]


def test_the_page_of_a_board_goes_on_where_it_ended_whatever_was_said_meanwhile(world: World) -> None:
    threads = [start(world.newcomer, world.public, title=f"Borehole {number}") for number in range(30)]
    browser = Client()
    first = browser.get("/boards/field-notes").text
    older = first.partition('href="/boards/field-notes?at=')[2].partition('"')[0]
    reply(world.geologist, threads[0])

    second = browser.get(f"/boards/field-notes?at={older}").text

    on_first = [number for number in range(30) if f">Borehole {number}<" in first]
    on_second = [number for number in range(30) if f">Borehole {number}<" in second]
    assert (on_first, on_second) == (list(range(5, 30)), list(range(5)))


def test_a_cursor_gives_no_more_than_its_bearer_may_see_when_it_is_used(world: World, api: Api) -> None:
    for _ in range(3):
        start(world.geologist, world.verified_only)
    open_to_all = start(world.newcomer, world.public)
    client = api(world.geologist)
    page = client.get("/api/v1/threads?limit=1").json()
    assert ids(page) == [open_to_all.pk]
    assert page["next"]

    world.geologist.role = "member"
    world.geologist.save()

    assert client.get(page["next"]).json() == {"results": [], "next": None, "previous": None}


def test_a_cursor_of_one_list_does_not_open_another(world: World) -> None:
    for _ in range(2):
        start(world.newcomer, world.public)
    cursor = Client().get("/api/v1/threads?limit=1").json()["next"].partition("cursor=")[2]

    assert code_of(Client().get(f"/api/v1/threads?board=field-notes&cursor={cursor}")) == "bad_cursor"
    assert Client().get(f"/boards/field-notes?at={cursor}").status_code == 404
    assert Client().get(f"/members/nora-new?at={cursor}").status_code == 404
