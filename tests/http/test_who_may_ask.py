"""Sign-in, sessions and the scopes of access tokens."""

import pytest

from forum.kernel.models import IdempotencyKey
from tests.http.asking import NOTE, Ask, code, problem

NOTES = "/api/v1/notes"


def test_a_public_operation_needs_nobody(ask: Ask) -> None:
    assert ask("GET", NOTES).status_code == 200


def test_any_other_asks_to_sign_in_and_says_how(ask: Ask) -> None:
    answer = ask("POST", NOTES, NOTE, idempotency_key="k")
    assert answer.status_code == 401
    assert code(answer) == "not_signed_in"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="assay"'
    assert IdempotencyKey.objects.count() == 0


def test_a_bad_token_is_refused_even_where_none_is_needed(ask: Ask) -> None:
    answer = ask("GET", NOTES, as_="x")
    assert answer.status_code == 401
    assert code(answer) == "bad_token"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_guessing_tokens_is_limited(ask: Ask) -> None:
    answers = [ask("GET", NOTES, as_="x") for _ in range(31)]
    assert code(answers[29]) == "bad_token"
    assert code(answers[30]) == "too_many_requests"
    assert ask("GET", NOTES, as_="7").status_code == 200


def test_a_session_may_do_what_its_member_may(ask: Ask) -> None:
    assert ask("POST", NOTES, NOTE, as_="7").status_code == 201
    assert ask("DELETE", f"{NOTES}/1", as_="7").status_code == 204


def test_a_token_may_do_what_its_scopes_name(ask: Ask) -> None:
    assert ask("POST", NOTES, NOTE, as_="7 notes:read notes:write").status_code == 201
    answer = ask("POST", NOTES, NOTE, as_="7 notes:read", idempotency_key="k")
    assert answer.status_code == 403
    assert code(answer) == "scope_missing"
    assert 'scope="notes:write"' in answer.headers["WWW-Authenticate"]
    assert IdempotencyKey.objects.count() == 0


def test_a_token_without_the_scope_may_not_read_what_is_public_with_one(ask: Ask) -> None:
    assert code(ask("GET", NOTES, as_="7 notes:write")) == "scope_missing"


def test_a_token_never_does_what_has_no_scope(ask: Ask) -> None:
    assert code(ask("DELETE", f"{NOTES}/1", as_="7 notes:write notes:read")) == "session_required"


def test_cookies_sign_nobody_in(ask: Ask) -> None:
    ask.client.cookies["session"] = "anything"
    assert code(ask("DELETE", f"{NOTES}/1")) == "not_signed_in"


@pytest.mark.parametrize(
    "path", ["/api/v1/nowhere", "/api/v1/", "/api/", "/api/v2/notes", "/api/v1/notes/", "/api/v1/notes/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_an_address_that_is_none_is_a_problem(ask: Ask, method: str, path: str) -> None:
    answer = ask(method, path)
    assert answer.status_code == 404
    assert problem(answer)["code"] == "not_found"
