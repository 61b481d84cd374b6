"""Whoever has a part or an interest in an item is not offered it."""

from collections.abc import Callable

import pytest
from django.test import Client

from forum.kernel.errors import AssayError
from moderation.queue import selectors, services
from tests.queue.ground import bad_post, report, reported
from tests.world import World, client_of, code_of, nothing_changes, reply, send

type Api = Callable[..., Client]


def test_not_who_wrote_it(world: World) -> None:
    reported(world, bad_post(world, world.moderator))
    assert selectors.rows(viewer=world.moderator) == []
    assert len(selectors.rows(viewer=world.second_moderator)) == 1


def test_not_who_reported_it(world: World) -> None:
    reported(world, by=world.moderator)
    assert selectors.rows(viewer=world.moderator) == []


def test_not_who_talks_in_the_thread(world: World) -> None:
    post = bad_post(world)
    reply(world.moderator, post.thread, "I own some of that.")
    reported(world, post)
    assert selectors.rows(viewer=world.moderator) == []


def test_not_who_said_they_have_a_part(world: World) -> None:
    item = reported(world)
    services.release_item(actor=world.moderator, item_id=item.pk, recuse=True)
    assert services.take_next(actor=world.moderator) is None
    assert services.take_next(actor=world.second_moderator) == item.pk


def test_going_round_the_queue_is_refused(world: World, api: Api) -> None:
    post = bad_post(world)
    reported(world, post, by=world.moderator)
    body = {"kind": "hide", "target_kind": "post", "target_id": str(post.pk)}

    client = api(world.moderator)
    with nothing_changes():
        answer = send(client, "post", "/api/v1/moderation/actions", body)

    assert code_of(answer) == "not_found"


@pytest.mark.parametrize("who", ["nobody", "newcomer", "geologist", "guest", "editor"])
def test_the_queue_is_for_moderators(world: World, who: str) -> None:
    item = reported(world)
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.take_item(actor=getattr(world, who), item_id=item.pk)
    assert refused.value.code in {"moderators_only", "not_signed_in"}


def test_the_most_urgent_comes_first_and_says_why(world: World) -> None:
    mild = bad_post(world)
    report(mild, world.operator, "off_topic")
    bad = bad_post(world)
    report(bad, world.operator, "danger")
    report(bad, world.editor, "danger")

    first, second = selectors.rows(viewer=world.moderator)

    assert (first.target_id, second.target_id) == (str(bad.pk), str(mild.pk))
    assert dict(first.parts)["reports"] == pytest.approx(1 - 0.4**2)
    assert first.score > second.score


def test_a_guest_reports_and_learns_the_outcome_by_the_link_alone(world: World) -> None:
    post = bad_post(world)
    browser = client_of(world.nobody)

    answer = browser.post(f"/report/post/{post.pk}", {"reason": "ramping", "note": "No account, but this is wrong."})

    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"])
    assert "Waits for a moderator" in page.content.decode()
    row = selectors.reports_on(selectors.rows(viewer=world.moderator)[0].id)[0]
    assert (row.reporter, row.weight) == (None, 0.25)


def test_the_reported_text_is_kept_as_it_was(world: World) -> None:
    post = bad_post(world)
    words = post.html
    item = reported(world, post)
    type(post).objects.filter(pk=post.pk).update(html="<p>Nothing to see.</p>", version=2)

    desk = selectors.desk(item.pk, viewer=world.moderator)

    assert desk.reports[0].html == words
    assert desk.target is not None
    assert "Nothing to see" in desk.target.html
