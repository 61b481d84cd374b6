"""Refusals are problem details with stable codes; defects give nothing away."""

import pytest

from forum.http import problems
from forum.kernel.errors import AssayError
from tests.http.asking import NOTE, Ask, problem


def test_a_refusal_of_a_rule_keeps_its_code_and_its_fields(ask: Ask) -> None:
    answer = ask("POST", "/api/v1/notes", {**NOTE, "text": "heavy"}, as_="7", idempotency_key="k")
    found = problem(answer)
    assert answer.status_code == 409
    assert found["code"] == "too_heavy"
    assert found["title"] == "This is too heavy."
    assert found["errors"] == [{"field": "text", "code": "too_heavy", "detail": "Take a lighter word."}]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "RateLimit" in answer.headers


@pytest.mark.parametrize("path", ["/api/v1/broken", "/broken"])
def test_a_defect_tells_its_request_and_nothing_else(ask: Ask, path: str) -> None:
    answer = ask("GET", path)
    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    assert answer.headers["X-Request-ID"].encode() in answer.content
    if path.startswith("/api"):
        assert problem(answer)["code"] == "internal_error"


def test_a_refusal_on_a_page_is_a_page(ask: Ask) -> None:
    answer = ask("GET", "/forbidden")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"<code>forbidden</code>" in answer.content


def test_a_foreign_host_is_refused(ask: Ask) -> None:
    assert problem(ask("GET", "/api/v1/notes", host="evil.example"))["code"] == "bad_request"
    assert ask("GET", "/boards", host="evil.example").status_code == 400


def test_every_code_has_its_page(ask: Ask) -> None:
    index = ask("GET", "/problems/")
    for code, kind in problems.register().items():
        assert f'href="/problems/{code}/"'.encode() in index.content
        page = ask("GET", f"/problems/{code}/")
        assert page.status_code == 200
        assert str(kind.status).encode() in page.content


def test_a_code_that_is_none_has_no_page(ask: Ask) -> None:
    assert ask("GET", "/problems/no_such_code/").status_code == 404


def test_a_code_means_one_status() -> None:
    def family(error: type[AssayError]) -> list[type[AssayError]]:
        return [error, *(one for sub in error.__subclasses__() for one in family(sub))]

    statuses = {(error.code, error.status) for error in family(AssayError)}
    codes = [code for code, _status in statuses]
    assert sorted(codes) == sorted(set(codes))
