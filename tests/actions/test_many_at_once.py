"""Many items are decided together: a preview first, then the deed, then one undo. Over REST the list says what may be done."""

import re
from collections.abc import Callable

from django.test import Client

from moderation.actions.models import Action
from moderation.queue.models import ReviewItem
from tests.queue.ground import bad_post, report, reported
from tests.world import World, client_of, member, nothing_changes, start
from threads.discussion.models import Post, State

type Api = Callable[..., Client]


def chosen(page: str) -> list[str]:
    return re.findall(r'name="item" value="([0-9]+-[0-9]+)"', page)


def test_a_preview_changes_nothing_and_one_undo_takes_all_of_it_back(world: World) -> None:
    for number in range(3):
        reported(world, bad_post(world, member(f"spammer-{number}x")))
    browser = client_of(world.moderator)
    listed = chosen(browser.get("/moderation/queue").content.decode())
    choice = {"kind": "hide", "reason": "spam"}

    with nothing_changes():
        preview = browser.post("/moderation/queue/bulk", {**choice, "item": listed}).content.decode()
    assert chosen(preview) == listed

    done = browser.post("/moderation/queue/bulk", {**choice, "item": chosen(preview), "sure": "1"}).content.decode()
    assert Post.objects.filter(state=State.HIDDEN).count() == 3

    (undo,) = re.findall(r'action="(/moderation/queue/bulk/[^"]+)"', done)
    assert browser.post(undo).status_code == 303
    assert Post.objects.filter(state=State.HIDDEN).count() == 0
    assert set(Action.objects.values_list("state", flat=True)) == {"reversed"}
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"open"}


def test_what_changed_after_the_preview_is_left_out_and_named(world: World) -> None:
    items = [reported(world, bad_post(world)) for _n in range(2)]
    browser = client_of(world.moderator)
    listed = chosen(browser.get("/moderation/queue").content.decode())
    report(Post.objects.get(pk=items[0].target_id), world.editor)

    done = browser.post("/moderation/queue/bulk", {"kind": "hide", "reason": "spam", "item": listed, "sure": "1"})

    assert "stale_decision" in done.content.decode()
    assert Post.objects.get(pk=items[0].target_id).state == State.VISIBLE
    assert Post.objects.get(pk=items[1].target_id).state == State.HIDDEN


def test_the_preview_leaves_out_what_cannot_be_done(world: World) -> None:
    reported(world)
    thread = start(world.newcomer, world.public)
    browser = client_of(world.operator)
    browser.post(f"/report/thread/{thread.pk}", {"reason": "spam"})
    staff = client_of(world.moderator)
    listed = chosen(staff.get("/moderation/queue").content.decode())

    preview = staff.post(
        "/moderation/queue/bulk", {"kind": "remove", "reason": "spam", "item": listed}
    ).content.decode()

    assert (len(listed), len(chosen(preview))) == (2, 1)


def test_over_rest_the_list_names_what_may_be_done_to_each(world: World, api: Api) -> None:
    reported(world)
    (row,) = api(world.moderator).get("/api/v1/moderation/queue").json()["results"]
    assert {"approve", "hide", "remove", "silence", "ban"} <= set(row["actions"])


def test_what_names_no_item_is_refused_as_a_form(world: World) -> None:
    browser = client_of(world.moderator)
    for value in ("²-1", "-1", "1-", "--", "9" * 40 + "-1", "1-" + "9" * 40, "1-1-1"):
        with nothing_changes():
            answer = browser.post("/moderation/queue/bulk", {"kind": "hide", "reason": "spam", "item": value})
        assert answer.status_code == 400
