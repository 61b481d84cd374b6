"""How far a copy has come: what a cursor of sync holds. No ORM here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, Literal

type What = Literal["board", "thread", "post"]


@dataclass(frozen=True, slots=True)
class Quoters:
    """Posts still to be sent again because they quote one of these things, whose readers changed."""

    what: What
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Position:
    """Everything up to number `seq` of the log is in the copy, of the boards in `cover`.

    `cover` says of each board whether its hidden posts are in the copy as well. `fill` are boards still to be copied, lowest id
    first: of that one, threads whose last post is at least `floor` (-1: not looked at yet), behind thread id `after`.
    `quoters` come next, the first of them behind post id `quoted_after`. What left the boards in `fresh` up to `fresh_until`
    was never in the copy.

    Of the catalogue, what lies behind deposit id `deposits` is still to be copied (None: nothing). `held` are the things of
    each window in the copy, by kind and id, with a mark of four letters for how they are there.
    """

    seq: int
    cover: Mapping[int, bool]
    fill: frozenset[int] = frozenset()
    floor: int = -1
    after: int = 0
    quoters: tuple[Quoters, ...] = ()
    quoted_after: int = 0
    fresh: frozenset[int] = field(default_factory=frozenset)
    fresh_until: int = 0
    deposits: int | None = 0
    held: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def told(self, board_id: int, *, hidden: bool, seq: int) -> bool:
        """Whether a thread that stood on this board until event `seq`, `hidden` or not, can be in the copy."""
        if board_id not in self.cover or (board_id in self.fresh and seq <= self.fresh_until):
            return False
        return self.cover[board_id] or not hidden


def packed(position: Position) -> dict[str, Any]:
    """The position as short plain data. Sets of boards are bits, so that a hundred boards take 25 characters."""
    return {
        "s": position.seq,
        "c": _bits(position.cover),
        "k": _bits([board for board, keeps in position.cover.items() if keeps]),
        "f": _bits(position.fill),
        "a": [position.floor, position.after, position.quoted_after, position.fresh_until],
        "q": [[one.what, _bits(one.ids) if one.what == "board" else list(one.ids)] for one in position.quoters],
        "n": _bits(position.fresh),
        "d": position.deposits,
        "h": {kind: _marked(things) for kind, things in position.held.items()},
    }


def unpacked(data: Mapping[str, Any]) -> Position:
    """What `packed` was given."""
    keeps = _numbers(data["k"])
    floor, after, quoted_after, fresh_until = data["a"]
    return Position(
        seq=data["s"],
        cover={board: board in keeps for board in sorted(_numbers(data["c"]))},
        fill=_numbers(data["f"]),
        floor=floor,
        after=after,
        quoters=tuple(
            Quoters(what, sorted(_numbers(ids)) if what == "board" else tuple(ids)) for what, ids in data["q"]
        ),
        quoted_after=quoted_after,
        fresh=_numbers(data["n"]),
        fresh_until=fresh_until,
        deposits=data["d"],
        held={kind: _things(marked) for kind, marked in data["h"].items()},
    )


def _bits(numbers: Collection[int]) -> str:
    """The lowest number and, above it, a bit for each: ids may be high, but boards are few and near to one another."""
    lowest = min(numbers, default=0)
    return f"{lowest:x}.{sum(1 << number - lowest for number in set(numbers)):x}"


def _numbers(bits: str) -> frozenset[int]:
    lowest, value = (int(part, 16) for part in bits.split("."))
    return frozenset(lowest + place for place in range(value.bit_length()) if value >> place & 1)


def _marked(things: Mapping[int, str]) -> list[Any]:
    """The ids as steps from one to the next, and all marks in a row."""
    ids = sorted(things)
    return [[after - before for before, after in pairwise([0, *ids])], "".join(things[pk] for pk in ids)]


def _things(marked: list[Any]) -> dict[int, str]:
    steps, marks = marked
    return {pk: marks[4 * place : 4 * place + 4] for place, pk in enumerate(accumulate(steps))}
