"""Web push (RFC 8030, 8291, 8292): to the push services that browsers use, and to no other address.

The key that names us to them is derived from the site's own, and so is there without being set.
"""

import base64
import binascii
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from forum.kernel.errors import FieldError, Invalid
from forum.kernel.sealing import open_sealed
from forum.notifications.selectors import NotificationRow

ABOUT = "push endpoint"
TTL = 24 * 3600
"""Seconds for which a push service keeps what a browser that is off has not taken."""

SECONDS = 10
GONE = frozenset({404, 410})
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256 (FIPS 186-4, D.1.2.3)."""


class PushAway(Exception):
    """The push service did not take it. Says why by number or class name only: its own words hold the address."""


class EndpointGone(Exception):
    """The push service knows no such browser any more."""


@lru_cache(maxsize=2)
def _key(secret: str) -> Vapid02:
    material = HKDF(SHA256(), 48, salt=None, info=b"assay web push").derive(secret.encode())
    number = int.from_bytes(material, "big") % (_ORDER - 1) + 1
    # Not strict: a forum on a machine of its own may have no address with a dot in it to be reached under.
    return Vapid02(ec.derive_private_key(number, ec.SECP256R1()), {"no-strict": True})


def public_key() -> str:
    """The key that browsers ask for when they subscribe: the uncompressed point, base64url."""
    point = _key(settings.SECRET_KEY).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def check_endpoint(address: str, p256dh: str, auth: str) -> None:
    """Raises `Invalid` for an address of no push service we know, or for keys that are none."""
    if not _is_service(address):
        detail = _("This is no address of a push service that we know.")
        raise Invalid(detail, errors=[FieldError("endpoint", "bad_endpoint", detail)])
    try:
        point, secret = (base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)) for value in (p256dh, auth))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        right = len(point) == 65 and len(secret) == 16
    except (ValueError, binascii.Error):
        right = False
    if not right:
        detail = _("These are no keys of a push subscription.")
        raise Invalid(detail, errors=[FieldError("p256dh", "bad_keys", detail)])


def _is_service(address: str) -> bool:
    """Whether `address` is on one of the hosts in the settings: "*.example.org" stands for all below, an origin for itself."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not address.isascii() or len(address) > 1000 or parts.username is not None or parts.password is not None:
        return False
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_SERVICES:
        return True
    named = any(
        host == service or (service.startswith("*.") and host.endswith(service[1:]))
        for service in settings.PUSH_SERVICES
    )
    return named and parts.scheme == "https" and port in {None, 443}


def message(row: NotificationRow | None, *, discreet: bool) -> bytes | None:
    """What a browser is shown: who and where; nothing at all where discretion is asked for."""
    if discreet:
        return None
    if row is None:
        body = {
            "title": settings.SITE_NAME,
            "body": _("Something waits in your inbox."),
            "url": "/inbox",
            "tag": "inbox",
        }
    else:
        body = {"title": row.title[:200], "body": row.line, "url": row.open_url, "tag": f"n{row.id}"}
    return orjson.dumps(body)


def send(sealed: bytes, data: bytes | None, *, topic: str) -> None:
    """Hand a message to the push service, encrypted for the browser alone. Raises `EndpointGone`, `PushAway`.

    `topic` names the message: of several with one name the service keeps the newest, so a repeat is known for one.
    """
    told: dict[str, Any] = orjson.loads(open_sealed(sealed, about=ABOUT))
    if not _is_service(told["endpoint"]):
        raise EndpointGone
    parts = urlsplit(told["endpoint"])
    claims: dict[str, str | int] = {
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        "aud": f"{parts.scheme}://{parts.netloc}",
    }
    with requests.Session() as session:
        session.max_redirects = 0
        session.trust_env = False
        try:
            webpush(
                told, data=data, vapid_private_key=_key(settings.SECRET_KEY), vapid_claims=claims, ttl=TTL, timeout=SECONDS,
                headers={"Topic": topic, "Urgency": "normal"}, requests_session=session,
            )  # fmt: skip
        except WebPushException as error:
            status = getattr(error.response, "status_code", 0)
            if status in GONE:
                raise EndpointGone from None
            raise PushAway(str(status)) from None
        except requests.RequestException as error:
            raise PushAway(type(error).__qualname__) from None
