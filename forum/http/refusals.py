"""What the doors themselves refuse, before any rule of a feature is asked."""

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import AssayError, BadRequest, Forbidden, NotSignedIn


class BadJson(BadRequest):
    """400: the body is not JSON as we take it: UTF-8, no NUL, no name twice in an object, at most 64 levels deep."""

    code = "bad_json"
    title = _("The body is not JSON that we can read.")


class BadCharacters(BadRequest):
    """400: a NUL, a control character or broken UTF-8 in the address, a header or a cookie."""

    code = "bad_characters"
    title = _("The request holds characters that no address or header may have.")


class BadHeader(BadRequest):
    """400: a header that this operation reads is not written as its standard says."""

    code = "bad_header"
    title = _("A header of the request cannot be understood.")


class BadIdempotencyKey(BadRequest):
    """400: `Idempotency-Key` must be 1 to 255 visible ASCII characters."""

    code = "bad_idempotency_key"
    title = _("The idempotency key cannot be used.")


class BadCursor(AssayError):
    """404: a cursor that we did not make, or made for another list, another member or another secret key."""

    status = 404
    code = "bad_cursor"
    title = _("This page of the list cannot be found. Please start from its beginning.")


class BadForm(BadRequest):
    """400: a form body that is cut off, or has too many fields."""

    code = "bad_form"
    title = _("The form cannot be read.")


class BadToken(NotSignedIn):
    """401: the token sent is unknown, expired or revoked, or its member may not sign in."""

    code = "bad_token"
    title = _("This token is not valid, or no longer.")


class ScopeMissing(Forbidden):
    """403: the access token was not given the scope that this operation needs."""

    code = "scope_missing"
    title = _("This access token may not do that.")


class SessionRequired(Forbidden):
    """403: only a signed-in session may do this, never an access token."""

    code = "session_required"
    title = _("An access token may not do this. Please sign in.")


class ForeignOrigin(Forbidden):
    """403: another site sent this form in the reader's name."""

    code = "foreign_origin"
    title = _("This was sent from another site, so we did not do it.")


class MethodNotAllowed(AssayError):
    """405: the address is right, the method is not; `Allow` names those that are."""

    status = 405
    code = "method_not_allowed"
    title = _("This address does not take that method.")


class NotAcceptable(AssayError):
    """406: the answer exists, but in none of the media types that `Accept` asks for."""

    status = 406
    code = "not_acceptable"
    title = _("We cannot answer in the format you ask for.")


class LengthRequired(AssayError):
    """411: a body must say its length in `Content-Length`."""

    status = 411
    code = "length_required"
    title = _("Please say how long the body is.")


class UnsupportedMediaType(AssayError):
    """415: the body is not of the media type that this operation reads."""

    status = 415
    code = "unsupported_media_type"
    title = _("We cannot read a body of this type.")


class InternalError(AssayError):
    """500: a defect of ours. It is logged under the request's id; nothing was kept of what was asked."""

    status = 500
    code = "internal_error"
    title = _("Something broke on our side.")
