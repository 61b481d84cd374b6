"""A file as an answer: under its own path, in a sandbox, and never as anything that a browser would run."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from forum.http.conditional import etag, matches, not_modified
from forum.kernel.errors import NotFound
from threads.discussion.attachments import keeping
from threads.discussion.attachments.models import FileState
from threads.discussion.attachments.policies import FileWaiting
from threads.discussion.attachments.selectors import FileRow

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_WAITING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 54" width="96" height="54">'
    b'<rect width="96" height="54" fill="#8884"/><circle cx="36" cy="27" r="3" fill="#888"/>'
    b'<circle cx="48" cy="27" r="3" fill="#888"/><circle cx="60" cy="27" r="3" fill="#888"/></svg>'
)


def answer(request: HttpRequest, row: FileRow) -> HttpResponseBase:
    """The file, in the best form that the reader's browser takes. Kept by the browser, and asked for again each time."""
    if row.state == FileState.REFUSED:
        raise NotFound
    if row.state == FileState.WAITING:
        return _guarded(HttpResponse(_WAITING, content_type="image/svg+xml"), row, keep=False)
    media = _best(request.META.get("HTTP_ACCEPT", ""), row)
    tag = etag(1, row.id, media)
    if matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        return _guarded(not_modified(tag), row, keep=True)
    response = _guarded(_opened(row, media), row, keep=True)
    response.headers["ETag"] = tag
    return response


def raw(row: FileRow) -> HttpResponseBase:
    """The bytes and nothing that tempts a browser. Raises `NotFound`, `FileWaiting`."""
    if row.state == FileState.WAITING:
        raise FileWaiting
    if row.state == FileState.REFUSED:
        raise NotFound
    response = _guarded(_opened(row, row.variants[-1] if row.picture else row.media), row, keep=False)
    response.headers["Content-Type"] = "application/octet-stream"
    return response


def _opened(row: FileRow, media: str) -> HttpResponse:
    """The file's bytes: ten megabytes at most, so they come whole, with their length."""
    part = keeping.ENDINGS[media] if row.picture else keeping.DATA
    try:
        return HttpResponse(keeping.take(row.id, part), content_type=media)
    except FileNotFoundError as error:
        raise NotFound from error


def _best(accept: str, row: FileRow) -> str:
    """A picture's media type: the first that `Accept` names, else the one that every browser knows."""
    if not row.picture:
        return row.media
    return next((media for media in row.variants[:-1] if media in accept), row.variants[-1])


def _guarded(response: HttpResponseBase, row: FileRow, *, keep: bool) -> HttpResponseBase:
    shown = "inline" if row.picture else "attachment"
    response.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(row.name)}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache" if keep else "no-store"
    response.headers["Vary"] = "Accept, Cookie, Authorization"
    return response
