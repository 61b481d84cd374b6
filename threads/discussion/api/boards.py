"""Boards over REST."""

from rest_framework.request import Request
from rest_framework.serializers import CharField, ChoiceField, ListField, SlugField

from accounts.members.selectors import LEVEL_NAMES
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Endpoint, NoContent, Ok, Page, etag, operation
from forum.http.fields import CountField, StrictSerializer, TextField
from threads.discussion import selectors, services
from threads.discussion.shapes import WATCHES, BoardShape, TemplateShape, board_shape

LEVELS = {name: level for level, name in LEVEL_NAMES.items()}
WATCH_NAMES = {name: level for level, name in WATCHES.items()}
COLOURS = ("malachite", "azurite", "ochre", "cinnabar", "graphite")


class BoardInput(StrictSerializer):
    slug = SlugField(max_length=60)
    title = TextField(max_length=80, lines=False)
    description = TextField(max_length=300, lines=False, allow_blank=True, default="")
    colour = ChoiceField(choices=COLOURS, default="malachite")
    parent = CharField(allow_blank=True, default="", max_length=60, help_text="The slug of a board of the first level.")
    position = CountField(max_value=32_767, default=0)
    read_level = ChoiceField(choices=tuple(LEVELS), default="public")
    start_level = ChoiceField(choices=tuple(LEVELS)[1:], default="member")
    reply_level = ChoiceField(choices=tuple(LEVELS)[1:], default="member")
    slow_seconds = CountField(max_value=86_400, default=0)
    archive_days = CountField(max_value=3_650, default=0)
    default_watch = ChoiceField(choices=tuple(WATCH_NAMES), default="normal")


class ModeratorsInput(StrictSerializer):
    handles = ListField(child=CharField(max_length=40), max_length=50)


class TemplateInput(StrictSerializer):
    name = TextField(max_length=80, lines=False)
    title = TextField(max_length=200, lines=False, allow_blank=True, default="")
    body = TextField(max_length=services.POST_LONGEST, help_text="Markdown to fill in.")


class Boards(Endpoint):
    @operation(summary="Boards", out=Page[BoardShape], scope="threads:read", public=True)
    def get(self, request: Request, call: Call) -> Page[BoardShape]:
        """The boards you may read, each followed by those below it. There are few: they come in one page."""
        return Page(results=[board_shape(board) for board in selectors.boards(viewer=request.user)])

    @operation(
        summary="Open a board", body=BoardInput, out=BoardShape, status=201, scope="threads:write", limit="write",
        idempotent=True, errors=("admins_only", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[BoardShape]:
        """A new board; administrators may."""
        slug = call.once(
            lambda: services.change_board(actor=request.user, slug="", settings=_settings(call.body), version=0)
        )
        row = selectors.board(slug, viewer=request.user)
        return Created(board_shape(row), location=f"/api/v1/boards/{slug}", etag=_tag(row))


class BoardBySlug(Endpoint):
    @operation(summary="One board", out=BoardShape, scope="threads:read", public=True, errors=("not_found",), etag=True)
    def get(self, request: Request, call: Call, slug: str) -> Ok[BoardShape]:
        """A board by its slug."""
        row = selectors.board(slug, viewer=request.user)
        return Ok(board_shape(row), etag=_tag(row))

    @operation(
        summary="Change a board", body=BoardInput, out=BoardShape, scope="threads:write", limit="write", if_match=True,
        etag=True, errors=("not_found", "admins_only", "silenced", "edit_conflict"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, slug: str) -> Ok[BoardShape]:
        """Replace all settings of a board; administrators may."""
        made = services.change_board(actor=request.user, slug=slug, settings=_settings(call.body), version=call.version)
        row = selectors.board(made, viewer=request.user)
        return Ok(board_shape(row), etag=_tag(row))


class BoardModerators(Endpoint):
    @operation(
        summary="A board's moderators", out=Page[PersonShape], scope="threads:read", public=True, errors=("not_found",)
    )
    def get(self, request: Request, call: Call, slug: str) -> Page[PersonShape]:
        """Who keeps order on a board besides staff."""
        found = selectors.board(slug, viewer=request.user)
        return Page(results=[person_shape(one) for one in selectors.moderators_of(found.id)])

    @operation(
        summary="Set a board's moderators", body=ModeratorsInput, status=204, scope="threads:write", limit="write",
        errors=("not_found", "admins_only", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, slug: str) -> NoContent:
        """Replace the list; administrators may."""
        services.set_board_moderators(actor=request.user, slug=slug, handles=tuple(call.body["handles"]))
        return NoContent()


class Templates(Endpoint):
    @operation(
        summary="A board's templates", out=Page[TemplateShape], scope="threads:read", public=True, errors=("not_found",)
    )
    def get(self, request: Request, call: Call, slug: str) -> Page[TemplateShape]:
        """Forms to start a thread with."""
        found = selectors.board(slug, viewer=request.user)
        return Page(results=[_template(one) for one in selectors.templates(found.id)])

    @operation(
        summary="Add a template", body=TemplateInput, out=TemplateShape, status=201, scope="threads:write", limit="write",
        idempotent=True,
        errors=("not_found", "admins_only", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, slug: str) -> Created[TemplateShape]:
        """Add a form, or replace the one of this name; administrators may."""
        made = call.once(lambda: services.add_template(actor=request.user, slug=slug, **call.body))
        row = selectors.template(selectors.board(slug, viewer=request.user).id, made)
        return Created(_template(row), location=f"/api/v1/boards/{slug}/templates/{made}")


class Template(Endpoint):
    @operation(summary="One template", out=TemplateShape, scope="threads:read", public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, slug: str, template_id: int) -> TemplateShape:
        """A form to start a thread with."""
        return _template(selectors.template(selectors.board(slug, viewer=request.user).id, template_id))

    @operation(
        summary="Remove a template", status=204, scope="threads:write", limit="write",
        errors=("not_found", "admins_only", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, slug: str, template_id: int) -> NoContent:
        """Take a form away; administrators may."""
        services.remove_template(actor=request.user, slug=slug, template_id=template_id)
        return NoContent()


def _settings(body: dict[str, object]) -> services.BoardSettings:
    values = dict(body)
    levels = tuple(int(LEVELS[str(values.pop(name))]) for name in ("read_level", "start_level", "reply_level"))
    watch = WATCH_NAMES[str(values.pop("default_watch"))]
    return services.BoardSettings(levels=levels, default_watch=watch, **values)  # type: ignore[arg-type]


def _template(row: selectors.TemplateRow) -> TemplateShape:
    return TemplateShape(row.id, row.name, row.title, row.body)


def _tag(row: selectors.BoardRow) -> str:
    return etag(row.version, row)
