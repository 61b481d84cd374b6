"""The REST door of members."""

from dataclasses import dataclass
from datetime import date

from rest_framework.request import Request
from rest_framework.serializers import FileField

from accounts.members import selectors, services
from accounts.members.policies import check_member
from forum.http.api import Call, Endpoint, NoContent, Ok, etag, operation
from forum.http.fields import StrictSerializer, TextField


@dataclass(frozen=True, slots=True)
class ProfileShape:
    """A member's public page. `bio_html` is safe to show as it is."""

    handle: str
    role: str
    bio_html: str
    picture_url: str
    joined_on: date
    url: str


@dataclass(frozen=True, slots=True)
class MeShape:
    """Yourself: what only you may see of you."""

    handle: str
    role: str
    standing: str
    email: str
    bio: str
    bio_html: str
    picture_url: str
    joined_on: date
    version: int
    url: str


class ProfileInput(StrictSerializer):
    bio = TextField(max_length=services.BIO_LONGEST, allow_blank=True, help_text="Markdown.")


class Me(Endpoint):
    @operation(summary="Yourself", out=MeShape, scope="me:read", etag=True)
    def get(self, request: Request, call: Call) -> Ok[MeShape]:
        """Who you are here."""
        return self._shown(request)

    @operation(
        summary="Edit your profile", body=ProfileInput, out=MeShape, scope="me:write", limit="write", if_match=True, etag=True,
        errors=("silenced", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call) -> Ok[MeShape]:
        """Replace what your page says about you."""
        request.user = services.edit_profile(actor=request.user, bio=call.body["bio"], version=call.version)
        return self._shown(request)

    def _shown(self, request: Request) -> Ok[MeShape]:
        me = check_member(request.user)
        shape = MeShape(
            handle=me.handle,
            role=me.role,
            standing=me.standing,
            email=me.email,
            bio=me.bio,
            bio_html=me.bio_html,
            picture_url=selectors.person_of(me).picture_url,
            joined_on=me.joined_on,
            version=me.version,
            url=selectors.person_of(me).url,
        )
        return Ok(shape, etag=etag(me.version, shape))


class PictureInput(StrictSerializer):
    picture = FileField(help_text="JPEG, PNG, GIF, WebP or AVIF, up to 4 MB.")


class Picture(Endpoint):
    @operation(
        summary="Set your picture", body=PictureInput, files=True, status=204, scope="me:write", limit="upload",
        errors=("silenced", "bad_picture", "picture_refused"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> NoContent:
        """It is made anew as a square of 256 pixels, without anything that the file carried beside them;
        a repeat sets the same.
        """
        services.set_picture(actor=request.user, content=call.body["picture"].read())
        return NoContent()

    @operation(summary="Remove your picture", status=204, scope="me:write", limit="write")
    def delete(self, request: Request, call: Call) -> NoContent:
        """The first letters of your handle stand there again."""
        services.remove_picture(actor=request.user)
        return NoContent()


class MemberByHandle(Endpoint):
    @operation(
        summary="A member", out=ProfileShape, scope="members:read", public=True, errors=("not_found",), etag=True
    )
    def get(self, request: Request, call: Call, handle: str) -> Ok[ProfileShape]:
        """A member's public page."""
        found = selectors.profile(handle, viewer=request.user)
        shape = ProfileShape(
            handle=found.person.handle,
            role=found.person.role,
            bio_html=found.bio_html,
            picture_url=found.person.picture_url,
            joined_on=found.joined_on,
            url=found.person.url,
        )
        return Ok(shape, etag=etag(found.version, shape))
