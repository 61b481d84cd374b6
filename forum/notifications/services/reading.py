"""Marking as read. Publishes nothing; the member's other pages hear a bell."""

from django.db import transaction
from django.db.models import Q

from accounts.members.selectors import Viewer
from forum.notifications import policies, selectors
from forum.notifications.models import Notification, Reason
from forum.notifications.services.telling import ring


@transaction.atomic
def mark_read(*, actor: Viewer, up_to: int) -> int:
    """Mark everything up to and with event `up_to` as read; the number that was not. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, Q(seq__lte=up_to), read=True)


@transaction.atomic
def set_reading(*, actor: Viewer, seq: int, read: bool) -> selectors.NotificationRow:
    """Mark one notification as read or unread, and hand it back. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    _mark(member.pk, Q(seq=seq), read=read)
    return policies.found(selectors.notification(seq, viewer=member))


@transaction.atomic
def read_place(*, actor: Viewer, place: str, up_to: int) -> int:
    """Mark what stands under one place of the inbox as read, up to and with event `up_to`. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, _under(place) & Q(seq__lte=up_to), read=True)


@transaction.atomic
def read_posts(*, actor: Viewer, thread_id: int, first: int, last: int) -> int:
    """Mark what concerns the posts `first` to `last` of a thread as read; the number that was not. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, Q(post__thread=thread_id, post__number__range=(first, last)), read=True)


_PLACES = {
    "decisions": Q(statement__isnull=False),
    "verification": Q(reason=Reason.VERIFICATION),
    "desk": Q(reason=Reason.DESK),
    "reports": Q(reason=Reason.REPORT),
    "webhooks": Q(reason=Reason.WEBHOOK),
    "proposals": Q(proposal__isnull=False, proposal__deposit=None, proposal__party=None),
}


def _under(place: str) -> Q:
    if place in _PLACES:
        return _PLACES[place]
    kind, _colon, number = place.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return Q(seq__lt=0)
    if kind == "thread":
        return Q(post__thread=int(number))
    if kind == "deposit":
        return Q(change__deposit=int(number)) | Q(proposal__deposit=int(number))
    if kind == "party":
        return Q(proposal__party=int(number))
    return Q(interview=int(number)) if kind == "interview" else Q(seq__lt=0)


def _mark(member_id: int, which: Q, *, read: bool) -> int:
    marked = Notification.objects.filter(which, recipient=member_id).exclude(read=read).update(read=read)
    if marked:
        ring(member_id, member_id, 0)
    return marked
