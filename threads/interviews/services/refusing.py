"""Refusals that matter are written down: a step that was skipped, words after the freeze, a hand that is not of the case."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel.errors import AssayError
from forum.kernel.events import publish
from threads.interviews import policies
from threads.interviews.events import CaseRefused
from threads.interviews.selectors import cases

NOTED = (
    policies.WrongState, policies.Frozen, policies.EditorsOnly, policies.RiskFirst, policies.CheckFirst, policies.TermsFirst,
    policies.ConsentFirst, policies.EmbargoHolds, policies.SecondEditorNeeded,
)  # fmt: skip


@contextmanager
def noting(interview_id: int, actor: Viewer) -> Iterator[None]:
    """Whatever the block refuses with one of `NOTED` is published under the case, and goes on its way."""
    try:
        yield
    except NOTED as refused:
        _note(interview_id, actor, refused)
        raise


@transaction.atomic
def _note(interview_id: int, actor: Viewer, refused: AssayError) -> None:
    interview = cases.interview(interview_id)
    # Of the guest no log says which account is theirs.
    shown = isinstance(actor, Member) and actor.pk != interview.guest_id and not actor.protected
    publish(CaseRefused(case_id=interview.case_id, code=refused.code), actor_id=actor.pk if shown else None)
