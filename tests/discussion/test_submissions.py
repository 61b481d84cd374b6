"""Texts that wait: scheduled, held, or a protected member's; each becomes a post only when every rule agrees again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from accounts.members.models import Standing
from forum.kernel import screening
from forum.kernel.events.models import Outbox
from tests.world import World, code_of, nothing_changes, send, start
from threads.discussion import services
from threads.discussion.models import Post, Submission, Thread

type Api = Callable[..., Client]
NOW = datetime(2026, 11, 22, 10, 17, 31, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def held() -> Iterator[None]:
    """A rule that holds every text with the word "ramp"."""

    def judge(draft: screening.Draft) -> screening.Verdict:
        return screening.Verdict(effect="hold", labels=("ramping",)) if "ramp" in draft.text else screening.Verdict()

    screening.plug(judge)
    yield
    screening._screeners.remove(judge)


def test_a_scheduled_reply_is_202_and_a_post_when_its_time_has_come(
    world: World, api: Api, clock: time_machine.Traveller
) -> None:
    thread = start(world.geologist, world.public)
    at = (NOW + timedelta(hours=2)).isoformat()
    client = api(world.newcomer)

    answer = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "Later.", "publish_at": at})

    assert answer.status_code == 202
    assert (answer.json()["waits_for"], answer.json()["state"], answer.json()["post"]) == ("scheduled", "waiting", None)
    assert services.release_due() == 0
    clock.shift(timedelta(hours=2, seconds=1))
    assert services.release_due() == 1
    told = client.get(answer.headers["Location"]).json()
    assert (told["state"], told["url"]) == ("released", f"/threads/{thread.pk}/2")
    assert Post.objects.get(number=2).source == "Later."
    assert services.release_due() == 0


def test_a_repeat_shows_the_same_submission(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    body = {"text": "Later.", "publish_at": "2030-01-01T00:00:00Z"}
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"
    body["publish_at"] = (datetime.now(UTC) + timedelta(days=3)).isoformat()

    answers = [send(client, "post", path, body, idempotency_key="k-1") for _ in range(2)]

    assert [one.status_code for one in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert Submission.objects.count() == 1


def test_what_the_rules_hold_is_no_post_until_somebody_decides(world: World, api: Api, held: None) -> None:
    thread = start(world.geologist, world.public)

    answer = send(api(world.newcomer), "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "They ramp it."})

    assert (answer.status_code, answer.json()["waits_for"]) == (202, "held")
    kept = Submission.objects.get()
    assert kept.screening["labels"] == ["ramping"]
    assert "ramp" not in Client().get(f"/threads/{thread.pk}").text
    services.release_due()
    assert Post.objects.count() == 1
    assert services.release_submission(submission_id=kept.pk, actor_id=world.moderator.pk) is not None
    assert Post.objects.get(number=2).author_id == world.newcomer.pk


def test_whoever_may_no_longer_write_when_the_time_comes_is_told_why(world: World) -> None:
    thread = start(world.geologist, world.public)
    at = datetime.now(UTC) + timedelta(hours=1)
    made = services.post_reply(actor=world.newcomer, thread_id=thread.pk, source="Later.", publish_at=at)
    assert isinstance(made, UUID)
    world.newcomer.standing = Standing.SILENCED
    world.newcomer.save()

    assert services.release_submission(submission_id=made) is None

    kept = Submission.objects.get()
    assert (kept.state, kept.refusal, Post.objects.count()) == ("refused", "silenced", 1)


def test_protected_texts_wait_for_one_another_and_keep_no_time(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = start(world.geologist, world.public)
    hidden = [world.protected, world.operator, world.guest]
    for one in hidden:
        one.protected = True  # type: ignore[attr-defined]
    services.post_reply(actor=hidden[0], thread_id=thread.pk, source="One.")
    services.post_reply(actor=hidden[1], thread_id=thread.pk, source="Two.")
    assert services.release_due() == 0

    services.post_reply(actor=hidden[2], thread_id=thread.pk, source="Three.")
    clock.shift(timedelta(minutes=3))

    assert services.release_due() == 3
    assert {one.minute for one in Submission.objects.values_list("hour", flat=True)} == {0}
    assert len(set(Post.objects.filter(number__gt=1).values_list("created_at", flat=True))) == 1
    assert Outbox.objects.filter(name="submission_made", held_until=None).count() == 0


def test_one_text_alone_waits_six_hours_at_most(world: World, clock: time_machine.Traveller) -> None:
    thread = start(world.geologist, world.public)
    world.protected.protected = True  # type: ignore[attr-defined]
    services.post_reply(actor=world.protected, thread_id=thread.pk, source="Alone.")
    clock.shift(timedelta(hours=5, minutes=30))
    assert services.release_due() == 0

    clock.shift(timedelta(minutes=30))

    assert services.release_due() == 1


def test_a_thread_can_wait_too_with_its_tags(world: World) -> None:
    at = datetime.now(UTC) + timedelta(hours=1)
    made = services.start_thread(
        actor=world.newcomer, board_slug="field-notes", title="Soon", source="Words.", tags=("kachin",), publish_at=at
    )
    assert isinstance(made, UUID)
    assert Thread.objects.count() == 0

    services.release_submission(submission_id=made)

    assert (Thread.objects.get().title, Thread.objects.get().tags) == ("Soon", ["kachin"])


def test_others_neither_see_nor_withdraw_it(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    at = datetime.now(UTC) + timedelta(hours=1)
    made = services.post_reply(actor=world.newcomer, thread_id=thread.pk, source="Later.", publish_at=at)

    for actor in (world.geologist, world.moderator, world.admin):
        client = api(actor)
        with nothing_changes():
            seen = client.get(f"/api/v1/me/submissions/{made}")
            gone = send(client, "delete", f"/api/v1/me/submissions/{made}")
        assert (code_of(seen), code_of(gone)) == ("not_found", "not_found")
    assert send(api(world.newcomer), "delete", f"/api/v1/me/submissions/{made}").status_code == 204
    assert services.release_due() == 0


@pytest.mark.parametrize("hours", [-1, 24 * 400])
def test_a_time_that_is_past_or_too_far_is_refused(world: World, api: Api, hours: int) -> None:
    thread = start(world.geologist, world.public)
    at = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "A", "publish_at": at})

    assert code_of(answer) == "invalid"
    assert answer.json()["errors"][0]["field"] == "publish_at"
