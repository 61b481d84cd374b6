"""What must hold before Assay starts, said in words an operator can act on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


def check_environment(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """The variables without which nothing can run."""
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 32:
        found.append(
            Error("ASSAY_SECRET_KEY is missing or shorter than 32 characters.", id="assay.E001",
                  hint="Set it to a long random text and keep it: sessions and sealed links depend on it.")
        )  # fmt: skip
    if not settings.REDIS_URL:
        found.append(Error("REDIS_URL is missing.", id="assay.E003", hint="For example redis://127.0.0.1:6379/0."))
    if settings.DEBUG and settings.ORIGIN.startswith("https://"):
        found.append(Error("ASSAY_DEBUG is on for a public origin.", id="assay.E004", hint="Set ASSAY_DEBUG=0."))
    return found


def register_all() -> None:
    register(check_environment, Tags.security)
