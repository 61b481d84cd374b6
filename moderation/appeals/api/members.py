"""The REST door of appeals, as whom a decision met meets it: signed in, or by the sealed link of the mail.

Whoever is suspended or banned cannot sign in. Their link is the proof, and it opens one statement and its appeal.
"""

from rest_framework.request import Request

from accounts.members.policies import check_member
from forum.http.api import Call, Created, Endpoint, NoContent, operation
from forum.kernel.errors import NotFound
from moderation.actions.services import mark_read
from moderation.actions.shapes import NoticeShape, statement_shape
from moderation.appeals import selectors, services
from moderation.appeals.selectors import AppealRow
from moderation.appeals.shapes import AppealInput, AppealMessageInput, AppealShape, appeal_shape

FILING = ("not_found", "appeal_term_over", "nothing_to_appeal", "already_appealed")
WRITING = ("not_found", "appeal_closed")


def _own(statement_id: int, member_id: int) -> AppealRow:
    found = selectors.own_appeal(statement_id, member_id=member_id)
    if found is None:
        raise NotFound
    return found


def _filed(call: Call, statement_id: int, member_id: int, address: str) -> Created[AppealShape]:
    services.file_appeal(member_id=member_id, statement_id=statement_id, words=call.body["text"], key=call.key)
    return Created(appeal_shape(_own(statement_id, member_id)), location=f"{address}/appeal")


def _written(call: Call, statement_id: int, member_id: int, address: str) -> Created[AppealShape]:
    appeal = _own(statement_id, member_id)
    call.once(lambda: services.write_message(member_id=member_id, appeal_id=appeal.id, words=call.body["text"]))
    return Created(appeal_shape(_own(statement_id, member_id)), location=f"{address}/appeal")


def _withdrawn(statement_id: int, member_id: int) -> NoContent:
    services.withdraw_appeal(member_id=member_id, appeal_id=_own(statement_id, member_id).id)
    return NoContent()


class OwnAppeal(Endpoint):
    @operation(summary="Your appeal", out=AppealShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, statement_id: int) -> AppealShape:
        """Your appeal against a decision, with its dialogue."""
        return appeal_shape(_own(statement_id, check_member(request.user).pk))

    @operation(
        summary="Appeal", body=AppealInput, out=AppealShape, status=201, scope="me:write", limit="report", idempotent=True,
        errors=FILING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, statement_id: int) -> Created[AppealShape]:
        """Ask that another moderator looks at a decision about you. A silenced member may."""
        return _filed(call, statement_id, check_member(request.user).pk, f"/api/v1/me/notices/{statement_id}")

    @operation(summary="Take your appeal back", status=204, scope="me:write", limit="write", errors=WRITING)
    def delete(self, request: Request, call: Call, statement_id: int) -> NoContent:
        """The decision stands then."""
        return _withdrawn(statement_id, check_member(request.user).pk)


class OwnMessages(Endpoint):
    @operation(
        summary="Write in your appeal", body=AppealMessageInput, out=AppealShape, status=201, scope="me:write", limit="message",
        idempotent=True, errors=WRITING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, statement_id: int) -> Created[AppealShape]:
        """A word to the moderator who looks at it."""
        return _written(call, statement_id, check_member(request.user).pk, f"/api/v1/me/notices/{statement_id}")


class NoticeByLink(Endpoint):
    @operation(summary="A decision about you, by its link", out=NoticeShape, public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, token: str) -> NoticeShape:
        """For whom a decision met and who can no longer sign in: `token` ends the address in the mail, and is all the proof."""
        row, _appeal, member_id = selectors.notice_by_link(token)
        mark_read(statement_id=row.id, member_id=member_id)
        return statement_shape(row)


class AppealByLink(Endpoint):
    @operation(summary="Your appeal, by its link", out=AppealShape, public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, token: str) -> AppealShape:
        """Your appeal against that decision, with its dialogue and the answer."""
        _row, appeal, _member_id = selectors.notice_by_link(token)
        if appeal is None:
            raise NotFound
        return appeal_shape(appeal)

    @operation(
        summary="Appeal by a link", body=AppealInput, out=AppealShape, status=201, limit="report", public=True, idempotent=True,
        errors=FILING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, token: str) -> Created[AppealShape]:
        """Ask that another moderator looks at it, though you are suspended or banned."""
        row, _appeal, member_id = selectors.notice_by_link(token)
        return _filed(call, row.id, member_id, f"/api/v1/notices/by/{token}")

    @operation(summary="Take your appeal back by a link", status=204, limit="report", public=True, errors=WRITING)
    def delete(self, request: Request, call: Call, token: str) -> NoContent:
        """The decision stands then."""
        row, _appeal, member_id = selectors.notice_by_link(token)
        return _withdrawn(row.id, member_id)


class MessagesByLink(Endpoint):
    @operation(
        summary="Write in your appeal by a link", body=AppealMessageInput, out=AppealShape, status=201, limit="report",
        public=True, idempotent=True, errors=WRITING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, token: str) -> Created[AppealShape]:
        """A word to the moderator who looks at it."""
        row, _appeal, member_id = selectors.notice_by_link(token)
        return _written(call, row.id, member_id, f"/api/v1/notices/by/{token}")
