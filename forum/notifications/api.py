"""The REST door of notifications and watches."""

from dataclasses import dataclass
from datetime import date, datetime

from rest_framework.request import Request
from rest_framework.serializers import BooleanField, ChoiceField, IntegerField, ListField

from accounts.members.models import AccessToken, Member
from accounts.members.sessions import digest_of
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import IdField, PageQuery, StrictSerializer, TextField
from forum.notifications import policies, push, selectors, services
from forum.notifications.models import MailPace, Topic

LEVELS = {name: level for level, name in selectors.LEVEL_NAMES.items()}


@dataclass(frozen=True, slots=True)
class NotificationShape:
    """One thing you were told. `reason` says why; `at` is exact to the hour; `place` is what it stands under, "thread:5".

    Where it is about a post, `thread`, `thread_title`, `post`, `number` and `actor` say which and whose.
    """

    id: int
    reason: str
    why: str
    place: str
    title: str
    line: str
    thread: int | None
    thread_title: str | None
    post: int | None
    number: int | None
    actor: PersonShape | None
    at: datetime
    read: bool
    url: str


@dataclass(frozen=True, slots=True)
class SubscriptionShape:
    """How much you want to hear of one thing. Boards and threads: muted, normal, tracking, watching; the rest: watching."""

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
        why=row.why,
        place=row.place,
        title=row.title,
        line=row.line,
        thread=row.thread_id,
        thread_title=row.title if row.thread_id else None,
        post=row.post_id,
        number=row.number,
        actor=person_shape(row.actor) if row.actor is not None else None,
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
        """What you have set a level for, the newest first. A page may be shorter than its limit; the first one begins with your
        saved searches that tell and the deposits you follow."""
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
            etag=etag(len(rows), following, *rows),
        )  # fmt: skip


class Subscription(Endpoint):
    @operation(
        summary="Watch", body=LevelInput, out=SubscriptionShape, scope="me:write", limit="write",
        errors=("not_found", "invalid"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, kind: str, key: str) -> Ok[SubscriptionShape]:
        """Set how much you want to hear. `kind` is board or deposit (by slug), member (by handle), thread, interview or search
        (by id). What is not a board or thread is followed (watching) or not (normal)."""
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


# --- how you are told -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelShape:
    """How one topic reaches you outside the inbox. `mail` is never, soon (a minute, if still unread), daily or weekly."""

    topic: str
    mail: str
    push: bool


@dataclass(frozen=True, slots=True)
class TellingShape:
    """How and when you are told. Hours are 0 to 23 in `zone`; days 1 (Monday) to 7; equal quiet hours are none.

    `bounced`: your address took no mail, so we send none until you ask for it again. `push_key` is what browsers and apps
    subscribe with (RFC 8292).
    """

    mail: bool
    discreet: bool
    bounced: bool
    zone: str
    quiet_from: int
    quiet_until: int
    digest_hour: int
    digest_day: int
    channels: list[ChannelShape]
    push_key: str


@dataclass(frozen=True, slots=True)
class DeviceShape:
    """A browser or app that is pushed to. `current`: it was added with what you are signed in with now."""

    id: int
    added_on: date
    current: bool


class ChannelInput(StrictSerializer):
    topic = ChoiceField(choices=Topic.values)
    mail = ChoiceField(choices=[pace.name.lower() for pace in MailPace])
    push = BooleanField()


class TellingInput(StrictSerializer):
    mail = BooleanField()
    discreet = BooleanField()
    zone = TextField(max_length=64, help_text="A name of the IANA time zone database: Africa/Nairobi.")
    quiet_from = IntegerField(min_value=0, max_value=23)
    quiet_until = IntegerField(min_value=0, max_value=23)
    digest_hour = IntegerField(min_value=0, max_value=23)
    digest_day = IntegerField(min_value=1, max_value=7)
    channels = ListField(child=ChannelInput(), max_length=len(Topic), required=False, help_text="Those left out stay.")


class DeviceInput(StrictSerializer):
    endpoint = TextField(max_length=1000)
    p256dh = TextField(max_length=100, help_text="The subscription's public key, base64url.")
    auth = TextField(max_length=40, help_text="The subscription's secret, base64url.")


def telling_shape(viewer: Member) -> TellingShape:
    now = selectors.mail_preferences(viewer=viewer)
    return TellingShape(
        mail=now.mail, discreet=now.discreet, bounced=now.bounced, zone=now.zone, quiet_from=now.quiet_from,
        quiet_until=now.quiet_until, digest_hour=now.digest_hour, digest_day=now.digest_day, push_key=push.public_key(),
        channels=[
            ChannelShape(topic.value, told.mail.name.lower(), told.push)
            for topic, told in selectors.channels(viewer=viewer).items()
        ],
    )  # fmt: skip


class Telling(Endpoint):
    @operation(summary="How you are told", out=TellingShape, scope="me:read", etag=True)
    def get(self, request: Request, call: Call) -> Ok[TellingShape]:
        """Channels by topic, quiet hours, digests."""
        shape = telling_shape(policies.check_inbox(request.user))
        return Ok(shape, etag=etag(0, shape))

    @operation(
        summary="Say how you are told", body=TellingInput, out=TellingShape, scope="me:write", limit="write", errors=("invalid",)
    )  # fmt: skip
    def put(self, request: Request, call: Call) -> Ok[TellingShape]:
        """Replace how and when you are told."""
        me = policies.check_inbox(request.user)
        told = dict(call.body)
        channels = {
            Topic(one["topic"]): selectors.Told(MailPace[one["mail"].upper()], push=one["push"])
            for one in told.pop("channels", [])
        }
        mail, discreet = told.pop("mail"), told.pop("discreet")
        services.set_telling(actor=me, mail=mail, discreet=discreet, hours=services.Hours(**told), channels=channels)
        return Ok(telling_shape(me))


class Devices(Endpoint):
    @operation(summary="What is pushed to", out=Page[DeviceShape], scope="me:read", etag=True)
    def get(self, request: Request, call: Call) -> Page[DeviceShape]:
        """Your browsers and apps that are pushed to, ten at most, the newest first."""
        rows = selectors.devices(viewer=policies.check_inbox(request.user), credential=credential_of(request.auth))
        return Page(
            results=[DeviceShape(row.id, row.added_on, row.current) for row in rows],
            next=None,
            etag=etag(len(rows), *rows),
        )

    @operation(
        summary="Push to this one", body=DeviceInput, out=DeviceShape, status=201, scope="me:write", limit="write",
        errors=("push_tells_device", "too_many_devices", "invalid"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[DeviceShape]:
        """Push to a browser or app: what its push service handed out (RFC 8030). The same address again is the same
        device, so a repeat makes no second.
        """
        me, credential = policies.check_inbox(request.user), credential_of(request.auth)
        made = services.add_endpoint(
            actor=me,
            address=call.body["endpoint"],
            p256dh=call.body["p256dh"],
            auth=call.body["auth"],
            credential=credential,
        )
        row = next(row for row in selectors.devices(viewer=me, credential=credential) if row.id == made)
        return Created(DeviceShape(row.id, row.added_on, row.current), location="/api/v1/me/devices")


class Device(Endpoint):
    @operation(summary="Push to it no more", status=204, scope="me:write", limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call, device_id: int) -> NoContent:
        """Let a browser or app go."""
        services.drop_endpoint(actor=request.user, endpoint_id=device_id)
        return NoContent()


def credential_of(held: object) -> str:
    """What a request came with, by the name under which a device is bound to it."""
    if isinstance(held, AccessToken):
        return f"token:{held.pk}"
    return f"session:{digest_of(getattr(held, 'session_key', None))}"
