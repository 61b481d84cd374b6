"""Every read of webhooks: their owner's alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.members.models import Member
from forum.kernel.errors import NotFound
from forum.webhooks.models import Delivery, Kind, Off, Outcome, Webhook
from threads.discussion import selectors as discussion
from threads.discussion.models import Post, State, Thread

PAGE = 50


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook without its secret."""

    id: int
    name: str
    url: str
    kinds: tuple[str, ...]
    off: Off
    failures: int
    earlier_until: datetime | None
    created_on: date
    version: int

    @property
    def kind_labels(self) -> list[str]:
        return [str(Kind(kind).label) for kind in self.kinds]


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of a webhook's log."""

    id: int
    message: str
    kind: str
    data: dict[str, Any]
    at: datetime
    outcome: Outcome
    tries: int
    tried_at: datetime | None
    status: int | None
    error: str
    milliseconds: int | None


def webhooks(*, viewer: Member) -> list[WebhookRow]:
    """The viewer's own, in the order they were made. One query."""
    return [_row(one) for one in Webhook.objects.filter(owner=viewer).order_by("pk")]


def webhook(webhook_id: int, *, viewer: Member) -> WebhookRow:
    """One of the viewer's own, or `NotFound`."""
    return _row(_one(Webhook.objects.filter(owner=viewer), webhook_id))


def webhook_for_update(webhook_id: int, *, viewer: Member) -> Webhook:
    """Locks the webhook's row."""
    return _one(Webhook.objects.filter(owner=viewer).select_for_update(), webhook_id)


def deliveries(webhook_id: int, *, viewer: Member, before: int = 0, limit: int = PAGE) -> list[DeliveryRow]:
    """What was sent to one of the viewer's own, newest first, below delivery `before`. One query."""
    found = Delivery.objects.filter(webhook=webhook_id, webhook__owner=viewer).order_by("-pk")
    if before:
        found = found.filter(pk__lt=before)
    return [_delivery(one) for one in found[:limit]]


def delivery(webhook_id: int, delivery_id: int, *, viewer: Member) -> DeliveryRow:
    """One of them, or `NotFound`."""
    found = Delivery.objects.filter(webhook=webhook_id, webhook__owner=viewer, pk=delivery_id).first()
    if found is None:
        raise NotFound
    return _delivery(found)


def delivery_for_update(webhook_id: int, delivery_id: int) -> Delivery:
    """Locks the delivery's row, or `NotFound`."""
    found = Delivery.objects.select_for_update().filter(webhook=webhook_id, pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def wanted(kind: str) -> bool:
    """Whether any webhook is told of this kind."""
    return Webhook.objects.filter(off=Off.NO, kinds__contains=[kind]).exists()


def told_of(kind: str, *, after: int, limit: int) -> list[tuple[int, int]]:
    """The next webhooks behind `after` that want to hear of this kind, each with its owner."""
    found = Webhook.objects.filter(off=Off.NO, kinds__contains=[kind], pk__gt=after).order_by("pk")
    return list(found.values_list("pk", "owner_id")[:limit])


def readers_among(owners: Collection[int], *, thread_id: int, post_id: int | None) -> set[int]:
    """Those of `owners` who may read a thread, and a post in it, as every reader of its board may. Two queries at most."""
    open_now = Thread.objects.select_related("board").filter(
        pk=thread_id, state=State.VISIBLE, post_count__gt=0, merged_into=None
    )
    if post_id is not None:
        posts = Post.objects.filter(pk=post_id, thread=thread_id, state=State.VISIBLE, whisper=False)
        open_now = open_now.filter(pk__in=posts.values("thread"))
    thread = open_now.first()
    if thread is None:
        return set()
    return set(discussion.readers_of(thread.board).filter(pk__in=owners).values_list("pk", flat=True))


def may_hear(owner: Member, data: dict[str, Any]) -> bool:
    """Whether the owner may see, at this moment, all that a message names. One query."""
    if not owner.is_active:
        return False
    if "post" in data:
        return discussion.posts(viewer=owner).filter(pk=data["post"], thread=data["thread"]).exists()
    return "thread" not in data or discussion.threads(viewer=owner).filter(pk=data["thread"]).exists()


def on_its_way(delivery_id: int, turn: int, tries: int) -> Delivery | None:
    """The delivery with its webhook and owner, if it still waits for just this try."""
    found = Delivery.objects.select_related("webhook__owner").filter(pk=delivery_id, turn=turn, tries=tries)
    return found.filter(outcome=Outcome.WAITING).first()


def _one(found: QuerySet[Webhook], webhook_id: int) -> Webhook:
    one = found.filter(pk=webhook_id).first()
    if one is None:
        raise NotFound
    return one


def _row(one: Webhook) -> WebhookRow:
    return WebhookRow(
        id=one.pk, name=one.name, url=one.url, kinds=tuple(one.kinds), off=Off(one.off), failures=one.failures,
        earlier_until=one.earlier_until, created_on=one.created_on, version=one.version,
    )  # fmt: skip


def _delivery(one: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=one.pk, message=one.message, kind=one.kind, data=one.data, at=one.at, outcome=Outcome(one.outcome),
        tries=one.tries, tried_at=one.tried_at, status=one.status, error=one.error, milliseconds=one.milliseconds,
    )  # fmt: skip
