"""What happened elsewhere and makes, or changes, review items."""

from accounts.members.models import Member, Role
from accounts.members.selectors import Viewer
from accounts.verification.events import (
    EvidenceAdded,
    VerificationDecided,
    VerificationRequested,
    VerificationReturned,
    VerificationVoted,
    VerificationWithdrawn,
    VouchAnswered,
    VouchAsked,
    WorkMailProven,
)
from forum.kernel.events import Context
from moderation.queue import services, targets
from moderation.queue.models import Kind, Outcome, TargetKind
from moderation.queue.scoring import Part
from moderation.queue.targets import Target
from moderation.rules.events import PostLookedAt, WaveFound
from moderation.rules.services import link_hits, reason_of
from threads.discussion.events import (
    PostEdited,
    PostsMoved,
    PostStateChanged,
    ReplyPosted,
    SubmissionMade,
    SubmissionSettled,
    ThreadMoved,
    ThreadRenamed,
    ThreadStarted,
)
from threads.discussion.models import Post
from threads.interviews.events import QuestionChanged

WORTH = 0.3
"""The score from which a rule, or the model, puts a post into the queue by itself."""

MODELS_PART = 0.5
"""The most that the model may add to a score."""

type VerificationNews = (
    VerificationRequested | EvidenceAdded | WorkMailProven | VouchAsked | VouchAnswered | VerificationVoted
    | VerificationReturned | VerificationWithdrawn | VerificationDecided
)  # fmt: skip
"""What makes a request to be verified wait for the staff, or no longer."""


def _eyes() -> Viewer:
    """Somebody who sees everything: reactions judge nothing, they only read what staff will."""
    return Member(role=Role.MODERATOR)


def _post(post_id: int) -> Target | None:
    return targets.seen(TargetKind.POST, str(post_id), viewer=_eyes())


def link_rule_hits(happened: ThreadStarted | ReplyPosted | PostEdited, context: Context) -> None:
    """The hits on a text name its post now; those that are worth it put it into the queue."""
    post = Post.objects.filter(pk=happened.post_id).first()
    if post is None:
        return
    linked = link_hits(author_id=post.author_id, text=post.source, post_id=post.pk)
    # What was held for a hit has been before a moderator already.
    hits = [hit for hit in linked if hit.submission_id is None]
    score = max((hit.score for hit in hits), default=0.0)
    # An edit cannot be held any more, but it is looked at.
    strict = any(hit.effect in {"require_disclosure", "hold"} for hit in hits)
    target = _post(post.pk) if score >= WORTH or strict else None
    if target is not None and target.there:
        parts = [Part("rules", max(score, WORTH if strict else 0))]
        services.open_item(target=target, kind=Kind.RULE, parts=parts, reason=reason_of(hits))


def open_held(happened: SubmissionMade, context: Context) -> None:
    """A text that a rule held waits for a moderator."""
    target = targets.seen(TargetKind.SUBMISSION, str(happened.submission_id), viewer=_eyes())
    if happened.waits_for != "held" or target is None or not target.there:
        return
    hits = link_hits(
        author_id=target.author.id if target.author else 0, text=target.source, submission_id=happened.submission_id
    )
    score = max((hit.score for hit in hits), default=0.0)
    by_guest = target.author is not None and target.author.role == Role.GUEST
    kind = Kind.GUEST_REPLY if by_guest else Kind.HELD
    services.open_item(target=target, kind=kind, parts=[Part("held", max(0.4, score))], reason=reason_of(hits))


def settle_held(happened: SubmissionSettled, context: Context) -> None:
    """A text that its author took back, or that was settled otherwise, waits no more."""
    services.close_item(kind=TargetKind.SUBMISSION, target_id=str(happened.submission_id))


def weigh_verification(happened: VerificationNews, context: Context) -> None:
    """A request waits in the queue while the staff can decide on it; whoever has voted is not offered it again."""
    request_id = str(happened.request_id)
    target = targets.seen(TargetKind.VERIFICATION, request_id, viewer=_eyes())
    if target is not None and target.there:
        voted = [context.actor_id] if isinstance(happened, VerificationVoted) and context.actor_id else []
        services.open_item(target=target, kind=Kind.VERIFICATION, parts=[Part("verification", 0.3)], barred=voted)
        return
    if not isinstance(happened, VerificationReturned | VerificationWithdrawn | VerificationDecided):
        return
    refused = isinstance(happened, VerificationDecided) and not happened.accepted
    outcome = Outcome.NOT_UPHELD if refused else Outcome.GONE if target is None else Outcome.UPHELD
    services.close_item(
        kind=TargetKind.VERIFICATION, target_id=request_id, outcome=outcome,
        decided_by=None if outcome == Outcome.GONE else context.actor_id,
    )  # fmt: skip


def note_post_changed(happened: PostEdited | PostStateChanged, context: Context) -> None:
    """Whoever has the post before them must look again."""
    services.note_change_of(kind=TargetKind.POST, target_id=str(happened.post_id))


def note_question_changed(happened: QuestionChanged, context: Context) -> None:
    """The same for a question."""
    services.note_change_of(kind=TargetKind.QUESTION, target_id=str(happened.question_id))


def note_thread_changed(happened: ThreadRenamed, context: Context) -> None:
    """The same for a thread."""
    services.note_change_of(kind=TargetKind.THREAD, target_id=str(happened.thread_id))


def follow_thread(happened: ThreadMoved | PostsMoved, context: Context) -> None:
    """Items stand where their things stand, and whoever has one before them must look again."""
    moved = happened.thread_id if isinstance(happened, ThreadMoved) else happened.from_thread_id
    services.follow_thread(thread_id=moved)


def weigh_model(happened: PostLookedAt, context: Context) -> None:
    """The model's estimate becomes a part of the score; alone it may bring a post before a moderator, and never decides."""
    estimate = max(0, happened.model) / 1000 * MODELS_PART
    target = _post(happened.post_id) if estimate >= WORTH else None
    if target is not None and target.there:
        services.open_item(target=target, kind=Kind.RULE, parts=[Part("model", estimate)])


def open_wave(happened: WaveFound, context: Context) -> None:
    """A wave is one item: its newest post."""
    target = _post(happened.post_id)
    if target is not None and target.there:
        part = Part("wave", min(0.9, 0.4 + 0.1 * happened.alike))
        services.open_item(target=target, kind=Kind.WAVE, parts=[part], reason="spam")
