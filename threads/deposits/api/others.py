"""Changing parties and prices: the same rows, reasons and sources as those of deposits."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from rest_framework.request import Request

from accounts.parties import selectors as parties
from forum.http.api import Call, Created, Endpoint, Page, operation
from forum.http.fields import IdField, NamedTextsField, PageQuery
from threads.deposits import rows, selectors, services
from threads.deposits.api.changes import COLUMNS, Grounds, history, made, proposed
from threads.deposits.api.shapes import ChangeShape, ProposalShape


@dataclass(frozen=True, slots=True)
class PriceShape:
    """One oxide's price in a year, US$ per kg of oxide."""

    id: int
    oxide: str
    purity: str
    year: int
    usd_per_kg: Decimal
    source_title: str
    source_url: str


class PartyInput(Grounds):
    columns = NamedTextsField(names=rows.columns_of(services.Target.PARTY), max_length=4000, help_text=COLUMNS)


class PriceProposalInput(Grounds):
    id = IdField(required=False, help_text="The price to change; left out for a new one.")
    columns = NamedTextsField(names=rows.columns_of(services.Target.PRICE), max_length=4000, help_text=COLUMNS)


class PriceInput(Grounds):
    id = IdField(required=False, help_text="The price to change; left out for a new one.")
    columns = NamedTextsField(
        names=rows.columns_of(services.Target.PRICE),
        max_length=4000,
        allow_null=True,
        help_text=f"{COLUMNS} Null removes the row.",
    )


REFUSALS = ("editors_only", "silenced", "already_stands", "edit_conflict")


class PartyChanges(Endpoint):
    @operation(
        summary="History of a party", query=PageQuery, out=Page[ChangeShape], scope="deposits:read", public=True,
        errors=("bad_cursor", "not_found"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, party: str) -> Page[ChangeShape]:
        """The newest first."""
        parties.party(party, viewer=request.user, history=True)
        return history(request, call, partial(selectors.changes_of_party, party), purpose=f"changes:party:{party}")

    @operation(
        summary="Add or change a party", body=PartyInput, out=ChangeShape, status=201, scope="deposits:write",
        limit="write", if_match=True, idempotent=True, errors=("not_found", *REFUSALS),
    )  # fmt: skip
    def post(self, request: Request, call: Call, party: str) -> Created[ChangeShape]:
        """Replace what is said of a party. `If-Match` names its version; `"v0"` adds one that is not there yet."""
        change_id = call.once(lambda: services.apply_change(
            actor=request.user, slug=party, target=services.Target.PARTY, target_id=None, columns=call.body["columns"],
            reason=call.body["reason"], source_url=call.body["source"], version=call.version,
        ).change_id)  # fmt: skip
        return made(request, selectors.change(change_id))


class PartyProposals(Endpoint):
    @operation(
        summary="Propose a change to a party", body=PartyInput, out=ProposalShape, status=201, scope="deposits:write",
        limit="write", idempotent=True, errors=("not_found", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, party: str) -> Created[ProposalShape]:
        """For any member; an editor decides."""
        proposal_id = services.propose_change(
            actor=request.user, slug=party, target=services.Target.PARTY, target_id=None, columns=call.body["columns"],
            reason=call.body["reason"], source_url=call.body["source"], key=call.key,
        )  # fmt: skip
        return proposed(request, proposal_id)


class Prices(Endpoint):
    @operation(summary="Prices of oxides", out=Page[PriceShape], scope="deposits:read", public=True)
    def get(self, request: Request, call: Call) -> Page[PriceShape]:
        """Every price with its source, the latest year first."""
        found = selectors.price_rows(viewer=request.user)
        return Page(
            results=[
                PriceShape(r.id, r.oxide, r.purity, r.year, r.usd_per_kg, r.source_title, r.source_url) for r in found
            ]
        )


class PriceChanges(Endpoint):
    @operation(
        summary="History of prices", query=PageQuery, out=Page[ChangeShape], scope="deposits:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ChangeShape]:
        """The newest first."""
        return history(request, call, selectors.changes_of_prices, purpose="changes:prices")

    @operation(
        summary="Change a price", body=PriceInput, out=ChangeShape, status=201, scope="deposits:write", limit="write",
        idempotent=True, errors=("not_found", *REFUSALS),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ChangeShape]:
        """Add, replace or remove one price."""
        change_id = call.once(lambda: services.apply_change(
            actor=request.user, slug="", target=services.Target.PRICE, target_id=call.body.get("id"),
            columns=call.body["columns"], reason=call.body["reason"], source_url=call.body["source"], version=None,
        ).change_id)  # fmt: skip
        return made(request, selectors.change(change_id))


class PriceProposals(Endpoint):
    @operation(
        summary="Propose a price", body=PriceProposalInput, out=ProposalShape, status=201, scope="deposits:write",
        limit="write", idempotent=True, errors=("not_found", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ProposalShape]:
        """For any member; an editor decides."""
        proposal_id = services.propose_change(
            actor=request.user, slug="", target=services.Target.PRICE, target_id=call.body.get("id"),
            columns=call.body["columns"], reason=call.body["reason"], source_url=call.body["source"], key=call.key,
        )  # fmt: skip
        return proposed(request, proposal_id)
