"""Every read of members: what `viewer` may see of whom."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.members import handles
from accounts.members.models import LEVEL_OF_ROLE, AccessToken, Level, Member, Role
from forum.kernel import clock, ids
from forum.kernel.errors import NotFound

type Viewer = Member | AnonymousUser

NOBODY = AnonymousUser()
LEVEL_NAMES = {Level.PUBLIC: "public", Level.MEMBER: "member", Level.VERIFIED: "verified", Level.STAFF: "staff"}


@dataclass(frozen=True, slots=True)
class Person:
    """A member as everybody may see one: by a line of text, in a list, on a page."""

    id: int
    handle: str
    role: str

    @property
    def url(self) -> str:
        return f"/members/{self.handle}"

    @property
    def role_label(self) -> str:
        """The role in words, empty for an ordinary member."""
        return "" if self.role == Role.MEMBER else str(Role(self.role).label)

    @property
    def initials(self) -> str:
        return self.handle[:2].upper()

    @property
    def colour(self) -> int:
        """One of eight avatar colours, the same one always."""
        return self.id % 8


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's own page."""

    person: Person
    bio_html: str
    joined_on: date
    version: int


def level_of(viewer: Viewer) -> Level:
    """How far `viewer` may see. Somebody suspended or banned sees what the public sees."""
    if isinstance(viewer, Member) and viewer.is_active:
        return LEVEL_OF_ROLE[Role(viewer.role)]
    return Level.PUBLIC


def is_staff(viewer: Viewer) -> bool:
    return level_of(viewer) == Level.STAFF


def person_of(member: Member) -> Person:
    return Person(id=member.pk, handle=member.handle, role=member.role)


def profile(handle: str, *, viewer: Viewer) -> Profile:
    """The profile behind `handle` in any case, or `NotFound`. Banned members have none but for staff."""
    found = Member.objects.filter(handle_key=handles.skeleton(handle), handle__iexact=handle)
    if level_of(viewer) < Level.STAFF:
        found = found.exclude(standing="banned")
    member = found.first()
    if member is None:
        raise NotFound
    return Profile(
        person=person_of(member), bio_html=member.bio_html, joined_on=member.joined_on, version=member.version
    )


def members_by_handle(names: set[str]) -> dict[str, Person]:
    """Those of `names` (as typed) that are members, by the name as typed. One query."""
    keys = {handles.skeleton(name): name for name in names}
    rows = Member.objects.filter(handle_key__in=keys).values_list("id", "handle", "role")
    found = {handle.casefold(): Person(id=pk, handle=handle, role=role) for pk, handle, role in rows}
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def member_for_update(member_id: int) -> Member:
    """Locks the member's row."""
    return Member.objects.select_for_update().get(pk=member_id)


def token_in_force(secret: str) -> AccessToken | None:
    """The access token that `secret` opens today, with its member; None when unknown, expired or revoked. One query."""
    return (
        AccessToken.objects.select_related("member")
        .filter(digest=ids.digest(secret), revoked_on=None, expires_on__gte=clock.today())
        .first()
    )


def tokens_of(member: Member) -> QuerySet[AccessToken]:
    """The member's own tokens, newest first."""
    return AccessToken.objects.filter(member=member).order_by("-id")


def handle_taken(handle: str) -> bool:
    """Whether `handle`, or one that looks like it, belongs to somebody."""
    return Member.objects.filter(handle_key=handles.skeleton(handle)).exists()


def has_proven_address(member: Member) -> bool:
    """Whether one of the member's mail addresses is proven."""
    return bool(EmailAddress.objects.filter(user=member, verified=True).exists())


def member_by_handle(handle: str) -> Member | None:
    """The member of this handle in any case, for commands."""
    return Member.objects.filter(handle_key=handles.skeleton(handle), handle__iexact=handle).first()


def fresh(member: Member) -> Member:
    """The member as the database has it now."""
    return Member.objects.get(pk=member.pk)


def anybody() -> bool:
    """Whether anybody has joined yet."""
    return Member.objects.exists()
