"""What came of mail: reports of a mail service, and the messages that mail servers send back (RFC 3464)."""

from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import BadRequest, Forbidden, NotFound

SERVICES = {
    "postmark": PostmarkTrackingWebhookView,
    "brevo": BrevoTrackingWebhookView,
    "sendgrid": SendGridTrackingWebhookView,
}
_FOR_GOOD = frozenset({"bounced", "rejected", "complained"})
_SOFT = frozenset({"SoftBounce", "Transient", "DnsError", "soft_bounce", "deferred", "blocked"})


class NotTheMailService(Forbidden):
    """403: the report does not carry the secret that was agreed with the mail service."""

    code = "not_the_mail_service"
    title = _("Only the mail service may report here.")


def reported(request: HttpRequest) -> list[str]:
    """The addresses that a mail service says take no mail. Raises `NotFound` without one, `NotTheMailService`, `BadRequest`."""
    view_class = SERVICES.get(settings.MAIL_SERVICE)
    if view_class is None or not settings.MAIL_EVENTS_SECRET:
        raise NotFound
    view = view_class(webhook_secret=settings.MAIL_EVENTS_SECRET)
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        raise NotTheMailService from error
    try:
        events = view.parse_events(request)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest from error
    return [event.recipient for event in events if event.recipient and _for_good(event)]


def _for_good(event: object) -> bool:
    told = getattr(event, "esp_event", None) or {}
    soft = _SOFT & {str(told.get("Type")), str(told.get("event")), str(told.get("type"))}
    return getattr(event, "event_type", "") in _FOR_GOOD and not soft


def returned(raw: bytes) -> tuple[int, list[str]]:
    """Of a message that came back: the delivery it is about, and the addresses that will never take it; 0 where it is none."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or message.get_content_type() != "multipart/report":
        return 0, []
    delivery = 0
    failed: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            failed += _failed(part.get_payload())
        elif part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            delivery = delivery or _delivery(part)
    return delivery, failed


def _failed(blocks: object) -> list[str]:
    found: list[str] = []
    for block in blocks if isinstance(blocks, list) else []:
        status, action = str(block.get("Status", "")), str(block.get("Action", "")).strip().lower()
        recipient = str(block.get("Final-Recipient", "")).partition(";")[2].strip()
        if action == "failed" and status.strip().startswith("5") and recipient:
            found.append(recipient)
    return found


def _delivery(part: Message) -> int:
    """The number in our own Message-ID, which the message that came back quotes."""
    payload = part.get_payload()
    whole = payload if isinstance(payload, list) else [payload]
    for one in whole:
        message = (
            message_from_bytes(one.encode("ascii", "replace"), policy=policy.default) if isinstance(one, str) else one
        )
        if not isinstance(message, Message):
            continue
        local = str(message.get("Message-ID", "")).strip(" <>").partition("@")[0]
        kind, _dot, number = local.partition(".")
        if kind == "notification" and number.isascii() and number.isdigit() and len(number) < 19:
            return int(number)
    return 0
