"""A saved search that is watched tells of each new post that it finds, and of none that its member may not read."""

import pytest

from forum.notifications import selectors, services
from forum.notifications.models import Reason, SearchAlert, WatchLevel
from forum.notifications.services.searching import NotReadYet
from forum.search.services import index_post, save_search
from tests.notifications.telling import relay, tell, told
from tests.world import World, reply, start
from threads.discussion.models import Post


def watch_search(world: World, query: str) -> int:
    saved = save_search(actor=world.newcomer, name="Mine", query=query)
    services.set_watch(actor=world.newcomer, kind="search", key=str(saved), level=WatchLevel.WATCHING)
    return saved


def index_all() -> None:
    for post in Post.objects.all():
        index_post(post_id=post.pk)


@pytest.mark.parametrize(
    ("query", "found"),
    [("monazite", True), ("monazite -cracking", False), ("author:olga-operator monazite", True), ("board:lounge monazite", False),
     ("in:title monazite", False), ("in:title cores", True), ("before:2020-01-01 monazite", False)],
)  # fmt: skip
def test_it_is_held_against_the_post_as_a_search_would_be(world: World, query: str, found: bool) -> None:
    watch_search(world, query)
    start(world.operator, world.public, "Cores", "Cracking of monazite at 600 °C.")
    index_all()
    tell()
    assert told(world.newcomer) == ([Reason.SEARCH] if found else [])


def test_the_item_names_the_search(world: World) -> None:
    watch_search(world, "monazite")
    start(world.operator, world.public, "Cores", "Monazite.")
    index_all()
    tell()
    assert [row.why for row in selectors.inbox(viewer=world.newcomer)] == ["Your search “Mine” finds it"]


def test_what_one_may_not_read_is_not_found(world: World) -> None:
    watch_search(world, "monazite")
    start(world.operator, world.verified_only, "Cores", "Monazite.")
    index_all()
    tell()
    assert told(world.newcomer) == []


def test_a_changed_search_tells_by_its_new_words(world: World) -> None:
    watch_search(world, "bastnaesite")
    save_search(actor=world.newcomer, name="Mine", query="monazite")
    start(world.operator, world.public, "Cores", "Monazite.")
    index_all()
    tell()
    assert told(world.newcomer) == [Reason.SEARCH]


def test_it_waits_until_search_has_read_the_post(world: World) -> None:
    watch_search(world, "monazite")
    thread = start(world.operator, world.public, "Cores", "Monazite.")
    relay().drain()
    post = Post.objects.select_related("thread__board").get(thread=thread)
    with pytest.raises(NotReadYet):
        services.match_searches(seq=2, post=post, at=post.created_at, after=0)


def test_letting_a_search_go_ends_it(world: World) -> None:
    saved = watch_search(world, "monazite")
    services.drop_watch(actor=world.newcomer, kind="search", key=str(saved))
    assert not SearchAlert.objects.exists()
    reply(world.operator, start(world.operator, world.public), "monazite")
    index_all()
    tell()
    assert told(world.newcomer) == []


def test_alerts_are_made_anew_by_night(world: World) -> None:
    watch_search(world, "monazite")
    SearchAlert.objects.update(filter="")
    assert services.renew_alerts(after=0) is None
    assert "monazit" in SearchAlert.objects.get().filter
