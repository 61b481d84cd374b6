"""Who may do what in verification. The database repeats what matters most."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import OwnInterest, check_staff
from accounts.members.selectors import Viewer
from accounts.verification import selectors
from accounts.verification.models import Attestation, VerificationRequest, Vouch
from forum.kernel.errors import Conflict, Forbidden, Invalid, NotFound

MOST_OPEN = 3
MOST_DOCUMENTS = 6
MOST_VOUCHERS = 4
MOST_ON_CASE = 3


class NotOpen(Conflict):
    """409: decided or withdrawn; nothing can be added or changed."""

    code = "case_not_open"
    title = _("This request is no longer open.")


class TooManyRequests(Conflict):
    """409: three open requests at once are enough, and one for each position and party."""

    code = "too_many_requests_open"
    title = _("You have a request like this, or three others, open already.")


class TooMuchEvidence(Conflict):
    """409: six documents and four vouchers are enough for any case."""

    code = "too_much_evidence"
    title = _("There is enough in this request. Withdraw it to begin anew.")


class NotOnCase(Forbidden):
    """403: evidence is for those of the staff who have taken the case."""

    code = "not_on_case"
    title = _("Take the case first. Only those on it may open its evidence and decide.")


class CaseFull(Conflict):
    """409: as many are on the case as it needs."""

    code = "case_full"
    title = _("Enough of the staff are on this case already.")


class Voted(Conflict):
    """409: one vote each."""

    code = "voted"
    title = _("You have decided on this already.")


class NothingToDecide(Conflict):
    """409: there is no document, no proven work mail and no two members who vouch."""

    code = "nothing_to_decide"
    title = _("There is no proof in this case yet. Ask for more, or refuse.")


class CannotVouch(Invalid):
    """400: nobody of that name whose word would count."""

    code = "cannot_vouch"
    title = _("No verified member of that name can vouch for you.")


class UnknownDomain(Invalid):
    """400: the address does not belong to a domain that we know of this party."""

    code = "unknown_domain"
    title = _("We know no such mail domain of this party. Send a document, or ask two members to vouch.")


class WrongCode(Invalid):
    """400: the code is wrong, over, used, or was tried too often; which of them is not said."""

    code = "wrong_code"
    title = _("This code does not work, or no longer. You can have another one sent.")


class EndedAlready(Conflict):
    """409: the attestation has ended before."""

    code = "attestation_ended"
    title = _("This attestation has ended already.")


def check_request(*, open_ones: int) -> None:
    """Whether one more verification may be asked for with so many open. Raises `TooManyRequests`."""
    if open_ones >= MOST_OPEN:
        raise TooManyRequests


def check_open(request: VerificationRequest) -> None:
    """Whether something can still be added to a request, or `NotOpen`."""
    if not request.is_open:
        raise NotOpen


def check_voucher(candidate: Member | None, request: VerificationRequest) -> Member:
    """`candidate` as somebody whose word would count here, or `CannotVouch`."""
    if candidate is None or candidate.pk == request.member_id or not candidate.is_active:
        raise CannotVouch
    if not selectors.may_vouch(candidate):
        raise CannotVouch
    return candidate


def check_vouch(vouch: Vouch) -> None:
    """Whether an asked vouch can still be answered. Raises `NotOpen`, `CannotVouch`."""
    check_open(vouch.request)
    if vouch.state != Vouch.State.ASKED:
        raise NotOpen
    if not selectors.may_vouch(vouch.voucher):
        raise CannotVouch


def check_take(actor: Viewer, request: VerificationRequest, *, on_it: int) -> Member:
    """`actor` as somebody who may take this case. Raises `NotFound` for others than staff, `OwnInterest`, `CaseFull`."""
    staff = check_staff(actor)
    if request.member_id == staff.pk:
        raise NotFound
    if selectors.has_interest(staff, request):
        raise OwnInterest
    if on_it >= MOST_ON_CASE:
        raise CaseFull
    return staff


def check_on_case(actor: Viewer, request: VerificationRequest) -> Member:
    """`actor` as somebody of the staff on this case. Raises `NotFound`, `OwnInterest`, `NotOnCase`.

    Asked anew with every opening: an interest that comes up later shuts the evidence again.
    """
    staff = check_staff(actor)
    if request.member_id == staff.pk:
        raise NotFound
    if selectors.has_interest(staff, request):
        raise OwnInterest
    if not selectors.on_case(request, staff):
        raise NotOnCase
    return staff


def check_revoke(actor: Viewer, attestation: Attestation) -> Member:
    """`actor` as somebody of the staff who may end this attestation. Raises `NotFound`, `OwnInterest`, `EndedAlready`."""
    staff = check_staff(actor)
    if attestation.member_id == staff.pk:
        raise OwnInterest
    if attestation.ended_on is not None:
        raise EndedAlready
    return staff
