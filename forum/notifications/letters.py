"""Notifications as mail: plain words, the same in HTML, and a way to stop them that works with one click.

No mail carries a post's text: who may read it is decided when it is opened, and nobody can take back a mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.members.models import Member
from forum.notifications import policies, selectors
from forum.notifications.models import MailPreferences, Reason
from forum.notifications.selectors import NotificationRow
from threads.interviews.selectors.news import DigestRow

LISTED = 20
"""Items that one mail names; of more, it says how many."""


class MailAway(Exception):
    """The mail server did not take it. Says why as a class name only: its own words quote addresses."""


class AddressRefused(Exception):
    """The mail server says that there is no such address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom a mail goes, and what they want of it."""

    member: Member
    address: str
    wanted: MailPreferences


def addressed(member_id: int) -> Letter | None:
    """Where to mail a member, as things stand now; None where mail is unwanted, or there is no proven address."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None or not member.is_active:
        return None
    wanted = selectors.mail_preferences(viewer=member)
    address = selectors.address_of(member) if wanted.mail else None
    return None if address is None else Letter(member, address, wanted)


def compose(
    letter: Letter, rows: Sequence[NotificationRow], *, count: int, delivery_id: int, news: Sequence[DigestRow] = ()
) -> EmailMultiAlternatives:
    """The mail that carries `rows`, of `count`, and in a digest `news` of interviews, which everybody may know.

    Its Message-ID stands for the delivery, and is the same at every try.
    """
    stop_url = settings.ORIGIN + reverse("stop-mail", args=[policies.stop_token(letter.member.pk)])
    discreet = letter.wanted.discreet
    shown = [] if discreet else rows[:LISTED]
    context = {
        "line": _("Something waits in your inbox.") if discreet else _line(rows, count),
        "groups": _groups(shown),
        "news": [] if discreet else _news(news[:LISTED]),
        "left": 0 if discreet else count - len(shown),
        "url": settings.ORIGIN + (reverse("inbox") if discreet or count > 1 else rows[0].open_url),
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
    if not discreet and count == 1 and rows[0].thread_id:
        headers["References"] = f"<thread.{rows[0].thread_id}@{host}>"
    message = EmailMultiAlternatives(
        subject=_("Something waits for you") if discreet else _subject(rows, count),
        body=render_to_string("notifications/mail.txt", context),
        to=[letter.address],
        headers=headers,
    )
    message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return message


def send(
    letter: Letter, rows: Sequence[NotificationRow], *, count: int, delivery_id: int, news: Sequence[DigestRow] = ()
) -> None:
    """Hand the mail to the server. Raises `AddressRefused`, or `MailAway` for the job to be tried again."""
    try:
        compose(letter, rows, count=count, delivery_id=delivery_id, news=news).send()
    except SMTPRecipientsRefused as error:
        if all(500 <= code < 600 for code, _words in error.recipients.values()):
            raise AddressRefused from None
        raise MailAway(type(error).__qualname__) from None
    except AnymailRecipientsRefused:
        raise AddressRefused from None
    except (SMTPException, OSError, AnymailError) as error:
        raise MailAway(type(error).__qualname__) from None


def _groups(rows: Sequence[NotificationRow]) -> list[dict[str, object]]:
    """Rows by place, each with its whole address."""
    groups: dict[str, dict[str, object]] = {}
    for row in rows:
        group = groups.setdefault(row.place, {"title": row.title, "rows": []})
        group["rows"].append({"line": row.line, "why": row.why, "url": settings.ORIGIN + row.open_url})  # type: ignore[attr-defined]
    return list(groups.values())


def _news(rows: Sequence[DigestRow]) -> list[dict[str, str]]:
    words = {"opened": _("takes questions"), "closing": _("questions close soon"), "published": _("published")}
    return [{"title": row.title, "what": words[row.what], "url": settings.ORIGIN + row.url} for row in rows]


def _line(rows: Sequence[NotificationRow], count: int) -> str:
    if count == 1:
        return _("%(line)s.") % {"line": rows[0].line}
    return ngettext("%(n)d thing waits for you.", "%(n)d things wait for you.", count) % {"n": count}


def _subject(rows: Sequence[NotificationRow], count: int) -> str:
    """One line; titles hold no line breaks, and the mail library refuses any."""
    row = rows[0]
    if len({one.place for one in rows}) > 1:
        return _("%(title)s, and more: %(n)d things wait for you") % {"title": row.title, "n": count}
    if count > 1:
        return _("%(title)s: %(n)d things wait for you") % {"title": row.title, "n": count}
    if row.actor is not None and row.reason == Reason.MENTION:
        return _("%(handle)s mentioned you: %(title)s") % {"handle": row.actor.handle, "title": row.title}
    if row.actor is not None and row.reason == Reason.REPLY:
        return _("%(handle)s replied: %(title)s") % {"handle": row.actor.handle, "title": row.title}
    return _("%(title)s: %(line)s") % {"title": row.title, "line": row.line}
