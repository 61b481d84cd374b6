"""Every change to members."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members import handles, policies, scopes, selectors
from accounts.members.events import (
    AccessTokenIssued,
    AccessTokenRevoked,
    MemberJoined,
    ProfileEdited,
    RoleChanged,
    StandingChanged,
)
from accounts.members.models import AccessToken, Member, Role, Standing
from forum.kernel import clock, ids, text
from forum.kernel.errors import EditConflict, FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen

BIO_LONGEST = 2_000
TOKEN_PREFIX = "assay_"
TOKEN_LONGEST = timedelta(days=366)


@transaction.atomic
def welcome_member(*, member: Member) -> None:
    """Say that `member` has joined, once the address is proven."""
    publish(MemberJoined(member_id=member.pk), actor_id=member.pk)


@transaction.atomic
def join_member(*, handle: str, email: str, password: str) -> Member:
    """A new member, made by a command; people on the pages and over REST sign up by themselves.

    Raises `BadHandle`. The caller proves the address.
    """
    member = Member(handle=handles.check_shape(handle), email=email)
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
    publish(ProfileEdited(member_id=member.pk), actor_id=member.pk)
    return member


@transaction.atomic
def change_role(*, member: Member, role: Role, actor_id: int | None) -> None:
    """Give `member` another role. Locks the member's row. The caller has checked that this may be."""
    locked = selectors.member_for_update(member.pk)
    locked.role = role
    locked.version += 1
    locked.save(update_fields=["role", "version", "handle_key"])
    publish(RoleChanged(member_id=member.pk), actor_id=actor_id)


@transaction.atomic
def set_standing(
    *, member_id: int, standing: Standing, until: datetime | None, silenced_boards: Sequence[int], actor_id: int | None
) -> bool:
    """Say what `member_id` may do from now on; whether that is another thing than before. Locks the member's row.

    The caller has checked that this may be. `actor_id` is None where a term ran out by itself.
    """
    locked = selectors.member_for_update(member_id)
    boards = sorted(set(silenced_boards))
    if (locked.standing, locked.standing_until, locked.silenced_boards) == (standing, until, boards):
        return False
    locked.standing, locked.standing_until, locked.silenced_boards = standing, until, boards
    locked.version += 1
    locked.save(update_fields=["standing", "standing_until", "silenced_boards", "version", "handle_key"])
    publish(StandingChanged(member_id=member_id, standing=str(standing)), actor_id=actor_id)
    return True


@transaction.atomic
def issue_token(*, member: Member, name: str, granted: Sequence[str], lifetime: timedelta) -> tuple[AccessToken, str]:
    """A new access token and its secret, which is shown this once and kept nowhere.

    Raises `Invalid` for an unknown scope, none at all, or a lifetime over 366 days.
    """
    unknown = [scope for scope in granted if scope not in scopes.SCOPES]
    if unknown or not granted:
        detail: Words = _("Choose from: %(scopes)s.") % {"scopes": ", ".join(scopes.SCOPES)}
        raise Invalid(detail, errors=[FieldError("scopes", "unknown_scope", detail)])
    if not timedelta(days=1) <= lifetime <= TOKEN_LONGEST:
        detail = _("A token lives from 1 to 366 days.")
        raise Invalid(detail, errors=[FieldError("expires_on", "bad_lifetime", detail)])
    secret = ids.new_secret(TOKEN_PREFIX)
    token = AccessToken.objects.create(
        member=member,
        name=text.clean(name, max_length=80, lines=False),
        digest=ids.digest(secret),
        scopes=sorted(set(granted)),
        expires_on=clock.today() + lifetime,
    )
    publish(AccessTokenIssued(member_id=member.pk, token_id=token.pk), actor_id=member.pk)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: selectors.Viewer, token_id: int) -> None:
    """End one of the actor's own tokens at once; ending it again changes nothing. Locks the token's row."""
    member = policies.check_member(actor)
    token = AccessToken.objects.select_for_update().filter(member=member, pk=token_id).first()
    if token is None:
        raise NotFound
    if token.revoked_on is None:
        token.revoked_on = clock.today()
        token.save(update_fields=["revoked_on"])
        publish(AccessTokenRevoked(member_id=member.pk, token_id=token.pk), actor_id=member.pk)


def note_token_use(*, token: AccessToken) -> None:
    """Remember the day a token was last used: at most one small write a day."""
    today = clock.today()
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
