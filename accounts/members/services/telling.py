"""Mail that tells a member what happened to the account. It names no other member, and says where to look."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.members.models import Member
from forum.kernel.jobs import enqueue

MAIL = "members.mail_notice"

# What is said, and the page that says more. Whoever has no address reads it there alone.
NOTICES: Mapping[str, tuple[str, str, str]] = {
    "way_back_asked": (
        gettext_noop("Somebody asks to be let into your account"),
        gettext_noop(
            "Somebody says that they lost every key to your account, and asks the staff to be let in as you. If that was not"
            " you, sign in and stop it:"
        ),
        "/settings/sessions",
    ),
    "way_back_granted": (
        gettext_noop("A way back into your account will open"),
        gettext_noop(
            "The staff granted a way back into your account. It opens after some days, and ends everything that opened the"
            " account before. If you did not ask for it, sign in and stop it now:"
        ),
        "/settings/sessions",
    ),
    "way_back_used": (
        gettext_noop("Somebody came back into your account"),
        gettext_noop("A new password was set. Sessions, passkeys, codes and tokens of before are void. You can look here:"),
        "/settings/sessions",
    ),
    "sessions_ended": (
        gettext_noop("You were signed out everywhere"),
        gettext_noop(
            "The staff ended every session of your account. Sign in again, and look at what opens it: sessions, passkeys and"
            " tokens. If something there is not yours, remove it and set another password:"
        ),
        "/settings/sessions",
    ),
    "verification_accepted": (
        gettext_noop("You are verified"),
        gettext_noop("The staff accepted your request. Your documents are being destroyed. What is attested stands here:"),
        "/settings/verification",
    ),
    "verification_refused": (
        gettext_noop("Your request to be verified was refused"),
        gettext_noop("Your documents are being destroyed. The reason, and how to ask again, stands here:"),
        "/settings/verification",
    ),
    "verification_returned": (
        gettext_noop("The staff needs more to verify you"),
        gettext_noop("What is missing stands here:"),
        "/settings/verification",
    ),
    "attestation_expiring": (
        gettext_noop("Your attestation ends within thirty days"),
        gettext_noop("A new request renews it without a gap:"),
        "/settings/verification",
    ),
    "attestation_ended": (
        gettext_noop("Your attestation has ended"),
        gettext_noop("Why, and how to ask for another, stands here:"),
        "/settings/verification",
    ),
    "vouch_asked": (
        gettext_noop("Somebody asks for your word"),
        gettext_noop("A member asks you to vouch for who they are. Nobody but the staff hears what you answer:"),
        "/settings/verification",
    ),
}  # fmt: skip


def tell(*, member_id: int, notice: str, about: str) -> None:
    """Write down that `member_id` is to be told by mail, once for each `about`; a worker sends it, at least once."""
    payload: dict[str, str | int | None] = {"member": member_id, "notice": notice}
    enqueue(MAIL, key=f"notice:{member_id}:{about}", payload=payload)


def mail_notice(*, member_id: int, notice: str, delivery_id: int) -> bool:
    """Send one notice; whether there was an address to send it to. Writes nothing."""
    member = Member.objects.filter(pk=member_id).exclude(email="").first()
    if member is None:
        return False
    subject, words, path = NOTICES[notice]
    body = f"{_(words)}\n\n    {settings.ORIGIN}{path}\n"
    message = EmailMessage(
        subject=_(subject), body=body, to=[member.email],
        headers={"Message-ID": f"<notice-{delivery_id}@{settings.ORIGIN.partition('://')[2].partition(':')[0]}>"},
    )  # fmt: skip
    message.send()
    return True
