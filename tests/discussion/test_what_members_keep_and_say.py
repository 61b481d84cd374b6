"""Reactions and bookmarks: one a member and post, counted right, told once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from forum.kernel.errors import AssayError
from forum.kernel.events.models import Outbox
from tests.world import World, code_of, nothing_changes, reply, send, start
from threads.discussion import counters, selectors, services
from threads.discussion.models import Bookmark, ReactionCount, ReactionKind

type Api = Callable[..., Client]


def test_a_member_has_one_reaction_and_may_change_it(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.operator, thread)
    path = f"/api/v1/posts/{post.pk}/reactions"
    for actor, kind in (
        (world.newcomer, "thanks"),
        (world.newcomer, "thanks"),
        (world.newcomer, "doubt"),
        (world.guest, "doubt"),
    ):
        assert send(api(actor), "put", path, {"kind": kind}).status_code == 204

    shown = api(world.newcomer).get(f"/api/v1/posts/{post.pk}").json()
    assert (shown["reactions"], shown["reacted"]) == ([{"kind": "doubt", "count": 2}], "doubt")
    assert send(api(world.guest), "delete", path).status_code == 204
    assert send(api(world.guest), "delete", path).status_code == 204
    assert Client().get(f"/api/v1/posts/{post.pk}").json()["reactions"] == [{"kind": "doubt", "count": 1}]
    assert Outbox.objects.filter(name="post_reacted").count() == 4


def test_ones_own_post_takes_none(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "put", f"/api/v1/posts/{post.pk}/reactions", {"kind": "thanks"})

    assert code_of(answer) == "forbidden"


def test_a_count_that_drifted_is_mended(world: World) -> None:
    post = reply(world.operator, start(world.geologist, world.public))
    services.react(actor=world.newcomer, post_id=post.pk, kind=ReactionKind.THANKS)
    ReactionCount.objects.update(count=7)

    assert len(counters.mend_reactions()) == 1
    assert ReactionCount.objects.get().count == 1


def test_a_bookmark_is_seen_by_its_keeper_alone_and_reminds_once(world: World, api: Api) -> None:
    post = reply(world.operator, start(world.geologist, world.public))
    at = datetime.now(UTC) + timedelta(minutes=5)
    services.bookmark_post(actor=world.newcomer, post_id=post.pk, note="compare", remind_at=at)

    assert [one.note for one in selectors.bookmarks(viewer=world.newcomer)] == ["compare"]
    assert selectors.bookmarks(viewer=world.admin) == []
    assert services.remind_due() == 0
    Bookmark.objects.update(remind_at=datetime.now(UTC) - timedelta(seconds=1))
    assert (services.remind_due(), services.remind_due()) == (1, 0)
    told = Outbox.objects.get(name="bookmark_due")
    assert (told.payload["member_id"], told.payload["post_id"]) == (world.newcomer.pk, post.pk)


def test_a_kept_post_that_is_hidden_is_not_in_the_list(world: World) -> None:
    post = reply(world.operator, start(world.geologist, world.public))
    services.bookmark_post(actor=world.newcomer, post_id=post.pk)
    services.hide_post(post_id=post.pk, actor_id=None)

    assert selectors.bookmarks(viewer=world.newcomer) == []


def test_a_post_one_may_not_see_is_not_there_to_keep(world: World) -> None:
    post = reply(world.editor, start(world.editor, world.staff_only))

    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.bookmark_post(actor=world.newcomer, post_id=post.pk)
    assert refused.value.code == "not_found"


def test_a_count_that_is_missing_is_mended_too(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    services.react(actor=world.geologist, post_id=post.pk, kind=ReactionKind.AGREE)
    ReactionCount.objects.all().delete()

    assert len(counters.mend_reactions()) == 1

    assert ReactionCount.objects.get().count == 1
    assert list(counters.mend_reactions()) == []
