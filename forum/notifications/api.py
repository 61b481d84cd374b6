"""The REST door of notifications and watches."""

from dataclasses import dataclass
from datetime import datetime

from rest_framework.request import Request
from rest_framework.serializers import BooleanField, ChoiceField

from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import IdField, PageQuery, StrictSerializer
from forum.notifications import policies, selectors, services

LEVELS = {name: level for level, name in selectors.LEVEL_NAMES.items()}


@dataclass(frozen=True, slots=True)
class NotificationShape:
    """One thing you were told. `reason` is mention, reply or watch; `at` is exact to the hour."""

    id: int
    reason: str
    thread: int
    thread_title: str
    post: int
    number: int
    actor: PersonShape
    at: datetime
    read: bool
    url: str


@dataclass(frozen=True, slots=True)
class SubscriptionShape:
    """How much you want to hear of one board or thread: muted, normal, tracking or watching."""

    kind: str
    key: str
    title: str
    level: str
    url: str


class NotificationsQuery(PageQuery):
    unread = BooleanField(required=False, help_text="Only what is not read yet.")


class ReadInput(StrictSerializer):
    read = BooleanField()


class ReadNoticesInput(StrictSerializer):
    up_to = IdField(help_text="The id of the newest notification that has been read.")


class LevelInput(StrictSerializer):
    level = ChoiceField(choices=list(LEVELS))


def notification_shape(row: selectors.NotificationRow) -> NotificationShape:
    return NotificationShape(
        id=row.id,
        reason=selectors.REASON_NAMES[row.reason],
        thread=row.thread_id,
        thread_title=row.thread_title,
        post=row.post_id,
        number=row.number,
        actor=person_shape(row.actor),
        at=row.at,
        read=row.read,
        url=row.url,
    )


class Notifications(Endpoint):
    @operation(
        summary="Your notifications", query=NotificationsQuery, out=Page[NotificationShape], scope="me:read", etag=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[NotificationShape]:
        """What you were told, the newest first."""
        me, query = policies.check_inbox(request.user), call.query
        unread, limit = query.get("unread", False), query["limit"]
        purpose = f"notifications:{me.pk}:{unread}"
        before = Cursor.open(query["cursor"], purpose=purpose)["before"] if "cursor" in query else 0
        found = selectors.inbox(viewer=me, before=before, unread=unread, limit=limit + 1)
        rows = found[:limit]
        cursor = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(found) > limit else None
        return Page(
            results=[notification_shape(row) for row in rows],
            next=page_url(request, cursor),
            etag=etag(rows[0].id if rows else 0, len(found) > limit, *rows),
        )


class NotificationById(Endpoint):
    @operation(
        summary="Mark one as read", body=ReadInput, out=NotificationShape, scope="me:write", limit="write",
        errors=("not_found",),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, notification_id: int) -> Ok[NotificationShape]:
        """Mark a notification as read, or as unread again."""
        row = services.set_reading(actor=request.user, seq=notification_id, read=call.body["read"])
        return Ok(notification_shape(row))


class Reading(Endpoint):
    @operation(
        summary="Mark all as read", body=ReadNoticesInput, status=204, scope="me:write", limit="write",
        name="me_notifications_reading_replace",
    )  # fmt: skip
    def put(self, request: Request, call: Call) -> NoContent:
        """Mark everything up to one notification as read: what came since stays unread."""
        services.mark_read(actor=request.user, up_to=call.body["up_to"])
        return NoContent()


class Subscriptions(Endpoint):
    @operation(
        summary="What you watch", query=PageQuery, out=Page[SubscriptionShape], scope="me:read", etag=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[SubscriptionShape]:
        """The boards and threads you have set a level for, the newest first. A page may be shorter than its limit."""
        me, query = policies.check_inbox(request.user), call.query
        purpose = f"subscriptions:{me.pk}"
        before = Cursor.open(query["cursor"], purpose=purpose)["before"] if "cursor" in query else 0
        rows, following = selectors.watches(viewer=me, before=before, limit=query["limit"])
        cursor = Cursor.seal({"before": following}, purpose=purpose) if following else None
        return Page(
            results=[
                SubscriptionShape(row.target.kind.value, row.target.key, row.target.title,
                                  selectors.LEVEL_NAMES[row.level], row.target.url)
                for row in rows
            ],
            next=page_url(request, cursor),
            etag=etag(rows[0].id if rows else 0, following, *rows),
        )  # fmt: skip


class Subscription(Endpoint):
    @operation(
        summary="Watch", body=LevelInput, out=SubscriptionShape, scope="me:write", limit="write", errors=("not_found",)
    )
    def put(self, request: Request, call: Call, kind: str, key: str) -> Ok[SubscriptionShape]:
        """Set how much you want to hear. `kind` is board (by slug) or thread (by id)."""
        level = LEVELS[call.body["level"]]
        target = services.set_watch(actor=request.user, kind=kind, key=key, level=level)
        return Ok(
            SubscriptionShape(target.kind.value, target.key, target.title, selectors.LEVEL_NAMES[level], target.url)
        )

    @operation(summary="Stop watching", status=204, scope="me:write", limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call, kind: str, key: str) -> NoContent:
        """Back to what holds without a setting: you hear of mentions and replies."""
        services.drop_watch(actor=request.user, kind=kind, key=key)
        return NoContent()
