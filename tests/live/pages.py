"""Open pages: browsers that look at a forum that runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from accounts.members.models import Member
from forum.embedded.browser import find_chromium
from forum.embedded.stack import Stack
from tests.live.reading import apart, cookie_of

PATIENCE_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


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
