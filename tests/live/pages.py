"""Open pages: the forum as it runs on the test's own stores, and browsers that look at it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.members.models import Member
from forum.embedded.browser import find_chromium
from forum.embedded.stack import Address, Stack, free_port
from tests.live.reading import apart, cookie_of

PATIENCE_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def database_url() -> str:
    """The test's own database, as the environment names one."""
    of = connection.settings_dict
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@/{of['NAME']}?host={of['HOST']}&port={of['PORT'] or 5432}"


@contextmanager
def running(data: Path, *parts: str) -> Iterator[Stack]:
    """Web, live, relay, worker and Caddy, or these `parts` of them, on the test's stores."""
    address = Address(port=free_port())
    data.chmod(0o711)
    environment = os.environ | {
        "ASSAY_DATA": str(data),
        "ASSAY_ORIGIN": address.origin,
        "ASSAY_SECRET_KEY": settings.SECRET_KEY,
        "ASSAY_DEBUG": "1",
        "ASSAY_TRUSTED_HOPS": "1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "forum.settings",
        "PYTHONUNBUFFERED": "1",
    }
    stack = Stack(environment, address=address)
    try:
        stack.start(*parts)
        yield stack
    finally:
        stack.stop()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=ARGUMENTS)
        yield browser
        browser.close()


def page_of(browser: Browser, stack: Stack, member: Member | None) -> Page:
    """A page in a browser of its own, signed in as `member`."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    if member is not None:
        name, _, value = apart(cookie_of, member)["cookie"].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": stack.url}])
    return context.new_page()
