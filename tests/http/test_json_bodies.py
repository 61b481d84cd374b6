"""Bodies are strict JSON, read in linear time, or a coded refusal; nothing is stored of what is refused."""

import pytest

from tests.http.asking import Ask, code, problem

pytestmark = pytest.mark.usefixtures("stores_nothing")
KEY = {"idempotency_key": "k"}


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"gneiss",
        b"\xff\xfe",
        b"\x00",
        b'{"text": "a\x00b"}',
        b'{"text": "a\\u0000b"}',
        b'{"a\\u0000b": 1}',
        b'{"text": "\\ud800"}',
        b'{"text": "\\udc00\\ud800"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "a", "parts": [{"weight": 1, "weight": 2}]}',
        b'{"text": NaN}',
        b'{"count": 1e400}',
        b'{"count": ' + b"9" * 400 + b"}",
        b'{"text": "a"} {"text": "b"}',
        b'\xef\xbb\xbf{"text": "a"}',
    ],
)
def test_what_is_not_strict_json_is_refused(ask: Ask, raw: bytes) -> None:
    answer = ask.note(raw, **KEY)
    assert answer.status_code == 400
    assert code(answer) == "bad_json"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("depth", [65, 1000, 50_000])
def test_deep_nesting_is_refused_whether_it_closes_or_not(ask: Ask, opening: bytes, depth: int) -> None:
    closing = opening.replace(b'"a":', b"").translate(bytes.maketrans(b"[{", b"]}"))[::-1]
    assert code(ask.note(opening * depth + b"1" + closing * depth, **KEY)) == "bad_json"
    assert code(ask.note(opening * depth, **KEY)) == "bad_json"


def test_sixty_four_levels_are_read(ask: Ask) -> None:
    assert code(ask.note(b"[" * 64 + b"]" * 64, **KEY)) == "invalid"
    assert code(ask.note(b"[" * 65 + b"]" * 65, **KEY)) == "bad_json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", "json", "",
             "application/json; charset=utf-16", "application/json; charset=latin-1"],
)  # fmt: skip
def test_other_media_types_are_refused(ask: Ask, kind: str) -> None:
    answer = ask("POST", "/api/v1/notes", raw=b'{"text": "a"}', kind=kind, as_="7", **KEY)
    assert answer.status_code == 415
    assert code(answer) == "unsupported_media_type"


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'])
def test_json_in_utf_8_is_read_however_it_is_spelled(ask: Ask, kind: str) -> None:
    assert ask("POST", "/api/v1/notes", {"text": "a"}, kind=kind, as_="7").status_code == 201


def test_ten_megabytes_of_json_are_refused(ask: Ask) -> None:
    answer = ask.note(b'{"text": "' + b"a" * 10_000_000 + b'"}', **KEY)
    assert answer.status_code == 413
    assert code(answer) == "too_large"


def test_a_megabyte_of_list_items_gives_a_short_answer(ask: Ask) -> None:
    items = b",".join([b"1"] * 400_000)
    answer = ask.note(b'{"text": "a", "tags": [' + items + b"]}", **KEY)
    found = problem(answer)["errors"]
    assert [one["field"] for one in found] == ["tags"]
    assert len(answer.content) < 1000


def test_a_megabyte_of_unknown_names_gives_a_short_answer(ask: Ask) -> None:
    names = b",".join(b'"%d": 1' % number for number in range(60_000))
    answer = ask.note(b"{" + names + b"}", **KEY)
    assert code(answer) == "invalid"
    assert len(answer.content) < 5000
