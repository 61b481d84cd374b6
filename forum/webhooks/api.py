"""The REST door of webhooks."""

from dataclasses import dataclass
from datetime import date, datetime

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Accepted, Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import PageQuery, StrictSerializer, TextField
from forum.webhooks import policies, selectors, services
from forum.webhooks.selectors import DeliveryRow, WebhookRow
from forum.webhooks.services import Settings

AT = "/api/v1/webhooks"


@dataclass(frozen=True, slots=True)
class WebhookShape:
    """An address of yours that is told of events. `off` is empty while it is on, else owner, failing or gone.

    `failures` counts failed tries since the last that went well. The secret before the present one signs until `earlier_until`.
    """

    id: int
    name: str
    url: str
    kinds: list[str]
    off: str
    failures: int
    earlier_until: datetime | None
    created_on: date
    version: int


@dataclass(frozen=True, slots=True)
class NewWebhookShape:
    """A new webhook. `secret` verifies what it is sent, and is shown this once."""

    id: int
    name: str
    url: str
    kinds: list[str]
    version: int
    secret: str


@dataclass(frozen=True, slots=True)
class WebhookSecretShape:
    """A new secret, shown this once. The one before signs as well for 24 hours."""

    secret: str


@dataclass(frozen=True, slots=True)
class DeliveredShape:
    """What its message names: ids, to be fetched by whoever is told. A ping names the webhook alone."""

    thread: int | None
    post: int | None


@dataclass(frozen=True, slots=True)
class DeliveryShape:
    """One message to a webhook. `outcome` is waiting, delivered, failed or withheld; `message` is its `webhook-id`.

    Of the last try: its HTTP `status`, or in `error` what went wrong (no_such_host, internal_address, no_connection, timeout,
    bad_answer), and how long it took.
    """

    id: int
    message: str
    kind: str
    data: DeliveredShape
    at: datetime
    outcome: str
    tries: int
    tried_at: datetime | None
    status: int | None
    error: str
    milliseconds: int | None


class WebhookInput(StrictSerializer):
    name = TextField(max_length=80, lines=False)
    url = serializers.CharField(max_length=500, help_text="https://, a public name, port 443 or 8443.")
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=20)
    on = serializers.BooleanField(default=True)


def webhook_shape(row: WebhookRow) -> WebhookShape:
    return WebhookShape(
        id=row.id, name=row.name, url=row.url, kinds=list(row.kinds), off=row.off, failures=row.failures,
        earlier_until=row.earlier_until, created_on=row.created_on, version=row.version,
    )  # fmt: skip


def delivery_shape(row: DeliveryRow) -> DeliveryShape:
    return DeliveryShape(
        id=row.id, message=row.message, kind=row.kind, data=DeliveredShape(row.data.get("thread"), row.data.get("post")),
        at=row.at, outcome=row.outcome, tries=row.tries, tried_at=row.tried_at, status=row.status, error=row.error,
        milliseconds=row.milliseconds,
    )  # fmt: skip


def _settings(call: Call) -> Settings:
    body = call.body
    return Settings(name=body["name"], url=body["url"], kinds=tuple(body["kinds"]), on=body["on"])


