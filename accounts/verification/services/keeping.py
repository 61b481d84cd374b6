"""What time does: evidence goes, attestations end, keys are changed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from accounts.members.models import Member
from accounts.verification import selectors, vault
from accounts.verification.events import AttestationExpiring, EvidenceDestroyed
from accounts.verification.models import Attestation, Evidence, State, VerificationRequest
from accounts.verification.services.deciding import end_attestation
from forum.kernel import clock
from forum.kernel.events import publish

REMINDER = timedelta(days=30)


class NotDestroyed(RuntimeError):
    """The store still has a file that was deleted. The job fails, is tried again, and raises the alarm."""


@transaction.atomic
def destroy_evidence(*, request_id: UUID) -> int:
    """Destroy what is left of a closed case's evidence, and look that it is gone; how many pieces. Locks request and pieces.

    Without the key the ciphertext says nothing, wherever a copy of it may lie; the key goes with this transaction. A case that
    was opened again, or waits for a second look, keeps its evidence. Raises `NotDestroyed`.
    """
    request = VerificationRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None or request.is_open:
        return 0
    if Attestation.objects.filter(request=request, by_exception=True, ended_on=None).exists():
        return 0
    left = selectors.evidence_left(request)
    for piece in left:
        _destroy(piece)
    return len(left)


@transaction.atomic
def end_due_attestations() -> int:
    """End the attestations whose day has passed; their number. Locks them. Run each night."""
    due = Attestation.objects.select_for_update(skip_locked=True).filter(ended_on=None, expires_on__lt=clock.today())
    for found in (ended := list(due[:500])):
        end_attestation(found, end="expired")
    return len(ended)


@transaction.atomic
def remind_of_expiry() -> int:
    """Remind, once, of each attestation that ends within thirty days; how many. Locks them. Run each night."""
    soon = Attestation.objects.select_for_update(skip_locked=True).filter(
        ended_on=None, reminded_on=None, expires_on__lte=clock.today() + REMINDER
    )
    for found in (reminded := list(soon[:500])):
        found.reminded_on = clock.today()
        found.save(update_fields=["reminded_on"])
        publish(AttestationExpiring(member_id=found.member_id, attestation_id=found.pk))
    return len(reminded)


def rewrap_keys() -> int:
    """Seal every piece's key under the newest key of the ring; how many were under an older one. One transaction each."""
    changed = 0
    for evidence_id in Evidence.objects.filter(destroyed_on=None).values_list("id", flat=True):
        with transaction.atomic():
            piece = Evidence.objects.select_for_update().filter(pk=evidence_id, destroyed_on=None).first()
            if piece is None or piece.wrapped_key is None:
                continue
            fresh = vault.rewrap(piece.id, bytes(piece.wrapped_key))
            if fresh != bytes(piece.wrapped_key):
                piece.wrapped_key = fresh
                piece.save(update_fields=["wrapped_key"])
                changed += 1
    return changed


def sweep_orphans() -> int:
    """Delete files of evidence that no row knows: their transaction failed after the file was written. Run each night."""
    stored = vault.stored_ids()
    known = set(Evidence.objects.filter(pk__in=stored, destroyed_on=None).values_list("id", flat=True))
    return sum(vault.shred(one) for one in stored if one not in known)


@transaction.atomic
def erase_verification(*, member: Member) -> dict[str, int]:
    """Destroy all evidence of `member`, and delete requests, vouches and attestations; how many of each. Locks them."""
    requests = VerificationRequest.objects.select_for_update().filter(member=member)
    pieces = 0
    for request in requests:
        if request.is_open:
            request.state, request.decided_on = State.WITHDRAWN, clock.today()
            request.save(update_fields=["state", "decided_on"])
        for piece in selectors.evidence_left(request):
            _destroy(piece)
            pieces += 1
    attestations, _by = Attestation.objects.filter(member=member).delete()
    count = requests.count()
    VerificationRequest.objects.filter(member=member).delete()
    return {"evidence": pieces, "attestations": attestations, "verification requests": count}


def _destroy(piece: Evidence) -> None:
    """The piece's row is locked."""
    if not vault.shred(piece.id):
        raise NotDestroyed(str(piece.id))
    piece.wrapped_key, piece.destroyed_on = None, clock.today()
    piece.save(update_fields=["wrapped_key", "destroyed_on"])
    publish(
        EvidenceDestroyed(
            request_id=piece.request_id, evidence_id=piece.id, ciphertext=bytes(piece.ciphertext_sha256).hex()
        )
    )
