"""Entity tags save readers a body and editors a lost update."""

import pytest

from forum.http.conditional import etag, matches
from tests.http.asking import NOTE, Ask, code

HERE = "/api/v1/notes/1"


def test_a_tag_that_still_holds_gets_304_without_a_body(ask: Ask) -> None:
    first = ask("GET", HERE)
    again = ask("GET", HERE, if_none_match=first.headers["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Type" not in again.headers


def test_another_viewer_has_another_tag(ask: Ask) -> None:
    mine = ask("GET", HERE, as_="7").headers["ETag"]
    assert ask("GET", HERE, as_="8", if_none_match=mine).status_code == 200
    assert ask("HEAD", HERE, as_="7", if_none_match=mine).status_code == 304


def test_a_list_has_a_tag_too(ask: Ask) -> None:
    tag = ask("GET", "/api/v1/notes?limit=5").headers["ETag"]
    assert ask("GET", "/api/v1/notes?limit=5", if_none_match=tag).status_code == 304
    assert ask("GET", "/api/v1/notes?limit=6", if_none_match=tag).status_code == 200


@pytest.mark.parametrize(
    "header", ['"v3"', 'W/"v3"', '"a", "v3"', '"a","b" , "v3"', "*", '"v3-gzip"', '"v3-zstd"', '"a,b", "v3"']
)
def test_a_header_that_names_the_tag_matches(header: str) -> None:
    assert matches(header, etag(3))


@pytest.mark.parametrize("header", [None, "", "v3", '"v4"', '"v3', '"v3" "v3"', ',"v3"', '"v3",', '"a"' * 3000])
def test_any_other_header_does_not(header: str | None) -> None:
    assert not matches(header, etag(3))


def test_a_tag_hides_what_it_depends_on() -> None:
    assert "member" not in etag(3, "member:77777")
    assert etag(3, 1, 2) != etag(3, 2, 1) != etag(3)
    assert etag(3, "a", "b") != etag(3, "a\0b", "")


def test_an_edit_must_name_its_version(ask: Ask) -> None:
    for headers in ({}, {"if_match": ""}, {"if_match": "*"}):
        answer = ask("PUT", HERE, NOTE, as_="7", **headers)
        assert answer.status_code == 428
        assert code(answer) == "version_required"


@pytest.mark.parametrize("tag", ['"v3"', '"v3-0011223344556677"', '"v3-gzip"'])
def test_an_edit_of_the_current_version_is_done(ask: Ask, tag: str) -> None:
    answer = ask("PUT", HERE, NOTE, as_="7", if_match=tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"v4"'


@pytest.mark.parametrize("tag", ['"v2"', 'W/"v3"', '"abc"', '""', '"v"', '"v-3"', '"v' + "9" * 30 + '"'])
def test_an_edit_of_another_version_is_a_conflict(ask: Ask, tag: str) -> None:
    answer = ask("PUT", HERE, NOTE, as_="7", if_match=tag)
    assert answer.status_code == 412
    assert code(answer) == "edit_conflict"


@pytest.mark.parametrize("tag", ["3", "v3", '"v3', 'v3"', '"v3", "v2"', "w/v3", '"' + "a" * 5000 + '"'])
def test_a_malformed_if_match_is_refused(ask: Ask, tag: str) -> None:
    answer = ask("PUT", HERE, NOTE, as_="7", if_match=tag)
    assert answer.status_code == 400
    assert code(answer) == "bad_header"
