"""The REST door of stated interests."""

from dataclasses import dataclass
from datetime import date

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, SlugField

from accounts.members.policies import check_member
from accounts.members.selectors import profile
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Endpoint, NoContent, Page, operation
from forum.http.fields import StrictSerializer, TextField
from threads.disclosures import selectors, services
from threads.disclosures.services import Said

INTERESTS = ("none", "holds", "employed", "paid", "lobbies", "family")


@dataclass(frozen=True, slots=True)
class DisclosureShape:
    """A dated statement of interest in a deposit or a party (slugs; one of both is empty). `member` is null where the
    publisher states it. It is never rewritten; `ended_on` says since when it holds no longer."""

    id: int
    member: PersonShape | None
    deposit: str
    party: str
    interest: str
    details: str
    stated_on: date
    ended_on: date | None


class DisclosureInput(StrictSerializer):
    deposit = SlugField(required=False, default="", help_text="A deposit's slug; or name a party.")
    party = SlugField(required=False, default="")
    interest = ChoiceField(INTERESTS)
    details = TextField(
        required=False, default="", allow_blank=True, max_length=300, help_text="Needed with any but none."
    )


def disclosure_shape(row: selectors.DisclosureRow) -> DisclosureShape:
    return DisclosureShape(
        id=row.id,
        member=None if row.person is None else person_shape(row.person),
        deposit=row.deposit,
        party=row.party,
        interest=row.interest,
        details=row.details,
        stated_on=row.stated_on,
        ended_on=row.ended_on,
    )


class MyDisclosures(Endpoint):
    @operation(summary="Your stated interests", out=Page[DisclosureShape], scope="me:read")
    def get(self, request: Request, call: Call) -> Page[DisclosureShape]:
        """What you stated, those in force first; up to 200."""
        me = check_member(request.user)
        return Page(results=[disclosure_shape(row) for row in selectors.of_member(me.pk, viewer=me)])

    @operation(
        summary="State an interest", body=DisclosureInput, out=DisclosureShape, status=201, scope="me:write",
        limit="write", idempotent=True, errors=("silenced",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[DisclosureShape]:
        """From today on. "None" ends what you stated of the same thing; anything else ends "none"."""
        body = call.body
        made = services.state_interest(
            actor=request.user, deposit=body["deposit"], party=body["party"], key=call.key,
            said=Said(services.Interest(body["interest"]), body["details"]),
        )  # fmt: skip
        row = selectors.disclosure(made, viewer=request.user)
        return Created(disclosure_shape(row), location=f"/api/v1/me/disclosures/{made}")


class MyDisclosure(Endpoint):
    @operation(
        summary="End an interest", status=204, scope="me:write", limit="write",
        errors=("not_found", "not_your_disclosure", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, disclosure_id: int) -> NoContent:
        """It holds no longer, as of today. The statement and what posts froze of it stay."""
        services.end_interest(actor=request.user, disclosure_id=disclosure_id)
        return NoContent()


class DisclosuresOfMember(Endpoint):
    @operation(
        summary="A member's stated interests", out=Page[DisclosureShape], scope="members:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, handle: str) -> Page[DisclosureShape]:
        """The whole history, those in force first; up to 200."""
        found = profile(handle, viewer=request.user)
        rows = selectors.of_member(found.person.id, viewer=request.user)
        return Page(results=[disclosure_shape(row) for row in rows])
