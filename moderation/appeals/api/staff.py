"""The REST door of appeals, as moderators meet them."""

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Call, Created, Endpoint, NoContent, Page, operation
from forum.http.fields import PageQuery, StrictSerializer, TextField
from forum.http.lists import page_below
from moderation.actions.shapes import ChoiceInput, choice_of
from moderation.appeals import selectors, services
from moderation.appeals.models import TEXT_LONGEST
from moderation.appeals.shapes import AppealMessageInput, AppealShape, appeal_shape

STAFF = ("moderators_only", "not_found")


class AppealDecisionInput(StrictSerializer):
    outcome = serializers.ChoiceField(choices=("upheld", "overturned", "changed"))
    answer = TextField(max_length=TEXT_LONGEST, help_text="What the member is told.")
    instead = ChoiceInput(required=False, help_text="With `changed`: the milder action.")


class Appeals(Endpoint):
    @operation(
        summary="Appeals",
        query=PageQuery,
        out=Page[AppealShape],
        scope="moderation:read",
        errors=("moderators_only", "bad_cursor"),
    )
    def get(self, request: Request, call: Call) -> Page[AppealShape]:
        """All appeals but your own, the newest first, without their dialogues. That you read them is audited, once an hour."""
        return page_below(
            request, call, purpose="appeals", number=lambda row: row.id, shape=appeal_shape,
            read=lambda before, limit: services.open_appeals(actor=request.user, before=before, limit=limit),
        )  # fmt: skip


class AppealById(Endpoint):
    @operation(summary="One appeal", out=AppealShape, scope="moderation:read", errors=STAFF)
    def get(self, request: Request, call: Call, appeal_id: int) -> AppealShape:
        """An appeal with its dialogue. That you opened it is audited, once an hour."""
        return appeal_shape(services.open_appeal(actor=request.user, appeal_id=appeal_id))


class Messages(Endpoint):
    @operation(
        summary="Ask in an appeal", body=AppealMessageInput, out=AppealShape, status=201, scope="moderation:write",
        limit="message", idempotent=True, errors=(*STAFF, "had_a_part", "appeal_closed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, appeal_id: int) -> Created[AppealShape]:
        """A word to whoever appeals; they do not learn whose."""
        call.once(lambda: services.ask(actor=request.user, appeal_id=appeal_id, words=call.body["text"]))
        row = selectors.appeal(appeal_id, viewer=request.user)
        return Created(appeal_shape(row), location=f"/api/v1/moderation/appeals/{appeal_id}")


class Decision(Endpoint):
    @operation(
        summary="Decide an appeal", body=AppealDecisionInput, status=204, scope="moderation:write", limit="write", if_match=True,
        errors=(*STAFF, "had_a_part", "appeal_closed", "lease_lost", "stale_decision"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, appeal_id: int) -> NoContent:
        """Uphold, overturn (the action is undone) or change; you hold its item, and `If-Match` names the item's version."""
        body = call.body
        instead = choice_of(body["instead"]) if "instead" in body else None
        services.decide_appeal(
            actor=request.user, appeal_id=appeal_id, version=call.version, outcome=body["outcome"], answer=body["answer"],
            instead=instead,
        )  # fmt: skip
        return NoContent()
