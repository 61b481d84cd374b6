"""One accepts, two for sensitive positions, nobody with an interest; the database holds it, too."""

import pytest
from django.db import IntegrityError, transaction

from accounts.members.models import Invitation, Member, Role, Standing
from accounts.members.policies import OwnInterest
from accounts.members.services import invite, set_standing, use_invitation
from accounts.parties.models import Party
from accounts.verification import services
from accounts.verification.models import Assignment, Attestation, Position, State, VerificationRequest, Vote, Vouch
from accounts.verification.policies import NothingToDecide, NotOnCase, NotOpen, Voted
from forum.kernel import clock
from forum.kernel.errors import NotFound
from tests.verification.cases import ask, attest, vote, with_document
from tests.world import World, nothing_changes
from threads.disclosures.models import Disclosure

SENSITIVE = [Position.OFFICIAL, Position.ARMED_GROUP]


def attested(member: Member) -> bool:
    return Attestation.objects.filter(member=member, ended_on=None).exists()


def test_one_acceptance_attests_a_geologist_who_is_verified_from_then_on(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    vote(world.moderator, request_id)
    assert attested(world.newcomer)
    assert Member.objects.get(pk=world.newcomer.pk).role == Role.VERIFIED


@pytest.mark.parametrize("position", SENSITIVE)
def test_a_sensitive_position_takes_two(world: World, position: Position) -> None:
    request_id, _ = with_document(world.newcomer, position)
    vote(world.moderator, request_id)
    assert not attested(world.newcomer)
    vote(world.second_moderator, request_id)
    assert attested(world.newcomer)


def test_the_same_one_twice_is_one(world: World) -> None:
    request_id, _ = with_document(world.newcomer, Position.OFFICIAL)
    vote(world.moderator, request_id)
    with nothing_changes(), pytest.raises(Voted):
        vote(world.moderator, request_id)


def test_one_refusal_refuses_and_says_why(world: World) -> None:
    request_id, _ = with_document(world.newcomer, Position.OFFICIAL)
    vote(world.moderator, request_id)
    vote(world.second_moderator, request_id, accept=False)
    refused = VerificationRequest.objects.get(pk=request_id)
    assert (refused.state, refused.reason) == (State.REFUSED, "Seen the degree.")
    with nothing_changes(), pytest.raises(NotOpen):
        vote(world.editor, request_id)


def test_without_proof_there_is_nothing_to_accept(world: World) -> None:
    request_id = ask(world.newcomer)
    services.take_case(actor=world.moderator, request_id=request_id)
    with nothing_changes(), pytest.raises(NothingToDecide):
        services.cast_vote(
            actor=world.moderator, request_id=request_id, accept=True, reason="I know them.", no_interest=True
        )


def test_nobody_decides_in_their_own_case(world: World) -> None:
    request_id, _ = with_document(world.editor)
    with nothing_changes(), pytest.raises(NotFound):
        services.take_case(actor=world.editor, request_id=request_id)


def test_nobody_decides_with_an_interest_in_the_party(world: World) -> None:
    services.declare_interest(staff=world.moderator, party_slug="aclara", held=True)
    request_id, _ = with_document(world.newcomer, party_slug="aclara")
    with nothing_changes(), pytest.raises(OwnInterest):
        services.take_case(actor=world.moderator, request_id=request_id)


def test_nobody_decides_who_disclosed_an_interest_in_the_party(world: World) -> None:
    request_id, _ = with_document(world.newcomer, party_slug="aclara")
    Disclosure.objects.create(
        member=world.moderator,
        party=Party.objects.get(slug="aclara"),
        interest="holds",
        details="Shares.",
        stated_on=clock.today(),
    )
    with nothing_changes(), pytest.raises(OwnInterest):
        services.take_case(actor=world.moderator, request_id=request_id)


def test_nobody_decides_for_whom_they_invited(world: World) -> None:
    _, secret = invite(actor=world.moderator, purpose=Invitation.Purpose.FORUM)
    use_invitation(member=world.newcomer, secret=secret)
    request_id, _ = with_document(world.newcomer)
    with nothing_changes(), pytest.raises(OwnInterest):
        services.take_case(actor=world.moderator, request_id=request_id)


def test_nobody_decides_for_whom_they_vouched(world: World) -> None:
    request_id = ask(world.newcomer)
    Vouch.objects.create(request_id=request_id, voucher=world.moderator, state="given", words="Met her.")
    with nothing_changes(), pytest.raises(OwnInterest):
        services.take_case(actor=world.moderator, request_id=request_id)


def test_nobody_decides_without_saying_that_they_have_no_interest(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    services.take_case(actor=world.moderator, request_id=request_id)
    with nothing_changes(), pytest.raises(OwnInterest):
        services.cast_vote(actor=world.moderator, request_id=request_id, accept=True, reason="Fine.", no_interest=False)


def test_members_do_not_decide(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    for who in ("newcomer", "geologist", "guest", "nobody"):
        with nothing_changes(), pytest.raises(NotFound):
            services.cast_vote(
                actor=world.viewers[who], request_id=request_id, accept=True, reason="Yes.", no_interest=True
            )


def test_whoever_was_demoted_since_taking_the_case_does_not_decide(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    services.take_case(actor=world.moderator, request_id=request_id)
    Member.objects.filter(pk=world.moderator.pk).update(role=Role.MEMBER)
    demoted = Member.objects.get(pk=world.moderator.pk)
    with nothing_changes(), pytest.raises(NotFound):
        services.cast_vote(actor=demoted, request_id=request_id, accept=True, reason="Yes.", no_interest=True)


def test_whoever_is_not_on_the_case_does_not_decide(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    with nothing_changes(), pytest.raises(NotOnCase):
        services.cast_vote(actor=world.moderator, request_id=request_id, accept=True, reason="Yes.", no_interest=True)


# What the services refuse, the database refuses as well, whoever writes to it.


def test_the_database_takes_no_vote_of_an_interested_or_ordinary_member(world: World) -> None:
    request_id, _ = with_document(world.editor)
    for staff, words in ((world.editor, "an interest of their own"), (world.geologist, "only the staff")):
        Assignment.objects.create(request_id=request_id, staff=staff)
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            Vote.objects.create(request_id=request_id, staff=staff, accept=True, reason="x", no_interest=True)


def test_the_database_makes_no_attestation_of_too_few_votes(world: World) -> None:
    request_id, _ = with_document(world.newcomer, Position.ARMED_GROUP)
    vote(world.moderator, request_id)
    VerificationRequest.objects.filter(pk=request_id).update(state=State.ACCEPTED, decided_on="2026-11-22")
    for by_exception in (False, True):
        with pytest.raises(IntegrityError, match="too few votes"), transaction.atomic():
            Attestation.objects.create(
                member=world.newcomer, request_id=request_id, position=Position.ARMED_GROUP, expires_on="2027-11-22",
                by_exception=by_exception,
            )  # fmt: skip


def test_the_database_makes_no_other_attestation_than_was_asked_for(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    VerificationRequest.objects.filter(pk=request_id).update(state=State.ACCEPTED, decided_on="2026-11-22")
    with pytest.raises(IntegrityError, match="not what was asked for"), transaction.atomic():
        Attestation.objects.create(
            member=world.newcomer, request_id=request_id, position=Position.OFFICIAL, expires_on="2027-11-22"
        )


def test_the_database_rewrites_no_attestation(world: World) -> None:
    made = attest(world, world.newcomer)
    with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
        Attestation.objects.filter(pk=made.pk).update(position=Position.OFFICIAL)


# With one member of the staff only.


def only_the_moderator(world: World) -> None:
    for other in (world.second_moderator, world.editor, world.admin):
        set_standing(member_id=other.pk, standing=Standing.SUSPENDED, actor_id=None)


def test_alone_one_accepts_by_exception_and_the_documents_wait(world: World) -> None:
    only_the_moderator(world)
    request_id, piece = with_document(world.newcomer, Position.OFFICIAL)
    vote(world.moderator, request_id)
    assert Attestation.objects.get(request=request_id).by_exception
    assert services.destroy_evidence(request_id=request_id) == 0
    piece.refresh_from_db()
    assert piece.destroyed_on is None


@pytest.mark.parametrize("accept", [True, False])
def test_a_second_confirms_the_exception_or_ends_it(world: World, accept: bool) -> None:
    only_the_moderator(world)
    request_id, _ = with_document(world.newcomer, Position.OFFICIAL)
    vote(world.moderator, request_id)
    set_standing(member_id=world.second_moderator.pk, standing=Standing.GOOD, actor_id=None)
    vote(Member.objects.get(pk=world.second_moderator.pk), request_id, accept=accept)
    made = Attestation.objects.get(request=request_id)
    assert made.by_exception is not accept
    assert (made.ended_on is None) is accept
    assert services.destroy_evidence(request_id=request_id) == 1


def test_with_a_second_there_is_no_exception(world: World) -> None:
    for other in (world.editor, world.admin):
        set_standing(member_id=other.pk, standing=Standing.SUSPENDED, actor_id=None)
    request_id, _ = with_document(world.newcomer, Position.OFFICIAL)
    vote(world.moderator, request_id)
    assert not attested(world.newcomer)
