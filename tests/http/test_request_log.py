"""The log has a line for each request, and nothing in it that finds anybody."""

import io
import logging

import pytest
import structlog
from django.http import HttpResponse
from django.test import Client, RequestFactory
from structlog.testing import capture_logs

from forum.http.log import WithoutPath
from forum.http.middleware import RequestId

SECRETS = {"REMOTE_ADDR": "192.0.2.77", "HTTP_USER_AGENT": "Agent/7", "HTTP_AUTHORIZATION": "Bearer 77777"}


@pytest.fixture
def only_these(settings: object, db: None) -> None:
    settings.MIDDLEWARE = ["forum.http.middleware.RequestId", "forum.http.middleware.RequestLog"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("only_these")
def test_a_line_has_the_route_and_not_the_path() -> None:
    with capture_logs() as lines:
        Client().get("/api/v1/notes/4242?limit=1", **SECRETS)
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["method"] == "GET"
    assert line["route"] == "api/v1/notes/<int:note_id>"
    assert line["status"] == 400
    assert isinstance(line["ms"], float)
    text = str(line)
    for secret in ("4242", "192.0.2.77", "Agent", "77777", "limit"):
        assert secret not in text


def test_the_lines_of_one_request_share_its_id() -> None:
    def view(request: object) -> object:
        assert structlog.contextvars.get_contextvars()["request_id"] == request.id  # type: ignore[attr-defined]
        return HttpResponse()

    RequestId(view)(RequestFactory().get("/"))  # type: ignore[arg-type]


@pytest.mark.usefixtures("only_these")
def test_an_address_that_is_none_has_no_route() -> None:
    with capture_logs() as lines:
        Client().get("/invitations/very-secret")
    assert [line["route"] for line in lines if line["event"] == "request"] == [None]
    assert "very-secret" not in str(lines)


@pytest.mark.parametrize("message", ["Internal Server Error: %s", "Not Found: %s"])
def test_other_lines_about_a_request_lose_its_path(message: str) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutPath())
    request = RequestFactory().get("/invitations/very-secret")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, ("/invitations/very-secret",), None)
    record.request = request
    handler.handle(record)
    assert written.getvalue() == message % "(no route)" + "\n"
