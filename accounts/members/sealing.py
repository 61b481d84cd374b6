"""The second factors' secrets as the database keeps them: sealed, never in the clear."""

import base64
from typing import Any

from forum.kernel import sealing

ABOUT = "second factor"
SEALED_FIELDS = ("secret", "seed")


def sealed_text(plain: str) -> str:
    return base64.b64encode(sealing.seal(plain.encode(), about=ABOUT)).decode()


def opened_text(sealed: str) -> str:
    """Raises `sealing.CannotOpen`."""
    return sealing.open_sealed(base64.b64decode(sealed), about=ABOUT).decode()


def resealed_factor(data: dict[str, Any]) -> dict[str, Any] | None:
    """`data` of a second factor with its secrets under the newest key, or None where they are already."""
    changed = dict(data)
    for field in SEALED_FIELDS:
        if field in data:
            fresh = sealing.reseal(base64.b64decode(data[field]), about=ABOUT)
            changed[field] = base64.b64encode(fresh).decode()
    return changed if changed != data else None
