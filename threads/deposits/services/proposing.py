"""What members propose and editors decide. Locks: the proposal's row, then the place that it changes."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from accounts.parties.policies import check_edit
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen
from threads.deposits import rows, selectors
from threads.deposits.events import ChangeProposed, ProposalDecided
from threads.deposits.models import WHOLE, Proposal, Target
from threads.deposits.services.editing import Applied, apply_change, checked_grounds, checked_record
from threads.deposits.services.writing import AlreadyStands, name_taken, row_before

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
    source_url: str, new: bool = False, key: idempotency.Key | None = None,
) -> int:  # fmt: skip
    """Propose one row, new or changed, and return the proposal's id; `new` for a deposit or party that is not there yet, whose
    slug follows from its name. Locks nothing but the key.

    Raises as `apply_change` does, but any member in good standing may.
    """
    author = check_write(actor)
    reason, source_url = checked_grounds(reason, source_url, author_id=author.pk)
    if new:
        slug = selectors.slug_to_be(target, columns.get("name", ""))
    place = selectors.place(target, slug, new=new)
    if new and not place.yet_to_come:
        raise AlreadyStands(errors=[name_taken()])
    columns = _with_hidden_place(place, target, columns, author)
    checked_record(target, slug, columns)
    before = row_before(place, target, target_id)
    screen(Draft(kind="proposal", text="\n".join(columns.values()), author_id=author.pk))
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    made_at = clock.hour_of(clock.now()) if author.protected else clock.now()
    made = Proposal.objects.create(
        deposit=place.deposit, party=place.party, target=target, target_id=target_id, before=before,
        after=dict(columns), author=author, reason=reason, source_url=source_url, made_at=made_at,
    )  # fmt: skip
    publish(ChangeProposed(proposal_id=made.pk), actor_id=author.pk, coarse=author.protected)
    idempotency.keep(key, status=201, resource=str(made.pk))
    return made.pk


@transaction.atomic
def accept_proposal(*, actor: Viewer, proposal_id: int, answer: str = "") -> Applied:
    """Make a proposal true, with its reason and source. Raises `EditorsOnly`, `AlreadyDecided`, `Outdated`, `Invalid`."""
    editor = check_edit(actor)
    answer = _answer(answer, editor)
    found = _open(proposal_id)
    target, slug = Target(found.target), selectors.slug_of(found)
    new = target in WHOLE and found.deposit is None and found.party is None
    try:
        standing = row_before(selectors.place(target, slug, new=new), target, found.target_id)
    except NotFound as gone:
        raise Outdated from gone
    if standing != found.before:
        raise Outdated
    applied = apply_change(
        actor=actor, slug=slug, target=target, target_id=found.target_id, columns=found.after,
        reason=found.reason, source_url=found.source_url, version=0 if new else None,
    )  # fmt: skip
    if new:
        made = selectors.place(target, slug)
        found.deposit, found.party = made.deposit, made.party
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


def _with_hidden_place(
    place: selectors.Place, target: Target, columns: Mapping[str, str], author: Member
) -> Mapping[str, str]:
    """A position that the author may not see is not taken out by a form that left it empty: it stays as it is."""
    if target is not Target.DEPOSIT or place.deposit is None or not selectors.hides_place(place.deposit, author):
        return columns
    if any(columns.get(name, "").strip() for name in selectors.PLACE_COLUMNS):
        return columns
    stands = rows.deposit_columns(place.deposit, ())
    return {**columns, **{name: stands[name] for name in selectors.PLACE_COLUMNS}}


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
    found.save(update_fields=["deposit", "party", "status", "decided_by", "decided_at", "answer"])
    publish(ProposalDecided(proposal_id=found.pk), actor_id=by.pk)
