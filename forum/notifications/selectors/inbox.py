"""What a member was told, each item with its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.members.models import Member
from accounts.members.selectors import Person
from accounts.verification.models import VerificationRequest
from forum.notifications.models import Notification, Reason
from moderation.appeals.models import Appeal
from threads.deposits.models import Proposal, Target
from threads.discussion import selectors as discussion
from threads.discussion.models import Post
from threads.interviews.states import Face

PAGE = 50
WINDOW = 200
"""Notifications that one page of the inbox is made of; what stands in one place is folded."""

MOST_COUNTED = 100
"""Where counting the unread stops; the header then says "99+"."""

REASON_NAMES = {reason: reason.name.lower() for reason in Reason}


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One item of an inbox. `id` is the event's number and `at` its hour; `posted_at` is what the post itself says.

    `place` is what it stands under ("thread:5"), `title` that place's name, `line` what happened, `url` where it is.
    Where it is about a post, there are `thread_id`, `post_id` and `number`.
    """

    id: int
    reason: Reason
    place: str
    title: str
    line: str
    url: str
    at: datetime
    read: bool
    actor: Person | None = None
    posted_at: datetime | None = None
    thread_id: int | None = None
    post_id: int | None = None
    number: int | None = None
    search: str = ""
    because: str = ""

    @property
    def why(self) -> str:
        """The reason in words; a saved search by its name."""
        if self.because:
            return self.because
        if self.search:
            return _("Your search “%(name)s” finds it") % {"name": self.search}
        return str(self.reason.label)

    @property
    def place_url(self) -> str:
        """Where the place itself is."""
        return f"/threads/{self.thread_id}" if self.thread_id else self.url

    @property
    def open_url(self) -> str:
        """Where the inbox leads: to the thing itself, and read on the way."""
        return f"/inbox/{self.id}"


def notifications(*, viewer: Member) -> QuerySet[Notification]:
    """The viewer's own notifications, but for those on posts that they may not see now."""
    return Notification.objects.filter(Q(post=None) | discussion.post_seen(viewer, "post__"), recipient=viewer)


_ROW = (
    "seq", "reason", "at", "read", "step", "search__name",
    "post_id", "post__number", "post__created_at", "post__thread_id", "post__thread__title",
    "post__author_id", "post__author__handle", "post__author__role",
    "change_id", "change__deposit_id", "change__deposit__slug", "change__deposit__name", "change__target",
    "change__editor_id", "change__editor__handle", "change__editor__role",
    "proposal_id", "proposal__deposit_id", "proposal__deposit__name", "proposal__party_id", "proposal__party__name",
    "interview_id", "interview__title", "statement_id",
)  # fmt: skip


def _rows(found: QuerySet[Notification]) -> list[NotificationRow]:
    return [_row(one) for one in found.values(*_ROW)]


def _row(one: dict[str, Any]) -> NotificationRow:
    reason = Reason(one["reason"])
    known: dict[str, Any] = {"id": one["seq"], "reason": reason, "at": one["at"], "read": one["read"]}
    if one["post_id"]:
        return NotificationRow(**known, **_of_post(one, reason))
    if one["change_id"]:
        return NotificationRow(**known, **_of_change(one))
    if one["proposal_id"]:
        return NotificationRow(**known, **_of_proposal(one))
    if one["interview_id"]:
        place, title = f"interview:{one['interview_id']}", one["interview__title"]
        return NotificationRow(
            **known,
            place=place,
            title=title,
            line=_interview_line(one["step"]),
            url=f"/interviews/{one['interview_id']}",
            because=_("You follow the question") if one["step"] == "followed" else "",
        )
    if one["statement_id"]:
        line = _appeal_line(one["step"]) if reason == Reason.APPEAL else _("There was a decision about what you posted")
        url = reverse("notice", args=[one["statement_id"]])
        return NotificationRow(**known, place="decisions", title=_("Decisions about you"), line=line, url=url)
    if reason == Reason.DESK:
        # Which interview it is would tell of an approach.
        line = _("Something waits for you at the desk of an interview")
        return NotificationRow(**known, place="desk", title=_("Interviews"), line=line, url=reverse("interviews"))
    if reason == Reason.REPORT:
        line = _("What you reported was looked at and decided")
        return NotificationRow(**known, place="reports", title=_("Your reports"), line=line, url=reverse("own-reports"))
    if reason == Reason.WEBHOOK:
        line = _("A webhook of yours was turned off: its program could not be reached")
        return NotificationRow(**known, place="webhooks", title=_("Webhooks"), line=line, url=reverse("webhooks"))
    line = _VERIFICATION[one["step"]]()
    return NotificationRow(
        **known, place="verification", title=_("Verification"), line=line, url=reverse("verification")
    )


