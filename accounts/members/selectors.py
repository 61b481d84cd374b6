"""Every read of members: what `viewer` may see of whom."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.members import handles
from accounts.members.models import (
    LEVEL_OF_ROLE,
    AccessToken,
    Invitation,
    Level,
    Member,
    Pass,
    Reach,
    Role,
    Session,
    Standing,
    Tie,
    WayBack,
)
from forum.kernel import clock, ids
from forum.kernel.errors import NotFound

type Viewer = Member | AnonymousUser

NOBODY = AnonymousUser()
SESSION_ID = 32
STAFF_ROLES = tuple(role for role, level in LEVEL_OF_ROLE.items() if level == Level.STAFF)
HIDDEN = (Standing.BANNED, Standing.ERASED)
TIES = {"ignored": Tie.Kind.IGNORE, "blocked": Tie.Kind.BLOCK}
LEVEL_NAMES = {Level.PUBLIC: "public", Level.MEMBER: "member", Level.VERIFIED: "verified", Level.STAFF: "staff"}


@dataclass(frozen=True, slots=True)
class Person:
    """A member as everybody may see one: by a line of text, in a list, on a page."""

    id: int
    handle: str
    role: str
    picture: str = ""

    @property
    def picture_url(self) -> str:
        """Where the picture lies, empty without one."""
        return f"/avatars/{self.picture}.webp" if self.picture else ""

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
class OpenSession:
    """One of a member's sessions. `opened_on` is None where not even the day is kept."""

    id: str
    opened_on: date | None
    ends_on: date
    app: bool
    current: bool


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
    return Person(id=member.pk, handle=member.handle, role=member.role, picture=member.picture)


def profile(handle: str, *, viewer: Viewer) -> Profile:
    """The profile behind `handle` in any case, or `NotFound`. Banned and erased members have none but for staff."""
    found = Member.objects.filter(handle_key=handles.skeleton(handle), handle__iexact=handle)
    if level_of(viewer) < Level.STAFF:
        found = found.exclude(standing__in=HIDDEN)
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


def credential_alive(credential: str) -> bool:
    """Whether "session:<digest>" or "token:<id>" still opens something. One query."""
    kind, _colon, name = credential.partition(":")
    if kind == "token":
        return AccessToken.objects.filter(pk=int(name), revoked_on=None, expires_on__gte=clock.today()).exists()
    return Session.objects.living().filter(session_key=name).exists()


def tokens_of(member: Member) -> QuerySet[AccessToken]:
    """The member's own tokens in force, newest first."""
    mine = AccessToken.objects.filter(member=member, revoked_on=None, expires_on__gte=clock.today())
    return mine.select_related("member").order_by("-id")


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


# --- handles --------------------------------------------------------------------------------------------------------


def check_free(handle: str) -> None:
    """Raise `BadHandle` when `handle` belongs to somebody, or could be taken for one of the staff. Two queries."""
    if handle_taken(handle):
        raise handles.taken()
    if handles.resembles(handle, staff_keys()):
        raise handles.like_staff()


def staff_keys() -> list[str]:
    """The skeletons of the staff's handles."""
    return list(Member.objects.filter(role__in=STAFF_ROLES).values_list("handle_key", flat=True))


def named(handle: str) -> Member:
    """The member of this handle in any case, or `NotFound`; banned and erased members are not found."""
    found = Member.objects.filter(handle_key=handles.skeleton(handle), handle__iexact=handle)
    member = found.exclude(standing__in=HIDDEN).first()
    if member is None:
        raise NotFound
    return member


# --- ways in --------------------------------------------------------------------------------------------------------


