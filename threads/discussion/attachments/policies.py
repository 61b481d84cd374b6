"""What may be brought, and how much."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, FieldError, Invalid, TooLarge

FILE_BYTES = 10 * 1024 * 1024
MEMBER_BYTES = 500 * 1024 * 1024


class FileInUse(Conflict):
    """409: a post shows this file."""

    code = "file_in_use"
    title = _("A post shows this file. Take it out of the post first.")


class NoRoom(Conflict):
    """409: a member keeps 500 MB at most."""

    code = "no_room_for_files"
    title = _("Your files take 500 MB already. Remove some first.")


class FileWaiting(Conflict):
    """409: a picture that no worker has made anew yet."""

    code = "file_waiting"
    title = _("This picture is being prepared. Ask again in a moment.")


class AltMissing(Invalid):
    """400: a picture without words for those who do not see it."""

    code = "alt_missing"
    title = _("Say in a few words what the picture shows.")


def check_bring(actor: Viewer, *, size: int, kept: int) -> Member:
    member = check_write(actor)
    if size > FILE_BYTES:
        raise TooLarge(_("A file may have 10 MB."))
    if size == 0:
        raise Invalid(_("This file is empty."), errors=[FieldError("file", "empty", _("This file is empty."))])
    if kept + size > MEMBER_BYTES:
        raise NoRoom
    return member


def check_alt(alt: str, *, picture: bool) -> None:
    if picture and not alt:
        raise AltMissing(errors=[FieldError("alt", AltMissing.code, AltMissing.title)])


def check_remove(*, used: bool) -> None:
    if used:
        raise FileInUse
