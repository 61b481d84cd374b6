"""HEAD, OPTIONS, methods that are not taken, and media types that are not wanted."""

import pytest

from forum.http.negotiation import accepts
from tests.http.asking import Ask, code

HERE = "/api/v1/notes/1"


def test_head_has_the_headers_of_get(ask: Ask) -> None:
    head, get = ask("HEAD", HERE), ask("GET", HERE)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_options_names_the_methods_and_spends_nothing(ask: Ask) -> None:
    answer = ask("OPTIONS", HERE)
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, PUT, DELETE, HEAD, OPTIONS"
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PATCH", "TRACE", "CONNECT", "BREW", "__init__", "operations"])
def test_a_method_that_is_not_taken_is_refused_by_name(ask: Ask, method: str) -> None:
    answer = ask(method, HERE, as_="7")
    assert answer.status_code == 405
    assert code(answer) == "method_not_allowed"
    assert answer.headers["Allow"] == "GET, PUT, DELETE, HEAD, OPTIONS"


def test_a_page_says_so_as_a_page(ask: Ask) -> None:
    answer = ask("DELETE", "/boards")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert b"<!doctype html>" in answer.content


@pytest.mark.parametrize(
    "header",
    ["", "*/*", "application/json", "text/html, application/json;q=0.5", "application/*", "TEXT/HTML , */* ; q=0.1",
     "application/json;charset=utf-8", "text/html;q=0, */*", "x" * 5000],
)  # fmt: skip
def test_what_admits_json_gets_it(ask: Ask, header: str) -> None:
    assert ask("GET", HERE, accept=header).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["text/html", "application/xml", "application/json;q=0", "*/*, application/json; q=0.000", "json", ";;,,", "\xff"],
)
def test_what_does_not_gets_a_problem_all_the_same(ask: Ask, header: str) -> None:
    answer = ask("GET", HERE, accept=header)
    assert answer.status_code == 406
    assert code(answer) == "not_acceptable"


def test_the_most_exact_range_decides() -> None:
    assert not accepts("application/*;q=0, */*", "application/json")
    assert accepts("application/json, application/*;q=0", "application/json")
