"""Telling a member what was decided about them, and why."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from forum.kernel import clock
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue
from moderation.actions import links, selectors
from moderation.actions.events import StatementIssued
from moderation.actions.kinds import APPEAL_TERM, KINDS
from moderation.actions.models import Action, Statement
from moderation.rules.reasons import REASONS

MAIL = "actions.mail_statement"


class MailAway(Exception):
    """The mail server did not take it."""


def issue_statement(action: Action, *, mailed: bool = True) -> Statement | None:
    """The statement of reasons for an action in force, in its transaction; None where it meets nobody."""
    if action.member_id is None or not KINDS[action.kind].states_reasons:
        return None
    facts = action.facts or str(REASONS[action.reason].rule)
    now = clock.now()
    made = Statement.objects.create(
        action=action, member_id=action.member_id, facts=facts, issued_at=now, appeal_until=now + APPEAL_TERM
    )
    publish(
        StatementIssued(statement_id=made.pk, action_id=action.pk, member_id=action.member_id), actor_id=action.actor_id
    )
    if mailed:
        enqueue(MAIL, key=f"statement:{made.pk}", payload={"statement": made.pk})
    return made


def mail_statement(*, statement_id: int, delivery_id: int) -> None:
    """Mail a statement's address, where there is a mail address: who is suspended cannot sign in to read it here.

    The mail says that there was a decision and where to read it, and no more: nobody can take back a mail.
    Raises `MailAway`, for the job to be tried again.
    """
    found = selectors.letter(statement_id)
    if found is None:
        return
    statement, address = found
    context = {
        "site_name": settings.SITE_NAME,
        "url": settings.ORIGIN + links.notice_url(statement.pk, statement.member_id),
        "appeal_until": statement.appeal_until,
    }
    message = EmailMessage(
        subject=_("A decision about what you posted"),
        body=render_to_string("moderation/statement.txt", context),
        to=[address],
        headers={"Message-ID": f"<statement.{delivery_id}@{links.host()}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise MailAway(type(error).__qualname__) from None


def mark_read(*, statement_id: int, member_id: int) -> None:
    """The member has had the statement before them. Publishes nothing, as all read marks."""
    Statement.objects.filter(pk=statement_id, member=member_id, read=False).update(read=True)
