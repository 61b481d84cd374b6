"""Input has exactly the fields and types that its shape declares."""

import pytest

from tests.http.asking import NOTE, Ask, problem

pytestmark = pytest.mark.usefixtures("stores_nothing")


def errors(ask: Ask, body: object) -> set[tuple[str, str]]:
    answer = ask("POST", "/api/v1/notes", body, as_="7", idempotency_key="k")
    assert answer.status_code == 400, answer.content
    return {(one["field"], one["code"]) for one in problem(answer)["errors"]}


def test_an_unknown_field_is_named(ask: Ask) -> None:
    assert errors(ask, {**NOTE, "colour": "red"}) == {("colour", "unknown")}


def test_an_unknown_field_inside_another_is_named_with_its_path(ask: Ask) -> None:
    assert errors(ask, {**NOTE, "parts": [{"weight": 1.0}, {"weight": 1.0, "size": 2}]}) == {
        ("parts.1.size", "unknown")
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 5), ("text", True), ("text", ["a"]), ("count", "5"), ("count", True), ("count", 5.5), ("loud", 1),
        ("loud", "yes"), ("about", "7"), ("kind", True), ("at", 1700000000), ("on", 20260101), ("ref", 5), ("share", True),
    ],
)  # fmt: skip
def test_a_value_of_another_json_type_is_refused(ask: Ask, field: str, value: object) -> None:
    assert errors(ask, {**NOTE, field: value}) == {(field, "wrong_type")}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("text", "", "blank"), ("text", "   ", "blank"), ("text", None, "null"), ("text", "a" * 201, "text_too_long"),
        ("text", "a\u202eb", "forbidden_character"), ("count", -1, "min_value"), ("count", 2**31, "max_value"),
        ("count", 10**300, "max_value"), ("about", 2**63, "max_value"), ("kind", "other", "invalid_choice"),
        ("at", "9999-12-31T23:59:59-23:59", "overflow"), ("at", "yesterday", "invalid"), ("on", "2026-02-30", "invalid"),
        ("ref", "x", "invalid"), ("share", "1e9", "max_digits"), ("tags", "a", "not_a_list"),
        ("parts", {"weight": 1}, "not_a_list"),
    ],
)  # fmt: skip
def test_a_value_out_of_bounds_says_why(ask: Ask, field: str, value: object, code: str) -> None:
    found = errors(ask, {**NOTE, field: value})
    assert {name for name, _code in found} == {field}
    assert code in {code for _name, code in found}


@pytest.mark.parametrize("body", [[], "a", 5, None, True, [NOTE]])
def test_a_body_that_is_no_object_is_refused(ask: Ask, body: object) -> None:
    if body is None:
        assert ("text", "required") in errors(ask, {})
    else:
        assert errors(ask, body) == {("", "invalid")}


def test_an_operation_without_input_takes_no_field(ask: Ask) -> None:
    answer = ask("DELETE", "/api/v1/notes/1", {"force": True}, as_="7")
    assert [one["field"] for one in problem(answer)["errors"]] == ["force"]
    assert ask("DELETE", "/api/v1/notes/1", {}, as_="7").status_code == 204
    assert ask("DELETE", "/api/v1/notes/1", as_="7").status_code == 204
