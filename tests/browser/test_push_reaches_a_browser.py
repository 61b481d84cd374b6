"""A browser is pushed to, shows what comes, and is let go: the settings page and the service worker in Chromium.

No push service can be reached from here, so what one would answer is handed to the page; all else is the browser's own.
"""

import base64

import orjson
import pytest
from playwright.sync_api import Page, Worker, expect

from forum.notifications.models import PushEndpoint
from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.notifications.pushed import Browser, Service
from tests.notifications.telling import tell
from tests.world import World, reply, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/settings/notifications"
BUTTON = "Push to this browser"


def subscribes(page: Page, kept: Browser, address: str) -> None:
    """Have the browser's own `subscribe` answer as a push service's answer would make it."""
    given = orjson.dumps({"endpoint": address, "p256dh": kept.p256dh, "auth": kept.auth}).decode()
    page.add_init_script(f"window.given = {given};")
    page.add_init_script(
        """
        const bytes = (text) => Uint8Array.from(
            atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
        PushManager.prototype.subscribe = async (asked) => ({
            endpoint: given.endpoint, options: asked, getKey: (name) => bytes(given[name]), unsubscribe: async () => true,
        });
        """
    )


def worker_of(nora: Reader) -> Worker:
    """The service worker once it controls the page."""
    nora.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return nora.page.context.service_workers[0]


def shown(nora: Reader) -> list[dict[str, str]]:
    """The notices that the browser shows."""
    found: list[dict[str, str]] = nora.page.evaluate(
        "navigator.serviceWorker.ready.then((held) => held.getNotifications())"
        ".then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url })))"
    )
    return found


def deliver(nora: Reader, data: bytes) -> None:
    """What Chromium does when a push service hands it a message, decrypted."""
    devtools = nora.page.context.new_cdp_session(nora.page)
    known: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    while not known:
        nora.page.wait_for_timeout(20)
    devtools.send(
        "ServiceWorker.deliverPushMessage", {"origin": nora.origin, "registrationId": known[0], "data": data.decode()}
    )
    nora.page.wait_for_function(
        "navigator.serviceWorker.ready.then((held) => held.getNotifications()).then((all) => all.length)"
    )


def test_a_browser_is_pushed_to_shows_it_once_and_is_let_go(world: World, reader: NewReader, service: Service) -> None:
    kept, nora = Browser(), reader(world.newcomer)
    nora.page.context.grant_permissions(["notifications"], origin=nora.origin)
    subscribes(nora.page, kept, service.origin + "/nora")
    nora.open(HERE)
    nora.press(BUTTON)
    nora.page.get_by_role("heading", name="This browser").wait_for()
    assert PushEndpoint.objects.get().member_id == world.newcomer.pk

    tell()
    reply(world.operator, start(world.newcomer, world.public, "North wall"))
    tell()
    ((_headers, body),) = service.taken
    words = orjson.dumps(kept.read(body))
    deliver(nora, words)
    deliver(nora, words)
    (notice,) = shown(nora)
    assert (notice["title"], notice["body"]) == ("North wall", "olga-operator replied to you in post 2")

    opened = worker_of(nora).evaluate(
        """async () => {
            const gone = [];
            self.clients.openWindow = async (url) => gone.push(url);
            const [notification] = await self.registration.getNotifications();
            self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            while (!gone.length) await new Promise((done) => setTimeout(done, 20));
            return gone;
        }"""
    )
    assert opened == [nora.origin + notice["url"]]
    assert shown(nora) == []
    nora.page.goto(opened[0])
    nora.sees("North wall")

    nora.open(HERE)
    nora.press("Let it go")
    expect(nora.page.get_by_role("heading", name="This browser")).to_have_count(0)
    assert not PushEndpoint.objects.exists()
    nora.found_nothing_wrong()


@pytest.mark.parametrize("data", ["", "no JSON", base64.b64encode(b"\x00\xff").decode()])
def test_a_message_without_words_says_that_something_waits(world: World, reader: NewReader, data: str) -> None:
    nora = reader(world.newcomer)
    nora.page.context.grant_permissions(["notifications"], origin=nora.origin)
    nora.open(HERE)
    nora.page.evaluate("navigator.serviceWorker.register('/service-worker.js')")
    deliver(nora, data.encode())
    (notice,) = shown(nora)
    assert (notice["title"], notice["body"], notice["url"]) == ("Assay", "Something waits in your inbox.", "/inbox")


def test_a_browser_that_may_not_push_says_so_and_nothing_is_kept(world: World, reader: NewReader) -> None:
    nora = reader(world.newcomer)
    nora.open(HERE)
    nora.press(BUTTON)
    nora.sees("The browser does not let us push.")
    assert nora.page.get_by_role("button", name=BUTTON).is_enabled()
    assert not PushEndpoint.objects.exists()


def test_a_worker_leads_to_no_other_site(world: World, reader: NewReader) -> None:
    nora = reader(world.newcomer)
    nora.page.context.grant_permissions(["notifications"], origin=nora.origin)
    nora.open(HERE)
    nora.page.evaluate("navigator.serviceWorker.register('/service-worker.js')")
    deliver(nora, orjson.dumps({"title": "A", "url": "https://evil.example/", "tag": "t"}))
    opened = worker_of(nora).evaluate(
        """async () => {
            const gone = [];
            self.clients.openWindow = async (url) => gone.push(url);
            const [notification] = await self.registration.getNotifications();
            self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            await new Promise((done) => setTimeout(done, 100));
            return gone;
        }"""
    )
    assert opened == []
