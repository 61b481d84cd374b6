"""What somebody typed into a form that could not be taken, because who sent it was signed in no longer, or since: it comes back.

A text lives in the browser alone until it is sent, and the answer to a refused form replaces the page that held it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

SECRET = frozenset({"csrfmiddlewaretoken", "password", "code"})
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text, the form it came in, and the page to go on from. `again` says that one press may send it anew."""

    text: str
    rest: list[tuple[str, str]]
    action: str
    back: str
    again: bool


def typed_in(request: HttpRequest) -> Typed | None:
    """The text that `request` brought, if it brought one."""
    if request.method != "POST" or not request.POST.get(TEXT, "").strip():
        return None
    rest = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TEXT and not any(secret in name for secret in SECRET)
    ]
    return Typed(
        text=request.POST[TEXT], rest=rest, action=request.get_full_path(), back=_page_before(request),
        again=_is_ours(request),
    )  # fmt: skip


def _is_ours(request: HttpRequest) -> bool:
    """Whether a browser says that a page of this site sent the form. Silence is no: it could be anybody's words."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or origin == settings.ORIGIN


def _page_before(request: HttpRequest) -> str:
    """The path of the page that held the form, as the browser tells it; a header that anybody may set, so a path at most."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if f"{before.scheme}://{before.netloc}" == settings.ORIGIN else "/"
