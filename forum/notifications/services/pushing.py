"""Browsers that are pushed to."""

from datetime import datetime

import orjson
from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import ids
from forum.kernel.errors import NotFound
from forum.kernel.jobs import enqueue
from forum.kernel.sealing import seal
from forum.notifications import policies, push
from forum.notifications.models import PushEndpoint
from forum.notifications.services.telling import PUSH

MOST = 10


@transaction.atomic
def add_endpoint(*, actor: Viewer, address: str, p256dh: str, auth: str, credential: str) -> int:
    """Push to a browser from now on: its address at a push service, and its keys as browsers hand them out.

    `credential` is what the browser is signed in with; the endpoint ends with it. The same address again is the same row,
    and goes to whoever is signed in there now. Raises `NotSignedIn`, `PushTellsDevice`, `Invalid`, `TooManyDevices`.
    """
    member = policies.check_push(actor)
    push.check_endpoint(address, p256dh, auth)
    others = PushEndpoint.objects.select_for_update().filter(member=member).exclude(digest=ids.digest(address))
    if len(others) >= MOST:
        raise policies.TooManyDevices
    told = orjson.dumps({"endpoint": address, "keys": {"p256dh": p256dh, "auth": auth}})
    row, _made = PushEndpoint.objects.update_or_create(
        digest=ids.digest(address),
        defaults={"member": member, "sealed": seal(told, about=push.ABOUT), "credential": credential},
    )
    return row.pk


@transaction.atomic
def drop_endpoint(*, actor: Viewer, endpoint_id: int = 0, address: str = "") -> None:
    """Push no more to one of the actor's browsers, by id or address. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    which = {"pk": endpoint_id} if endpoint_id else {"digest": ids.digest(address)}
    if not PushEndpoint.objects.filter(member=member, **which).delete()[0]:
        raise NotFound


def drop_all_endpoints(*, member_id: int) -> None:
    """Forget all of a member's browsers."""
    PushEndpoint.objects.filter(member=member_id).delete()


def drop_dead_endpoint(*, endpoint_id: int) -> None:
    """Forget a browser that is no longer there, or no longer signed in."""
    PushEndpoint.objects.filter(pk=endpoint_id).delete()


def put_off_push(*, endpoint_id: int, until: datetime) -> None:
    """Say when the quiet hours end that something waits; once, whatever comes in them."""
    key = f"push:{endpoint_id}:until:{until:%Y%m%d%H%M}"
    with transaction.atomic():
        enqueue(PUSH, key=key, payload={"endpoint": endpoint_id, "seq": 0}, not_before=until)
