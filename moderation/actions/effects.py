"""What each action does below, through the services of members and discussion, and how that is undone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.members import services as members
from accounts.members.models import Member, Standing
from forum.kernel.errors import Conflict
from moderation.actions.kinds import KINDS
from moderation.actions.models import Action, State
from moderation.queue.targets import Target
from threads.discussion import services as discussion
from threads.discussion.selectors.keeping import is_proposal
from threads.discussion.services import order
from threads.interviews.services import order as interviews
from threads.interviews.services.proposing import release_proposal

STANDINGS = {1: Standing.SILENCED, 2: Standing.SUSPENDED, 3: Standing.BANNED}

type Undo = dict[str, Any]


class TargetGone(Conflict):
    """409: what was to be decided on has been removed, hidden or erased meanwhile."""

    code = "target_gone"
    title = _("This is no longer there to decide on.")


def apply(action: Action, target: Target | None, *, actor: Member, board: str) -> Undo:
    """Do to the thing what `action` says; what its inverse needs. Locks thread, then post. Raises `TargetGone`, `NotFound`."""
    if KINDS[action.kind].person or action.kind in {"warn", "ask_edit", "require_disclosure", "unseal"}:
        return {}
    if target is None or not target.there:
        raise TargetGone
    if target.kind == "submission":
        return _on_submission(action, target, actor)
    if action.kind == "approve":
        return {}
    thread_id = target.thread_id or 0
    if action.kind == "lock":
        return {"locked": order.lock_thread(thread_id=thread_id, closed=True, actor_id=actor.pk), "thread": thread_id}
    if action.kind == "move":
        was = order.board_slug_of(thread_id=thread_id)
        discussion.move_thread(actor=actor, thread_id=thread_id, board_slug=board)
        return {"board": was, "to": board, "thread": thread_id}
    return _take_away(action, target, actor)


def _on_submission(action: Action, target: Target, actor: Member) -> Undo:
    if action.kind == "approve":
        return {"made": _release(UUID(target.id), actor)}
    discussion.refuse_submission(submission_id=UUID(target.id), actor_id=actor.pk, code=action.reason)
    return {}


def _release(submission_id: UUID, actor: Member) -> int | None:
    release = release_proposal if is_proposal(submission_id) else discussion.release_submission
    return release(submission_id=submission_id, actor_id=actor.pk)


def _take_away(action: Action, target: Target, actor: Member) -> Undo:
    pk = int(target.id)
    if target.kind == "question":
        was = interviews.hide_question(question_id=pk, actor_id=actor.pk)
        if not was:
            raise TargetGone
        return {"was": was}
    if target.kind == "interview":
        done = interviews.set_proposal_hidden(interview_id=pk, hidden=True)
    elif target.kind == "thread":
        done = discussion.set_thread_state(thread_id=pk, hidden=True, actor_id=actor.pk)
    else:
        done = discussion.hide_post(post_id=pk, actor_id=actor.pk)
    if not done:
        raise TargetGone
    return {"texts": order.take_texts(post_id=pk)} if action.kind == "remove" else {}


def undo(action: Action, *, actor: Member | None, texts: Undo | None, reopen: bool = False) -> None:
    """Run the inverse of an action that is no longer in force. `texts` is what was sealed, if it still is there.

    A held text waits again; one that was refused stands now, unless it is to be decided anew (`reopen`).
    """
    actor_id = actor.pk if actor else None
    if action.target_kind == "submission" and action.kind in {"approve", "remove"} and actor is not None:
        _back_to_wait(UUID(action.target_id), actor)
        if action.kind == "remove" and not reopen:
            _release(UUID(action.target_id), actor)
    elif action.kind in {"hide", "remove"}:
        _bring_back(action, actor_id=actor_id, texts=texts)
    elif action.kind == "lock" and action.undo.get("locked"):
        _unlock(action, actor_id=actor_id)
    elif action.kind == "move" and actor is not None:
        _move_back(action, actor)


def _unlock(action: Action, *, actor_id: int | None) -> None:
    """Open the thread again; where another lock is in force, the thread stays closed for as long as that one."""
    thread_id = action.undo["thread"]
    other = (
        Action.objects.filter(kind="lock", state=State.IN_FORCE, undo__thread=thread_id).exclude(pk=action.pk).first()
    )
    if other is None:
        order.lock_thread(thread_id=thread_id, closed=False, actor_id=actor_id)
    else:
        other.undo["locked"] = True
        other.save(update_fields=["undo"])


def _move_back(action: Action, actor: Member) -> None:
    """To where it stood, unless it was moved on since: that was a later decision, and holds."""
    thread_id = action.undo["thread"]
    if order.board_slug_of(thread_id=thread_id) == action.undo.get("to"):
        discussion.move_thread(actor=actor, thread_id=thread_id, board_slug=action.undo["board"])


def _back_to_wait(submission_id: UUID, actor: Member) -> None:
    proposed = discussion.reopen_submission(submission_id=submission_id, actor_id=actor.pk)
    if proposed is not None:
        interviews.set_proposal_hidden(interview_id=proposed, hidden=True)


def _bring_back(action: Action, *, actor_id: int | None, texts: Undo | None) -> None:
    pk = int(action.target_id)
    if action.target_kind == "thread":
        discussion.set_thread_state(thread_id=pk, hidden=False, actor_id=actor_id)
    elif action.target_kind == "interview":
        interviews.set_proposal_hidden(interview_id=pk, hidden=False)
    elif action.target_kind == "question":
        interviews.show_question(question_id=pk, was=action.undo["was"], actor_id=actor_id)
    elif action.kind == "hide" or texts is not None:
        if texts is not None:
            order.give_back_texts(post_id=pk, texts=texts)
        discussion.show_post(post_id=pk, actor_id=actor_id)


def restand(member_id: int, *, actor_id: int | None) -> None:
    """Set a member's standing to the strictest action in force. Locks the member's row."""
    kinds = [kind.code for kind in KINDS.values() if kind.restricts]
    found = list(
        Action.objects.filter(member=member_id, state=State.IN_FORCE, kind__in=kinds).values_list(
            "kind", "board_id", "until"
        )
    )
    everywhere = [(KINDS[kind].restricts, until) for kind, board, until in found if board is None]
    strictest = max((level for level, _until in everywhere), default=0)
    ends = [until for level, until in everywhere if level == strictest]
    members.set_standing(
        member_id=member_id,
        standing=STANDINGS.get(strictest, Standing.GOOD),
        until=max((one for one in ends if one is not None), default=None) if None not in ends else None,
        silenced_boards=[board for _kind, board, _until in found if board is not None],
        actor_id=actor_id,
    )
