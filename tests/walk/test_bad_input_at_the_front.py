"""What no decent client sends, byte by byte through Caddy to the running forum: a coded refusal at once, and nothing stored."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.members.models import AccessToken
from tests.running import bearer
from tests.walk.conftest import Front
from tests.world import nothing_changes

pytestmark = pytest.mark.stack

DEEP = 50_000
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Line:
    """Writes requests by hand, as somebody with a token."""

    def __init__(self, front: Front) -> None:
        self.forum = front.forum
        self.host = f"127.0.0.1:{front.forum.port}"
        self.posts = f"/api/v1/threads/{front.thread.pk}/posts"
        self.thread = f"/threads/{front.thread.pk}"
        self.token = front.token

    def ask(self, method: str, path: str, *headers: str, body: bytes = b"", host: str = "") -> tuple[int, str, bytes]:
        """Status, media type and the rest of the one answer."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host or self.host}", "Connection: close", *headers]
        return parted(self.forum.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body))

    def post(self, path: str, body: bytes, *headers: str, kind: str = JSON) -> tuple[int, str, bytes]:
        own = (f"Authorization: {self.token}", f"Content-Type: {kind}", f"Content-Length: {len(body)}")
        return self.ask("POST", path, *own, *headers, body=body)


def parted(answer: bytes) -> tuple[int, str, bytes]:
    head, _, rest = answer.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    assert status, answer[:200]
    media = re.search(rb"(?im)^content-type: ([^;\r]+)", head)
    return int(status[1]), media[1].decode() if media else "", rest


@pytest.fixture
def line(front: Front, django_db_blocker: DjangoDbBlocker) -> Iterator[Line]:
    with django_db_blocker.unblock():
        yield Line(front)


@contextmanager
def untouched(front: Front) -> Iterator[None]:
    """Nothing is stored meanwhile."""
    with front.forum.inside(), nothing_changes():
        yield


