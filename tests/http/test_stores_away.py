"""When the database or Valkey is away, every door says so and when to come back."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from forum.http import problems
from tests.http.asking import Ask, problem


def test_a_database_that_gives_up_is_a_503_problem(ask: Ask) -> None:
    answer = ask("GET", "/api/v1/slow-database")
    assert answer.status_code == 503
    assert problem(answer)["code"] == "unavailable"
    assert answer.headers["Retry-After"] == "5"
    assert b"statement" not in answer.content


def test_a_page_says_so_without_asking_any_store(ask: Ask, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = ask("GET", "/away")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert b"<!doctype html>" in answer.content
    assert b"127.0.0.1" not in answer.content


def test_without_valkey_the_api_says_so(ask: Ask, valkey_away: None) -> None:
    answer = ask("GET", "/api/v1/notes")
    assert answer.status_code == 503
    assert problem(answer)["code"] == "unavailable"


def test_without_valkey_a_form_keeps_what_was_typed_in_the_browser(ask: Ask, valkey_away: None) -> None:
    answer = ask(
        "POST", "/write", raw=b"title=a", kind="application/x-www-form-urlencoded", sec_fetch_site="same-origin"
    )
    assert answer.status_code == 503
    assert "no-store" in answer.headers["Cache-Control"]


def test_ready_says_which_way_it_is(ask: Ask) -> None:
    assert ask("GET", "/health/ready").json() == {"status": "ready"}
    assert ask("GET", "/health/live").json() == {"status": "live"}


def test_ready_is_a_problem_without_valkey_and_live_is_not(ask: Ask, valkey_away: None) -> None:
    answer = ask("GET", "/health/ready")
    assert answer.status_code == 503
    assert problem(answer)["code"] == "unavailable"
    assert ask("GET", "/health/live").status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError])
def test_a_store_that_goes_away_outside_a_view_is_told_by_the_last_handler(rf: object, error: type[Exception]) -> None:
    request = rf.get("/api/v1/notes")  # type: ignore[attr-defined]
    try:
        raise error("gone")
    except error:
        assert problems.handler500(request).status_code == 503
    assert problems.handler500(request).status_code == 500
