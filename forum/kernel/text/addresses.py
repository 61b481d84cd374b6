"""Which addresses a text may link to, and which of them are our own."""

import re
from urllib.parse import urlsplit

from forum.kernel.text.limits import MAX_URL
from forum.kernel.text.shapes import AnswerRef, QuoteRef

_ATTACHMENT = re.compile(r"attachment:([A-Za-z0-9_-]{1,64})")
_POST = re.compile(r"/threads/([1-9][0-9]{0,17})/([1-9][0-9]{0,8})")
_ANSWER = re.compile(r"/interviews/([1-9][0-9]{0,17})/answers/([1-9][0-9]{0,17})")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\"<>`]")


def allowed_address(url: str) -> bool:
    """Whether `url`, percent-encoded, may stand in a link: http, https, mailto, a path here, or an attachment."""
    if len(url) > MAX_URL or _UNSAFE.search(url):
        return False
    if url.startswith("/"):
        return not url.startswith("//")
    if _ATTACHMENT.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    # A name before the host (https://bank.example@elsewhere.example) serves only to mislead.
    return parts.scheme in ("http", "https") and bool(parts.netloc) and "@" not in parts.netloc


def attachment_id(url: str) -> str:
    """The id in `attachment:<id>`, or the empty string."""
    match = _ATTACHMENT.fullmatch(url)
    return match[1] if match else ""


def quoted(url: str) -> QuoteRef | AnswerRef | None:
    """The post that `/threads/5/12` shows, or the answer that `/interviews/3/answers/7` does."""
    if match := _POST.fullmatch(url):
        return QuoteRef(int(match[1]), int(match[2]))
    match = _ANSWER.fullmatch(url)
    return AnswerRef(int(match[1]), int(match[2])) if match else None


def local(url: str, *, origin: str) -> str:
    """`url` as a path if it lies under our own `origin` (scheme and host, no slash at the end), else as it is."""
    if origin and url == origin:
        return "/"
    if origin and url.startswith(origin + "/"):
        path = url[len(origin) :]
        return url if path.startswith("//") else path
    return url


def is_outside(url: str) -> bool:
    """Whether following `url` leaves this site."""
    return url.startswith(("http:", "https:"))
