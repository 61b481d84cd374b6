"""What an event of verification makes us tell whom it concerns."""

from accounts.members.services import tell
from accounts.verification import selectors
from accounts.verification.events import (
    AttestationEnded,
    AttestationExpiring,
    VerificationDecided,
    VerificationReturned,
    VouchAsked,
)
from forum.kernel.events import Context


def tell_of_request(happened: VerificationDecided | VerificationReturned, context: Context) -> None:
    """The member hears that there was a decision, or that more is needed; the page says which and why."""
    notice = "verification_returned"
    if isinstance(happened, VerificationDecided):
        notice = "verification_accepted" if happened.accepted else "verification_refused"
    member_id = selectors.member_of_request(happened.request_id)
    if member_id is not None:
        tell(member_id=member_id, notice=notice, about=str(context.seq))


def tell_of_attestation(happened: AttestationExpiring | AttestationEnded, context: Context) -> None:
    """The member hears thirty days before the end, and of the end, unless another attestation took its place."""
    if isinstance(happened, AttestationExpiring):
        tell(member_id=happened.member_id, notice="attestation_expiring", about=str(context.seq))
    elif happened.end != "renewed":
        tell(member_id=happened.member_id, notice="attestation_ended", about=str(context.seq))


def ask_for_word(happened: VouchAsked, context: Context) -> None:
    """Whoever is to vouch hears that somebody asks."""
    tell(member_id=happened.voucher_id, notice="vouch_asked", about=str(context.seq))
