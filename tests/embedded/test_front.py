"""Caddy in front, with the Caddyfile that a server uses."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer

import httpx
import pytest

from forum.embedded.stack import Address, Stack, free_port

pytestmark = pytest.mark.stack

HASHED = "style.0123456789ab.css"


class Web(ThreadingMixIn, UnixStreamServer):
    """Answers every request with its path, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        super().__init__(str(path), Answer)


class Answer(BaseHTTPRequestHandler):
    server: Web

    def address_string(self) -> str:
        return "unix"

    def log_request(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/live/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
            return
        body = f"{self.path} ".encode() * 200
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Stack]:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / HASHED).write_text("p { margin: 0 }")
    (tmp_path / "static" / "icon.svg").write_text("<svg/>")
    stack = Stack({"ASSAY_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}, address=Address(port=free_port()))
    stack.start("caddy")
    yield stack
    stack.stop("caddy")


@pytest.fixture
def web(front: Stack) -> Iterator[Web]:
    with Web(front.sockets / "web.sock") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_while_web_is_away_the_api_answers_a_problem(front: Stack) -> None:
    answer = httpx.get(f"{front.url}/api/v1/threads")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unavailable"


def test_while_web_is_away_a_page_says_so(front: Stack) -> None:
    answer = httpx.get(f"{front.url}/threads/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Nothing you have posted is lost" in answer.text


def test_no_log_line_holds_an_address_or_a_header(front: Stack, web: Web) -> None:
    (front.sockets / "live.sock").symlink_to(front.sockets / "web.sock")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{front.url}/live/cut", headers={"Authorization": "Bearer kept-to-ourselves"})

    log = front.parts["caddy"].log.read_text()

    assert '"uri":"/live/cut"' in log
    assert "kept-to-ourselves" not in log
    assert "127.0.0.1" not in log.replace(f"127.0.0.1:{front.address.port}", "")


def test_a_body_above_the_limit_is_refused_before_web_sees_it(front: Stack, web: Web) -> None:
    answer = httpx.post(f"{front.url}/api/v1/attachments", content=b"0" * 12_000_001)

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert web.asked == []


def test_a_slow_sender_reaches_web_only_when_it_is_done(front: Stack, web: Web) -> None:
    with socket.create_connection(("127.0.0.1", front.address.port), timeout=10) as client:
        client.sendall(b"POST /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf-")
        httpx.get(f"{front.url}/other")
        assert [path for path, _ in web.asked] == ["/other"]

        client.sendall(b"whole")
        assert client.recv(15) == b"HTTP/1.1 200 OK"

    assert [path for path, _ in web.asked] == ["/other", "/slow"]


def test_web_is_told_who_asks_and_nobody_can_pretend(front: Stack, web: Web) -> None:
    httpx.get(f"{front.url}/", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})

    (_, headers), *_ = web.asked
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"


def test_answers_are_compressed(front: Stack, web: Web) -> None:
    answer = httpx.get(f"{front.url}/words", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.text.startswith("/words ")


@pytest.mark.parametrize(
    ("name", "kept"),
    [(HASHED, "public, max-age=31536000, immutable"), ("icon.svg", "public, max-age=300")],
)
def test_static_files_are_kept_for_as_long_as_their_name_allows(front: Stack, name: str, kept: str) -> None:
    answer = httpx.get(f"{front.url}/static/{name}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == kept


def test_a_static_file_that_is_not_there_and_an_upload_are_left_to_web(front: Stack, web: Web) -> None:
    httpx.get(f"{front.url}/static/gone.css?v=1")
    httpx.get(f"{front.url}/media/scan.png")

    assert [path for path, _ in web.asked] == ["/static/gone.css?v=1", "/media/scan.png"]