def _of_post(one: dict[str, Any], reason: Reason) -> dict[str, Any]:
    actor = Person(one["post__author_id"], one["post__author__handle"], one["post__author__role"])
    said = {"handle": actor.handle, "n": one["post__number"]}
    if reason == Reason.MENTION:
        line = _("%(handle)s mentioned you in post %(n)s") % said
    elif reason == Reason.REPLY:
        line = _("%(handle)s replied to you in post %(n)s") % said
    elif reason == Reason.REMINDER:
        line = _("You wanted to come back to post %(n)s by %(handle)s") % said
    elif one["post__number"] == 1:
        line = _("%(handle)s started this thread") % said
    else:
        line = _("%(handle)s wrote post %(n)s") % said
    thread_id = one["post__thread_id"]
    return {
        "place": f"thread:{thread_id}", "title": one["post__thread__title"], "line": line,
        "url": f"/threads/{thread_id}/{one['post__number']}", "actor": actor, "posted_at": one["post__created_at"],
        "thread_id": thread_id, "post_id": one["post_id"], "number": one["post__number"],
        "search": (one["search__name"] or "") if reason == Reason.SEARCH else "",
    }  # fmt: skip


def _of_change(one: dict[str, Any]) -> dict[str, Any]:
    editor_id = one["change__editor_id"]
    return {
        "place": f"deposit:{one['change__deposit_id']}", "title": one["change__deposit__name"],
        "line": _("Changed: %(what)s") % {"what": str(Target(one["change__target"]).label)},
        "url": f"{reverse('deposit-changes', args=[one['change__deposit__slug']])}#c{one['change_id']}",
        "actor": Person(editor_id, one["change__editor__handle"], one["change__editor__role"]) if editor_id else None,
    }  # fmt: skip


def _of_proposal(one: dict[str, Any]) -> dict[str, Any]:
    """A proposal is about a deposit, a party, or a price or party that stood nowhere yet."""
    place, title = "proposals", _("Your proposals")
    for kind in ("deposit", "party"):
        if one[f"proposal__{kind}_id"]:
            place, title = f"{kind}:{one[f'proposal__{kind}_id']}", one[f"proposal__{kind}__name"]
    return {
        "place": place, "title": title, "url": reverse("catalogue-proposal", args=[one["proposal_id"]]),
        "line": _("Your proposal was accepted") if one["step"] == "accepted" else _("Your proposal was declined"),
    }  # fmt: skip


def _interview_line(step: str) -> str:
    if step in _INTERVIEW:
        return _INTERVIEW[step]()
    return _("Now: %(state)s") % {"state": str(Face(step).label)} if step in Face else _("Something has changed")


_INTERVIEW = {
    "corrected": lambda: _("The transcript has a correction"),
    "closing": lambda: _("Questions close soon"),
    "question": lambda: _("There is news of your question"),
    "followed": lambda: _("There is news of a question you follow"),
}


def _appeal_line(step: str) -> str:
    return _("The moderators ask you something") if step == "message" else _("Your appeal is decided")


_VERIFICATION = {
    "accepted": lambda: _("Your request was accepted"),
    "refused": lambda: _("Your request was refused"),
    "returned": lambda: _("The staff needs more before it can decide"),
    "expiring": lambda: _("What the staff attests of you ends in thirty days"),
    "asked": lambda: _("Somebody asks you to vouch for them"),
}


def inbox(*, viewer: Member, before: int = 0, unread: bool = False, limit: int = PAGE) -> list[NotificationRow]:
    """The newest `limit` notifications below number `before` (0: from the newest). One query."""
    found = notifications(viewer=viewer).order_by("-seq")
    if before:
        found = found.filter(seq__lt=before)
    if unread:
        found = found.filter(read=False)
    return _rows(found[:limit])


def notification(seq: int, *, viewer: Member) -> NotificationRow | None:
    found = _rows(notifications(viewer=viewer).filter(seq=seq))
    return found[0] if found else None


def delivered(delivery_id: int, *, viewer: Member, limit: int = PAGE) -> tuple[list[NotificationRow], int]:
    """What a mail carries that is still unread and seen: the strongest reasons first, and how many there are in all."""
    found = notifications(viewer=viewer).filter(delivery=delivery_id, read=False)
    return _rows(found.order_by("-reason", "-seq")[:limit]), found.count()


def unread_count(*, viewer: Member) -> int:
    """How many are unread, up to `MOST_COUNTED`. One query on the index of unread ones."""
    return notifications(viewer=viewer).filter(read=False)[:MOST_COUNTED].count()


def told_of(seq: int, members: list[int]) -> list[int]:
    """Those of `members` who have been told of event `seq`. For live, which tells them to look."""
    found = Notification.objects.filter(seq=seq, recipient__in=members)
    return list(found.values_list("recipient_id", flat=True))


def told_post(post_id: int) -> Post | None:
    """The post with its thread and board, whoever may read it."""
    return Post.objects.select_related("thread__board", "author").filter(pk=post_id).first()


def told_proposal(proposal_id: int) -> Proposal | None:
    return Proposal.objects.filter(pk=proposal_id).first()


def told_appeal(appeal_id: int) -> tuple[int, int] | None:
    """Who appealed, and the statement to them under which the appeal is read."""
    return Appeal.objects.filter(pk=appeal_id).values_list("member_id", "action__statement").first()


def asks_verification(request_id: UUID) -> int | None:
    """Whose request to be verified it is."""
    return VerificationRequest.objects.filter(pk=request_id).values_list("member_id", flat=True).first()
