"""A position says much and is short: it goes into an address."""

from forum.http.api import Cursor
from forum.http.cursors import LONGEST
from forum.sync.positions import Position, Quoters, packed, unpacked
from forum.sync.selectors import reading, windows


def test_the_fullest_position_comes_back_as_it_was_and_fits() -> None:
    many = 10**9
    boards = range(many, many + 200)
    position = Position(
        seq=many**2 // 10,
        cover={board: board % 3 == 0 for board in boards},
        fill=frozenset(boards),
        floor=many,
        after=many,
        quoters=(Quoters("board", list(boards)), Quoters("post", tuple(range(many, many + reading.REMOVALS_AT_ONCE)))),
        quoted_after=many,
        fresh=frozenset(boards),
        fresh_until=many,
        deposits=many,
        held={
            "interview": {many + 1000 * number: "+/aZ" for number in range(windows.INTERVIEWS)},
            "notification": {many + 10**5 * number: "+/aZ" for number in range(windows.NOTIFICATIONS)},
        },
    )
    sealed = Cursor.seal(packed(position), purpose="sync:1")
    assert len(sealed) <= LONGEST
    assert unpacked(Cursor.open(sealed, purpose="sync:1")) == position
