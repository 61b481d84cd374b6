"""What a member may ask for of their own data."""

from django.utils.translation import gettext_lazy as _

from accounts.members.handles import skeleton
from accounts.members.models import Member
from accounts.members.selectors import is_staff
from forum.kernel.errors import Conflict, FieldError, Invalid


class ExportUnderWay(Conflict):
    """409: an export is being gathered already."""

    code = "export_under_way"
    title = _("Your export is being gathered already.")


class ErasureWaiting(Conflict):
    """409: the erasure was asked for before."""

    code = "erasure_waiting"
    title = _("You have asked for this already. You can stop it until its day.")


class StaffFirst(Conflict):
    """409: whoever holds an office gives it up before being erased, so that no case is left without staff unnoticed."""

    code = "staff_first"
    title = _("You hold an office here. Have an administrator take it from you first.")


def check_erasure(member: Member, *, handle: str) -> None:
    """Whether the member may be erased, having typed their own handle. Raises `StaffFirst`, `Invalid`."""
    if is_staff(member):
        raise StaffFirst
    if skeleton(handle) != skeleton(member.handle) or not handle.strip():
        detail = _("Type your own handle to say that you mean it.")
        raise Invalid(detail, errors=[FieldError("handle", "not_yours", detail)])
