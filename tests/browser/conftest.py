"""One Chromium and one server for all tests of this folder."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.members.selectors import Viewer
from tests.browser.reader import Reader
from tests.chromium import launch
from tests.world import client_of

type NewReader = Callable[..., Reader]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser. Its driver keeps an event loop in this thread, so Django is told that this is no async code."""
    earlier = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    driver: Playwright
    with sync_playwright() as driver:
        browser = launch(driver)
        yield browser
        browser.close()
    if earlier is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def reader(chromium: Browser, live_server: LiveServer) -> Iterator[NewReader]:
    """`reader(viewer, width=390, scripts=False)` opens a browser signed in as `viewer`; all are closed afterwards."""
    contexts = []

    def new(viewer: Viewer | None = None, *, width: int = 1440, scripts: bool = True) -> Reader:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        cookies: Client = client_of(viewer) if viewer is not None else Client()
        context.add_cookies(
            [{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies.cookies.items()]
        )
        return Reader(page=context.new_page(), origin=live_server.url)

    yield new
    for context in contexts:
        context.close()
