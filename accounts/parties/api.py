"""The REST door of parties. What a party holds and controls stands at `/deposits?party=`."""

from dataclasses import dataclass

from rest_framework.request import Request
from rest_framework.serializers import CharField

from accounts.parties import selectors
from forum.http.api import Call, Cursor, Endpoint, Ok, Page, etag, operation, page_url
from forum.http.fields import PageQuery


@dataclass(frozen=True, slots=True)
class PartyShape:
    """A company, state body, armed group, person or people. `country` is a code of ISO 3166-1 or empty."""

    slug: str
    name: str
    kind: str
    country: str
    url: str


@dataclass(frozen=True, slots=True)
class PartyWholeShape:
    """A party with its aliases and the source that names it."""

    slug: str
    name: str
    kind: str
    country: str
    aliases: tuple[str, ...]
    about: str
    source_title: str
    source_url: str
    version: int
    url: str


class PartiesQuery(PageQuery):
    q = CharField(required=False, max_length=100, help_text="Name or alias; one letter wrong still finds it.")


def party_shape(row: selectors.PartyRow) -> PartyShape:
    return PartyShape(row.slug, row.name, row.kind, row.country, row.url)


class Parties(Endpoint):
    @operation(
        summary="Parties", query=PartiesQuery, out=Page[PartyShape], scope="deposits:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[PartyShape]:
        """Parties by slug; with `q` the most alike first, in one page."""
        limit = call.query["limit"]
        if "q" in call.query:
            found = selectors.search_parties(call.query["q"], viewer=request.user, limit=limit)
            return Page(results=[party_shape(row) for row in found])
        place = Cursor.open(call.query["cursor"], purpose="parties") if "cursor" in call.query else {"after": ""}
        rows = selectors.parties(viewer=request.user, after=place["after"], limit=limit + 1)
        more = Cursor.seal({"after": rows[limit - 1].slug}, purpose="parties") if len(rows) > limit else None
        return Page(results=[party_shape(row) for row in rows[:limit]], next=page_url(request, more))


class PartyBySlug(Endpoint):
    @operation(
        summary="A party",
        out=PartyWholeShape,
        scope="deposits:read",
        public=True,
        errors=("not_found", "taken_back"),
        etag=True,
    )
    def get(self, request: Request, call: Call, party: str) -> Ok[PartyWholeShape]:
        """A party by its slug."""
        found = selectors.party(party, viewer=request.user)
        row = found.row
        shape = PartyWholeShape(
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            country=row.country,
            aliases=found.aliases,
            about=found.about,
            source_title=found.source_title,
            source_url=found.source_url,
            version=found.version,
            url=row.url,
        )
        return Ok(shape, etag=etag(found.version, shape))
