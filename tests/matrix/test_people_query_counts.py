"""What the lists of accounts cost: exactly so many queries, however much there is to list."""

import pytest
from django.test import Client

from accounts.members import services as members
from accounts.members.models import Invitation, Tie
from accounts.verification import services as verification
from accounts.verification.models import Position, VerificationRequest, Vouch
from tests.matrix.test_people_by_role import app_of
from tests.matrix.test_query_counts import cost
from tests.verification.cases import ask, with_document
from tests.world import World, client_of, member

SIZES = (2, 12)

# Path: whose page or operation, and its queries. A request of an app reads session and member first.
PAGES: dict[str, tuple[str, int]] = {
    "/settings/sessions": ("geologist", 5),
    "/settings/tokens": ("geologist", 5),
    "/settings/people": ("geologist", 4),
    "/settings/invitations": ("editor", 4),
    "/settings/verification": ("geologist", 6),
    "/settings/privacy": ("geologist", 7),
    "/staff/verification": ("moderator", 8),
    "/staff/ways-back": ("admin", 4),
}
OPERATIONS: dict[str, tuple[str, int]] = {
    "/api/v1/me/tokens": ("geologist", 4),
    "/api/v1/me/sessions": ("geologist", 4),
    "/api/v1/me/ties": ("geologist", 4),
    "/api/v1/me/vouches": ("geologist", 4),
    "/api/v1/me/export": ("geologist", 4),
    "/api/v1/me/consents": ("geologist", 5),
    "/api/v1/members/gil-geologist/attestations": ("geologist", 5),
    "/api/v1/verification/cases": ("moderator", 5),
}


def grow(world: World, size: int) -> None:
    """`size` of everything that these lists show."""
    for n in range(size):
        other = member(f"other-{'abcdefghjkmn'[n]}hand")
        Tie.objects.create(member=world.geologist, other=other, kind="ignore")
        client_of(world.geologist)
        members.ask_way_back(handle=other.handle, words="Me.")
        members.invite(actor=world.editor, purpose=Invitation.Purpose.BOARD, target="core-shed")
        request_id, _ = with_document(other)
        Vouch.objects.create(request_id=request_id, voucher=world.geologist)


@pytest.mark.parametrize("size", SIZES)
def test_each_page_takes_exactly_so_many_queries(world: World, size: int) -> None:
    grow(world, size)
    assert {path: (who, cost(client_of(world.viewers[who]), path)) for path, (who, _) in PAGES.items()} == PAGES


@pytest.mark.parametrize("size", SIZES)
def test_each_operation_takes_exactly_so_many_queries(world: World, size: int) -> None:
    grow(world, size)
    found: dict[str, tuple[str, int]] = {}
    for path, (who, _) in OPERATIONS.items():
        client: Client = app_of(world.viewers[who])
        found[path] = (who, cost(client, path))
    assert found == OPERATIONS


def test_a_members_own_requests_are_ten_at_most(world: World) -> None:
    for n in range(12):
        request_id = ask(world.newcomer, Position.GEOLOGIST, party_name=f"Company {n}")
        verification.withdraw_request(actor=world.newcomer, request_id=request_id)
    assert VerificationRequest.objects.count() == 12
    assert len(app_of(world.newcomer).get("/api/v1/me/verification").json()["requests"]) == 10
