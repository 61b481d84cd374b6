"""Every read of a member's own data."""

from uuid import UUID

from accounts.members.models import Member
from forum.kernel import clock, ids
from forum.kernel.errors import NotFound
from forum.privacy import documents
from forum.privacy.models import Consent, Erasure, Export


def exports_of(member: Member) -> list[Export]:
    """The member's exports that are under way or can be fetched, newest first. One query."""
    return list(Export.objects.filter(member=member).exclude(state=Export.State.OVER).order_by("-asked_on", "-id")[:10])


def export(export_id: UUID, *, member: Member) -> Export:
    """One of the member's own exports that can be fetched today, or `NotFound`."""
    found = Export.objects.filter(
        pk=export_id, member=member, state=Export.State.READY, ends_on__gte=clock.today()
    ).first()
    if found is None:
        raise NotFound
    return found


def erasure_waiting(member: Member) -> Erasure | None:
    """The erasure that the member asked for and can still stop."""
    return Erasure.objects.filter(member_id=member.pk, state=Erasure.State.WAITING).first()


def erasure_by_secret(secret: str) -> Erasure:
    """The erasure of this link: what was wiped, or when it will be. Raises `NotFound`."""
    found = Erasure.objects.filter(digest=ids.digest(secret)).exclude(state=Erasure.State.STOPPED).first()
    if found is None:
        raise NotFound
    return found


def consents_of(member: Member) -> list[Consent]:
    """What the member agreed to, newest first. One query."""
    return list(Consent.objects.filter(member=member).order_by("-agreed_on", "document"))


def outstanding(member: Member) -> list[documents.Document]:
    """The current documents to which the member has not agreed in their current version. One query."""
    agreed = set(Consent.objects.filter(member=member).values_list("document", "version"))
    return [one for one in documents.current() if (one.name, one.version) not in agreed]
