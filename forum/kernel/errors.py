"""Expected failures, each with a stable code.

A rule that refuses raises one of these; the doors render it: as problem details over REST, as a page or a form error in the
browser. Codes are part of the public contract and never change their meaning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = StrOrPromise


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field of the input. `field` is a dotted path, or empty for the whole."""

    field: str
    code: str
    detail: Words


class AssayError(Exception):
    """An expected refusal. Subclasses fix `status` (an HTTP status), `code` and `title`."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[Words] = _("This request cannot be understood.")

    def __init__(
        self,
        detail: Words = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.detail: Words = detail or self.title
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(self.code)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class BadRequest(AssayError):
    """400: the request itself is malformed."""


class Invalid(AssayError):
    """400: well-formed input that does not hold; `errors` names each field."""

    code = "invalid"
    title = _("Something in what you sent needs another look.")


class NotSignedIn(AssayError):
    """401: the door wants a signed-in member, or the credentials sent are no longer good."""

    status = 401
    code = "not_signed_in"
    title = _("Please sign in first.")


class Forbidden(AssayError):
    """403: seen, but not allowed."""

    status = 403
    code = "forbidden"
    title = _("You may not do this.")


class NotFound(AssayError):
    """404: absent, or not for this viewer; the two cannot be told apart."""

    status = 404
    code = "not_found"
    title = _("There is nothing here.")


class Conflict(AssayError):
    """409: the thing is in a state that does not allow this."""

    status = 409
    code = "conflict"
    title = _("This has changed in the meantime.")


class Gone(AssayError):
    """410: was here once, and will not come back under this address."""

    status = 410
    code = "gone"
    title = _("This is no longer here.")


class EditConflict(AssayError):
    """412: somebody was faster; `If-Match` names a version that is no longer the current one."""

    status = 412
    code = "edit_conflict"
    title = _("Somebody changed this before you.")


class TooLarge(AssayError):
    """413: more bytes than this door takes."""

    status = 413
    code = "too_large"
    title = _("This is larger than we can take.")


class KeyReused(AssayError):
    """422: an idempotency key came again with another body."""

    status = 422
    code = "idempotency_key_reused"
    title = _("This request key was already used for something else.")


class VersionRequired(AssayError):
    """428: an edit must say which version it changes."""

    status = 428
    code = "version_required"
    title = _("Say which version you are changing.")


class TooMany(AssayError):
    """429: a limit; `headers` carry `Retry-After`."""

    status = 429
    code = "too_many_requests"
    title = _("That was a lot at once. Please wait a little.")


class Unavailable(AssayError):
    """503: a part we stand on is away for the moment; `headers` carry `Retry-After`."""

    status = 503
    code = "unavailable"
    title = _("Assay is catching its breath.")
