"""A member's picture."""

from functools import partial

from django.db import transaction

from accounts.members import pictures, policies, selectors
from accounts.members.events import ProfileEdited
from accounts.members.models import Member
from forum.kernel.events import publish


def set_picture(*, actor: selectors.Viewer, content: bytes) -> Member:
    """Show `content`, made anew, beside what the actor writes. Locks the member's row, once the picture is made.

    Raises `NotSignedIn`, `Silenced`, `BadPicture`, `PictureRefused`.
    """
    member = policies.check_write(actor)
    return _keep(member, pictures.put(content))


def remove_picture(*, actor: selectors.Viewer) -> Member:
    """Show the letters of the handle again. Locks the member's row. Raises `NotSignedIn`."""
    return _keep(policies.check_member(actor), "")


@transaction.atomic
def _keep(member: Member, name: str) -> Member:
    locked = selectors.member_for_update(member.pk)
    before, locked.picture = locked.picture, name
    if before != name:
        locked.version += 1
        locked.save(update_fields=["picture", "version", "handle_key"])
        transaction.on_commit(partial(pictures.drop, before))
        publish(ProfileEdited(member_id=member.pk), actor_id=member.pk, coarse=member.protected)
    return locked
