"""What the clock does to a thread, by the word of somebody who keeps order there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from forum.kernel import clock
from forum.kernel.events.models import Outbox
from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion import selectors, services
from threads.discussion.models import BoardModerator, ThreadChange, TimedChange

type Api = Callable[..., Client]


def in_hours(hours: int) -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(hours=hours)


def run_at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return services.run_timers()


def test_at_its_time_and_once_it_is_done_and_the_thread_says_by_whom(world: World, api: Api) -> None:
    thread, at = start(world.geologist, world.public), in_hours(2)
    services.set_pin(actor=world.moderator, thread_id=thread.pk, pinned=True)
    path = f"/api/v1/threads/{thread.pk}/timers"
    for what in ("close", "unpin"):
        assert send(api(world.moderator), "put", f"{path}/{what}", {"at": at.isoformat()}).status_code == 204
    assert [one["what"] for one in Client().get(path).json()["results"]] == ["close", "unpin"]
    assert "closes on" in Client().get(f"/threads/{thread.pk}").text

    assert run_at(at - timedelta(seconds=1)) == 0
    assert (run_at(at), run_at(at)) == (2, 0)

    thread.refresh_from_db()
    assert (thread.closed, thread.pinned) == (True, False)
    assert list(ThreadChange.objects.order_by("id").values_list("kind", "actor"))[1:] == [
        ("closed", None),
        ("unpinned", None),
    ]
    assert "The clock</" not in Client().get(f"/threads/{thread.pk}").text
    assert "The clock closed this thread" in Client().get(f"/threads/{thread.pk}").text
    assert Outbox.objects.filter(name="thread_closed").count() == 1
    assert Client().get(path).json()["results"] == []


def test_by_page_times_are_set_changed_and_taken_back(world: World) -> None:
    thread, browser = start(world.geologist, world.public), client_of(world.moderator)
    path = f"/threads/{thread.pk}/timers"
    first, second = in_hours(30), in_hours(60)

    def typed(**times: datetime) -> dict[str, str]:
        return {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in times.items()}

    assert browser.post(path, typed(close=first, archive=second)).status_code == 303
    assert list(selectors.timers_of(thread.pk)) == [TimedChange.CLOSE, TimedChange.ARCHIVE]
    assert f'value="{first:%Y-%m-%dT%H:%M}"' in browser.get(path).text
    assert browser.post(path, typed(archive=first)).status_code == 303
    assert list(selectors.timers_of(thread.pk)) == [TimedChange.ARCHIVE]


def test_a_time_that_is_past_or_far_is_refused_and_others_stay(world: World, api: Api) -> None:
    thread, client = start(world.geologist, world.public), api(world.moderator)
    for at in (in_hours(-1), in_hours(24 * 400)):
        with nothing_changes():
            answer = send(client, "put", f"/api/v1/threads/{thread.pk}/timers/close", {"at": at.isoformat()})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "close")


@pytest.mark.parametrize("what", ["explode", "CLOSE"])
def test_there_is_no_such_thing_for_the_clock_to_do(world: World, api: Api, what: str) -> None:
    thread = start(world.geologist, world.public)
    answer = send(
        api(world.moderator), "put", f"/api/v1/threads/{thread.pk}/timers/{what}", {"at": in_hours(1).isoformat()}
    )
    assert code_of(answer) == "not_found"


def test_whoever_no_longer_keeps_order_there_has_no_say_when_it_is_due(world: World) -> None:
    thread, at = start(world.geologist, world.public), in_hours(2)
    keeps = BoardModerator.objects.create(board=world.public, member=world.operator)
    services.set_timers(actor=world.operator, thread_id=thread.pk, wanted={TimedChange.CLOSE: at})
    keeps.delete()

    assert run_at(at) == 0

    thread.refresh_from_db()
    assert not thread.closed
    assert selectors.timers_of(thread.pk) == {}


def test_a_thread_that_was_merged_away_waits_until_it_is_back(world: World) -> None:
    thread, into, at = start(world.geologist, world.public), start(world.geologist, world.public, "Into"), in_hours(2)
    services.set_timers(actor=world.moderator, thread_id=thread.pk, wanted={TimedChange.CLOSE: at})
    change = services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)
    assert run_at(at) == 0

    services.undo_change(actor=world.moderator, thread_id=into.pk, change_id=change)

    assert run_at(at) == 1
