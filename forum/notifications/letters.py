"""A notification as mail: plain words, the same in HTML, and a way to stop them that works with one click.

No mail carries a post's text: who may read it is decided when it is opened, and nobody can take back a mail.
"""

from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.notifications import policies
from forum.notifications.models import Reason
from forum.notifications.selectors import Letter, NotificationRow


class MailAway(Exception):
    """The mail server did not take it. Says why as a class name only: its own words quote addresses."""


def compose(letter: Letter, *, recipient_id: int, delivery_id: int) -> EmailMultiAlternatives:
    """The mail for `letter`. Its Message-ID stands for the delivery, and is the same at every try."""
    stop_url = settings.ORIGIN + reverse("stop-mail", args=[policies.stop_token(recipient_id)])
    context = {
        "line": _("Something waits in your inbox.") if letter.discreet else _line(letter.row),
        "title": "" if letter.discreet else letter.row.thread_title,
        "url": settings.ORIGIN + (reverse("inbox") if letter.discreet else letter.row.open_url),
        "settings_url": settings.ORIGIN + reverse("notification-settings"),
        "stop_url": stop_url,
        "site_name": settings.SITE_NAME,
    }
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    headers = {
        "Message-ID": f"<notification.{delivery_id}@{host}>",
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if not letter.discreet:
        headers["References"] = f"<thread.{letter.row.thread_id}@{host}>"
    message = EmailMultiAlternatives(
        subject=_("Something waits for you") if letter.discreet else _subject(letter.row),
        body=render_to_string("notifications/mail.txt", context),
        to=[letter.address],
        headers=headers,
    )
    message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return message


def send(letter: Letter, *, recipient_id: int, delivery_id: int) -> None:
    """Hand the mail to the server. Raises `MailAway`, for the job to be tried again."""
    try:
        compose(letter, recipient_id=recipient_id, delivery_id=delivery_id).send()
    except (SMTPException, OSError) as error:
        raise MailAway(type(error).__qualname__) from None


def _line(row: NotificationRow) -> str:
    if row.reason == Reason.MENTION:
        return _("%(handle)s mentioned you.") % {"handle": row.actor.handle}
    return _("%(handle)s replied to you.") % {"handle": row.actor.handle}


def _subject(row: NotificationRow) -> str:
    """One line; titles hold no line breaks, and the mail library refuses any."""
    words = (
        _("%(handle)s mentioned you: %(title)s") if row.reason == Reason.MENTION else _("%(handle)s replied: %(title)s")
    )
    return words % {"handle": row.actor.handle, "title": row.thread_title}
