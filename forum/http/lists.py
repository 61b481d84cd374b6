"""A list whose rows keep a number for good: one page of it, the newest first."""

from collections.abc import Callable, Sequence

from rest_framework.request import Request

from forum.http.answers import Page
from forum.http.cursors import Cursor, page_url
from forum.http.operations import Call


def page_below[Row, Shape](
    request: Request, call: Call, *, purpose: str, read: Callable[[int, int], Sequence[Row]], number: Callable[[Row], int],
    shape: Callable[[Row], Shape],
) -> Page[Shape]:  # fmt: skip
    """The page that `call.query` asks for. `read` gets the number to stay below (0: from the newest) and how many rows.

    `purpose` names the list, and whose it is where that matters. Raises `BadCursor`.
    """
    query = call.query
    before = Cursor.open(query["cursor"], purpose=purpose)["before"] if "cursor" in query else 0
    found = read(before, query["limit"] + 1)
    rows = found[: query["limit"]]
    after = Cursor.seal({"before": number(rows[-1])}, purpose=purpose) if len(found) > len(rows) else None
    return Page(results=[shape(row) for row in rows], next=page_url(request, after))
