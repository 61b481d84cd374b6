"""The REST door of decisions, actions and statements of reasons."""

from rest_framework import serializers
from rest_framework.request import Request

from accounts.members.policies import check_member
from forum.http.api import Call, Created, Endpoint, NoContent, Page, operation
from forum.http.fields import PageQuery, StrictSerializer
from forum.http.lists import page_below
from moderation.actions import kinds, selectors, services
from moderation.actions.shapes import (
    ActionInput,
    ActionShape,
    BulkInput,
    BulkShape,
    ChoiceInput,
    NoticeShape,
    SealedShape,
    action_shape,
    choice_of,
    statement_shape,
)
from moderation.queue.policies import check_moderate

STAFF = ("moderators_only", "not_found")
DECIDING = (
    *STAFF, "action_not_permitted", "target_changed", "target_gone", "item_decided", "lease_lost", "stale_decision", "item_taken",
)  # fmt: skip


class ActionsQuery(PageQuery):
    kind = serializers.ChoiceField(required=False, choices=kinds.CODES, help_text="Only actions of this kind.")
    member = serializers.CharField(required=False, max_length=40, help_text="Only those that meet this handle.")
    state = serializers.ChoiceField(
        required=False,
        choices=("proposed", "in_force", "ended", "reversed", "declined"),
        help_text="Only those in this state.",
    )


class ReversalInput(StrictSerializer):
    reopen = serializers.BooleanField(default=False, help_text="Let the item wait again, as after a slip of the hand.")


def _created(request: Request, action_id: int) -> Created[ActionShape]:
    row = selectors.action_row(action_id, viewer=request.user)
    return Created(action_shape(row), location=f"/api/v1/moderation/actions/{action_id}")


class Decision(Endpoint):
    @operation(
        summary="Decide an item", body=ChoiceInput, out=ActionShape, status=201, scope="moderation:write", limit="write",
        if_match=True, idempotent=True, errors=DECIDING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, item_id: int) -> Created[ActionShape]:
        """Decide an item that you hold; `If-Match` names the version of the item you looked at."""
        made = services.decide(
            actor=request.user, item_id=item_id, version=call.version, choice=choice_of(call.body), key=call.key
        )
        return _created(request, made.action_id)


