"""Every answer tells browsers what not to do, whatever happened before it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from forum.http.middleware import SecurityHeaders
from tests.http.asking import Ask

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/boards", "/nowhere", "/broken", "/api/v1/notes", "/api/v1/broken", "/boards?a=%00", "/away"]
)
def test_the_headers_are_on_every_answer(ask: Ask, path: str) -> None:
    answer = ask("GET", path)
    for name, value in WANTED.items():
        assert answer.headers[name] == value
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_a_request_id_is_ours_and_new_each_time(ask: Ask) -> None:
    one, two = (ask("GET", "/boards", x_request_id="mine").headers["X-Request-ID"] for _ in range(2))
    assert "mine" not in (one, two)
    assert one != two


@pytest.mark.parametrize(("origin", "strict"), [("https://assay.example", True), ("http://127.0.0.1:8000", False)])
def test_https_is_remembered_where_there_is_https(settings: object, origin: str, strict: bool) -> None:
    settings.ORIGIN = origin  # type: ignore[attr-defined]
    answer = SecurityHeaders(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert ("Strict-Transport-Security" in answer.headers) is strict
