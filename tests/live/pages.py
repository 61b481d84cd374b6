"""Open pages: browsers that look at a forum that runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from accounts.members.models import Member
from forum.embedded.stack import Stack
from tests.chromium import launch
from tests.live.reading import apart, cookie_of

PATIENCE_MS = 60_000


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
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
