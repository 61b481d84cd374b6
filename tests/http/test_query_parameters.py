"""Query parameters are declared, come once and mean what they say."""

import pytest

from tests.http.asking import Ask, problem


def errors(ask: Ask, query: str) -> set[tuple[str, str]]:
    answer = ask("GET", f"/api/v1/notes?{query}")
    assert answer.status_code == 400, answer.content
    return {(one["field"], one["code"]) for one in problem(answer)["errors"]}


def test_an_unknown_parameter_is_named(ask: Ask) -> None:
    assert errors(ask, "colour=red") == {("colour", "unknown")}


def test_an_operation_without_query_takes_no_parameter(ask: Ask) -> None:
    assert problem(ask("GET", "/api/v1/notes/1?a=1"))["errors"][0]["code"] == "unknown"


def test_a_parameter_sent_twice_is_refused_unless_it_is_a_list(ask: Ask) -> None:
    assert errors(ask, "limit=1&limit=2") == {("limit", "repeated")}
    assert ask("GET", "/api/v1/notes?tag=a&tag=b").status_code == 200


@pytest.mark.parametrize("value", ["1.0", "+1", "01", " 1", "1e3", "0x1", "١", "", "true"])
def test_a_number_is_written_plainly(ask: Ask, value: str) -> None:
    assert errors(ask, f"start={value.replace('+', '%2B')}") == {("start", "wrong_type")}


@pytest.mark.parametrize("value", ["yes", "1", "True", "on"])
def test_a_truth_is_true_or_false(ask: Ask, value: str) -> None:
    assert errors(ask, f"loud={value}") == {("loud", "wrong_type")}
    assert ask("GET", "/api/v1/notes?loud=true").status_code == 200


@pytest.mark.parametrize("digits", [10, 18, 19, 400, 5000])
def test_a_huge_number_is_out_of_bounds(ask: Ask, digits: int) -> None:
    (found,) = errors(ask, f"start={'9' * digits}")
    assert found[0] == "start"


def test_more_parameters_than_anybody_needs_are_refused(ask: Ask) -> None:
    answer = ask("GET", "/api/v1/notes?" + "&".join(f"tag={n}" for n in range(2000)))
    assert answer.status_code == 400
    problem(answer)


@pytest.mark.parametrize("number", ["1000000000", str(2**63), "1" + "0" * 30, "1" + "0" * 400, "1" + "0" * 5000])
def test_an_id_beyond_any_row_is_not_found(ask: Ask, number: str) -> None:
    answer = ask("GET", f"/api/v1/notes/{number}")
    assert answer.status_code == 404
    assert problem(answer)["code"] == "not_found"


def test_an_id_beyond_any_row_has_no_page(ask: Ask) -> None:
    assert ask("GET", f"/number/{2**63 - 1}").status_code == 200
    assert ask("GET", f"/number/{2**63}").status_code == 404
