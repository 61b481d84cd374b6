"""Posts over REST, one by one."""

from dataclasses import dataclass

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, DateTimeField, SlugField

from accounts.members.policies import check_member
from accounts.members.shapes import person_shape
from forum.http.api import Call, Endpoint, NoContent, Ok, Page, etag, operation
from forum.http.fields import StrictSerializer, TextField
from threads.discussion import selectors, services
from threads.discussion.services.keeping import REACTIONS
from threads.discussion.shapes import OwnPostShape, RevisionShape, own_post_shape


class EditInput(StrictSerializer):
    text = TextField(max_length=services.POST_LONGEST, help_text="Markdown.")
    reason = TextField(max_length=200, lines=False, allow_blank=True, default="", help_text="Why you change it.")


class ReactionInput(StrictSerializer):
    kind = ChoiceField(choices=tuple(REACTIONS))


class BookmarkInput(StrictSerializer):
    note = TextField(max_length=200, lines=False, allow_blank=True, default="")
    remind_at = DateTimeField(required=False, allow_null=True, help_text="When to be told of it.")


class PreviewInput(StrictSerializer):
    text = TextField(max_length=services.POST_LONGEST, allow_blank=True, help_text="Markdown.")
    board = SlugField(required=False, help_text="The board it will stand on, whose readers' names it may use.")


@dataclass(frozen=True, slots=True)
class PreviewShape:
    """What a text would look like. `html` is safe to show as it is."""

    html: str


class PostById(Endpoint):
    @operation(
        summary="One post", out=OwnPostShape, scope="threads:read", public=True, errors=("not_found",), etag=True
    )
    def get(self, request: Request, call: Call, post_id: int) -> Ok[OwnPostShape]:
        """A post with its Markdown."""
        return self._shown(request, post_id)

    @operation(
        summary="Edit a post", body=EditInput, out=OwnPostShape, scope="threads:write", limit="write", if_match=True,
        etag=True, errors=("not_found", "not_yours", "thread_closed", "thread_archived", "silenced", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, post_id: int) -> Ok[OwnPostShape]:
        """Replace the text of your own post. The text before it is kept, unless nobody can have answered it yet."""
        services.edit_post(
            actor=request.user,
            post_id=post_id,
            source=call.body["text"],
            version=call.version,
            reason=call.body["reason"],
        )
        return self._shown(request, post_id)

    def _shown(self, request: Request, post_id: int) -> Ok[OwnPostShape]:
        post = selectors.post(post_id, viewer=request.user)
        row = selectors.post_row_of(post, viewer=request.user)
        own = own_post_shape(row, selectors.shown_source(post, viewer=request.user))
        return Ok(own, etag=etag(post.version, own))


class Removal(Endpoint):
    @operation(
        summary="Remove your post", status=204, scope="threads:write", limit="write",
        errors=("not_found", "not_yours", "thread_closed", "thread_archived", "has_replies", "post_removed", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, post_id: int) -> NoContent:
        """Take it away; its number stays. A thread that others replied to keeps its first post."""
        services.remove_post(actor=request.user, post_id=post_id)
        return NoContent()

    @operation(
        summary="Restore your post", status=204, scope="threads:write", limit="write",
        errors=("not_found", "not_yours", "thread_closed", "thread_archived", "has_replies", "post_removed", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, post_id: int) -> NoContent:
        """Bring back what you took away."""
        services.restore_post(actor=request.user, post_id=post_id)
        return NoContent()


class Revisions(Endpoint):
    @operation(
        summary="Earlier texts of a post", out=Page[RevisionShape], scope="threads:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, post_id: int) -> Page[RevisionShape]:
        """What the post said before, newest first; up to 100."""
        post = selectors.post(post_id, viewer=request.user)
        found = selectors.revisions_of(post)
        sources = selectors.sources_of(post, [one.source for one, _ in found], viewer=request.user)
        return Page(results=[
            RevisionShape(one.version, source, one.reason, person_shape(person), one.replaced_at)
            for (one, person), source in zip(found, sources, strict=True)
        ])  # fmt: skip


class ReactionOfPost(Endpoint):
    @operation(
        summary="React to a post", body=ReactionInput, status=204, scope="threads:write", limit="react",
        errors=("not_found", "forbidden", "post_removed", "thread_archived", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, post_id: int) -> NoContent:
        """Set your one reaction. Your own posts take none from you."""
        services.react(actor=request.user, post_id=post_id, kind=REACTIONS[call.body["kind"]])
        return NoContent()

    @operation(
        summary="Take your reaction back", status=204, scope="threads:write", limit="react",
        errors=("not_found", "forbidden", "post_removed", "thread_archived", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, post_id: int) -> NoContent:
        """As if you had said nothing."""
        services.withdraw_reaction(actor=request.user, post_id=post_id)
        return NoContent()


class BookmarkOfPost(Endpoint):
    @operation(
        summary="Keep a post", body=BookmarkInput, status=204, scope="me:write", limit="write", errors=("not_found",)
    )
    def put(self, request: Request, call: Call, post_id: int) -> NoContent:
        """Bookmark it, with a note and a time to be told of it if you like."""
        services.bookmark_post(
            actor=request.user, post_id=post_id, note=call.body["note"], remind_at=call.body.get("remind_at")
        )
        return NoContent()

    @operation(summary="Keep a post no longer", status=204, scope="me:write", limit="write")
    def delete(self, request: Request, call: Call, post_id: int) -> NoContent:
        """Drop the bookmark."""
        services.drop_bookmark(actor=request.user, post_id=post_id)
        return NoContent()


class Previews(Endpoint):
    @operation(
        summary="Preview a text", body=PreviewInput, out=PreviewShape, scope="threads:read", limit="react",
        errors=("not_found",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> PreviewShape:
        """What it would look like; it is stored nowhere, so a repeat does no harm."""
        viewer = check_member(request.user)
        level = selectors.board(call.body["board"], viewer=viewer).read_level if "board" in call.body else 0
        return PreviewShape(services.preview(actor=viewer, source=call.body["text"], read_level=level))
