"""The lines that changes leave between a thread's posts."""

from typing import Any

from accounts.members.models import Member
from forum.kernel import clock
from threads.discussion.models import ChangeKind, Thread, ThreadChange
from threads.discussion.services.discretion import moment_for


def note_change(thread: Thread, kind: ChangeKind, actor: Member | None, **about: Any) -> ThreadChange:
    """Leave a line after the last post that all readers see. `about` names boards or the other thread."""
    return ThreadChange.objects.create(
        thread=thread,
        kind=kind,
        actor=actor,
        at=moment_for(actor) if actor else clock.now(),
        after_number=thread.last_number,
        **about,
    )
