"""Joining, profiles, roles and standing."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from secrets import token_hex

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.members import handles, pictures, policies, selectors
from accounts.members.events import (
    MemberBecameProtected,
    MemberErased,
    MemberJoined,
    ProfileEdited,
    ReachChanged,
    RoleChanged,
    StandingChanged,
)
from accounts.members.models import AccessToken, Member, Reach, Role, Standing
from accounts.members.services.invitations import use_invitation
from accounts.members.services.sessions import end_all_sessions, forget_outside
from forum.kernel import clock, text
from forum.kernel.errors import EditConflict
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen

BIO_LONGEST = 2_000


@transaction.atomic
def welcome_member(*, member: Member) -> None:
    """Say that `member` has joined, at the first complete sign-in; later ones change nothing. Locks the member's row."""
    locked = selectors.member_for_update(member.pk)
    if not locked.welcomed:
        locked.welcomed = True
        locked.save(update_fields=["welcomed"])
        publish(MemberJoined(member_id=member.pk), actor_id=member.pk, coarse=member.protected)
    member.welcomed = True


@transaction.atomic
def join_protected(*, handle: str, invitation: str | None = None) -> Member:
    """A new protected member: no address, no password, and of the day of joining only the month. Locks the invitation.

    Raises `BadHandle`, `InvitationOver`. A passkey must follow before anybody can sign in.
    """
    selectors.check_free(handles.check_shape(handle))
    member = Member(handle=handle, protected=True, joined_on=clock.today().replace(day=1))
    member.set_unusable_password()
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as faster:
        raise handles.taken() from faster
    if invitation:
        use_invitation(member=member, secret=invitation)
    return member


@transaction.atomic
def protect_member(*, actor: selectors.Viewer) -> Member:
    """Make the actor protected, for good: addresses, days and other sessions go. Locks the member's row.

    Raises `NotSignedIn`, `NoPasskey` without a passkey to sign in with. The caller ends nothing: this does.
    """
    member = selectors.member_for_update(policies.check_member(actor).pk)
    policies.check_protectable(member)
    EmailAddress.objects.filter(user=member).delete()
    forget_outside(member)
    AccessToken.objects.filter(member=member).update(last_used_on=None)
    end_all_sessions(member)
    member.protected, member.email = True, ""
    member.joined_on = member.joined_on.replace(day=1)
    member.save(update_fields=["protected", "email", "joined_on", "handle_key"])
    selectors.blur_second_factors(member)
    publish(MemberBecameProtected(member_id=member.pk), actor_id=member.pk, coarse=True)
    return member


@transaction.atomic
def set_reach(*, actor: selectors.Viewer, reach: Reach) -> None:
    """Say who may mention the actor or write to them. Locks the member's row. Raises `NotSignedIn`."""
    member = selectors.member_for_update(policies.check_member(actor).pk)
    if member.reach != reach:
        member.reach = reach
        member.save(update_fields=["reach", "handle_key"])
        publish(ReachChanged(member_id=member.pk), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def join_member(*, handle: str, email: str, password: str) -> Member:
    """A new member, made by a command; people on the pages and over REST sign up by themselves.

    Raises `BadHandle`. The caller proves the address.
    """
    member = Member(handle=handles.check_shape(handle), email=email, welcomed=True)
    member.set_password(password)
    member.save()
    publish(MemberJoined(member_id=member.pk), actor_id=member.pk)
    return member


@transaction.atomic
def edit_profile(*, actor: selectors.Viewer, bio: str, version: int) -> Member:
    """Replace the actor's own bio. Locks the member's row.

    Raises `NotSignedIn`, `Silenced`, `Invalid` for a text that cannot stand, `EditConflict` when `version` is an old one.
    """
    member = policies.check_write(actor)
    source = text.clean(bio, max_length=BIO_LONGEST)
    rendered = text.render(text.parse(source, origin=settings.ORIGIN), prefix=f"m{member.pk}-")
    screen(Draft(kind="bio", text=source, author_id=member.pk, links=rendered.links))
    member = selectors.member_for_update(member.pk)
    if member.version != version:
        raise EditConflict
    member.bio, member.bio_html, member.version = source, rendered.html, version + 1
    member.save(update_fields=["bio", "bio_html", "version", "handle_key"])
    publish(ProfileEdited(member_id=member.pk), actor_id=member.pk, coarse=member.protected)
    return member


@transaction.atomic
def change_role(*, member: Member, role: Role, actor_id: int | None) -> None:
    """Give `member` another role; their sessions end, so that each lasts as long as its role may. Locks the member's row.

    The caller has checked that this may be.
    """
    locked = selectors.member_for_update(member.pk)
    if locked.role != role:
        end_all_sessions(locked)
    locked.role = role
    locked.version += 1
    locked.save(update_fields=["role", "version", "handle_key"])
    publish(RoleChanged(member_id=member.pk), actor_id=actor_id)


@transaction.atomic
def erase_member(*, member: Member) -> str:
    """Empty the member's own row, and let nobody in by it again; the name under which what they wrote stays. Locks the row.

    The caller wipes the other stores.
    """
    locked = selectors.member_for_update(member.pk)
    locked.handle = f"gone-{token_hex(5)}"
    transaction.on_commit(partial(pictures.drop, locked.picture))
    locked.email = locked.bio = locked.bio_html = locked.picture = ""
    locked.role, locked.standing, locked.reach = Role.MEMBER, Standing.ERASED, Reach.STAFF
    locked.set_unusable_password()
    locked.joined_on = locked.joined_on.replace(month=1, day=1)
    locked.version += 1
    locked.save()
    publish(MemberErased(member_id=locked.pk), coarse=True)
    return locked.handle


@transaction.atomic
def set_standing(
    *,
    member_id: int,
    standing: Standing,
    until: datetime | None = None,
    silenced_boards: Sequence[int] = (),
    actor_id: int | None,
) -> bool:
    """Say what a member may do from now on, which every door obeys at once; whether that is another thing than before.

    Locks the member's row. The caller has checked that this may be; `actor_id` is None where a term ran out by itself. A
    member who may no longer sign in loses every session in the same transaction; access tokens stay, and open nothing
    until the standing is good again. Who was erased stays so.
    """
    locked = selectors.member_for_update(member_id)
    boards = sorted(set(silenced_boards))
    before = (locked.standing, locked.standing_until, locked.silenced_boards)
    if locked.standing == Standing.ERASED or before == (standing, until, boards):
        return False
    locked.standing, locked.standing_until, locked.silenced_boards = standing, until, boards
    locked.version += 1
    locked.save(update_fields=["standing", "standing_until", "silenced_boards", "version", "handle_key"])
    if not locked.is_active:
        end_all_sessions(locked)
    publish(StandingChanged(member_id=member_id, standing=str(standing)), actor_id=actor_id)
    return True
