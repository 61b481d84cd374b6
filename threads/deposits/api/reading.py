"""Reading the catalogue."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.serializers import CharField, ChoiceField, RegexField, SlugField

from forum.http.api import Call, Cursor, Endpoint, Ok, Page, etag, operation, page_url
from forum.http.fields import PageQuery, StrictSerializer
from threads.deposits import exports, selectors
from threads.deposits.api.shapes import (
    ControlShape,
    DepositShape,
    DepositWholeShape,
    ElementGradesShape,
    OccurrenceShape,
    OutputShape,
    StatementShape,
    control_shape,
    deposit_shape,
    elements_shape,
    occurrence_shape,
    output_shape,
    page_shape,
    statement_shape,
)
from threads.deposits.selectors import SORTS, Filters
from threads.discussion import selectors as discussion
from threads.discussion.shapes import ThreadShape, thread_shape

NOTES = ("no-statement", "in-conflict", "unlicensed")


class FilterQuery(StrictSerializer):
    q = CharField(required=False, default="", max_length=100, help_text="Name or alias; a letter or two may be wrong.")
    country = RegexField(r"^[A-Z]{2}$", required=False, default="", help_text="A code of ISO 3166-1, as in MM.")
    type = CharField(required=False, default="", max_length=100, help_text="How the deposit type begins.")
    party = SlugField(required=False, default="", help_text="Slug of who operates or controls it.")
    note = ChoiceField(NOTES, required=False, help_text="A standing note.")


class DepositsQuery(FilterQuery, PageQuery):
    sort = ChoiceField(tuple(SORTS), required=False, default="name")


def filters_of(query: dict[str, Any]) -> Filters:
    return Filters(
        country=query["country"], kind=query["type"], party=query["party"], note=query.get("note", ""), words=query["q"]
    )


class Deposits(Endpoint):
    @operation(
        summary="Deposits", query=DepositsQuery, out=Page[DepositShape], scope="deposits:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[DepositShape]:
        """The catalogue, filtered and in order. Missing figures come last."""
        query = call.query
        purpose = "deposits:" + "|".join(
            str(query.get(name, "")) for name in ("q", "country", "type", "party", "note", "sort")
        )
        place = Cursor.open(query["cursor"], purpose=purpose)["place"] if "cursor" in query else None
        found = selectors.deposits(
            viewer=request.user, filters=filters_of(query), sort=query["sort"], limit=query["limit"],
            place=None if place is None else (selectors.sort_value(query["sort"], place[0]), place[1]),
        )  # fmt: skip
        more = Cursor.seal({"place": list(found.place)}, purpose=purpose) if found.place else None
        return Page(results=[deposit_shape(row) for row in found.rows], next=page_url(request, more))


class DepositsGeoJson(Endpoint):
    @operation(
        summary="Deposits as GeoJSON", query=FilterQuery, out=dict[str, object], media="application/geo+json",
        scope="deposits:read", public=True, limit="search",
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> dict[str, object]:
        """A FeatureCollection of RFC 7946. Positions are coarse where the catalogue keeps them coarse."""
        rows = selectors.all_deposits(viewer=request.user, filters=filters_of(call.query))
        return exports.as_geojson(rows, origin=settings.ORIGIN)


class DepositBySlug(Endpoint):
    @operation(
        summary="One deposit",
        out=DepositWholeShape,
        scope="deposits:read",
        public=True,
        errors=("not_found", "taken_back"),
        etag=True,
    )
    def get(self, request: Request, call: Call, deposit: str) -> Ok[DepositWholeShape]:
        """Everything that is stated of a deposit."""
        page = selectors.deposit(deposit, viewer=request.user)
        shape = page_shape(page)
        return Ok(shape, etag=etag(page.row.version, shape))


class Statements(Endpoint):
    @operation(
        summary="Resource statements of a deposit", out=Page[StatementShape], scope="deposits:read", public=True,
        errors=("not_found", "taken_back"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, deposit: str) -> Page[StatementShape]:
        """The latest first; categories stand apart."""
        page = selectors.deposit(deposit, viewer=request.user)
        return Page(results=[statement_shape(row) for row in page.statements])


class Controls(Endpoint):
    @operation(
        summary="Who operates and controls a deposit", out=Page[ControlShape], scope="deposits:read", public=True,
        errors=("not_found", "taken_back"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, deposit: str) -> Page[ControlShape]:
        """Operators first, those in force before those that are over."""
        page = selectors.deposit(deposit, viewer=request.user)
        return Page(results=[control_shape(row) for row in page.controls])


class Elements(Endpoint):
    @operation(
        summary="Element grades of a deposit", out=Page[ElementGradesShape], scope="deposits:read", public=True,
        errors=("not_found", "taken_back"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, deposit: str) -> Page[ElementGradesShape]:
        """One row a zone."""
        page = selectors.deposit(deposit, viewer=request.user)
        return Page(results=[elements_shape(row) for row in page.elements])


class Outputs(Endpoint):
    @operation(
        summary="Output of a deposit",
        out=Page[OutputShape],
        scope="deposits:read",
        public=True,
        errors=("not_found", "taken_back"),
    )
    def get(self, request: Request, call: Call, deposit: str) -> Page[OutputShape]:
        """What was mined, the latest year first."""
        page = selectors.deposit(deposit, viewer=request.user)
        return Page(results=[output_shape(row) for row in page.outputs])


class DepositThreads(Endpoint):
    @operation(
        summary="Threads about a deposit", query=PageQuery, out=Page[ThreadShape], scope="threads:read", public=True,
        errors=("bad_cursor", "not_found"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, deposit: str) -> Page[ThreadShape]:
        """Threads that you may read, the newest first."""
        found, limit = selectors.deposit_id(deposit), call.query["limit"]
        purpose = f"deposit-threads:{found}"
        place = Cursor.open(call.query["cursor"], purpose=purpose) if "cursor" in call.query else {"before": 0}
        rows = discussion.threads_on_deposit(found, viewer=request.user, before=place["before"], limit=limit + 1)
        more = Cursor.seal({"before": rows[limit - 1].id}, purpose=purpose) if len(rows) > limit else None
        return Page(results=[thread_shape(row) for row in rows[:limit]], next=page_url(request, more))


class OccurrencesQuery(PageQuery):
    country = RegexField(r"^[A-Z]{2}$", required=False, default="", help_text="A code of ISO 3166-1.")


class Occurrences(Endpoint):
    @operation(
        summary="Occurrences", query=OccurrencesQuery, out=Page[OccurrenceShape], scope="deposits:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[OccurrenceShape]:
        """Rows of open tables beside the catalogue, likely doubles marked."""
        limit, country = call.query["limit"], call.query["country"]
        purpose = f"occurrences:{country}"
        place = Cursor.open(call.query["cursor"], purpose=purpose) if "cursor" in call.query else {"after": 0}
        rows = selectors.occurrences(viewer=request.user, country=country, after=place["after"], limit=limit + 1)
        more = Cursor.seal({"after": rows[limit - 1].id}, purpose=purpose) if len(rows) > limit else None
        return Page(results=[occurrence_shape(row) for row in rows[:limit]], next=page_url(request, more))