class Decisions(Endpoint):
    @operation(
        summary="Decide many items", body=BulkInput, out=BulkShape, status=201, scope="moderation:write", limit="write",
        errors=("moderators_only",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[BulkShape]:
        """The same decision on up to 100 items, each with the version you looked at; `bulk` undoes them all.

        It takes no idempotency key: what is decided has another version, so a repeat decides nothing.
        """
        items = [(one["item"], one["version"]) for one in call.body["items"]]
        made = services.decide_many(actor=request.user, items=items, choice=choice_of(call.body))
        shape = BulkShape(str(made.bulk), list(made.decided), {str(pk): code for pk, code in made.refused})
        return Created(shape, location=f"/api/v1/moderation/decisions/{made.bulk}")


class DecisionsById(Endpoint):
    @operation(
        summary="Undo many decisions", status=204, scope="moderation:write", limit="write",
        errors=(*STAFF, "action_not_permitted"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, bulk: str) -> NoContent:
        """Take back all that was decided at once; the items wait again."""
        services.undo_bulk(actor=request.user, bulk=bulk)  # type: ignore[arg-type]  # the address takes UUIDs alone
        return NoContent()


class Actions(Endpoint):
    @operation(
        summary="Actions of staff", query=ActionsQuery, out=Page[ActionShape], scope="moderation:read",
        errors=("moderators_only", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ActionShape]:
        """What was done, the newest first."""
        me = check_moderate(request.user)
        wanted = {name: call.query[name] for name in ("kind", "member", "state") if name in call.query}
        return page_below(
            request, call, purpose=f"actions:{me.pk}", number=lambda row: row.id, shape=action_shape,
            read=lambda before, limit: selectors.actions(viewer=me, before=before, limit=limit, **wanted),
        )  # fmt: skip

    @operation(
        summary="Act without an item", body=ActionInput, out=ActionShape, status=201, scope="moderation:write", limit="write",
        idempotent=True, errors=DECIDING,
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ActionShape]:
        """Act on a post, a thread or a member; an open item about it is decided with it."""
        body = call.body
        made = services.take_action(
            actor=request.user,
            target_kind=body["target_kind"],
            target_id=body["target_id"],
            choice=choice_of(body),
            key=call.key,
        )
        return _created(request, made.action_id)


class ActionById(Endpoint):
    @operation(summary="One action", out=ActionShape, scope="moderation:read", errors=STAFF)
    def get(self, request: Request, call: Call, action_id: int) -> ActionShape:
        """An action of staff."""
        return action_shape(selectors.action_row(action_id, viewer=check_moderate(request.user)))


class Reversal(Endpoint):
    @operation(
        summary="Take an action back", body=ReversalInput, status=204, scope="moderation:write", limit="write",
        errors=(*STAFF, "action_not_permitted", "not_in_force"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, action_id: int) -> NoContent:
        """Run the inverse of an action in force."""
        services.reverse_action(actor=request.user, action_id=action_id, reopen=call.body["reopen"])
        return NoContent()


class Signature(Endpoint):
    @operation(
        summary="Sign an action", status=204, scope="moderation:write", limit="write",
        errors=(*STAFF, "own_proposal", "not_in_force", "target_gone"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, action_id: int) -> NoContent:
        """Be the second person: the action is in force at once."""
        services.sign(actor=request.user, action_id=action_id)
        return NoContent()

    @operation(
        summary="Do not sign an action",
        status=204,
        scope="moderation:write",
        limit="write",
        errors=(*STAFF, "not_in_force"),
    )
    def delete(self, request: Request, call: Call, action_id: int) -> NoContent:
        """Decline, or take your own proposal back: its item waits again."""
        services.decline(actor=request.user, action_id=action_id)
        return NoContent()


class SealedText(Endpoint):
    @operation(
        summary="Ask to unseal", out=ActionShape, status=201, scope="moderation:write", limit="write", idempotent=True,
        errors=(*STAFF, "action_not_permitted"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, action_id: int) -> Created[ActionShape]:
        """Ask that the removed text may be read for a day. It takes another's signature."""
        return _created(request, call.once(lambda: services.unseal(actor=request.user, action_id=action_id).action_id))

    @operation(summary="A sealed text", out=SealedShape, scope="moderation:read", errors=(*STAFF, "sealed"))
    def get(self, request: Request, call: Call, action_id: int) -> SealedShape:
        """What the removed post said, while two people have it unsealed. That you read it is audited."""
        texts = services.read_sealed(actor=request.user, action_id=action_id)
        return SealedShape(texts["source"], texts["html"])


class Notices(Endpoint):
    @operation(
        summary="Decisions about you",
        query=PageQuery,
        out=Page[NoticeShape],
        scope="me:read",
        errors=("bad_cursor",),
    )
    def get(self, request: Request, call: Call) -> Page[NoticeShape]:
        """Statements of reasons, the newest first."""
        me = check_member(request.user)
        return page_below(
            request, call, purpose=f"notices:{me.pk}", number=lambda row: row.id, shape=statement_shape,
            read=lambda before, limit: selectors.statements(viewer=me, before=before, limit=limit),
        )  # fmt: skip


class NoticeById(Endpoint):
    @operation(summary="One decision about you", out=NoticeShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, statement_id: int) -> NoticeShape:
        """What was decided, by which rule, on what facts, and until when you can appeal."""
        me = check_member(request.user)
        row = selectors.statement(statement_id, member_id=me.pk)
        services.mark_read(statement_id=statement_id, member_id=me.pk)
        return statement_shape(row)
