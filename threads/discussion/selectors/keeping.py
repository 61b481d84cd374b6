"""What a member keeps: bookmarks, drafts, submissions. Each sees their own alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.members.models import Level, Member
from accounts.members.selectors import Viewer
from forum.kernel.errors import NotFound
from threads.discussion.models import Bookmark, Draft, Submission, SubmissionState, Waiting
from threads.discussion.selectors.merged import gone_into
from threads.discussion.selectors.visibility import boards_seen, post_seen, posts, threads


@dataclass(frozen=True, slots=True)
class BookmarkRow:
    """A post that the viewer keeps."""

    id: int
    post_id: int
    thread_id: int
    number: int
    thread_title: str
    note: str
    remind_at: datetime | None

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A text that the viewer has not sent yet."""

    place: str
    title: str
    text: str
    sequence: int
    kept_on: date


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A text of the viewer's that waits, or what became of it. `url`, and `post_id` or `interview_id`, are there once it is
    released. With a `subject` it proposes an interview."""

    id: UUID
    board: str
    thread_id: int | None
    title: str
    subject: str
    source: str
    waits_for: Waiting
    release_at: datetime | None
    hour: datetime
    state: SubmissionState
    refusal: str
    post_id: int | None
    interview_id: int | None
    url: str


def bookmarks(*, viewer: Member, before: int = 0, limit: int = 50) -> list[BookmarkRow]:
    """The viewer's bookmarks of posts that they may still see, newest first, below bookmark id `before`."""
    found = Bookmark.objects.filter(post_seen(viewer, "post__"), member=viewer).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    rows = found.values_list(
        "id", "post_id", "post__thread_id", "post__number", "post__thread__title", "note", "remind_at"
    )
    return [BookmarkRow(*row) for row in rows[:limit]]


def draft(place: str, *, viewer: Viewer) -> DraftRow | None:
    """What the viewer was writing for this place, if anything."""
    if not isinstance(viewer, Member):
        return None
    found = Draft.objects.filter(member=viewer, place=place).first()
    return None if found is None else _draft(found)


def level_at(place: str, *, viewer: Viewer) -> int:
    """From which level on one reads what is written for a draft's place; the public one where there is no such place."""
    kind, _colon, key = place.partition(":")
    seen = boards_seen(viewer=viewer)
    if kind == "board":
        seen = seen.filter(slug=key)
    elif kind == "thread" and key.isdecimal() and len(key) < 19:
        seen = seen.filter(threads__in=threads(viewer=viewer).filter(pk=int(key)))
    elif kind == "post" and key.isdecimal() and len(key) < 19:
        seen = seen.filter(threads__posts__in=posts(viewer=viewer).filter(pk=int(key)))
    else:
        return Level.PUBLIC
    return seen.values_list("read_level", flat=True).first() or Level.PUBLIC


def place_now(place: str, *, viewer: Viewer) -> str:
    """Where a draft for `place` is written by now: its thread may have been merged into another. Two queries at most."""
    kind, _colon, key = place.partition(":")
    if kind != "thread" or not key.isdecimal() or len(key) > 18:
        return place
    into = gone_into([int(key)]).get(int(key))
    return f"thread:{into}" if into and threads(viewer=viewer).filter(pk=into).exists() else place


def drafts(*, viewer: Member, limit: int = 100) -> list[DraftRow]:
    """All that the viewer was writing, the last kept first."""
    return [_draft(one) for one in Draft.objects.filter(member=viewer).order_by("-kept_on", "place")[:limit]]


def submission(submission_id: UUID, *, viewer: Viewer) -> SubmissionRow:
    """One of the viewer's own submissions, or `NotFound`."""
    if not isinstance(viewer, Member):
        raise NotFound
    found = _submissions(
        Submission.objects.filter(author=viewer, pk=submission_id).select_related("board", "post"), viewer
    )
    if not found:
        raise NotFound
    return found[0]


def submissions(*, viewer: Member, waiting: bool = False, limit: int = 100) -> list[SubmissionRow]:
    """The viewer's own submissions: newest hour first, in no order within it."""
    found = Submission.objects.filter(author=viewer).select_related("board", "post").order_by("-hour", "id")
    if waiting:
        found = found.filter(state=SubmissionState.WAITING)
    return _submissions(found[:limit], viewer)


def _submissions(found: Iterable[Submission], viewer: Member) -> list[SubmissionRow]:
    rows = list(found)
    wanted = {one.thread_id or (one.post.thread_id if one.post else 0) for one in rows}
    titles = dict(threads(viewer=viewer).filter(pk__in=wanted).values_list("pk", "title"))
    return [
        SubmissionRow(
            id=one.pk,
            board=one.board.slug if one.board else "",
            thread_id=one.thread_id,
            title=one.title or titles.get(one.thread_id or 0, ""),
            subject=one.subject,
            source=one.source,
            waits_for=Waiting(one.waits_for),
            release_at=one.release_at,
            hour=one.hour,
            state=SubmissionState(one.state),
            refusal=one.refusal,
            post_id=one.post_id if one.post and one.post.thread_id in titles else None,
            interview_id=one.interview_id,
            url=_url_of(one, seen=set(titles)),
        )
        for one in rows
    ]


def _draft(found: Draft) -> DraftRow:
    return DraftRow(found.place, found.title, found.text, found.sequence, found.kept_on)


def bookmark_of(post_id: int, *, viewer: Member) -> BookmarkRow | None:
    """How the viewer keeps one post, if they do."""
    rows = Bookmark.objects.filter(post_seen(viewer, "post__"), member=viewer, post=post_id).values_list(
        "id", "post_id", "post__thread_id", "post__number", "post__thread__title", "note", "remind_at"
    )
    return next((BookmarkRow(*row) for row in rows), None)


def _url_of(one: Submission, *, seen: set[int]) -> str:
    if one.post and one.post.thread_id in seen:
        return f"/threads/{one.post.thread_id}/{one.post.number}"
    return f"/interviews/{one.interview_id}" if one.interview_id else ""


def is_proposal(submission_id: UUID) -> bool:
    """Whether what waits proposes an interview, which interviews themselves release. One query."""
    return Submission.objects.filter(pk=submission_id).exclude(subject="").exists()
