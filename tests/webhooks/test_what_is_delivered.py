"""A webhook is told what its owner may see, signed, once an event."""

import pytest
import standardwebhooks
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.members import services as members
from accounts.members.models import Role, Standing
from forum.webhooks import services
from forum.webhooks.models import Delivery
from tests.webhooks.receiving import Receiver, hook, log, relay, run, tell
from tests.world import World, reply, start
from threads.discussion import services as discussion


def test_a_reply_arrives_signed_and_names_ids_alone(world: World, other_side: Receiver) -> None:
    _, secret = hook(world.newcomer, other_side.url, "reply_posted")
    thread = start(world.geologist, world.public)
    post = reply(world.operator, thread, "What was the cut-off?")
    tell()
    ((headers, body),) = other_side.got
    verified = standardwebhooks.Webhook(secret).verify(body, headers)
    assert (verified["type"], verified["data"]) == ("reply_posted", {"thread": thread.pk, "post": post.pk})
    assert b"cut-off" not in body
    with pytest.raises(WebhookVerificationError):
        standardwebhooks.Webhook(secret).verify(body.replace(b"reply", b"REPLY"), headers)


def test_nothing_is_told_that_the_owner_may_not_see(world: World, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.verified_only)
    start(world.moderator, world.staff_only)
    open_to_all = start(world.geologist, world.public)
    discussion.post_reply(actor=world.moderator, thread_id=open_to_all.pk, source="Mind this one.", whisper=True)
    tell()
    assert [one["data"]["thread"] for one in other_side.messages] == [open_to_all.pk]
    assert log(mine) == [("delivered", 1, 204, "")]


@pytest.mark.parametrize("loss", ["hidden", "moved", "demoted", "suspended", "off"])
def test_what_is_lost_between_event_and_delivery_is_withheld(world: World, other_side: Receiver, loss: str) -> None:
    mine, _ = hook(world.geologist, other_side.url, "thread_started")
    thread = start(world.operator, world.verified_only)
    relay().drain()
    run("webhooks.tell")
    match loss:
        case "hidden":
            discussion.set_thread_state(thread_id=thread.pk, hidden=True, actor_id=None)
        case "moved":
            discussion.move_thread(actor=world.admin, thread_id=thread.pk, board_slug="back-office")
        case "demoted":
            members.change_role(member=world.geologist, role=Role.MEMBER, actor_id=None)
        case "suspended":
            members.set_standing(member_id=world.geologist.pk, standing=Standing.SUSPENDED, actor_id=None)
        case "off":
            said = services.Settings(name="A", url=other_side.url, kinds=("thread_started",), on=False)
            services.change_webhook(actor=world.geologist, webhook_id=mine, settings=said, version=1)
    run(services.DELIVER)
    assert other_side.got == []
    assert log(mine) == [("withheld", 0, None, "")]


def test_telling_and_delivering_twice_sends_once(world: World, other_side: Receiver) -> None:
    hook(world.newcomer, other_side.url)
    thread = start(world.geologist, world.public)
    tell()
    one = Delivery.objects.get()
    services.tell_chunk(
        kind="thread_started", seq=one.seq or 0, at=one.at, thread_id=thread.pk, post_id=thread.posts.get().pk, after=0
    )
    services.deliver(delivery_id=one.pk, turn=0, tries=0)
    run(services.DELIVER)
    assert (len(other_side.got), Delivery.objects.count()) == (1, 1)


def test_after_a_rotation_both_secrets_verify_for_a_day_and_then_the_new_one_alone(
    world: World, other_side: Receiver
) -> None:
    mine, first = hook(world.newcomer, other_side.url)
    second = services.rotate_secret(actor=world.newcomer, webhook_id=mine)
    start(world.geologist, world.public)
    tell()
    ((headers, body),) = other_side.got
    for secret in (first, second):
        standardwebhooks.Webhook(secret).verify(body, headers)
    Delivery.objects.all().delete()
    services.Webhook.objects.update(earlier_until="2020-01-01T00:00:00Z")
    services.ping(actor=world.newcomer, webhook_id=mine)
    tell()
    headers, body = other_side.got[-1]
    standardwebhooks.Webhook(second).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        standardwebhooks.Webhook(first).verify(body, headers)


def test_no_secret_lies_open_in_the_table(world: World, other_side: Receiver) -> None:
    mine, secret = hook(world.newcomer, other_side.url)
    kept = services.Webhook.objects.get(pk=mine)
    assert secret.encode() not in bytes(kept.secret)
