"""Addresses that only these tests have: one small door for each thing that `forum.http` does."""

from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from forum.http import health, limits, pages, problems, reference
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, NotModified, Ok, Page, etag, operation, page_url
from forum.http.fields import CountField, IdField, PageQuery, StrictSerializer, TextField
from forum.http.refusals import BadToken
from forum.kernel import idempotency
from forum.kernel.errors import Conflict, EditConflict, FieldError, Forbidden, Invalid, NotFound

VERSION = 3
# What every page links to.
FRAME = (
    "theme", "threads", "deposits", "ranking-resource", "interviews", "search", "moderation-log", "account_login",
    "account_signup",
)  # fmt: skip
WORDS = [f"word {number}" for number in range(120)]


class TooHeavy(Conflict):
    """409: a refusal of the tests' own."""

    code = "too_heavy"
    title = "This is too heavy."


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who a test says is asking."""

    pk: int
    is_authenticated: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """An access token with its scopes."""

    scopes: frozenset[str]


class Told(BaseAuthentication):
    """`Bearer 7` is a session of member 7; `Bearer 7 notes:read` an access token of theirs; `Bearer x` is no good."""

    def authenticate(self, request: Request) -> tuple[Somebody, Token | None] | None:
        words = request.META.get("HTTP_AUTHORIZATION", "").split()
        if not words:
            return None
        if not words[1].isdigit():
            raise BadToken
        return Somebody(int(words[1])), Token(frozenset(words[2:])) if words[2:] else None


class Door(Endpoint):
    authentication_classes = [Told]


@dataclass(frozen=True, slots=True)
class NoteShape:
    """A note."""

    id: int
    text: str
    written_at: datetime


class PartInput(StrictSerializer):
    weight = serializers.FloatField(min_value=0)


class NoteInput(StrictSerializer):
    text = TextField(max_length=200)
    count = CountField(required=False)
    loud = serializers.BooleanField(default=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    parts = PartInput(many=True, required=False)
    about = IdField(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=["plain", "fancy"], default="plain")
    at = serializers.DateTimeField(required=False)
    on = serializers.DateField(required=False)
    ref = serializers.UUIDField(required=False)
    share = serializers.DecimalField(max_digits=6, decimal_places=3, required=False)


class NotesQuery(PageQuery):
    start = CountField(required=False)
    loud = serializers.BooleanField(required=False)
    tag = serializers.ListField(child=serializers.CharField(max_length=20), required=False)


def note(number: int, text: str = "gneiss") -> NoteShape:
    return NoteShape(id=number, text=text, written_at=datetime(2026, 11, 22, 10, tzinfo=UTC))


class Notes(Door):
    @operation(summary="Notes", query=NotesQuery, out=Page[NoteShape], scope="notes:read", public=True, etag=True)
    def get(self, request: Request, call: Call) -> Page[NoteShape]:
        at, size = 0, call.query["limit"]
        if "cursor" in call.query:
            at = Cursor.open(call.query["cursor"], purpose="notes")["at"]
        more = at + size < len(WORDS)
        following = Cursor.seal({"at": at + size}, purpose="notes") if more else None
        rows = [note(number, WORDS[number]) for number in range(at, min(at + size, len(WORDS)))]
        return Page(results=rows, next=page_url(request, following), etag=etag(VERSION, at, size))

    @operation(
        summary="Write a note", body=NoteInput, out=NoteShape, status=201, scope="notes:write", limit="write",
        idempotent=True, errors=("too_heavy",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[NoteShape]:
        with transaction.atomic():
            if idempotency.claim(call.key) is None:
                if call.body["text"] == "heavy":
                    raise TooHeavy(errors=[FieldError("text", "too_heavy", "Take a lighter word.")])
                idempotency.keep(call.key, status=201, resource=call.body["text"])
        return Created(note(1, call.body["text"]), location="/api/v1/notes/1")


class Note(Door):
    @operation(summary="A note", out=NoteShape, public=True, etag=True, errors=("not_found",))
    def get(self, request: Request, call: Call, note_id: int) -> Ok[NoteShape] | NotModified:
        if note_id > 100:
            raise NotFound
        tag = etag(VERSION, request.user.pk)
        return NotModified(tag) if call.holds(tag) else Ok(note(note_id), etag=tag)

    @operation(
        summary="Edit", body=NoteInput, out=NoteShape, scope="notes:write", if_match=True, errors=("edit_conflict",)
    )
    def put(self, request: Request, call: Call, note_id: int) -> Ok[NoteShape]:
        if call.version != VERSION:
            raise EditConflict
        return Ok(note(note_id, call.body["text"]), etag=etag(VERSION + 1))

    @operation(summary="Remove", status=204)
    def delete(self, request: Request, call: Call, note_id: int) -> NoContent:
        return NoContent()


class PictureInput(StrictSerializer):
    file = serializers.FileField()
    title = TextField(max_length=50, lines=False)


class Pictures(Door):
    @operation(
        summary="Send a picture", body=PictureInput, files=True, out=NoteShape, status=201, limit="upload", public=True,
        idempotent=True,
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[NoteShape]:
        with transaction.atomic():
            idempotency.claim(call.key)
            idempotency.keep(call.key, status=201, resource="1")
        size = call.body["file"].size
        return Created(note(1, f"{size} bytes"), location="/api/v1/notes/1")


class Broken(Door):
    @operation(summary="A defect", public=True)
    def get(self, request: Request, call: Call) -> object:
        return {}["secret of the house"]


class SlowDatabase(Door):
    @operation(summary="A database that is too slow", public=True)
    def get(self, request: Request, call: Call) -> object:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(1)")
        return {}


class Trivial(Door):
    @operation(summary="Nothing but the way there", public=True)
    def get(self, request: Request, call: Call) -> object:
        return {"well": True}


class NoteForm(pages.KeyedForm):
    title = forms.CharField(max_length=40)
    text = forms.CharField(max_length=200, widget=forms.Textarea, required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)


def write(request: HttpRequest) -> HttpResponse:
    """A page with a form, as features write them."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.taking():
            limits.spend("post", request)
            if form.cleaned_data["title"] == "heavy":
                raise TooHeavy(errors=[FieldError("title", "too_heavy", "Take a lighter word.")])
            if form.cleaned_data["title"] == "gone":
                raise NotFound
            if form.cleaned_data["title"] == "odd":
                raise Invalid("Not even.")
            pages.page_key(request, "write", form.cleaned_data)
            return pages.see_other("/written")
    return HttpResponse(form.as_p(), status=form.status)


