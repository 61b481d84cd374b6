"""What an event makes of watches and inboxes. Telling many is done by workers: they read the text, and it can be long."""

from datetime import timedelta

from accounts.members.events import MemberBecameProtected
from accounts.verification.events import AttestationExpiring, VerificationDecided, VerificationReturned, VouchAsked
from forum.kernel import clock
from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from forum.kernel.jobs.rows import Payload
from forum.notifications import selectors, services
from forum.notifications.models import Reason
from forum.notifications.services.telling import About
from moderation.actions.events import StatementIssued
from moderation.appeals.events import AppealDecided, AppealMessageWritten
from moderation.queue.events import ItemResolved
from moderation.queue.selectors import reporters_of
from threads.deposits.events import DepositChanged, ProposalDecided
from threads.discussion.events import BookmarkDue, PostEdited, PostsMoved, ReplyPosted, ThreadStarted
from threads.interviews.events import (
    DeskCalls,
    InterviewMoved,
    InterviewProposed,
    InterviewSeconded,
    QuestionsClosing,
    QuestionSettled,
    TranscriptPublished,
)
from threads.interviews.selectors import news

TELL = "notifications.tell"
MATCH = "notifications.match"
TELL_FOLLOWERS = "notifications.tell_followers"
READING = timedelta(seconds=15)
"""What search is given to read a new post before it is held against saved searches."""


def track_own_thread(happened: ThreadStarted | ReplyPosted, context: Context) -> None:
    """Whoever starts a thread or replies in it tracks it from then on."""
    post = selectors.told_post(happened.post_id)
    if post is not None:
        services.track_thread(member_id=post.author_id, thread_id=post.thread_id, board_id=post.thread.board_id)


def follow_split(happened: PostsMoved, context: Context) -> None:
    """Whoever watches by having written goes on doing so where the posts are. What a merge brings is known when it is read."""
    services.follow_split(
        change_id=happened.change_id, from_thread_id=happened.from_thread_id, to_thread_id=happened.to_thread_id
    )


def tell(happened: ThreadStarted | ReplyPosted, context: Context) -> None:
    """Write down that the post is to be told of, and held against saved searches."""
    payload: Payload = {"seq": context.seq, "post": happened.post_id, "at": context.at.isoformat()}
    enqueue(TELL, key=f"tell:{context.seq}", payload=payload)
    enqueue(MATCH, key=f"match:{context.seq}", payload=payload, not_before=clock.now() + READING)


def tell_edit(happened: PostEdited, context: Context) -> None:
    """Write down that those are to be told whom an edit names."""
    payload: Payload = {"seq": context.seq, "post": happened.post_id, "at": context.at.isoformat(), "edit": True}
    enqueue(TELL, key=f"tell:{context.seq}", payload=payload)


def remind(happened: BookmarkDue, context: Context) -> None:
    about = About(context.seq, context.at, post=happened.post_id)
    services.tell_member(member_id=happened.member_id, reason=Reason.REMINDER, about=about)


def tell_change(happened: DepositChanged, context: Context) -> None:
    _followers(context, change=happened.change_id, deposit=happened.deposit_id)


def tell_proposal(happened: ProposalDecided, context: Context) -> None:
    """Tell whoever proposed a change what became of it; not whoever withdrew it."""
    found = selectors.told_proposal(happened.proposal_id)
    if found is not None and found.status in {"accepted", "declined"} and found.author_id != context.actor_id:
        about = About(context.seq, context.at, proposal=found.pk, step=found.status)
        services.tell_member(member_id=found.author_id, reason=Reason.PROPOSAL, about=about)


def follow_own_interview(happened: InterviewProposed | InterviewSeconded, context: Context) -> None:
    """Whoever proposes or seconds an interview follows it from then on."""
    added = not isinstance(happened, InterviewSeconded) or happened.added
    if added and context.actor_id is not None:
        services.follow_interview(member_id=context.actor_id, interview_id=happened.interview_id)


def tell_interview(happened: InterviewMoved | TranscriptPublished, context: Context) -> None:
    """Tell what everybody may know; a first transcript is told of by the interview's new face."""
    if isinstance(happened, InterviewMoved):
        _followers(context, interview=happened.interview_id, step=happened.face)
    elif happened.version > 1:
        _followers(context, interview=happened.interview_id, step="corrected")


def tell_closing(happened: QuestionsClosing, context: Context) -> None:
    _followers(context, interview=happened.interview_id, step="closing")


def tell_asker(happened: QuestionSettled, context: Context) -> None:
    """Tell whoever asked or follows a question that it was put to the guest, declined, merged or answered."""
    about = About(context.seq, context.at, interview=happened.interview_id, step="question")
    askers = [member for member in news.askers(happened.question_id) if member != context.actor_id]
    services.tell_members(member_ids=askers, reason=Reason.QUESTION, about=about)
    _followers(context, interview=happened.interview_id, question=happened.question_id)


def call_to_desk(happened: DeskCalls, context: Context) -> None:
    """Tell those for whom something waits at the desk of a case, and not which case."""
    about = About(context.seq, context.at)
    services.tell_members(member_ids=news.called(happened.case_id), reason=Reason.DESK, about=about)


def tell_reporters(happened: ItemResolved, context: Context) -> None:
    """Tell those who reported something that it was decided."""
    about = About(context.seq, context.at, step=happened.outcome)
    services.tell_members(member_ids=reporters_of(happened.item_id), reason=Reason.REPORT, about=about)


def tell_verification(
    happened: VerificationDecided | VerificationReturned | AttestationExpiring | VouchAsked, context: Context
) -> None:
    """Tell a member of their own verification, or that somebody asks for their word."""
    if isinstance(happened, AttestationExpiring):
        member_id, step = happened.member_id, "expiring"
    elif isinstance(happened, VouchAsked):
        member_id, step = happened.voucher_id, "asked"
    else:
        asking = selectors.asks_verification(happened.request_id)
        if asking is None:
            return
        member_id, step = asking, "returned"
        if isinstance(happened, VerificationDecided):
            step = "accepted" if happened.accepted else "refused"
    about = About(context.seq, context.at, step=step)
    services.tell_member(member_id=member_id, reason=Reason.VERIFICATION, about=about)


def tell_decision(happened: StatementIssued, context: Context) -> None:
    about = About(context.seq, context.at, statement=happened.statement_id)
    services.tell_member(member_id=happened.member_id, reason=Reason.DECISION, about=about)


def tell_appeal(happened: AppealMessageWritten | AppealDecided, context: Context) -> None:
    """Tell whoever appealed of the answer, and of what the moderators ask; not of their own words."""
    asked = selectors.told_appeal(happened.appeal_id)
    if asked is None or asked[0] == context.actor_id:
        return
    member_id, statement_id = asked
    step = happened.outcome if isinstance(happened, AppealDecided) else "message"
    about = About(context.seq, context.at, statement=statement_id, step=step)
    services.tell_member(member_id=member_id, reason=Reason.APPEAL, about=about)


def forget_devices(happened: MemberBecameProtected, context: Context) -> None:
    services.drop_all_endpoints(member_id=happened.member_id)


def _followers(context: Context, **about: int | str) -> None:
    payload: Payload = {"seq": context.seq, "at": context.at.isoformat(), "actor": context.actor_id, **about}
    enqueue(TELL_FOLLOWERS, key=f"followers:{context.seq}", payload=payload)