def has_second_factor(member: Member) -> bool:
    """Whether the member has a passkey, a security key or an authenticator app."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=member, type__in=kinds).exists())


def has_passkey(member: Member) -> bool:
    """Whether the member has a key that signs in by itself."""
    keys = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
    return any(key.wrap().is_passwordless for key in keys)


def has_recovery_codes(member: Member) -> bool:
    codes = Authenticator.objects.filter(user=member, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes is not None and bool(codes.wrap().get_unused_codes())


def blur_second_factors(member: Member) -> None:
    """Write the member's second factors anew, so that the table's own guard forgets their days; for `protect_member`."""
    for factor in Authenticator.objects.filter(user=member):
        factor.save(update_fields=["data", "created_at", "last_used_at"])


def sessions_of(member: Member, *, current: str) -> list[OpenSession]:
    """The member's sessions that still count, the one whose digest is `current` first. One query."""
    rows = Session.objects.living().filter(member=member).order_by("-expire_date", "session_key")
    found = [
        OpenSession(
            id=row.session_key[:SESSION_ID],
            opened_on=row.opened_on,
            ends_on=row.expire_date.date(),
            app=row.app,
            current=row.session_key == current,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.current)


# --- ties -----------------------------------------------------------------------------------------------------------


def ties_of(member: Member) -> list[tuple[Person, str]]:
    """Whom the member ignores or blocks, each with the kind, by handle. One query."""
    rows = Tie.objects.filter(member=member).order_by("other__handle_key", "kind")
    columns = rows.values_list("other_id", "other__handle", "other__role", "kind")
    return [(Person(id=pk, handle=handle, role=role), kind) for pk, handle, role, kind in columns]


def ignoring(viewer: Member) -> QuerySet[Tie]:
    """The ties by which `viewer` does not see what others write: for a query over texts, by their author (`other`)."""
    return Tie.objects.filter(member=viewer, kind__in=(Tie.Kind.IGNORE, Tie.Kind.BLOCK))


def reachable(member_ids: set[int], *, by: Member) -> set[int]:
    """Those of `member_ids` whom `by` may mention, notify or write to. One query.

    Staff reach everybody. Whoever blocked `by` is out of reach, as are members whose own setting says so.
    """
    found = Member.objects.filter(pk__in=member_ids).exclude(standing__in=HIDDEN)
    if not is_staff(by):
        open_to = [Reach.EVERYBODY, *([Reach.VERIFIED] if level_of(by) >= Level.VERIFIED else [])]
        blocking = Tie.objects.filter(other=by, kind=Tie.Kind.BLOCK).values("member_id")
        found = found.filter(Q(reach__in=open_to) | Q(pk=by.pk)).exclude(pk__in=blocking)
    return set(found.values_list("id", flat=True))


# --- invitations and the way back -----------------------------------------------------------------------------------


def invitation(secret: str) -> Invitation | None:
    """The invitation of this link, in whatever state, with its inviter. One query."""
    return Invitation.objects.select_related("inviter").filter(digest=ids.digest(secret)).first()


def invitations_of(member: Member) -> list[Invitation]:
    """The member's own invitations, newest first, with who came by them. One query."""
    return list(Invitation.objects.filter(inviter=member).select_related("used_by").order_by("-id")[:100])


def open_invitations(member: Member) -> int:
    """How many of the member's invitations could still be used."""
    today = clock.today()
    return Invitation.objects.filter(inviter=member, used_on=None, revoked_on=None, expires_on__gte=today).count()


def state_of(found: Invitation) -> str:
    """Where an invitation stands: "used", "revoked", "expired" or "open"."""
    if found.used_on:
        return "used"
    if found.revoked_on:
        return "revoked"
    return "expired" if found.expires_on < clock.today() else "open"


def may_enter(viewer: Viewer, *, purpose: Invitation.Purpose, target: str) -> bool:
    """Whether `viewer` came by an invitation to this interview or board."""
    if not isinstance(viewer, Member) or not viewer.is_active:
        return False
    return Pass.objects.filter(member=viewer, purpose=purpose, target=target).exists()


def way_back_for_update(way_back_id: int) -> WayBack:
    """A way back into somebody's account; locks the row. Raises `NotFound`, for those that lead nowhere too."""
    found = WayBack.objects.select_for_update().filter(pk=way_back_id, member__isnull=False).first()
    if found is None:
        raise NotFound
    return found


def way_back_by_secret(secret: str) -> WayBack | None:
    """The way back of this secret, where it leads to somebody; locks the row."""
    return (
        WayBack.objects.select_for_update(of=("self",))
        .filter(
            digest=ids.digest(secret), member__isnull=False, member__standing__in=[Standing.GOOD, Standing.SILENCED]
        )
        .first()
    )


def way_back(way_back_id: int) -> WayBack:
    """One way back with its member, for administrators. Raises `NotFound`."""
    found = WayBack.objects.select_related("member").filter(pk=way_back_id, member__isnull=False).first()
    if found is None:
        raise NotFound
    return found


def ways_back_waiting() -> list[WayBack]:
    """What administrators have to decide, oldest first. One query."""
    waiting = WayBack.objects.filter(state=WayBack.State.ASKED, member__isnull=False)
    return list(waiting.select_related("member").order_by("id")[:200])


def ways_back_into(member: Member) -> list[WayBack]:
    """Ways back into the member's own account that can still be stopped. One query."""
    states = [WayBack.State.ASKED, WayBack.State.GRANTED]
    return list(WayBack.objects.filter(member=member, state__in=states).order_by("id"))


def member_of_way_back(way_back_id: int) -> int | None:
    """Into whose account a way back leads, None where the handle named nobody or it is gone."""
    return WayBack.objects.filter(pk=way_back_id).values_list("member_id", flat=True).first()
