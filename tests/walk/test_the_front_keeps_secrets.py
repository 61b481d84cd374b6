"""What the running forum tells browsers, caches and its own logs: headers, cookies, sessions, and no secret anywhere."""

import re
from collections.abc import Iterator

import httpx
import pytest
from allauth.account.models import EmailAddress
from pytest_django.plugin import DjangoDbBlocker

from accounts.members.models import Member, Session
from forum.notifications.policies import stop_token
from tests.walk.conftest import Front
from tests.world import PASSWORD

pytestmark = pytest.mark.stack


@pytest.fixture
def nora(front: Front, django_db_blocker: DjangoDbBlocker) -> Iterator[Member]:
    """The newcomer with a password and a proven address."""
    with django_db_blocker.unblock(), front.forum.inside():
        member = Member.objects.get(pk=front.world.newcomer.pk)
        if not member.has_usable_password():
            member.set_password(PASSWORD)
            member.save()
            EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        yield member


@pytest.fixture
def browser(front: Front) -> Iterator[httpx.Client]:
    with front.forum.client() as client:
        yield client


def sign_in(browser: httpx.Client, path: str = "/account/login/") -> httpx.Response:
    page = browser.get(path).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"login": "nora-new", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    return browser.post(path, data=form, headers={"Origin": str(browser.base_url).rstrip("/")})


ANSWERS = {
    "/": 200, "/nowhere": 404, "/settings": 303, "/?a=%00": 400, "/account/login/": 200, "/theme?theme=dark": 303,
    "/api/v1/boards": 200, "/api/v1/me": 401, "/api/v1/nothing": 404, "/api/v1/schema/": 200, "/api/v1/docs/": 200,
    "/_allauth/app/v1/config": 200, "/_allauth/app/v1/auth/session": 401, "/health/live": 200, "/health/ready": 200,
    "/live/?topics=nothing": 400, "/static/gone.css": 404, "/static/plain.css": 200, "/robots.txt": 200,
}  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_tells_the_browser_what_not_to_do(front: Front, browser: httpx.Client, path: str) -> None:
    (front.forum.stack.data / "static" / "plain.css").write_text("p { margin: 0 }")
    answer = browser.get(path)
    assert answer.status_code == ANSWERS[path]
    assert re.match(r"default-src '(self|none)'", answer.headers["Content-Security-Policy"])
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert {"Server", "Via", "X-Powered-By"} & set(answer.headers) == set()


def test_the_fronts_own_refusals_are_guarded_too(browser: httpx.Client) -> None:
    for answer in (
        browser.post("/api/v1/threads", content=b"0" * 12_000_001),
        browser.post("/threads/1/reply", content=iter([b"text=a"])),
    ):
        assert answer.status_code in {411, 413}
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_what_a_member_reads_is_kept_nowhere(front: Front, nora: Member) -> None:
    pages = (
        "/",
        "/boards",
        "/boards/field-notes",
        f"/threads/{front.thread.pk}",
        "/members/nora-new",
        "/inbox",
        "/settings",
    )
    with front.forum.client(nora, browser=True) as client:
        assert {client.get(page).headers["Cache-Control"] for page in pages} == {"private, no-store"}
    with front.forum.client(nora) as client:
        kept = {
            client.get(path).headers["Cache-Control"] for path in ("/api/v1/me", "/api/v1/threads", "/api/v1/nothing")
        }
    assert all("private" in one or "no-store" in one for one in kept)


def test_no_cookie_of_ours_can_be_read_by_scripts_or_sent_from_elsewhere(browser: httpx.Client, nora: Member) -> None:
    answer = sign_in(browser)
    assert answer.status_code == 302
    cookies = browser.get("/account/login/").headers.get_list("set-cookie") + answer.headers.get_list("set-cookie")
    assert any(cookie.startswith("session=") for cookie in cookies)
    for cookie in cookies:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert "domain=" not in cookie.lower()


def test_signing_in_makes_a_session_of_its_own(browser: httpx.Client, nora: Member) -> None:
    browser.cookies.set("session", "a" * 32)
    sign_in(browser)
    first = [cookie.value for cookie in browser.cookies.jar if cookie.name == "session" and cookie.value != "a" * 32]
    assert len(first) == 1
    with httpx.Client(base_url=browser.base_url, cookies={"session": "a" * 32}) as other:
        assert other.get("/settings").status_code == 303


def test_signing_out_ends_the_session_for_whoever_holds_it(browser: httpx.Client, nora: Member) -> None:
    sign_in(browser)
    stolen = dict(browser.cookies)
    page = browser.get("/account/logout/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    before = Session.objects.count()
    browser.post("/account/logout/", data={"csrfmiddlewaretoken": token[1]})
    with httpx.Client(base_url=browser.base_url, cookies=stolen) as thief:
        assert thief.get("/settings").status_code == 303
    assert Session.objects.filter(member=nora).count() < before


def test_signing_out_in_the_app_ends_its_token(browser: httpx.Client, nora: Member) -> None:
    made = browser.post("/_allauth/app/v1/auth/login", json={"username": "nora-new", "password": PASSWORD}).json()
    token = {"X-Session-Token": made["meta"]["session_token"]}
    assert browser.get("/api/v1/me", headers=token).status_code == 200
    assert browser.delete("/_allauth/app/v1/auth/session", headers=token).status_code == 401
    assert browser.get("/api/v1/me", headers=token).status_code == 401


def test_no_way_leads_to_another_site(browser: httpx.Client, nora: Member) -> None:
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "/%5Cevil.example"):
        for path in ("/theme", "/account/login/"):
            location = browser.get(path, params={"next": target}).headers.get("Location", "/")
            assert location.startswith("/")
            assert not location.startswith(("//", "/\\"))


def test_no_log_holds_a_secret_an_address_or_a_name(front: Front, browser: httpx.Client, nora: Member) -> None:
    sign_in(browser)
    token, stop = front.token.removeprefix("Bearer "), stop_token(nora.pk)
    browser.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    browser.get(f"/stop-mail/{stop}")
    browser.get(f"/members/nora-new?token={token}")
    browser.get(f"/nowhere/{token}")
    browser.post("/_allauth/app/v1/auth/login", json={"username": "nora-new", "password": "quite wrong"})
    secrets = {token, stop, PASSWORD, "quite wrong", "nora-new", nora.email, *browser.cookies.values()}
    logs = {path.name: path.read_text() for path in (front.forum.stack.data / "log").glob("*.log")}
    assert {"web.log", "caddy.log"} <= set(logs)
    assert [(name, secret) for name, log in logs.items() for secret in secrets if secret in log] == []
