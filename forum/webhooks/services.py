"""Every change to webhooks, and what is sent to them. Locks are taken in this order: member, webhook, delivery."""

import base64
import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.db import transaction

from accounts.members.models import Member
from accounts.members.selectors import Viewer, member_for_update
from forum.kernel import clock, idempotency, ids, sealing, text
from forum.kernel.errors import EditConflict
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue, enqueue_many
from forum.webhooks import policies, selectors, sending
from forum.webhooks.events import WebhookChanged, WebhookDisabled
from forum.webhooks.models import NAME_LONGEST, PING, Delivery, Off, Outcome, Webhook

DELIVER = "webhooks.deliver"

WAITS = (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds from each failed try to the next, some three days in all; each a fifth shorter or longer by chance."""

JITTER = 0.2

FAILING = 50
"""Failed tries one after the other, of whatever deliveries, after which a webhook is off."""

OVERLAP = timedelta(hours=24)
"""How long an earlier secret still signs, so that the other side can change over."""

KEPT = timedelta(days=30)
CHUNK = 200

GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner says of a webhook."""

    name: str
    url: str
    kinds: tuple[str, ...]
    on: bool = True


# --- by their owner ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_webhook(*, actor: Viewer, settings: Settings) -> tuple[int, str]:
    """A new webhook, its id and its secret, which nobody can read again. Locks the member's row.

    Raises `NotSignedIn`, `Invalid`, `TooManyWebhooks`.
    """
    owner = member_for_update(policies.check_owner(actor).pk)
    if Webhook.objects.filter(owner=owner).count() >= policies.MOST:
        raise policies.TooManyWebhooks
    made = Webhook(owner=owner, version=0)
    secret = _renew(made)
    _fill(made, settings)
    _tell(made)
    return made.pk, secret


@transaction.atomic
def change_webhook(*, actor: Viewer, webhook_id: int, settings: Settings, version: int) -> None:
    """Change a webhook; turned on again it begins without failures. Locks its row.

    Raises `NotSignedIn`, `NotFound`, `Invalid`, `EditConflict`.
    """
    found = selectors.webhook_for_update(webhook_id, viewer=policies.check_owner(actor))
    if found.version != version:
        raise EditConflict
    _fill(found, settings)
    _tell(found)


@transaction.atomic
def drop_webhook(*, actor: Viewer, webhook_id: int) -> None:
    """Take a webhook away with its log. Locks its row. Raises `NotSignedIn`, `NotFound`."""
    found = selectors.webhook_for_update(webhook_id, viewer=policies.check_owner(actor))
    _tell(found)
    found.delete()


@transaction.atomic
def rotate_secret(*, actor: Viewer, webhook_id: int) -> str:
    """A new secret, shown once; the one before signs too for another day. Locks the webhook's row.

    Raises `NotSignedIn`, `NotFound`.
    """
    found = selectors.webhook_for_update(webhook_id, viewer=policies.check_owner(actor))
    found.earlier_secret, found.earlier_until = found.secret, clock.now() + OVERLAP
    secret = _renew(found)
    found.version += 1
    found.save(update_fields=["secret", "earlier_secret", "earlier_until", "version"])
    _tell(found)
    return secret


@transaction.atomic
def ping(*, actor: Viewer, webhook_id: int, key: idempotency.Key | None = None) -> int:
    """Send a webhook a message that tells nothing; the delivery's id. Locks the webhook's row.

    Raises `NotSignedIn`, `NotFound`, `WebhookOff`.
    """
    found = selectors.webhook_for_update(webhook_id, viewer=policies.check_owner(actor))
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    if found.off:
        raise policies.WebhookOff
    made = Delivery.objects.create(
        webhook=found, message=_message(), kind=PING, data={"webhook": found.pk}, at=clock.now()
    )
    _send(made)
    idempotency.keep(key, status=201, resource=str(made.pk))
    return made.pk


@transaction.atomic
def redeliver(*, actor: Viewer, webhook_id: int, delivery_id: int, key: idempotency.Key | None = None) -> None:
    """Send something once more, under the same id, with all its tries before it. Locks the webhook's row and the delivery's.

    Raises `NotSignedIn`, `NotFound`, `StillOnItsWay`, `WebhookOff`.
    """
    found = selectors.webhook_for_update(webhook_id, viewer=policies.check_owner(actor))
    again = selectors.delivery_for_update(found.pk, delivery_id)
    if idempotency.claim(key) is not None:
        return
    policies.check_again(again.outcome)
    if found.off:
        raise policies.WebhookOff
    again.outcome, again.turn, again.tries = Outcome.WAITING, again.turn + 1, 0
    again.save(update_fields=["outcome", "turn", "tries"])
    _send(again)
    idempotency.keep(key, status=202, resource=str(again.pk))


# --- telling ------------------------------------------------------------------------------------------------------------


def tell_chunk(
    *, kind: str, seq: int, at: datetime, thread_id: int, post_id: int | None, after: int
) -> int | None:  # fmt: skip
    """Write down what the next webhooks behind `after` are told; the last one's id, None at the end.

    In the caller's transaction. Told are owners who may read it as every reader of its board may. A repeat changes nothing.
    """
    following = selectors.told_of(kind, after=after, limit=CHUNK)
    readers = selectors.readers_among({owner for _, owner in following}, thread_id=thread_id, post_id=post_id)
    data = {"thread": thread_id} | ({} if post_id is None else {"post": post_id})
    told = [webhook for webhook, owner in following if owner in readers]
    known = set(Delivery.objects.filter(webhook__in=told, seq=seq).values_list("webhook_id", flat=True))
    made = Delivery.objects.bulk_create(
        Delivery(webhook_id=webhook, message=_message(), kind=kind, seq=seq, data=data, at=at)
        for webhook in told
        if webhook not in known
    )
    enqueue_many(DELIVER, [(_key(one), _try(one)) for one in made])
    return following[-1][0] if len(following) == CHUNK else None


def deliver(*, delivery_id: int, turn: int, tries: int) -> None:
    """Try once to deliver, and write down what came of it and when to try again. Holds no lock while it sends."""
    found = selectors.on_its_way(delivery_id, turn, tries)
    if found is None:
        return
    webhook = found.webhook
    if webhook.off or not selectors.may_hear(webhook.owner, found.data):
        _settle(found, None)
        return
    at = clock.now()
    message = {"type": found.kind, "timestamp": found.at, "data": found.data}
    body = orjson.dumps(message, option=orjson.OPT_UTC_Z)
    headers = sending.signed(_secrets(webhook, at), message=found.message, at=at, body=body)
    _settle(found, sending.post(webhook.url, body, headers))


@transaction.atomic
def _settle(tried: Delivery, answer: sending.Answer | None) -> None:
    """Write down a try, or with None that there was none. Locks the webhook's row, then the delivery's."""
    webhook = Webhook.objects.select_for_update().filter(pk=tried.webhook_id).first()
    found = Delivery.objects.select_for_update().filter(pk=tried.pk, turn=tried.turn, tries=tried.tries).first()
    if webhook is None or found is None or found.outcome != Outcome.WAITING:
        return
    if answer is None:
        found.outcome = Outcome.WITHHELD
        found.save(update_fields=["outcome"])
        return
    found.tries, found.tried_at = found.tries + 1, clock.now()
    found.status, found.error, found.milliseconds = answer.status, answer.error, answer.milliseconds
    if answer.taken:
        found.outcome, webhook.failures = Outcome.DELIVERED, 0
    else:
        webhook.failures += 1
        _go_on(found, webhook, gone=answer.status == GONE)
    found.save(update_fields=["tries", "tried_at", "status", "error", "milliseconds", "outcome"])
    webhook.save(update_fields=["failures", "off", "version"])


def _go_on(found: Delivery, webhook: Webhook, *, gone: bool) -> None:
    """After a failed try: when to try again, or that it is enough."""
    if not webhook.off and (gone or webhook.failures >= FAILING):
        webhook.off, webhook.version = (Off.GONE if gone else Off.FAILING), webhook.version + 1
        publish(WebhookDisabled(webhook_id=webhook.pk, member_id=webhook.owner_id))
    if webhook.off or found.tries > len(WAITS):
        found.outcome = Outcome.FAILED
        return
    # Chance, so that all who failed together do not come back together.
    seconds = WAITS[found.tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    enqueue(DELIVER, key=_key(found), payload=_try(found), not_before=clock.now() + timedelta(seconds=seconds))


@transaction.atomic
def tidy(*, limit: int = 10_000) -> int:
    """Forget deliveries of more than thirty days ago, drop secrets that sign no more, seal the others under the newest key."""
    old = Delivery.objects.filter(at__lt=clock.now() - KEPT).exclude(outcome=Outcome.WAITING).order_by("at")
    gone, _ = Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()
    Webhook.objects.filter(earlier_until__lt=clock.now()).update(earlier_secret=None, earlier_until=None)
    for one in Webhook.objects.select_for_update().order_by("pk"):
        sealed = [bytes(one.secret), *([bytes(one.earlier_secret)] if one.earlier_secret else [])]
        if any(sealing.key_name(each) != sealing.newest() for each in sealed):
            one.secret, *earlier = (sealing.reseal(each, about=_about(one.owner_id)) for each in sealed)
            one.earlier_secret = earlier[0] if earlier else None
            one.save(update_fields=["secret", "earlier_secret"])
    return gone


# --- parts ----------------------------------------------------------------------------------------------------------------


def _fill(found: Webhook, settings: Settings) -> None:
    policies.check_target(settings.url)
    found.name = text.clean(settings.name, max_length=NAME_LONGEST, lines=False)
    found.url, found.kinds = settings.url, policies.check_kinds(settings.kinds)
    if settings.on:
        found.failures, found.off = (0 if found.off else found.failures), Off.NO
    elif not found.off:
        found.off = Off.OWNER
    found.version += 1
    found.save()


def _renew(found: Webhook) -> str:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    found.secret = sealing.seal(secret.encode(), about=_about(found.owner_id))
    return secret


def _secrets(webhook: Webhook, at: datetime) -> list[str]:
    """What signs now: the secret, and the one before it while that still counts."""
    sealed = [webhook.secret]
    if webhook.earlier_secret is not None and webhook.earlier_until is not None and webhook.earlier_until > at:
        sealed.append(webhook.earlier_secret)
    return [sealing.open_sealed(bytes(each), about=_about(webhook.owner_id)).decode() for each in sealed]


def _about(owner_id: int) -> str:
    return f"webhook:{owner_id}"


def _message() -> str:
    return f"msg_{ids.random_id().hex}"


def _key(one: Delivery) -> str:
    return f"webhook:{one.pk}:{one.turn}:{one.tries}"


def _try(one: Delivery) -> dict[str, int | str | bool | None]:
    return {"delivery": one.pk, "turn": one.turn, "tries": one.tries}


def _send(one: Delivery) -> None:
    enqueue(DELIVER, key=_key(one), payload=_try(one))


def _tell(found: Webhook) -> None:
    owner: Member = found.owner
    publish(WebhookChanged(webhook_id=found.pk, member_id=owner.pk), actor_id=owner.pk, coarse=owner.protected)