@require_safe
def public_page(request: HttpRequest, number: int = 0) -> HttpResponse:
    found = pages.unchanged(request, ("thread", 5, VERSION))
    return found or pages.render(request, "http/problems.html", {"kinds": []}, version=("thread", 5, VERSION))


def forbidden_page(request: HttpRequest) -> HttpResponse:
    raise Forbidden


def broken_page(request: HttpRequest) -> HttpResponse:
    raise KeyError("secret of the house")


def away_page(request: HttpRequest) -> HttpResponse:
    request.user = AnonymousUser()
    psycopg.connect("postgresql://127.0.0.1:1/nowhere", connect_timeout=1)
    return HttpResponse()


urlpatterns = [
    path("write", write, name="home"),
    path("boards", public_page, name="boards"),
    path("about", public_page, name="about"),
    *(path(f"frame/{name}", public_page, name=name) for name in FRAME),
    path("forbidden", forbidden_page),
    path("broken", broken_page),
    path("away", away_page),
    path("number/<int:number>", public_page),
    path(
        "api/v1/",
        include(
            [
                path("notes", Notes.as_view()),
                path("notes/<int:note_id>", Note.as_view()),
                path("pictures", Pictures.as_view()),
                path("broken", Broken.as_view()),
                path("slow-database", SlowDatabase.as_view()),
                path("trivial", Trivial.as_view()),
                *reference.urlpatterns,
            ]
        ),
    ),
    *problems.urlpatterns,
    *health.urlpatterns,
]

handler400 = problems.handler400
handler403 = problems.handler403
handler404 = problems.handler404
handler500 = problems.handler500
