"""Cursors are opaque, and open only where they were made."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.http.cursors import LONGEST, Cursor
from forum.http.refusals import BadCursor
from tests.http.asking import Ask, code

PLACE = {"before": 481, "tie": "schist", "board": [1, 2]}


def test_a_cursor_opens_to_what_was_sealed() -> None:
    assert Cursor.open(Cursor.seal(PLACE, purpose="threads"), purpose="threads") == PLACE


def test_a_cursor_says_nothing_and_is_never_twice_the_same() -> None:
    one, two = Cursor.seal(PLACE, purpose="threads"), Cursor.seal(PLACE, purpose="threads")
    assert one != two
    assert b"schist" not in base64.urlsafe_b64decode(one + "==")


def test_a_cursor_of_another_list_or_member_does_not_open() -> None:
    mine = Cursor.seal(PLACE, purpose="sync", principal="member:7")
    for purpose, principal in (("sync", "member:8"), ("sync", ""), ("threads", "member:7"), ("sync\0member:7", "")):
        with pytest.raises(BadCursor):
            Cursor.open(mine, purpose=purpose, principal=principal)


def test_a_cursor_outlives_a_change_of_the_key_while_the_old_one_is_named(settings: object) -> None:
    old = settings.SECRET_KEY  # type: ignore[attr-defined]
    sealed = Cursor.seal(PLACE, purpose="threads")
    settings.SECRET_KEY = "another key, as long as it takes to be one"  # type: ignore[attr-defined]
    settings.SECRET_KEY_FALLBACKS = [old]  # type: ignore[attr-defined]
    assert Cursor.open(sealed, purpose="threads") == PLACE
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    with pytest.raises(BadCursor):
        Cursor.open(sealed, purpose="threads")


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_bit_closes_it(place: int, change: int) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(Cursor.seal({"at": 1}, purpose="p") + "=="))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(BadCursor):
        Cursor.open(base64.urlsafe_b64encode(sealed).rstrip(b"=").decode(), purpose="p")


@given(st.text(max_size=200))
def test_any_text_is_refused_as_a_cursor(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.open(text, purpose="p")


def test_a_cursor_that_is_too_long_is_refused_unread(ask: Ask) -> None:
    assert code(ask("GET", f"/api/v1/notes?cursor={'A' * LONGEST}")) == "bad_cursor"
    assert code(ask("GET", f"/api/v1/notes?cursor={'A' * 5000}")) == "invalid"
    assert code(ask("GET", "/api/v1/notes?cursor=abc")) == "bad_cursor"


def test_following_next_walks_the_whole_list_once(ask: Ask) -> None:
    seen: list[int] = []
    url = "/api/v1/notes?limit=50&tag=a&tag=b"
    while url:
        page = ask("GET", url).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"]
        if url:
            assert url.startswith("/api/v1/notes?limit=50&tag=a&tag=b&cursor=")
    assert seen == list(range(120))
