"""Documents lie encrypted, and open only to the staff on the case, each time noted."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.members.policies import OwnInterest
from accounts.verification import services
from accounts.verification.models import Evidence, Opening
from accounts.verification.policies import NotOnCase
from forum.kernel.errors import NotFound
from forum.kernel.events.models import Outbox
from tests.verification.cases import PDF, with_document
from tests.world import World, nothing_changes


def test_neither_the_store_nor_the_table_holds_the_document(world: World) -> None:
    _, piece = with_document(world.newcomer)
    with default_storage.open(piece.path) as file:
        stored = file.read()
    assert b"%PDF" not in stored
    assert len(stored) > len(PDF)
    assert b"%PDF" not in bytes(piece.wrapped_key or b"")


def test_those_on_the_case_open_it_and_it_is_noted(world: World) -> None:
    request_id, piece = with_document(world.newcomer)
    services.take_case(actor=world.moderator, request_id=request_id)
    kind, content = services.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=piece.id)
    assert (kind, content) == ("pdf", PDF)
    assert Opening.objects.get().staff == world.moderator
    told = Outbox.objects.get(name="evidence_opened")
    assert told.actor_id == world.moderator.pk
    assert told.payload == {"request_id": str(request_id), "evidence_id": str(piece.id)}


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("moderator", NotOnCase), ("admin", NotOnCase), ("geologist", NotFound), ("newcomer", NotFound), ("guest", NotFound),
        ("nobody", NotFound),
    ],
)  # fmt: skip
def test_nobody_else_opens_it_and_no_try_is_noted_as_an_opening(
    world: World, who: str, refusal: type[Exception]
) -> None:
    request_id, piece = with_document(world.newcomer)
    with nothing_changes(), pytest.raises(refusal):
        services.open_evidence(actor=world.viewers[who], request_id=request_id, evidence_id=piece.id)


def test_an_interest_declared_later_shuts_it_again(world: World) -> None:
    request_id, piece = with_document(world.newcomer, party_slug="halleck-creek")
    services.take_case(actor=world.moderator, request_id=request_id)
    services.declare_interest(staff=world.moderator, party_slug="halleck-creek", held=True)
    with nothing_changes(), pytest.raises(OwnInterest):
        services.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=piece.id)


def test_the_key_of_one_document_opens_no_other(world: World) -> None:
    request_id, first = with_document(world.newcomer)
    _, second = with_document(world.operator)
    Evidence.objects.filter(pk=first.pk).update(wrapped_key=second.wrapped_key)
    services.take_case(actor=world.moderator, request_id=request_id)
    with pytest.raises(Exception, match="unavailable"):
        services.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=first.id)


def test_the_database_lets_no_sealed_evidence_be_deleted(world: World) -> None:
    _, piece = with_document(world.newcomer)
    with pytest.raises(IntegrityError, match="destroy it first"), transaction.atomic():
        piece.delete()
    assert Evidence.objects.filter(pk=piece.pk).exists()
