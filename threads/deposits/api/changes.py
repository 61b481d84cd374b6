"""Changing the catalogue, proposing changes, following."""

from collections.abc import Callable
from functools import partial

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, RegexField

from accounts.members.models import Level
from accounts.members.selectors import LEVEL_NAMES
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Ok, Page, operation, page_url
from forum.http.fields import IdField, NamedTextsField, PageQuery, StrictSerializer, TextField
from threads.deposits import rows, selectors, services
from threads.deposits.api.shapes import ChangeShape, ProposalShape, change_shape, proposal_shape
from threads.deposits.models import WHOLE, Change

TARGETS = ("deposit", "statement", "control", "elements", "output")
NAMES = sorted({name for target in TARGETS for name in rows.columns_of(services.Target(target))})
NAMES_OF_WHOLE = sorted({name for target in WHOLE for name in rows.columns_of(target)})
LEVELS = {LEVEL_NAMES[level]: level for level in Level if level > Level.PUBLIC}
COLUMNS = "Columns of the import table of the target, as text; those left out are empty."


class Grounds(StrictSerializer):
    reason = TextField(max_length=1000)
    source = RegexField(
        r"^https?://[^\s\x00-\x20\x7f-\xa0]+$",
        max_length=2000,
        help_text="An http or https address that everybody can open.",
    )


class RowInput(Grounds):
    target = ChoiceField(TARGETS)
    id = IdField(
        required=False, help_text="The row to change; left out for a new one, and for the deposit's own facts."
    )


class ChangeInput(RowInput):
    columns = NamedTextsField(
        names=NAMES,
        max_length=4000,
        allow_null=True,
        help_text=f"{COLUMNS} Null removes the row.",
    )


class ProposalInput(RowInput):
    columns = NamedTextsField(names=NAMES, max_length=4000, help_text=COLUMNS)


class UndoInput(StrictSerializer):
    reason = TextField(max_length=1000)


class DecisionInput(StrictSerializer):
    decision = ChoiceField(("accepted", "declined", "withdrawn"))
    answer = TextField(required=False, default="", allow_blank=True, max_length=1000, help_text="Needed to decline.")


class NewInput(Grounds):
    target = ChoiceField(("deposit", "party"))
    columns = NamedTextsField(names=NAMES_OF_WHOLE, max_length=4000, help_text=COLUMNS)


class StartLevelInput(StrictSerializer):
    level = ChoiceField(tuple(LEVELS))


class ProposalsQuery(PageQuery):
    status = ChoiceField(("open", "accepted", "declined", "withdrawn"), required=False)


