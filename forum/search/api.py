"""The REST door of search."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, IntegerField

from accounts.members.policies import check_member
from accounts.members.shapes import PersonShape, person_shape
from accounts.parties.api import PartyShape, party_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Page, operation, page_url
from forum.http.fields import CursorField, StrictSerializer, TextField
from forum.search import selectors, services
from forum.search.services import NAME_LONGEST, QUERY_LONGEST
from threads.deposits.api.shapes import DepositShape, deposit_shape


@dataclass(frozen=True, slots=True)
class ResultShape:
    """A thread by the post of it that fits best. `title_html` and `excerpt_html` hold words and `<mark>` alone."""

    thread: int
    post: int
    number: int
    board: str
    author: PersonShape
    created_at: datetime
    title: str
    title_html: str
    excerpt_html: str
    url: str


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """A value of a facet. Adding `filter` to the query leaves `count` of the threads looked at."""

    facet: str
    label: str
    filter: str
    count: int


@dataclass(frozen=True, slots=True)
class NearShape:
    """A thread whose title is nearly what was looked for."""

    thread: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchShape:
    """What was found.

    `total` posts fit, in `threads` threads; with `more` both are the least there are, as in "1,000+". Facets, names and near
    titles come with the first page. `meant` is a query that finds something where this one does not, or empty; `unread` lists
    filters that could not be read. `people`, `deposits` and `parties` are those whose names are nearly what was typed.
    """

    results: list[ResultShape]
    total: int
    threads: int
    more: bool
    facets: list[ChoiceShape]
    people: list[PersonShape]
    deposits: list[DepositShape]
    parties: list[PartyShape]
    titles: list[NearShape]
    meant: str
    unread: list[str]
    next: str | None


@dataclass(frozen=True, slots=True)
class SavedShape:
    """A search kept under a name."""

    id: int
    name: str
    query: str


class SearchQuery(StrictSerializer):
    q = TextField(
        max_length=QUERY_LONGEST, lines=False,
        help_text='Words, "phrases", beginnings*, -without, OR; author: board: deposit: tag: before: after: in:title.',
    )  # fmt: skip
    sort = ChoiceField(choices=selectors.SORTS, default=selectors.SORTS[0], help_text="Best first, or newest first.")
    cursor = CursorField(help_text="From `next` of an earlier page.")
    limit = IntegerField(min_value=1, max_value=50, default=selectors.PAGE, help_text="How many at once.")


class SaveInput(StrictSerializer):
    name = TextField(max_length=NAME_LONGEST, lines=False)
    query = TextField(max_length=QUERY_LONGEST, lines=False)


class Search(Endpoint):
    @operation(
        summary="Search", query=SearchQuery, out=SearchShape, scope="threads:read", limit="search", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> SearchShape:
        """Threads with posts that fit, each by its best post, as things stood when you asked for the first page."""
        typed, sort = call.query["q"], call.query["sort"]
        purpose = f"search:{sort}:{typed}"
        place: dict[str, Any] = Cursor.open(call.query["cursor"], purpose=purpose) if "cursor" in call.query else {}
        found = selectors.search(typed, viewer=request.user, sort=sort, limit=call.query["limit"], **place)
        following = {"snapshot": found.snapshot, "offset": found.after}
        return SearchShape(
            results=[_result(row) for row in found.results],
            total=found.total,
            threads=found.threads,
            more=found.more,
            facets=[
                ChoiceShape(name, one.label, one.filter, one.count)
                for name, choices in found.facets.items()
                for one in choices
            ],
            people=[person_shape(person) for person in found.people],
            deposits=[deposit_shape(row) for row in found.deposits],
            parties=[party_shape(row) for row in found.parties],
            titles=[NearShape(row.id, row.title, row.url) for row in found.titles],
            meant=found.meant,
            unread=list(found.unread),
            next=page_url(request, Cursor.seal(following, purpose=purpose) if found.after else None),
        )


class SavedSearches(Endpoint):
    @operation(summary="Your saved searches", out=Page[SavedShape], scope="me:read")
    def get(self, request: Request, call: Call) -> Page[SavedShape]:
        """Your own, by name; 50 at most, in one page."""
        member = check_member(request.user)
        return Page(results=[_saved(one) for one in selectors.saved(member)])

    @operation(
        summary="Save a search", body=SaveInput, out=SavedShape, status=201, scope="me:write", limit="write",
        idempotent=True, errors=("too_many_saved_searches",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[SavedShape]:
        """Keep a search under a name; a name you have already stands for the new one from then on."""
        made = services.save_search(actor=request.user, name=call.body["name"], query=call.body["query"], key=call.key)
        saved = selectors.saved_by_id(made, viewer=check_member(request.user))
        return Created(_saved(saved), location=f"/api/v1/me/searches/{made}")


class SavedSearchById(Endpoint):
    @operation(summary="Let a saved search go", status=204, scope="me:write", limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call, saved_id: int) -> NoContent:
        """One of your own."""
        services.drop_search(actor=request.user, saved_id=saved_id)
        return NoContent()


def _result(row: selectors.Result) -> ResultShape:
    return ResultShape(
        thread=row.thread.id,
        post=row.post_id,
        number=row.number,
        board=row.thread.board_slug,
        author=person_shape(row.author),
        created_at=row.created_at,
        title=row.thread.title,
        title_html=row.title_html,
        excerpt_html=row.excerpt_html,
        url=row.url,
    )


def _saved(saved: selectors.Saved) -> SavedShape:
    return SavedShape(id=saved.id, name=saved.name, query=saved.query)
