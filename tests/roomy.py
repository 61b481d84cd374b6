"""Deep calls that do not pay for their depth.

CPython keeps the frames of a thread in chunks of 16 kB. Where the edge of a chunk lies among the calls of a loop, each
call and return across it maps and unmaps memory: by chance of depth a fifth of what a test takes. Later releases keep a
chunk ready (gh-142183); many that people have do not. A function whose own frame asks for more than half a megabyte gets
a chunk of one megabyte, and what it calls has the rest of it. Memory that is not touched is not taken.
"""

from collections.abc import Callable

SLOTS = 1 << 16
"""Stack slots that the calling frame asks for, eight bytes each; its chunk is the next power of two, in bytes."""


def roomy[**P, T](call: Callable[P, T]) -> Callable[P, T]:
    """The same call, made where the frames of all that it calls have room."""

    def with_room(*args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
    return with_room