class Webhooks(Endpoint):
    @operation(summary="Your webhooks", out=Page[WebhookShape], scope="webhooks:read", etag=True)
    def get(self, request: Request, call: Call) -> Page[WebhookShape]:
        """All of them: there are ten at most."""
        rows = selectors.webhooks(viewer=policies.check_owner(request.user))
        return Page(results=[webhook_shape(row) for row in rows], etag=etag(0, *rows))

    @operation(
        summary="Add a webhook", body=WebhookInput, out=NewWebhookShape, status=201, scope="webhooks:write", limit="write",
        errors=("too_many_webhooks",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[NewWebhookShape]:
        """The secret is shown this once, so this takes no idempotency key: a repeat makes another webhook."""
        me = policies.check_owner(request.user)
        made, secret = services.add_webhook(actor=me, settings=_settings(call))
        row = selectors.webhook(made, viewer=me)
        shape = NewWebhookShape(row.id, row.name, row.url, list(row.kinds), row.version, secret)
        return Created(shape, location=f"{AT}/{made}", etag=etag(row.version, row))


class WebhookById(Endpoint):
    @operation(summary="One webhook", out=WebhookShape, scope="webhooks:read", etag=True, errors=("not_found",))
    def get(self, request: Request, call: Call, webhook_id: int) -> Ok[WebhookShape]:
        """One of your own."""
        return _shown(webhook_id, request)

    @operation(
        summary="Change a webhook", body=WebhookInput, out=WebhookShape, scope="webhooks:write", limit="write",
        if_match=True, etag=True, errors=("not_found", "edit_conflict"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, webhook_id: int) -> Ok[WebhookShape]:
        """Replace what you said of it. Turned on again it begins without failures."""
        services.change_webhook(
            actor=request.user, webhook_id=webhook_id, settings=_settings(call), version=call.version
        )
        return _shown(webhook_id, request)

    @operation(summary="Take a webhook away", status=204, scope="webhooks:write", limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call, webhook_id: int) -> NoContent:
        """With its log."""
        services.drop_webhook(actor=request.user, webhook_id=webhook_id)
        return NoContent()


class WebhookSecret(Endpoint):
    @operation(
        summary="Rotate the secret", out=WebhookSecretShape, status=201, scope="webhooks:write", limit="write",
        errors=("not_found",),
    )  # fmt: skip
    def post(self, request: Request, call: Call, webhook_id: int) -> Created[WebhookSecretShape]:
        """The secret is shown this once, so this takes no idempotency key: a repeat makes another one."""
        secret = services.rotate_secret(actor=request.user, webhook_id=webhook_id)
        return Created(WebhookSecretShape(secret), location=f"{AT}/{webhook_id}")


class Deliveries(Endpoint):
    @operation(
        summary="What was sent to a webhook", query=PageQuery, out=Page[DeliveryShape], scope="webhooks:read", etag=True,
        errors=("not_found", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, webhook_id: int) -> Page[DeliveryShape]:
        """The newest first, of the last 30 days."""
        me, limit = policies.check_owner(request.user), call.query["limit"]
        selectors.webhook(webhook_id, viewer=me)
        purpose = f"deliveries:{webhook_id}"
        before = Cursor.open(call.query["cursor"], purpose=purpose)["before"] if "cursor" in call.query else 0
        found = selectors.deliveries(webhook_id, viewer=me, before=before, limit=limit + 1)
        rows = found[:limit]
        cursor = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(found) > limit else None
        return Page(
            results=[delivery_shape(row) for row in rows],
            next=page_url(request, cursor),
            etag=etag(0, len(found) > limit, *rows),
        )

    @operation(
        summary="Send a ping", out=DeliveryShape, status=201, scope="webhooks:write", limit="write", idempotent=True,
        errors=("not_found", "webhook_off"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, webhook_id: int) -> Created[DeliveryShape]:
        """A message of kind `ping`, that tells nothing: to see whether it arrives and verifies."""
        me = policies.check_owner(request.user)
        made = services.ping(actor=me, webhook_id=webhook_id, key=call.key)
        row = selectors.delivery(webhook_id, made, viewer=me)
        return Created(delivery_shape(row), location=f"{AT}/{webhook_id}/deliveries/{made}")


class DeliveryById(Endpoint):
    @operation(summary="One delivery", out=DeliveryShape, scope="webhooks:read", etag=True, errors=("not_found",))
    def get(self, request: Request, call: Call, webhook_id: int, delivery_id: int) -> Ok[DeliveryShape]:
        """What became of one message."""
        row = selectors.delivery(webhook_id, delivery_id, viewer=policies.check_owner(request.user))
        return Ok(delivery_shape(row), etag=etag(0, row))


class Redelivery(Endpoint):
    @operation(
        summary="Send it once more", out=DeliveryShape, status=202, scope="webhooks:write", limit="write", idempotent=True,
        errors=("not_found", "still_on_its_way", "webhook_off"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, webhook_id: int, delivery_id: int) -> Accepted[DeliveryShape]:
        """Under the same `webhook-id`, with all its tries before it."""
        me = policies.check_owner(request.user)
        services.redeliver(actor=me, webhook_id=webhook_id, delivery_id=delivery_id, key=call.key)
        row = selectors.delivery(webhook_id, delivery_id, viewer=me)
        return Accepted(delivery_shape(row), location=f"{AT}/{webhook_id}/deliveries/{delivery_id}")


def _shown(webhook_id: int, request: Request) -> Ok[WebhookShape]:
    row = selectors.webhook(webhook_id, viewer=policies.check_owner(request.user))
    return Ok(webhook_shape(row), etag=etag(row.version, row))
