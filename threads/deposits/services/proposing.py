"""What members propose and editors decide. Locks: the proposal's row, then the deposit's."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from accounts.parties.policies import check_edit
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen
from threads.deposits import selectors
from threads.deposits.events import ChangeProposed, ProposalDecided
from threads.deposits.models import Proposal, Target
from threads.deposits.services.editing import Applied, apply_change, checked_grounds, checked_record, row_before

ANSWER_LONGEST = 1000


class AlreadyDecided(Conflict):
    """409: the proposal is no longer open."""

    code = "already_decided"
    title = _("This proposal was decided already.")


class Outdated(Conflict):
    """409: the row has changed since the proposal was made; accepting would undo somebody's work unseen."""

    code = "proposal_outdated"
    title = _("The row has changed since this was proposed.")


class NotYourProposal(Forbidden):
    """403: only its author withdraws a proposal."""

    code = "not_your_proposal"
    title = _("Only its author can withdraw a proposal.")


@transaction.atomic
def propose_change(
    *, actor: Viewer, slug: str, target: Target, target_id: int | None, columns: Mapping[str, str], reason: str,
    source_url: str, key: idempotency.Key | None = None,
) -> int:  # fmt: skip
    """Propose one row of a deposit, new or changed, and return the proposal's id. Locks nothing but the key.

    Raises as `apply_change` does, but any member in good standing may.
    """
    author = check_write(actor)
    reason, source_url = checked_grounds(reason, source_url, author_id=author.pk)
    deposit = selectors.deposit_row(slug)
    checked_record(target, slug, columns)
    before = row_before(deposit, target, target_id)
    screen(Draft(kind="proposal", text="\n".join(columns.values()), author_id=author.pk))
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    made = Proposal.objects.create(
        deposit=deposit, target=target, target_id=target_id, before=before, after=dict(columns), author=author,
        reason=reason, source_url=source_url, made_at=clock.now(),
    )  # fmt: skip
    publish(ChangeProposed(deposit_id=deposit.pk, proposal_id=made.pk), actor_id=author.pk)
    idempotency.keep(key, status=201, resource=str(made.pk))
    return made.pk


@transaction.atomic
def accept_proposal(*, actor: Viewer, proposal_id: int, answer: str = "") -> Applied:
    """Make a proposal true, with its reason and source. Raises `EditorsOnly`, `AlreadyDecided`, `Outdated`, `Invalid`."""
    editor = check_edit(actor)
    answer = _answer(answer, editor)
    found = _open(proposal_id)
    target = Target(found.target)
    if row_before(found.deposit, target, found.target_id) != found.before:
        raise Outdated
    applied = apply_change(
        actor=actor, slug=found.deposit.slug, target=target, target_id=found.target_id, columns=found.after,
        reason=found.reason, source_url=found.source_url, version=None,
    )  # fmt: skip
    _decide(found, Proposal.Status.ACCEPTED, editor, answer)
    return applied


@transaction.atomic
def decline_proposal(*, actor: Viewer, proposal_id: int, answer: str) -> None:
    """Say no, and why. Raises `EditorsOnly`, `AlreadyDecided`, `Invalid` without a reason."""
    editor = check_edit(actor)
    answer = text.clean(answer, max_length=ANSWER_LONGEST)
    if not answer:
        raise Invalid(errors=[FieldError("answer", "required", _("Say why not."))])
    screen(Draft(kind="proposal_answer", text=answer, author_id=editor.pk))
    _decide(_open(proposal_id), Proposal.Status.DECLINED, editor, answer)


@transaction.atomic
def withdraw_proposal(*, actor: Viewer, proposal_id: int) -> None:
    """Take one's own proposal back. Raises `NotYourProposal`, `AlreadyDecided`."""
    member = check_write(actor)
    found = _open(proposal_id)
    if found.author_id != member.pk:
        raise NotYourProposal
    _decide(found, Proposal.Status.WITHDRAWN, member, "")


def _answer(answer: str, editor: Member) -> str:
    cleaned = text.clean(answer, max_length=ANSWER_LONGEST) if answer.strip() else ""
    screen(Draft(kind="proposal_answer", text=cleaned, author_id=editor.pk))
    return cleaned


def _open(proposal_id: int) -> Proposal:
    found = selectors.proposal_for_update(proposal_id)
    if found.status != Proposal.Status.OPEN:
        raise AlreadyDecided
    return found


def _decide(found: Proposal, status: Proposal.Status, by: Member, answer: str) -> None:
    found.status, found.decided_by, found.decided_at, found.answer = status, by, clock.now(), answer
    found.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    publish(ProposalDecided(deposit_id=found.deposit_id, proposal_id=found.pk), actor_id=by.pk)
