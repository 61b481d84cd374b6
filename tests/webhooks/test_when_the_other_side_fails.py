"""Failed tries come again, ever later; too many turn a webhook off; anything can be sent once more."""

from datetime import timedelta

import pytest

from forum.kernel import clock
from forum.kernel.jobs.models import Job
from forum.notifications.models import Notification
from forum.notifications.selectors import inbox
from forum.webhooks import policies, services
from forum.webhooks.models import Delivery, Off, Webhook
from tests.notifications.telling import tell as tell_inbox
from tests.webhooks.receiving import Receiver, hook, log, run, tell
from tests.world import World, client_of, nothing_changes, start


def waits() -> list[float]:
    """Seconds until each job of a delivery that is not done."""
    now = clock.now()
    jobs = Job.objects.filter(task=services.DELIVER, done_at=None).order_by("pk")
    return [(job.due_at - now).total_seconds() for job in jobs if job.due_at is not None]


def test_a_failed_try_comes_again_later_each_time_and_at_last_is_given_up(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    other_side.status = 500
    tell()
    for wait in services.WAITS:
        (after,) = waits()
        assert wait * 0.8 - 5 < after < wait * 1.2 + 5
        run(services.DELIVER)
    assert waits() == []
    assert log(mine) == [("failed", 11, 500, "")]
    assert len({headers["webhook-id"] for headers, _ in other_side.got}) == 1


def test_what_arrives_at_last_is_delivered_and_forgives_the_failures(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    other_side.status = 503
    tell()
    other_side.status = 200
    run(services.DELIVER)
    assert log(mine) == [("delivered", 2, 200, "")]
    assert Webhook.objects.get().failures == 0


def test_too_many_failures_turn_it_off_and_its_owner_can_turn_it_on(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    Webhook.objects.update(failures=services.FAILING - 1)
    start(world.geologist, world.public)
    other_side.status = 500
    tell()
    kept = Webhook.objects.get()
    assert (kept.off, waits()) == (Off.FAILING, [])
    start(world.geologist, world.public)
    tell()
    assert len(other_side.got) == 1
    said = services.Settings(name="Mirror", url=other_side.url, kinds=("thread_started",))
    services.change_webhook(actor=world.newcomer, webhook_id=mine, settings=said, version=kept.version)
    kept.refresh_from_db()
    assert (kept.off, kept.failures) == ("", 0)


def test_gone_turns_it_off_at_once(world: World, other_side: Receiver) -> None:
    hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    other_side.status = 410
    tell()
    assert Webhook.objects.get().off == Off.GONE


def test_a_redirect_is_a_failure_and_is_not_followed(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    other_side.status, other_side.headers = 307, {"location": other_side.url + "/inside"}
    tell()
    assert (len(other_side.got), log(mine)) == (1, [("waiting", 1, 307, "")])


def test_sent_once_more_it_has_the_same_id_and_may_not_be_asked_for_meanwhile(
    world: World, other_side: Receiver
) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    tell()
    one = Delivery.objects.get()
    services.redeliver(actor=world.newcomer, webhook_id=mine, delivery_id=one.pk)
    with nothing_changes(), pytest.raises(policies.StillOnItsWay):
        services.redeliver(actor=world.newcomer, webhook_id=mine, delivery_id=one.pk)
    run(services.DELIVER)
    assert [headers["webhook-id"] for headers, _ in other_side.got] == [one.message, one.message]


def test_a_server_that_is_not_there_is_no_defect(world: World, other_side: Receiver, settings: object) -> None:
    settings.WEBHOOKS_INSIDE = ("127.0.0.1:1",)  # type: ignore[attr-defined]
    mine, _ = hook(world.newcomer, "http://127.0.0.1:1/")
    start(world.geologist, world.public)
    tell()
    assert log(mine) == [("waiting", 1, None, "no_connection")]


def test_old_deliveries_are_forgotten_and_secrets_that_sign_no_more_dropped(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    services.rotate_secret(actor=world.newcomer, webhook_id=mine)
    start(world.geologist, world.public)
    tell()
    assert services.tidy() == 0
    past = clock.now() - timedelta(days=31)
    Delivery.objects.update(at=past)
    Webhook.objects.update(earlier_until=past)
    assert services.tidy() == 1
    assert Webhook.objects.get().earlier_secret is None


@pytest.mark.parametrize(
    ("status", "off"), [(500, "It failed too often"), (410, "The other side said that it is gone")]
)
def test_its_owner_hears_that_we_turned_it_off_and_the_page_says_why(
    world: World, other_side: Receiver, status: int, off: str
) -> None:
    tell_inbox()
    hook(world.newcomer, other_side.url)
    Webhook.objects.update(failures=services.FAILING - 1)
    start(world.geologist, world.public)
    other_side.status = status
    tell()
    tell_inbox()
    (row,) = inbox(viewer=world.newcomer)
    assert row.line == "A webhook of yours was turned off: its program could not be reached"
    assert Notification.objects.count() == 1
    browser = client_of(world.newcomer)
    assert off in browser.get(browser.get(row.open_url).headers["Location"]).text