BODIES = {
    "NUL": b'{"text": "a\\u0000b"}',
    "half of a character": b'{"text": "\\ud800"}',
    "broken UTF-8": b'{"text": "\xff"}',
    "lists 50,000 deep": b"[" * DEEP + b"]" * DEEP,
    "objects 50,000 deep": b'{"text":' * DEEP + b"1" + b"}" * DEEP,
    "an unknown field": b'{"text": "a", "author": 1}',
    "ten megabytes": b'{"text": "' + b"x" * 10_000_000 + b'"}',
    "thirteen megabytes": b'{"text": "' + b"x" * 13_000_000 + b'"}',
    "compressed": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("door", ["reply", "app sign-in"])
def test_a_bad_body_is_a_problem(front: Front, line: Line, name: str, door: str) -> None:
    with untouched(front):
        path = line.posts if door == "reply" else "/_allauth/app/v1/auth/login"
        status, media, rest = line.post(path, BODIES[name])
    assert status in {400, 413}
    if door == "reply" or name != "an unknown field":
        assert (media, b'"code":' in rest) == ("application/problem+json", True)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"a"', b"{", b"a=b"])
def test_the_apps_sign_in_takes_objects_alone(line: Line, body: bytes) -> None:
    status, media, _ = line.post("/_allauth/app/v1/auth/login", body)
    assert (status, media) == (400, "application/problem+json")


@pytest.mark.parametrize("number", [10**9, 2**31, 2**63, 10**400])
def test_a_page_number_beyond_all_posts_is_a_small_answer(line: Line, number: int) -> None:
    assert line.ask("GET", f"{line.posts}?from={number}")[0] == (200 if number < 2**31 else 400)
    assert line.ask("GET", f"{line.thread}?from={number}")[0] == 200
    assert line.ask("GET", f"/threads/{number}")[0] == 404


def test_an_expired_token_is_refused_even_where_none_is_needed(front: Front, line: Line) -> None:
    with front.forum.inside():
        header = bearer(front.world.guest)["authorization"]
        AccessToken.objects.filter(member=front.world.guest).update(expires_on=timezone.now() - timedelta(days=1))
    with untouched(front):
        answers = [line.ask("GET", path, f"Authorization: {header}") for path in ("/api/v1/me", "/api/v1/boards")]
    assert [status for status, _, _ in answers] == [401, 401]
    assert all(b"bad_token" in rest for _, _, rest in answers)


def test_two_credentials_at_once_are_none(front: Front, line: Line) -> None:
    status, _, rest = line.ask("GET", "/api/v1/me", f"Authorization: {line.token}", "X-Session-Token: another")
    assert (status, b"bad_token" in rest) == (401, True)


@pytest.mark.parametrize("header", ["Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"])
def test_a_form_from_elsewhere_is_refused(front: Front, line: Line, header: str) -> None:
    with untouched(front):
        status, media, _ = line.post(f"{line.thread}/reply", b"text=Forged.", header, kind=FORM)
    assert (status, media) == (403, "text/html")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1@evil.example", "[", "a b"])
def test_another_host_is_refused(line: Line, host: str) -> None:
    assert line.ask("GET", "/", host=host)[0] == 400
    assert line.ask("GET", "/api/v1/boards", host=host)[0] == 400


CHUNKED = "Transfer-Encoding: chunked"
FRAMED: dict[str, tuple[tuple[str, ...], bytes]] = {
    "in chunks": ((CHUNKED,), b"c\r\n" + b'{"text":"a"}' + b"\r\n0\r\n\r\n"),
    "in broken chunks": ((CHUNKED,), b"zz\r\n{}\r\n0\r\n\r\n"),
    "in chunks and with a length": (
        (CHUNKED, "Content-Length: 6"),
        b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    ),
    "with two lengths": (("Content-Length: 2", "Content-Length: 3"), b"{}x"),
    "with a negative length": (("Content-Length: -2",), b"{}"),
    "with a signed length": (("Content-Length: +2",), b"{}"),
    "in an unknown coding": (("Transfer-Encoding: xchunked",), b"0\r\n\r\n"),
    "in two codings": ((CHUNKED, "Transfer-Encoding: identity"), b"0\r\n\r\n"),
    "with a blank before the colon": (("Transfer-Encoding : chunked",), b"0\r\n\r\n"),
}


@pytest.mark.parametrize("name", FRAMED)
def test_a_body_whose_end_can_be_read_in_two_ways_is_refused_once(front: Front, line: Line, name: str) -> None:
    headers, body = FRAMED[name]
    with untouched(front):
        own = (f"Authorization: {line.token}", f"Content-Type: {JSON}")
        status, _, rest = line.ask("POST", line.posts, *own, *headers, body=body)
    assert status in {400, 411, 501}
    assert b"HTTP/1.1" not in rest


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Long: " + "a" * 100_000,), tuple(f"X-{n}: a" for n in range(3000)), ("X-NUL: a\0b",),
        ("Cookie: session=" + "a" * 60_000,), ("Cookie: session=a%00b",),
    ],
    ids=["one long", "three thousand", "NUL", "long cookie", "NUL in a cookie"],
)  # fmt: skip
def test_headers_that_nobody_needs_are_refused(line: Line, headers: tuple[str, ...]) -> None:
    assert line.ask("GET", "/", *headers)[0] in {400, 431}


@pytest.mark.parametrize("path", ["/%00", "/\x01", "/members/%ff", "/?a=%00", "/?a=%ff"])
def test_an_address_that_is_no_text_is_refused(line: Line, path: str) -> None:
    assert line.ask("GET", path)[0] == 400


@pytest.mark.parametrize("path", ["/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "//evil.example/"])
def test_no_address_leads_out(line: Line, path: str) -> None:
    assert line.ask("GET", path)[0] == 404


def test_a_header_with_an_underscore_is_no_credential(front: Front, line: Line) -> None:
    status, _, _ = line.ask("GET", "/api/v1/me", f"X_Session_Token: {line.token}", f"X-Session_Token: {line.token}")
    assert status == 401


def test_slow_senders_hold_nobody_up(front: Front, line: Line) -> None:
    head = f"GET / HTTP/1.1\r\nHost: {line.host}\r\nX-"
    body = f"POST {line.posts} HTTP/1.1\r\nHost: {line.host}\r\nContent-Length: 10\r\n\r\nhalf"
    chunks = f"POST {line.posts} HTTP/1.1\r\nHost: {line.host}\r\n{CHUNKED}\r\n\r\nc\r\nhalf"
    with front.forum.half_sent(40, head), front.forum.half_sent(40, body), front.forum.half_sent(40, chunks):
        assert [line.ask("GET", "/api/v1/boards")[0] for _ in range(12)] == [200] * 12