class Changes(Endpoint):
    @operation(
        summary="History of a deposit", query=PageQuery, out=Page[ChangeShape], scope="deposits:read", public=True,
        errors=("bad_cursor", "not_found"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, deposit: str) -> Page[ChangeShape]:
        """The newest first."""
        return history(request, call, partial(selectors.changes_of, deposit), purpose=f"changes:{deposit}")

    @operation(
        summary="Change a deposit", body=ChangeInput, out=ChangeShape, status=201, scope="deposits:write", limit="write",
        if_match=True, idempotent=True, errors=("not_found", "editors_only", "silenced", "already_stands", "edit_conflict"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, deposit: str) -> Created[ChangeShape]:
        """Add, replace or remove one row. `If-Match` names the deposit's version; `"v0"` with the target `deposit` adds one
        that is not there yet."""
        body = call.body
        target = services.Target(body["target"])
        change_id = call.once(lambda: services.apply_change(
            actor=request.user, slug=deposit, target=target, target_id=_row_id(body, target), columns=body["columns"],
            reason=body["reason"], source_url=body["source"], version=call.version,
        ).change_id)  # fmt: skip
        return made(request, selectors.change(change_id))


class Undo(Endpoint):
    @operation(
        summary="Take a change back", body=UndoInput, out=ChangeShape, status=201, scope="deposits:write", limit="write",
        idempotent=True, errors=("not_found", "editors_only", "silenced", "cannot_undo", "in_use"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, change_id: int) -> Created[ChangeShape]:
        """The row becomes what it was before that change. A deposit or party that it added goes, while nothing hangs on it: its
        address answers 410."""
        undone = call.once(
            lambda: services.undo_change(actor=request.user, change_id=change_id, reason=call.body["reason"]).change_id
        )
        return made(request, selectors.change(undone))


def history(
    request: Request, call: Call, read: Callable[..., list[selectors.ChangeRow]], *, purpose: str
) -> Page[ChangeShape]:
    """A page of a history, the newest first."""
    limit = call.query["limit"]
    place = Cursor.open(call.query["cursor"], purpose=purpose) if "cursor" in call.query else {"before": 0}
    rows = read(viewer=request.user, before=place["before"], limit=limit + 1)
    more = Cursor.seal({"before": rows[limit - 1].id}, purpose=purpose) if len(rows) > limit else None
    return Page(results=[change_shape(row) for row in rows[:limit]], next=page_url(request, more))


def made(request: Request, change: Change) -> Created[ChangeShape]:
    """A change that was just made, as everybody reads it."""
    slug, before = selectors.slug_of(change), change.pk + 1
    if change.deposit is not None:
        rows = selectors.changes_of(slug, viewer=request.user, before=before, limit=1)
        return Created(change_shape(rows[0]), location=f"/api/v1/deposits/{slug}/changes")
    if change.party is not None:
        rows = selectors.changes_of_party(slug, viewer=request.user, before=before, limit=1)
        return Created(change_shape(rows[0]), location=f"/api/v1/parties/{slug}/changes")
    rows = selectors.changes_of_prices(viewer=request.user, before=before, limit=1)
    return Created(change_shape(rows[0]), location="/api/v1/prices/changes")


def _row_id(body: dict[str, object], target: services.Target) -> int | None:
    given = body.get("id")
    return None if given is None or target is services.Target.DEPOSIT else int(str(given))


class DepositProposals(Endpoint):
    @operation(
        summary="Propose a change to a deposit", body=ProposalInput, out=ProposalShape, status=201,
        scope="deposits:write", limit="write", idempotent=True, errors=("not_found", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, deposit: str) -> Created[ProposalShape]:
        """For any member; an editor decides."""
        body = call.body
        target = services.Target(body["target"])
        proposal_id = services.propose_change(
            actor=request.user, slug=deposit, target=target, target_id=_row_id(body, target), columns=body["columns"],
            reason=body["reason"], source_url=body["source"], key=call.key,
        )  # fmt: skip
        return proposed(request, proposal_id)


def proposed(request: Request, proposal_id: int) -> Created[ProposalShape]:
    """A proposal that was just made."""
    row = selectors.proposal(proposal_id, viewer=request.user)
    return Created(proposal_shape(row), location=f"/api/v1/proposals/{proposal_id}")


class Proposals(Endpoint):
    @operation(
        summary="Proposals", query=ProposalsQuery, out=Page[ProposalShape], scope="deposits:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ProposalShape]:
        """What members propose, the newest first."""
        limit, status = call.query["limit"], call.query.get("status", "")
        purpose = f"proposals:{status}"
        place = Cursor.open(call.query["cursor"], purpose=purpose) if "cursor" in call.query else {"before": 0}
        rows = selectors.proposals(viewer=request.user, status=status, before=place["before"], limit=limit + 1)
        more = Cursor.seal({"before": rows[limit - 1].id}, purpose=purpose) if len(rows) > limit else None
        return Page(results=[proposal_shape(row) for row in rows[:limit]], next=page_url(request, more))

    @operation(
        summary="Propose a deposit or party", body=NewInput, out=ProposalShape, status=201, scope="deposits:write",
        limit="write", idempotent=True, errors=("silenced", "already_stands"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ProposalShape]:
        """One that is not there yet; its slug will follow from its name. For any member; an editor decides."""
        body = call.body
        proposal_id = services.propose_change(
            actor=request.user, slug="", target=services.Target(body["target"]), target_id=None, columns=body["columns"],
            reason=body["reason"], source_url=body["source"], new=True, key=call.key,
        )  # fmt: skip
        return proposed(request, proposal_id)


class ProposalById(Endpoint):
    @operation(summary="One proposal", out=ProposalShape, scope="deposits:read", public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, proposal_id: int) -> ProposalShape:
        """A proposal with what came of it."""
        return proposal_shape(selectors.proposal(proposal_id, viewer=request.user))


class ProposalDecisions(Endpoint):
    @operation(
        summary="Decide a proposal", body=DecisionInput, out=ProposalShape, scope="deposits:write", limit="write",
        errors=(
            "not_found", "editors_only", "silenced", "already_decided", "proposal_outdated", "not_your_proposal",
            "already_stands",
        ),
    )  # fmt: skip
    def put(self, request: Request, call: Call, proposal_id: int) -> Ok[ProposalShape]:
        """Editors accept or decline; the author withdraws."""
        decision, answer = call.body["decision"], call.body["answer"]
        if decision == "accepted":
            services.accept_proposal(actor=request.user, proposal_id=proposal_id, answer=answer)
        elif decision == "declined":
            services.decline_proposal(actor=request.user, proposal_id=proposal_id, answer=answer)
        else:
            services.withdraw_proposal(actor=request.user, proposal_id=proposal_id)
        return Ok(proposal_shape(selectors.proposal(proposal_id, viewer=request.user)))


class StartLevel(Endpoint):
    @operation(
        summary="Say who may start threads on a deposit", body=StartLevelInput, status=204, scope="deposits:write",
        limit="write", if_match=True, errors=("not_found", "editors_only", "silenced", "edit_conflict"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, deposit: str) -> NoContent:
        """For editors; verified members, where nobody said otherwise. `If-Match` names the deposit's version."""
        services.set_start_level(
            actor=request.user, slug=deposit, level=LEVELS[call.body["level"]], version=call.version
        )
        return NoContent()


class Following(Endpoint):
    @operation(summary="Follow a deposit", status=204, scope="me:write", limit="react", errors=("not_found",))
    def put(self, request: Request, call: Call, deposit: str) -> NoContent:
        """Hear of new threads and changed figures."""
        services.follow_deposit(actor=request.user, slug=deposit)
        return NoContent()

    @operation(summary="Stop following a deposit", status=204, scope="me:write", limit="react", errors=("not_found",))
    def delete(self, request: Request, call: Call, deposit: str) -> NoContent:
        """Hear no more."""
        services.unfollow_deposit(actor=request.user, slug=deposit)
        return NoContent()
